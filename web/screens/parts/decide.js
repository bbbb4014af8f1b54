/*
 * decide.js - the six outcomes, what they rest on, and writing them down
 */
import { cls, html, useId } from "../../core/dom.js";
import { prefs } from "../../core/store.js";
import { t } from "../../core/text.js";

/** What a conclusion may rest on; anything else can be typed. */
const BASES = ["certificate", "stored", "police", "papers", "image", "citizen"];

/** What was chosen last time is proposed again: cases of a day are alike. */
export function lastBasis() {
  return prefs.get("verify.basis", t("web.basis.certificate"));
}

export function Basis({ basis, document: paper, onBasis, onDocument, error }) {
  const id = useId();
  return html`<div class=${cls("field", error && "has-error")}><label for=${id}>${t("web.verify.basis")}</label>
      <input id=${id} list=${id + "-list"} value=${basis} autocomplete="off" aria-invalid=${error ? "true" : undefined}
        onInput=${(e) => onBasis(e.target.value)} />
      <datalist id=${id + "-list"}>${BASES.map((one) => html`<option key=${one} value=${t("web.basis." + one)} />`)}</datalist>
      ${error && html`<p class="field-error" role="alert">${error}</p>`}</div>
    <div class="field"><label for=${id + "-doc"}>${t("web.verify.document")}</label>
      <input id=${id + "-doc"} value=${paper} autocomplete="off" placeholder=${t("web.verify.document_hint")}
        onInput=${(e) => onDocument(e.target.value)} /></div>`;
}

/** `outcomes` as the server gives them; `value`: the id chosen. */
export function Outcomes({ outcomes, value, onPick, name = "outcome" }) {
  return html`<fieldset class="outcomes"><legend class="sr">${t("web.verify.outcome")}</legend>
    ${outcomes.map((one) => html`<label key=${one.id} class=${cls("outcome", value === one.id && "on")}>
      <input type="radio" name=${name} value=${one.id} checked=${value === one.id} onChange=${() => onPick(one.id)} />
      <span><b>${one.label}</b>${one.text || t("web.outcome." + one.id)}</span><kbd aria-hidden="true">${one.key}</kbd>
    </label>`)}</fieldset>`;
}
