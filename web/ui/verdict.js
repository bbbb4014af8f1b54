/*
 * verdict.js - what the population says of an entry, in one sentence
 *
 * Draws V of the server (class and roles).  It only informs: nothing here
 * stops the clerk, and it says so: what is keyed is what the book says.
 */
import { html } from "../core/dom.js";
import { t } from "../core/text.js";

const LOOK = { MATCH: "same", DIFF: "diff", NOTFOUND: "none", REVIEW: "review" };

/** The fields of a role that decide its class and differ. */
export function differing(role) {
  return (role.fields || []).filter((f) => f.agree === "differs" && f.decides !== false);
}

/** `role`: one of V.roles; without one (nothing looked up yet) a hint. */
export function Verdict({ role, hint = t("web.verdict.waiting") }) {
  if (!role || !role.class) {
    return html`<div class="verdict idle"><span>${hint}</span></div>`;
  }
  const differ = differing(role);
  const text = role.class === "DIFF"
    ? t("web.verdict.diff_text", { n: differ.length, fields: differ.map((f) => f.label.toLowerCase()).join(", ") })
    : t("web.verdict." + role.class.toLowerCase() + "_text", { n: (role.candidates || []).length });
  return html`<div class=${"verdict " + LOOK[role.class]}>
    <b>${t("web.verdict." + role.class.toLowerCase())}</b><span>${text}</span>
  </div>`;
}

/** A small mark with the class's word, for lists. */
export function ClassTag({ of }) {
  return of ? html`<span class=${"tag class-" + LOOK[of]}>${t("class." + of)}</span>` : null;
}
