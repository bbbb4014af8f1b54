/*
 * progress.js - how far a long piece of work is, as the server tells it
 */
import { api } from "../../core/api.js";
import { html, useEffect, useState } from "../../core/dom.js";
import { num } from "../../core/fmt.js";
import { t } from "../../core/text.js";

/** Follows job `job`; `onEnd(result)` or `onFail(error)` once. */
export function Progress({ job, label, onEnd, onFail }) {
  const [at, setAt] = useState({ done: 0, total: 0, rate: 0 });
  useEffect(() => {
    let isHere = true;
    api.job(job, (now) => isHere && setAt(now)).then((result) => isHere && onEnd(result), (error) => isHere && onFail(error));
    return () => { isHere = false; };
  }, [job]);
  const left = at.rate > 0 && at.total > at.done ? Math.ceil((at.total - at.done) / at.rate) : 0;
  return html`<div class="card pad progress"><p>${label}</p>
    <progress aria-label=${label} max=${at.total || 1} value=${at.total ? at.done : undefined}></progress>
    <p class="dim" role="status">${at.total ? t("web.progress.of", { done: num(at.done), total: num(at.total) }) : t("web.progress.begun")}
      ${at.rate > 0 && ` · ${t("web.progress.rate", { n: num(Math.round(at.rate)) })}`}${left > 0 && ` · ${t("web.progress.left", { n: num(left) })}`}</p></div>`;
}
