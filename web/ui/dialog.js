/*
 * dialog.js - a question over the screen
 *
 *   <${Dialog} title onClose=${close}>…</${Dialog}>
 *   if (await ask({ title, text, ok: t("web.action.delete"), isHeavy: true })) …
 *
 * The browser's own <dialog>: it keeps the focus inside, Esc closes, and the
 * focus goes back to where it was.  Keys of the screen below do not act.
 */
import { cls, html, useEffect, useId, useRef } from "../core/dom.js";
import { useKeys } from "../core/keys.js";
import { createStore, useStore } from "../core/store.js";
import { t } from "../core/text.js";
import { Icon } from "./icons.js";

export function Dialog({ title, children, onClose, isWide = false, isFull = false, isFixed = false }) {
  const box = useRef(null);
  const id = useId();
  useKeys([], { isModal: true });
  useEffect(() => {
    const before = document.activeElement;
    if (!box.current.open) box.current.showModal();
    return () => {
      if (before && before.isConnected) before.focus();
    };
  }, []);
  const cancel = (e) => {
    e.preventDefault();
    if (!isFixed && onClose) onClose();
  };
  return html`<dialog ref=${box} class=${cls("dialog", isWide && "wide", isFull && "full")} aria-labelledby=${id} onCancel=${cancel}>
    <header class="dialog-head"><h2 id=${id}>${title}</h2>
      ${!isFixed && html`<button type="button" class="icon-btn" aria-label=${t("web.action.close")} onClick=${onClose}><${Icon} name="cross" /></button>`}
    </header>
    <div class="dialog-body">${children}</div>
  </dialog>`;
}

const questions = createStore([]);

/**
 * Ask yes or no; with `field` (a label) ask for a text, which must not be
 * empty.  Resolves with true or the text, or with null when she says no.
 * `isHeavy`: it weighs much, so that Enter alone says no.
 */
export function ask({ title, text = "", ok = t("web.action.ok"), cancel = t("web.action.cancel"), field = "", value = "", isHeavy = false }) {
  return new Promise((done) => {
    const q = { title, text, ok, cancel, field, value, isHeavy };
    q.answer = (a) => {
      questions.set((list) => list.filter((x) => x !== q));
      done(a);
    };
    questions.set((list) => [...list, q]);
  });
}

function Question({ q }) {
  const input = useRef(null);
  const button = useRef(null);
  const back = useRef(null);
  useEffect(() => (q.field ? input : q.isHeavy ? back : button).current.focus(), []);
  const submit = (e) => {
    e.preventDefault();
    if (!q.field) q.answer(true);
    else if (input.current.value.trim()) q.answer(input.current.value.trim());
    else input.current.focus();
  };
  return html`<${Dialog} title=${q.title} onClose=${() => q.answer(null)}>
    <form onSubmit=${submit}>
      ${q.text && html`<p class="dialog-text">${q.text}</p>`}
      ${q.field && html`<label class="field"><span>${q.field}</span><input ref=${input} value=${q.value} required autocomplete="off" /></label>`}
      <div class="dialog-foot">
        <button ref=${back} type="button" class="btn" onClick=${() => q.answer(null)}>${q.cancel}</button>
        <button ref=${button} class=${q.isHeavy ? "btn danger" : "btn primary"}>${q.ok}</button>
      </div>
    </form>
  </${Dialog}>`;
}

/** Where the questions appear; the shell shows it once. */
export function Questions() {
  const list = useStore(questions);
  return list.map((q, i) => html`<${Question} q=${q} key=${i} />`);
}
