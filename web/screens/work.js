/*
 * work.js - what waits for me: the queues of my roles, and what to do first
 */
import { api } from "../core/api.js";
import { cls, html } from "../core/dom.js";
import { ago, num } from "../core/fmt.js";
import { useKeys } from "../core/keys.js";
import { go, href } from "../core/router.js";
import { session } from "../core/session.js";
import { useLoad, useStore } from "../core/store.js";
import { t } from "../core/text.js";
import { Empty, Loaded } from "../ui/states.js";
import { Head, Screen } from "./parts/bits.js";
import { placeOfStep } from "./parts/step-book.js";

const DAY_MS = 86400000;
const STEP_OF = {
  "entry.check": "check",
  "entry.accept": "accept",
  "entry.approve": "approve",
  "entry.handover": "handover",
};

/** The address of the screen that works a queue off: [path, query]. */
export function placeOf(queue) {
  const filter = queue.filter || {};
  if (STEP_OF[queue.verb]) return [placeOfStep(STEP_OF[queue.verb]), {}];
  if (queue.verb === "entry.decide" || queue.verb === "entry.pick") return ["/verify", filter];
  if (queue.verb === "entry.confirm") return ["/not-found", {}];
  if (queue.verb === "entry.key" && !filter.class && filter.state !== "returned") return ["/books", {}];
  return ["/entries", filter];
}

/* First what has waited longest; of equals, the smaller heap. */
function firstOf(queues) {
  return [...queues].sort((a, b) => (a.oldest_ms || Infinity) - (b.oldest_ms || Infinity) || a.count - b.count)[0];
}

function Age({ since }) {
  if (!since) return html`<span class="age">${t("web.work.no_age")}</span>`;
  const days = (Date.now() - since) / DAY_MS;
  return html`<span class=${cls("age", days > 30 ? "bad" : days > 7 && "warn")}>${t("web.work.since", { age: ago(since) })}</span>`;
}

function Queue({ queue, index, isFirst }) {
  return html`<li class=${cls("queue", isFirst && "first")}><a href=${href(...placeOf(queue))}>
    <span class="queue-count">${num(queue.count)}</span>
    <span class="queue-text"><b>${queue.label}</b><${Age} since=${queue.oldest_ms} /></span>
    ${index < 10 && html`<kbd aria-hidden="true">${index}</kbd>`}
  </a></li>`;
}

function Queues({ queues }) {
  const who = useStore(session);
  const open = queues.filter((queue) => queue.count > 0);
  const first = firstOf(open);
  const ordered = [first, ...open.filter((queue) => queue !== first)];
  useKeys(ordered.slice(0, 9).map((queue, i) => ({
    key: String(i + 1), label: queue.label, run: () => go(...placeOf(queue)),
  })));
  return html`
    <${Head} title=${t("web.work.first", { n: num(first.count), label: first.label.toLowerCase() })}
      note=${t("web.work.note", { name: who.user.name, office: who.office.name })}>
      <a class="btn primary" href=${href(...placeOf(first))}>${t("web.work.start")} <kbd aria-hidden="true">1</kbd></a>
    </${Head}>
    <ol class="queues">${ordered.map((queue, i) => html`<${Queue} key=${queue.id} queue=${queue} index=${i + 1}
      isFirst=${queue === first} />`)}</ol>
    ${open.length < queues.length && html`<p class="dim">${t("web.work.idle", {
      list: queues.filter((queue) => queue.count === 0).map((queue) => queue.label.toLowerCase()).join(", "),
    })}</p>`}`;
}

export default function Work() {
  const load = useLoad((signal) => api.get("/work", { signal }), []);
  return html`<${Screen} id="work"><${Loaded} of=${load} lines=${5}>${(data) => (data.queues.some((queue) => queue.count > 0)
    ? html`<${Queues} queues=${data.queues} />`
    : html`<${Head} title=${t("web.work.title")} /><${Empty} title=${t("web.work.none")} text=${t("web.work.none_text")} />`)}
  </${Loaded}></${Screen}>`;
}
