/*
 * trace.js - who did what with an entry, newest first
 */
import { html } from "../../core/dom.js";
import { instant } from "../../core/fmt.js";
import { t } from "../../core/text.js";

export function Trace({ acts, limit = 0 }) {
  const newest = [...acts].reverse();
  const shown = limit ? newest.slice(0, limit) : newest;
  return html`<section class="trace"><h3>${t("web.trace.title")}</h3>
    <ol>${shown.map((act, i) => html`<li key=${i}>
      <time datetime=${new Date(act.at_ms).toISOString()}>${instant(act.at_ms)}</time>
      <span><b>${act.label || act.action}</b>, ${act.name || act.login}${act.what && html`<small>${act.what}</small>`}
        ${act.why && html`<small>${t("web.trace.why", { why: act.why })}</small>`}</span></li>`)}</ol>
    ${limit > 0 && acts.length > limit && html`<p class="dim">${t("web.trace.more", { n: acts.length - limit })}</p>`}
  </section>`;
}
