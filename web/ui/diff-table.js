/*
 * diff-table.js - the book and the population side by side, field by field
 *
 * Words that differ are marked on both sides, by the legal canon: what the law
 * calls no difference is not marked.
 */
import { html } from "../core/dom.js";
import { legal } from "../core/canon.js";
import { t } from "../core/text.js";
import { Icon } from "./icons.js";

/** Words of `a` with those absent from `b` inside <mark>. */
export function Marked({ a, b }) {
  if (!a) return html`<span class="nil">–</span>`;
  const other = new Set((b || "").split(/[\s,]+/).map(legal));
  return (a.split(/([\s,]+)/)).map((w, i) => (/^[\s,]*$/.test(w) || other.has(legal(w)) ? w : html`<mark key=${i}>${w}</mark>`));
}

const SIGN = {
  same: ["check", "web.diff.same"],
  alike: ["alike", "web.diff.alike"],
  differs: ["differs", "web.diff.differs"],
};

export function Agree({ of }) {
  const sign = SIGN[of];
  if (!sign) return html`<span class="agree silent" aria-hidden="true">·</span>`;
  return html`<span class=${"agree " + of} title=${t(sign[1])}><${Icon} name=${sign[0]} size=${14} /><span class="sr">${t(sign[1])}</span></span>`;
}

/**
 * `rows`: `[{field, label, book, person, agree, kind, note}]` as in V.roles[].fields.
 * `note` or the kind's text stands under the book's value.
 */
export function DiffTable({ rows, label = t("web.diff.caption"), person = t("web.diff.person"), isShort = false }) {
  const shown = isShort ? rows.filter((r) => r.agree === "differs" || r.agree === "alike") : rows;
  return html`<table class="diff">
    <caption class="sr">${label}</caption>
    <thead><tr><th scope="col"><span class="sr">${t("web.diff.field")}</span></th><th scope="col">${t("web.diff.book")}</th>
      <th scope="col">${person}</th><th scope="col"><span class="sr">${t("web.diff.result")}</span></th></tr></thead>
    <tbody>${shown.map((r) => {
      const isOther = r.agree === "differs";
      return html`<tr key=${r.field} class=${r.agree}>
        <th scope="row">${r.label}</th>
        <td>${isOther ? html`<${Marked} a=${r.book} b=${r.person} />` : r.book || html`<span class="nil">–</span>`}
          ${r.note && html`<small>${r.note}</small>`}</td>
        <td>${isOther ? html`<${Marked} a=${r.person} b=${r.book} />` : r.person || html`<span class="nil">–</span>`}</td>
        <td class="sign"><${Agree} of=${r.agree} /></td></tr>`;
    })}</tbody></table>`;
}
