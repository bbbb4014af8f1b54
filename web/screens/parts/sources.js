/*
 * sources.js - the three sources side by side, only where they differ
 */
import { cls, html } from "../../core/dom.js";
import { t } from "../../core/text.js";
import { Marked } from "../../ui/diff-table.js";

function Value({ text, other }) {
  if (!text) return html`<span class="nil">${t("web.verify.blank")}</span>`;
  return html`<span>${other ? html`<${Marked} a=${text} b=${other} />` : text}</span>`;
}

/* What counts as right once it is decided. */
function Right({ of, outcomes }) {
  if (!of.decides) return html`<span class="dim">${t("web.verify.note_only")}</span>`;
  if (!of.decision) return html`<span class="waits">${t("web.verify.open")}</span>`;
  const outcome = outcomes.find((one) => one.id === of.decision);
  return html`<b>${outcome ? outcome.label : of.decision}</b>${of.basis && html`<small>${of.basis}</small>`}`;
}

/** `at`: index of the difference under decision; `onPick(index)`. */
export function Sources({ entry, outcomes, at, onPick }) {
  return html`<div class="table-wrap"><table class="tri">
    <caption class="sr">${t("web.verify.caption")}</caption>
    <thead><tr><th scope="col">${t("web.diff.field")}</th><th scope="col">${t("web.verify.c.book")}</th>
      <th scope="col">${t("web.verify.c.people")}</th><th scope="col">${t("web.verify.c.register")}</th>
      <th scope="col">${t("web.verify.c.outcome")}</th></tr></thead>
    <tbody>${entry.differences.map((one, i) => html`<tr key=${one.role + one.field}
      class=${cls(i === at && "here", !one.decides && "note")} onClick=${() => onPick(i)}>
      <th scope="row"><button type="button" class="tri-pick" aria-pressed=${i === at ? "true" : "false"}
        onClick=${() => onPick(i)}>${one.label}</button><small>${one.kind_label}</small></th>
      <td data-label=${t("web.verify.c.book")}><${Value} text=${one.book} other=${one.person} /></td>
      <td data-label=${t("web.verify.c.people")}><${Value} text=${one.person} other=${one.book} /></td>
      <td data-label=${t("web.verify.c.register")}>${one.register || html`<span class="nil">${t("web.verify.not_there")}</span>`}</td>
      <td data-label=${t("web.verify.c.outcome")} class="right"><${Right} of=${one} outcomes=${outcomes} /></td>
    </tr>`)}</tbody></table></div>`;
}

/** What agrees, as one sentence; the rest of the entry is one click away. */
export function Agreeing({ entry }) {
  const differs = new Set(entry.differences.map((one) => one.field));
  const said = entry.values.filter((value) => !differs.has(value.field) && value.raw).map((value) => value.label.toLowerCase());
  return html`<details class="same"><summary>${t("web.verify.same", { n: said.length })}</summary>
    <dl class="values">${entry.values.filter((value) => !differs.has(value.field)).map((value) => html`<div key=${value.field}>
      <dt>${value.label}</dt><dd>${value.text}</dd></div>`)}</dl></details>`;
}
