/*
 * check-entries.js - the entries of a book one after the other: what the page
 * shows, what was keyed, Enter for good, R for back
 */
import { api } from "../../core/api.js";
import { cls, html, useEffect, useState } from "../../core/dom.js";
import { num } from "../../core/fmt.js";
import { useKeys } from "../../core/keys.js";
import { go, href } from "../../core/router.js";
import { useLoad } from "../../core/store.js";
import { t } from "../../core/text.js";
import { ask } from "../../ui/dialog.js";
import { KeyBar } from "../../ui/keybar.js";
import { Empty, Loaded } from "../../ui/states.js";
import { toast } from "../../ui/toast.js";
import { ClassTag } from "../../ui/verdict.js";
import { Head, bookName, shortOffice } from "./bits.js";
import { loadEntry, placeName, principalName, workOf } from "./entry-data.js";
import { PagePicture } from "./page-picture.js";
import { placeOfStep } from "./step-book.js";

const SUM = 4;

async function loadReady(book, states, signal) {
  const lists = await Promise.all(states.map((state) => api.get("/entries", {
    query: { book: book.id, stream: book.stream, state, limit: 200 }, signal,
  })));
  return lists.flatMap((list) => list.items).sort((a, b) => (a.id.length - b.id.length) || (a.id < b.id ? -1 : 1));
}

function Sheet({ entry, work }) {
  const values = entry.values.filter((value) => value.raw || value.state !== "value");
  const settled = entry.differences.filter((one) => one.decision);
  return html`<div class="check-sheet"><header class="case-head"><div><h1>${principalName(entry)}</h1><p>${placeName(entry)}</p></div>
      <div class="case-tags"><${ClassTag} of=${work.class} /><span class="tag">${work.state_label}</span></div></header>
    ${entry.warnings.length > 0 && html`<ul class="notes warn">${entry.warnings.slice(0, SUM).map((one, i) => html`<li key=${i}>${one.text}</li>`)}</ul>`}
    ${settled.length > 0 && html`<ul class="notes">${settled.map((one) => html`<li key=${one.field}>${t("web.check.settled", {
      field: one.label, book: one.book, person: one.person, outcome: t("web.outcome.short." + one.decision) })}</li>`)}</ul>`}
    <dl class="values two">${values.map((value) => html`<div key=${value.field} class=${cls(value.doubt && "differs")}><dt>${value.label}</dt>
      <dd>${!value.state || value.state === "value" ? value.text : html`<i>${t("web.fieldstate." + value.state)}</i>`}</dd></div>`)}</dl>
    <p class="dim">${Object.entries(work.people || {}).filter(([, login]) => login).map(([who, login]) => `${t("web.people." + who)}: ${login}`).join(" · ")}</p></div>`;
}

function One({ id, book, step, onDone, onSkip, onBack, left }) {
  const load = useLoad((signal) => loadEntry(id, t("web.check.purpose." + step), signal), [id]);
  const [isBusy, setBusy] = useState(false);
  const entry = load.data && load.data.id === id ? load.data : null;
  const work = entry && workOf(entry, book.stream);
  const take = async (what, reason = "") => {
    if (!entry || isBusy) return;
    setBusy(true);
    try {
      await api.post(`/entries/${id}/steps/${what}`, { stream: work.stream, version: work.version, reason });
      onDone(id, what);
    } catch (error) {
      toast(error.message, "bad");
      if (error.key === "work.stale") load.reload();
    }
    setBusy(false);
  };
  const giveBack = async () => {
    const reason = await ask({ title: t("web.check.return"), text: t("web.check.return_text"), field: t("web.step.reason"), ok: t("web.check.return") });
    if (reason) take("return", reason);
  };
  const keys = [
    { key: "Enter", label: t("web.step." + step), bar: true, isLast: true, run: (e) => (e.target.closest("a, button, summary") ? false : take(step)) },
    { key: "r", show: "R", label: t("web.check.return"), bar: true, run: giveBack },
    { key: "n", show: "N", label: t("web.check.skip"), bar: true, run: onSkip },
    { key: "Escape", label: t("web.check.back"), bar: true, run: onBack },
  ];
  useKeys(keys);
  return html`<div class="check-one">
    <${Loaded} of=${entry ? load : { ...load, data: null }} lines=${10}>${(data) => html`<div class="check-sides">
      <${PagePicture} entry=${data} /><${Sheet} entry=${data} work=${workOf(data, book.stream)} /></div>`}</${Loaded}>
    <div class="check-acts"><span class="dim">${t("web.check.left", { n: num(left) })}</span>
      <a class="btn" href=${href("/entries/" + id)}>${t("web.check.whole")}</a>
      <button type="button" class="btn" onClick=${onSkip}>${t("web.check.skip")} <kbd aria-hidden="true">N</kbd></button>
      <button type="button" class="btn" onClick=${giveBack}>${t("web.check.return")} <kbd aria-hidden="true">R</kbd></button>
      <button type="button" class="btn primary" disabled=${!entry || isBusy} onClick=${() => take(step)}>${t("web.step." + step)} <kbd aria-hidden="true">Enter</kbd></button></div>
    <${KeyBar} keys=${keys} /></div>`;
}

export function CheckEntries({ book, step, states, onEnd }) {
  const load = useLoad((signal) => loadReady(book, states, signal), [book.id, step]);
  const [done, setDone] = useState({});
  const [skipped, setSkipped] = useState({});
  const back = () => { onEnd(); go(placeOfStep(step)); };
  const items = load.data || [];
  const rest = items.filter((item) => !done[item.id]);
  const now = rest.find((item) => !skipped[item.id]) || rest[0];
  useEffect(() => { setDone({}); setSkipped({}); }, [book.id, step]);
  const taken = (id, what) => {
    toast(t("web.check.done", { step: t("web.step." + what), number: items.find((item) => item.id === id).number }));
    setDone((old) => ({ ...old, [id]: what }));
  };
  return html`<${Head} title=${t("web.check.book", { step: t("web.step." + step), book: bookName(book) })} note=${shortOffice(book.office)}>
      <a class="btn" href=${href(placeOfStep(step))} onClick=${onEnd}>${t("web.check.back")}</a></${Head}>
    <${Loaded} of=${load} lines=${8}>${() => (now
      ? html`<${One} key=${now.id} id=${now.id} book=${book} step=${step} left=${rest.length} onDone=${taken}
          onSkip=${() => setSkipped((old) => ({ ...old, [now.id]: true }))} onBack=${back} />`
      : html`<${Empty} title=${t("web.check.book_done")} text=${t("web.check.book_done_text")}><a class="btn primary"
          href=${href(placeOfStep(step))} onClick=${onEnd}>${t("web.check.back")}</a></${Empty}>`)}</${Loaded}>`;
}
