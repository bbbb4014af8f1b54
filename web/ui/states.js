/*
 * states.js - what stands where a screen's content would be: nothing there,
 * still coming, failed, not yours to see
 */
import { html } from "../core/dom.js";
import { t } from "../core/text.js";
import { Icon } from "./icons.js";

/** `<${Empty} title text>actions</${Empty}>`: nothing here, and what to do about it. */
export function Empty({ title, text, children }) {
  return html`<div class="state">
    <p class="state-title">${title}</p>
    ${text && html`<p class="state-text">${text}</p>`}
    ${children && html`<div class="state-actions">${children}</div>`}
  </div>`;
}

/** Grey lines in the form of what comes; says so to a screen reader. */
export function Loading({ lines = 6, label = t("web.state.loading") }) {
  return html`<div class="loading" role="status"><span class="sr">${label}</span>
    ${Array.from({ length: lines }, (_, i) => html`<i class=${"bone bone-" + (i % 4)} key=${i}></i>`)}
  </div>`;
}

/** What failed, in the server's words, and the way to try again. */
export function Failed({ error, retry, title = t("web.state.failed") }) {
  if (error && error.isForbidden) return html`<${Forbidden} text=${error.message} />`;
  return html`<div class="state" role="alert">
    <p class="state-title"><${Icon} name="warn" /> ${title}</p>
    <p class="state-text">${error ? error.message : ""}</p>
    ${retry && html`<div class="state-actions"><button type="button" class="btn" onClick=${retry}>${t("web.action.retry")}</button></div>`}
  </div>`;
}

/** Kindly: this is not among your tasks, and who can change that. */
export function Forbidden({ text }) {
  return html`<div class="state">
    <p class="state-title"><${Icon} name="lock" /> ${t("web.state.forbidden")}</p>
    <p class="state-text">${text || t("web.state.forbidden_text")}</p>
  </div>`;
}

/**
 * The three in one: `<${Loaded} of=${load} lines=8>${(data) => …}</${Loaded}>`
 * where `load` is what useLoad returned.
 */
export function Loaded({ of, lines, children }) {
  if (of.error && !of.data) return html`<${Failed} error=${of.error} retry=${of.reload} />`;
  if (!of.data) return html`<${Loading} lines=${lines} />`;
  return children(of.data);
}
