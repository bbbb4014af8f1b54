/*
 * toast.js - one sentence at the edge of the screen: done, or not done
 *
 *   toast(t("web.saved"));            goes away by itself
 *   toast(error.message, "warn");     stays until closed
 */
import { html } from "../core/dom.js";
import { createStore, useStore } from "../core/store.js";
import { t } from "../core/text.js";
import { Icon } from "./icons.js";

const SHOWN_MS = 5000;
const shown = createStore([]);
let count = 0;

function drop(id) {
  shown.set((list) => list.filter((x) => x.id !== id));
}

/** `kind` is "ok" (default), "warn" or "bad". */
export function toast(text, kind = "ok") {
  const id = ++count;
  shown.set((list) => [...list.slice(-2), { id, text, kind }]);
  if (kind === "ok") setTimeout(() => drop(id), SHOWN_MS);
}

export function Toasts() {
  const list = useStore(shown);
  return html`<div class="toasts" role="status" aria-live="polite">
    ${list.map((x) => html`<div class=${"toast " + x.kind} key=${x.id}>
      <${Icon} name=${x.kind === "ok" ? "check" : "warn"} /><span>${x.text}</span>
      <button type="button" class="icon-btn" aria-label=${t("web.action.close")} onClick=${() => drop(x.id)}><${Icon} name="cross" /></button>
    </div>`)}
  </div>`;
}
