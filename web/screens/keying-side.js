/*
 * keying-side.js - beside the form: what the population and the electronic
 * register say, what was saved a moment ago
 */
import { Fragment, html, memo, useState } from "../core/dom.js";
import { num } from "../core/fmt.js";
import { href } from "../core/router.js";
import { t } from "../core/text.js";
import { Candidates } from "../ui/candidates.js";
import { DiffTable } from "../ui/diff-table.js";
import { ClassTag, Verdict } from "../ui/verdict.js";

/** Microseconds as a clerk reads them. */
function spent(us) {
  return us < 1000 ? t("web.keying.us", { n: num(us) }) : t("web.keying.ms", { n: num(Number((us / 1000).toFixed(1))) });
}

/** The role to show: the first that differs or is unclear, else the first. */
function mainRole(roles) {
  const order = ["REVIEW", "DIFF", "NOTFOUND", "MATCH"];
  return [...roles].sort((a, b) => order.indexOf(a.class) - order.indexOf(b.class))[0];
}

export const Side = memo(({ verdict, picked, onPick, number, recent, book, onTaken, error, isFull, isNamed }) => {
  const [wanted, setWanted] = useState("");
  const roles = verdict && isNamed ? verdict.roles : [];
  const role = roles.find((r) => r.role === wanted) || (roles.length ? mainRole(roles) : null);
  const person = role && (role.candidates || []).find((c) => c.id12 === picked[role.role]);
  const fields = person && person.fields ? person.fields : role ? role.fields : [];
  const others = verdict && verdict.warnings ? verdict.warnings.filter((w) => !w.fields || w.fields.length === 0) : [];
  return html`<aside class="key-side" tabindex="0" aria-label=${t("web.keying.side")}>
    <h2>${t("web.diff.person")}<span>${verdict && verdict.us > 0 ? spent(verdict.us) : ""}</span></h2>
    ${isFull && html`<p class="note warn">${t("web.keying.full")}</p>`}
    ${verdict && verdict.taken && html`<div class="note warn"><b>${t(verdict.taken.same ? "web.keying.taken_same" : "web.keying.taken", { number })}</b>
      <span class="note-do"><a href=${href("/entries/" + verdict.taken.entry)}>${t("web.keying.taken_open")}</a>
      ${!verdict.taken.same && html`<button type="button" class="link" onClick=${onTaken}>${t("web.keying.doubled")}</button>`}</span></div>`}
    ${roles.length > 1 && html`<div class="seg key-roles" role="group" aria-label=${t("web.keying.whose")}>${roles.map((r) => html`<button type="button" key=${r.role}
      aria-pressed=${r === role} onClick=${() => setWanted(r.role)}>${r.label}</button>`)}</div>`}
    <div aria-live="polite"><${Verdict} role=${role} hint=${error || undefined} /></div>
    ${role && role.candidates && role.candidates.some((c) => c.probability >= 0.01) && html`<${Fragment}>
      <${Candidates} items=${role.candidates} picked=${picked[role.role] || role.candidates[0].id12} onPick=${(c) => onPick(role.role, c.id12)} />
      ${fields.length > 0 && html`<${DiffTable} rows=${fields} />`}
    </${Fragment}>`}
    ${others.map((w) => html`<p class="note" key=${w.rule + w.text}>${w.text}</p>`)}
    ${verdict && verdict.register && verdict.register.is_there !== undefined && number && html`<p class=${verdict.register.differs.length ? "note warn" : "note"}><b>${t("web.keying.register")}</b> ${verdict.register.is_there
      ? verdict.register.differs.length ? t("web.keying.register_differs", { fields: verdict.register.differs.map((d) => d.label.toLowerCase()).join(", ") }) : t("web.keying.register_same")
      : t("web.keying.register_none", { number })}</p>`}
    ${recent.length > 0 && html`<${Fragment}><h2>${t("web.keying.recent")}</h2>
      <ul class="recent">${recent.map((r) => html`<li key=${r.key}><b>${r.number}</b><span>${r.name}</span>
        ${r.isWaiting ? html`<span class="tag warn">${t("web.keying.waiting")}</span>` : html`<${ClassTag} of=${r.class} />`}
        ${r.id ? html`<a href=${href("/keying/" + book, { entry: r.id })}>${t("web.keying.amend")}</a>` : html`<span></span>`}</li>`)}</ul></${Fragment}>`}
  </aside>`;
});
