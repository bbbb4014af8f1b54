/*
 * entry.js - one entry whole: what the book says, whom it speaks of, what
 * differs, what it hangs together with, everything that was done with it
 */
import { api } from "../core/api.js";
import { html, useState } from "../core/dom.js";
import { share } from "../core/fmt.js";
import { useKeys } from "../core/keys.js";
import { href } from "../core/router.js";
import { can } from "../core/session.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Marked } from "../ui/diff-table.js";
import { ask } from "../ui/dialog.js";
import { Loaded } from "../ui/states.js";
import { toast } from "../ui/toast.js";
import { ClassTag } from "../ui/verdict.js";
import { Head, Screen } from "./parts/bits.js";
import { loadEntry, placeName, principalName } from "./parts/entry-data.js";
import { VerificationSheet } from "./parts/sheet.js";
import { Trace } from "./parts/trace.js";

const MANY = 8; /* empty fields beyond this are folded */

function Values({ entry }) {
  const byField = new Map();
  for (const one of entry.differences) byField.set(one.field, one);
  const warned = new Map();
  for (const warning of entry.warnings) for (const field of warning.fields || []) warned.set(field, warning);
  return html`<section class="card pad"><h2>${t("web.entry.values")}</h2><dl class="values">${entry.values.map((value) => {
    const other = byField.get(value.field);
    const warning = warned.get(value.field);
    const isSaid = !value.state || value.state === "value";
    return html`<div key=${value.field} class=${other ? "differs" : undefined}><dt>${value.label}</dt>
      <dd>${isSaid ? (other ? html`<${Marked} a=${value.text} b=${other.person} />` : value.text) : html`<i>${t("web.fieldstate." + value.state)}</i>`}
        ${value.doubt && html` <span class="tag warn">${t("web.entry.doubt")}</span>`}
        ${other && html`<small>${t("web.entry.people_say", { value: other.person || t("web.verify.blank") })}</small>`}
        ${warning && html`<small class="warned">${warning.text}</small>`}</dd></div>`;
  })}</dl></section>`;
}

function Roles({ entry }) {
  if (entry.roles.length === 0) return null;
  return html`<section class="card pad"><h2>${t("web.entry.roles")}</h2><ul class="rows">${entry.roles.map((role) => html`<li key=${role.role}>
    <span><b>${role.label}</b><small>${[role.id12, role.id12 && role.probability ? (role.probability > 0.995 ? "> 99 %" : share(role.probability)) : "", role.basis].filter(Boolean).join(" · ")}</small></span>
    <${ClassTag} of=${role.class} /></li>`)}</ul></section>`;
}

function Differences({ entry }) {
  if (entry.differences.length === 0) return null;
  return html`<section class="card pad"><h2>${t("web.entry.differences")}</h2><ul class="rows">${entry.differences.map((one) => html`<li
      key=${one.role + one.field}><span><b>${one.label}</b><small>${one.kind_label}${one.basis && ` · ${one.basis}`}</small></span>
    <span class=${one.decision ? "tag ok" : one.decides ? "tag warn" : "tag"}>${one.decision ? t("web.outcome.short." + one.decision)
      : one.decides ? t("web.verify.open") : t("web.verify.note_only")}</span></li>`)}</ul></section>`;
}

function Links({ entry }) {
  if (entry.links.length === 0) return null;
  return html`<section class="card pad"><h2>${t("web.entry.links")}</h2><ul class="rows">${entry.links.map((link) => html`<li key=${link.entry}>
    <span><b>${[link.type, link.number].join(" ")}</b><small>${t("web.link." + link.kind)}${link.probability ? ", " + share(link.probability) : ""}</small></span>
    <a class="btn small" href=${href("/entries/" + link.entry)}>${t("web.entry.open")}</a></li>`)}</ul></section>`;
}

function Register({ of }) {
  if (!of || !of.is_there) return html`<section class="card pad"><h2>${t("web.entry.register")}</h2><p class="dim">${t("web.entry.register_none")}</p></section>`;
  return html`<section class="card pad"><h2>${t("web.entry.register")}</h2>
    ${of.file && html`<p class="dim">${t("web.entry.register_file", { file: of.file })}</p>`}
    ${of.differs.length === 0 ? html`<p>${t("web.entry.register_same")}</p>` : html`<dl class="values">${of.differs.map((one) => html`<div
      key=${one.field} class="differs"><dt>${one.label}</dt><dd><${Marked} a=${one.book} b=${one.other} /><small><${Marked}
      a=${one.other} b=${one.book} /></small></dd></div>`)}</dl>`}</section>`;
}

/* The steps I may take now, as the flow has them. */
function Steps({ entry, work, onDone }) {
  const [isBusy, setBusy] = useState(false);
  const take = async (step) => {
    let reason = "";
    if (step.needs_reason) {
      reason = await ask({ title: step.label, text: t("web.step.why"), field: t("web.step.reason"), ok: step.label });
      if (!reason) return;
    }
    setBusy(true);
    try {
      await api.post(`/entries/${entry.id}/steps/${step.id}`, { stream: work.stream, version: work.version, reason });
      toast(t("web.step.done", { step: step.label }));
    } catch (error) {
      toast(error.message, "bad");
    }
    setBusy(false);
    onDone();
  };
  return (work.steps || []).map((step) => html`<button type="button" class="btn" key=${work.stream + step.id} disabled=${isBusy}
    onClick=${() => take(step)}>${step.label}</button>`);
}

function Whole({ entry, reload }) {
  useKeys([{ key: "p", label: t("web.verify.print"), run: () => window.print() }]);
  const isOpen = entry.works.some((work) => work.class === "DIFF" || work.class === "REVIEW");
  return html`<${Head} title=${principalName(entry)} note=${`${placeName(entry)}. ${entry.office}`}>
      ${can("entry.decide") && isOpen && html`<a class="btn primary" href=${href("/verify/" + entry.id)}>${t("web.books.verify")}</a>`}
      ${entry.works.map((work) => html`<${Steps} key=${work.stream} entry=${entry} work=${work} onDone=${reload} />`)}
      <a class="btn" href=${href(`/books/${entry.book}/map`)}>${t("web.entry.book")}</a>
      ${entry.differences.length > 0 && html`<button type="button" class="btn" onClick=${() => window.print()}>${t("web.verify.print")}</button>`}
    </${Head}>
    <ul class="works">${entry.works.map((work) => html`<li key=${work.stream}><b>${t("web.stream." + work.stream)}</b>
      <span class="tag act">${work.state_label}</span><${ClassTag} of=${work.class} />
      <small>${Object.entries(work.people || {}).filter(([, login]) => login).map(([who, login]) => `${t("web.people." + who)}: ${login}`).join(" · ")}</small></li>`)}</ul>
    <div class="columns"><div><${Values} entry=${entry} /></div>
      <div><${Roles} entry=${entry} /><${Differences} entry=${entry} /><${Register} of=${entry.register} /><${Links} entry=${entry} />
        <div class="card pad"><${Trace} acts=${entry.acts} /></div></div></div>
    <${VerificationSheet} entry=${entry} />`;
}

export default function Entry({ params }) {
  const load = useLoad((signal) => loadEntry(params.entry, t("web.entry.purpose"), signal), [params.entry]);
  return html`<${Screen} id="entry"><${Loaded} of=${load} lines=${MANY}>${(entry) => html`<${Whole} entry=${entry} reload=${load.reload} />`}</${Loaded}></${Screen}>`;
}
