/*
 * reports.js - what leaders read: a sentence with the answer, the figures it
 * rests on, each of them open down to its entries
 */
import { api, getOnce } from "../core/api.js";
import { html, useMemo } from "../core/dom.js";
import { day } from "../core/fmt.js";
import { go, href } from "../core/router.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Empty, Loaded } from "../ui/states.js";
import { DataTable, download } from "../ui/table.js";
import { toast } from "../ui/toast.js";
import { Bar, Head, Screen } from "./parts/bits.js";
import { cellsOf } from "./parts/report-data.js";

/* the way down is the row itself; codes whose words stand beside them */
const HIDDEN = ["xem", "muc", "truong", "kieu"];
const WITH_NAMES = "khong-tim-thay";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function wayOf(row) {
  if (row.entry) return href("/entries/" + row.entry);
  return row.filter ? href("/entries", row.filter) : "";
}

function purposeOf(name) {
  return name === WITH_NAMES ? t("web.notfound.purpose") : undefined;
}

async function saveXlsx(name) {
  try {
    const file = await api.get(`/reports/${name}.xlsx`, { as: "blob", purpose: purposeOf(name), timeout: 120000 });
    download(name + ".xlsx", [file], XLSX);
  } catch (error) {
    toast(error.message, "bad");
  }
}

/* The largest rows as bars: where it is, before how much it is. */
function Largest({ rows, column, labels }) {
  const top = [...rows].filter((row) => typeof row[column] === "number").sort((a, b) => b[column] - a[column]).slice(0, 8);
  if (top.length < 3) return null;
  const most = top[0][column] || 1;
  return html`<ol class="largest">${top.map((row) => html`<li key=${row.key}><span>${labels.map((id) => row[id]).filter(Boolean).join(", ")}</span>
    <${Bar} parts=${[{ n: row[column], tone: "act" }]} total=${most} label=${String(row[column])} /><b>${row[column].toLocaleString("vi-VN")}</b></li>`)}</ol>`;
}

const PICTURE = { "sai-khac": ["so_diem", ["nhan", "kieu_sai"]], "chat-luong": ["so_muc", ["noi_dung"]] };

function Report({ report }) {
  const rows = useMemo(() => cellsOf(report), [report]);
  const columns = useMemo(() => report.columns.filter((c) => !HIDDEN.includes(c.id))
    .map((c) => ({ id: c.id, label: c.title, kind: c.is_number ? "number" : "text", isWide: c.id === "noi_dung" })), [report]);
  const picture = PICTURE[report.name];
  return html`<${Head} title=${report.headline} note=${t("web.reports.at", { title: report.title, at: day(report.at) })}>
      <button type="button" class="btn" onClick=${() => window.print()}>${t("web.print")}</button>
      <button type="button" class="btn" onClick=${() => saveXlsx(report.name)}>${t("web.xlsx")}</button></${Head}>
    ${report.notes.length > 0 && html`<ul class="notes">${report.notes.map((note) => html`<li key=${note}>${note}</li>`)}</ul>`}
    ${picture && html`<${Largest} rows=${rows} column=${picture[0]} labels=${picture[1]} />`}
    <${DataTable} label=${report.title} columns=${columns} rows=${rows} keyOf=${(row) => row.key} exportName=${report.name}
      href=${rows.some((row) => wayOf(row)) ? wayOf : undefined}
      empty=${html`<${Empty} title=${t("web.reports.none")} />`} />`;
}

export default function Reports({ params, query }) {
  const list = useLoad(() => getOnce("/reports"), []);
  const name = params.name || (list.data && list.data.reports[0].name) || "";
  const load = useLoad((signal) => (name ? api.get("/reports/" + name, {
    query: { at: query.at }, purpose: purposeOf(name), signal, timeout: 120000,
  }) : Promise.resolve(null)), [name, query.at]);
  return html`<${Screen} id="reports" isWide>
    <nav class="report-nav" aria-label=${t("web.reports.title")}>${(list.data ? list.data.reports : []).map((one) => html`<a key=${one.name}
      href=${href("/reports/" + one.name)} aria-current=${one.name === name ? "page" : undefined}>${one.title}</a>`)}
      <label class="list-tool">${t("web.reports.day")} <input type="date" value=${query.at || ""}
        onChange=${(e) => go("/reports/" + name, { at: e.target.value }, { replace: true })} /></label></nav>
    <${Loaded} of=${list.error ? list : load} lines=${10}>${(report) => html`<${Report} key=${report.name} report=${report} />`}</${Loaded}>
  </${Screen}>`;
}
