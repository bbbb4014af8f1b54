/*
 * entries.js - the entries behind a figure: by state, class, book, difference
 *
 * The list holds nothing of anybody; opening an entry states its purpose.
 */
import { api, getOnce } from "../core/api.js";
import { html, useState } from "../core/dom.js";
import { ago, num } from "../core/fmt.js";
import { go, href } from "../core/router.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Empty, Loaded } from "../ui/states.js";
import { DataTable } from "../ui/table.js";
import { ClassTag } from "../ui/verdict.js";
import { Head, Screen, shortOffice } from "./parts/bits.js";

const LIMIT = 200;
const CLASSES = ["MATCH", "DIFF", "NOTFOUND", "REVIEW"];

const columns = () => [
  { id: "number", label: t("web.c.number") },
  { id: "type", label: t("web.c.type"), value: (e) => e.type_label || e.type },
  { id: "volume", label: t("web.c.volume") },
  { id: "year", label: t("web.c.year"), kind: "number", cell: (e) => String(e.year || "") },
  { id: "office", label: t("web.c.office"), value: (e) => shortOffice(e.office) },
  { id: "state", label: t("web.c.state"), value: (e) => e.state_label || e.state },
  { id: "class", label: t("web.c.class"), value: (e) => e.class && t("class." + e.class), cell: (e) => e.class && html`<${ClassTag} of=${e.class} />` },
  { id: "changed", label: t("web.c.changed"), kind: "number", value: (e) => e.changed_ms, cell: (e) => (e.changed_ms ? ago(e.changed_ms) : null) },
];

/* The filter in words, each with the way to take it off. */
function Filters({ query }) {
  const words = Object.entries(query).filter(([name, value]) => value && name !== "limit" && name !== "after");
  if (words.length === 0) return null;
  return html`<ul class="chips">${words.map(([name, value]) => html`<li key=${name}><span>${t("web.filter." + name)}: <b>${
    name === "class" ? (value === "-" ? t("report.no_class") : t("class." + value)) : name === "done" ? t("done." + value)
    : name === "waits" ? t("settled." + value) : name === "book" ? t("web.filter.one_book") : value}</b></span>
    <a href=${href("/entries", { ...query, [name]: "" })} aria-label=${t("web.filter.off", { name: t("web.filter." + name) })}>×</a></li>`)}</ul>`;
}

function Tools({ query, states }) {
  const put = (name) => (e) => go("/entries", { ...query, [name]: e.target.value }, { replace: true });
  return html`<label class="list-tool">${t("web.c.state")} <select value=${query.state || ""} onChange=${put("state")}>
      <option value="">${t("web.all")}</option>${states.map((one) => html`<option key=${one.id} value=${one.id}>${one.label}</option>`)}</select></label>
    <label class="list-tool">${t("web.c.class")} <select value=${query.class || ""} onChange=${put("class")}>
      <option value="">${t("web.all")}</option>${CLASSES.map((id) => html`<option key=${id} value=${id}>${t("class." + id)}</option>`)}</select></label>`;
}

function statesOf(flows) {
  const all = new Map();
  for (const flow of (flows && flows.flows) || []) for (const state of flow.states) all.set(state.id, state);
  return [...all.values()];
}

export default function Entries({ query }) {
  const asked = { ...query, limit: LIMIT };
  const load = useLoad((signal) => api.get("/entries", { query: asked, signal }), [JSON.stringify(query)]);
  const flows = useLoad(() => getOnce("/flows"), []);
  const [made] = useState(columns);
  const more = async () => {
    const next = await api.get("/entries", { query: { ...asked, after: load.data.next } });
    load.setData((data) => ({ ...next, items: [...data.items, ...next.items] }));
  };
  return html`<${Screen} id="entries" isWide>
    <${Head} title=${load.data ? t("web.entries.found", { n: num(load.data.total ?? load.data.items.length) }) : t("web.entries.title")} />
    <${Filters} query=${query} />
    <${Loaded} of=${load} lines=${10}>${(data) => html`<${DataTable} label=${t("web.entries.title")} columns=${made} rows=${data.items}
      total=${data.total} next=${Boolean(data.next)} onMore=${more} keyOf=${(e) => e.id + e.stream} exportName="muc"
      href=${(e) => href("/entries/" + e.id)} tools=${html`<${Tools} query=${query} states=${statesOf(flows.data)} />`}
      empty=${html`<${Empty} title=${t("web.entries.none")} text=${t("web.entries.none_text")} />`} />`}</${Loaded}>
  </${Screen}>`;
}
