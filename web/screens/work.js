/*
 * work.js - my work: the queues I may take from, how long the oldest waits
 */
import { html } from "../core/dom.js";
import { api } from "../core/api.js";
import { ago, day, num } from "../core/fmt.js";
import { href } from "../core/router.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Icon } from "../ui/icons.js";
import { Empty, Loaded } from "../ui/states.js";

/* Where a queue is worked: by the right it asks for. */
const PLACE = {
  "entry.key": "/keying", "entry.decide": "/verify", "entry.pick": "/verify",
  "entry.confirm": "/not-found", "entry.check": "/check", "entry.accept": "/check", "entry.approve": "/check",
};

const LATE_MS = 3 * 86400 * 1000;
const VERY_LATE_MS = 30 * 86400 * 1000;

function Queue({ q }) {
  const age = q.oldest_ms ? Date.now() - q.oldest_ms : 0;
  const late = age > VERY_LATE_MS ? "very-late" : age > LATE_MS ? "late" : "";
  return html`<a class=${q.count ? "queue" : "queue none"} href=${href(PLACE[q.verb] || "/books", q.filter)}>
    <span class="queue-label">${q.label}</span>
    <b class="queue-count">${num(q.count)}</b>
    <span class=${"queue-age " + late}>${q.count ? t("web.work.oldest", { ago: ago(q.oldest_ms) }) : t("web.work.clear")}</span>
    <${Icon} name="right" />
  </a>`;
}

export default function Work({ session: S }) {
  const work = useLoad((signal) => api.get("/work", { signal }));
  return html`<div class="page">
    <${Loaded} of=${work} lines=${5}>${(data) => {
      const all = data.queues.reduce((n, q) => n + q.count, 0);
      return html`<div>
        <header class="page-head"><div><h1>${all ? t("web.work.headline", { n: num(all) }) : t("web.work.headline_none")}</h1>
          <p class="lead">${t("web.work.lead", { name: S.user.name, office: S.office.name, today: day(S.today) })}</p></div></header>
        ${data.queues.length === 0 ? html`<${Empty} title=${t("web.work.empty")} text=${t("web.work.empty_text")} />`
          : html`<div class="queues">${data.queues.map((q) => html`<${Queue} q=${q} key=${q.id} />`)}</div>`}
      </div>`;
    }}</${Loaded}>
  </div>`;
}
