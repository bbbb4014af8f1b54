/*
 * step-book.js - take a step with every entry of a book that is ready for it
 */
import { api } from "../../core/api.js";
import { html, useState } from "../../core/dom.js";
import { num } from "../../core/fmt.js";
import { href } from "../../core/router.js";
import { can } from "../../core/session.js";
import { t } from "../../core/text.js";
import { Dialog } from "../../ui/dialog.js";
import { toast } from "../../ui/toast.js";
import { bookName } from "./bits.js";

/** The steps a whole book can go, with the right each asks for. */
export const STEPS = [
  { id: "check", verb: "entry.check" },
  { id: "accept", verb: "entry.accept" },
  { id: "approve", verb: "entry.approve" },
  { id: "handover", verb: "entry.handover" },
];

/** The screen of a step: who checks and who approves are different people. */
export function placeOfStep(id) {
  return (id === "check" ? "/check/" : "/approve/") + id;
}

export function stepsOfMine() {
  return STEPS.filter((step) => can(step.verb));
}

/** What was done and, reason by reason, what was left. */
export function Tally({ of }) {
  return html`<p class="lead" role="status">${t("web.step.tally", { done: num(of.done), left: num(of.left) })}</p>
    ${of.reasons && of.reasons.length > 0 && html`<ul class="rows">${of.reasons.map((one, i) => html`<li key=${i}>
      <span><b>${t("web.step.entries", { n: num(one.count) })}</b><small>${one.error.text}</small></span>
      ${one.first && html`<a class="btn small" href=${href("/entries/" + one.first)}>${t("web.step.one")}</a>`}</li>`)}</ul>`}`;
}

export function StepDialog({ book, step, stream, onDone, onClose }) {
  const [reason, setReason] = useState("");
  const [tally, setTally] = useState(null);
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const run = async (e) => {
    e.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const answer = await api.post(`/books/${book.id}/steps/${step}`, { stream, reason }, { timeout: 300000 });
      onDone();
      if (answer.left === 0) {
        toast(t("web.step.all", { step: t("web.step." + step), n: num(answer.done) }));
        onClose();
      } else {
        setTally(answer);
      }
    } catch (fault) {
      setError(fault);
    }
    setBusy(false);
  };
  return html`<${Dialog} title=${t("web.step.title", { step: t("web.step." + step), book: bookName(book) })} onClose=${onClose}>
    ${tally ? html`<div><${Tally} of=${tally} /><div class="dialog-foot"><button type="button" class="btn primary"
        onClick=${onClose}>${t("web.action.close")}</button></div></div>`
    : html`<form onSubmit=${run}><p class="dialog-text">${t("web.step.text." + step)}</p>
      <label class="field"><span>${t("web.step.reason")}</span><input value=${reason} onInput=${(e) => setReason(e.target.value)} autocomplete="off" /></label>
      ${error && html`<p class="field-error" role="alert">${error.message}</p>`}
      <div class="dialog-foot"><button type="button" class="btn" onClick=${onClose}>${t("web.action.cancel")}</button>
        <button class="btn primary" disabled=${isBusy}>${t("web.step.run", { step: t("web.step." + step) })}</button></div></form>`}
  </${Dialog}>`;
}

/** A button a step that is mine; each asks before it acts. */
export function StepBook({ book, onDone }) {
  const [step, setStep] = useState(null);
  return html`${stepsOfMine().map((one) => html`<button type="button" class="btn" key=${one.id} onClick=${() => setStep(one.id)}>${
    t("web.step.book." + one.id)}</button>`)}
    ${step && html`<${StepDialog} book=${book} step=${step} stream=${book.stream} onDone=${onDone} onClose=${() => setStep(null)} />`}`;
}
