/*
 * field.js - labelled inputs of forms (not of the keying screen)
 *
 *   <${Field} label=${t("…")} error=${error && error.field === "login" && error.message}>
 *     ${(props) => html`<input ...${props} name="login" />`}
 *   </${Field}>
 */
import { html, useId } from "../core/dom.js";

/** Hands `children` the ids that tie input, hint and error together. */
export function Field({ label, hint, error, children, isRequired = false }) {
  const id = useId();
  const about = [hint && id + "-hint", error && id + "-error"].filter(Boolean).join(" ") || undefined;
  return html`<div class=${error ? "field has-error" : "field"}>
    <label for=${id}>${label}${isRequired && html`<span class="must" aria-hidden="true"> *</span>`}</label>
    ${children({ id, "aria-describedby": about, "aria-invalid": error ? "true" : undefined, required: isRequired || undefined })}
    ${hint && html`<p class="field-hint" id=${id + "-hint"}>${hint}</p>`}
    ${error && html`<p class="field-error" id=${id + "-error"} role="alert">${error}</p>`}
  </div>`;
}
