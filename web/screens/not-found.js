/*
 * not-found.js - people whom the population does not have: confirmed one by
 * one or a book at a time, then a list for the police
 */
import { api } from "../core/api.js";
import { html, useMemo, useState } from "../core/dom.js";
import { num } from "../core/fmt.js";
import { href } from "../core/router.js";
import { can } from "../core/session.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Empty, Loaded } from "../ui/states.js";
import { DataTable } from "../ui/table.js";
import { toast } from "../ui/toast.js";
import { Head, Screen, Tabs } from "./parts/bits.js";
import { loadEntry, rolesToConfirm, workOf } from "./parts/entry-data.js";
import { cellsOf } from "./parts/report-data.js";
import { Letterhead, Signatures } from "./parts/sheet.js";

const SHOWN = ["loai", "so", "quyen", "noi_dang_ky", "vai", "ho_ten", "ngay_sinh", "xac_nhan"];

function useConfirm(onDone) {
  const [busy, setBusy] = useState("");
  const confirm = async (id) => {
    setBusy(id);
    try {
      const entry = await loadEntry(id, t("web.notfound.purpose"));
      const work = workOf(entry);
      for (const role of rolesToConfirm(entry)) {
        await api.post(`/entries/${id}/confirm`, {
          stream: work.stream, version: work.version, role: role.role, basis: t("web.verify.confirm_basis"),
        });
        break;
      }
      toast(t("web.verify.confirmed"));
      onDone();
    } catch (error) {
      toast(error.message, "bad");
    }
    setBusy("");
  };
  return { busy, confirm };
}

/* What the police get: names, dates, where it is written. */
function PoliceList({ rows, columns }) {
  return html`<article class="paper" aria-hidden="true"><${Letterhead} note=${t("web.print.no", { kind: "DS" })} />
    <h1>${t("web.notfound.paper")}</h1><p class="paper-sub">${t("web.notfound.paper_sub", { n: num(rows.length) })}</p>
    <table><thead><tr><th>${t("web.print.c.no")}</th>${columns.map((c) => html`<th key=${c.id}>${c.label}</th>`)}</tr></thead>
    <tbody>${rows.map((row, i) => html`<tr key=${row.key}><td>${i + 1}</td>${columns.map((c) => html`<td key=${c.id}>${row[c.id]}</td>`)}</tr>`)}</tbody></table>
    <${Signatures} who=${[t("web.print.registrar"), t("web.print.police")]} /></article>`;
}

function List({ report, reload }) {
  const [which, setWhich] = useState("waits");
  const { busy, confirm } = useConfirm(reload);
  const all = useMemo(() => cellsOf(report), [report]);
  const waits = all.filter((row) => row.xac_nhan !== t("report.confirmed"));
  const sure = all.filter((row) => row.xac_nhan === t("report.confirmed"));
  const rows = which === "waits" ? waits : sure;
  const columns = useMemo(() => SHOWN.filter((id) => id !== "xac_nhan")
    .map((id) => report.columns.find((c) => c.id === id)).filter(Boolean)
    .map((c) => ({ id: c.id, label: c.title, isWide: c.id === "ho_ten" })), [report]);
  const withActs = [...columns, { id: "acts", label: "", isPlain: true, value: () => "",
    cell: (row) => row.entry && html`<span class="row-acts"><a class="btn small" href=${href("/entries/" + row.entry)}>${t("web.entry.open")}</a>
      ${which === "waits" && can("entry.confirm") && html`<button type="button" class="btn small" disabled=${busy === row.entry}
        onClick=${() => confirm(row.entry)}>${t("web.notfound.confirm")}</button>`}</span>` }];
  return html`<${Head} title=${report.headline} note=${t("web.notfound.note")}>
      <button type="button" class="btn primary" disabled=${sure.length === 0} onClick=${() => window.print()}>${t("web.notfound.print")}</button></${Head}>
    <${DataTable} label=${t("web.notfound.title")} columns=${withActs} rows=${rows} keyOf=${(row) => row.key} exportName="khong-tim-thay"
      tools=${html`<${Tabs} label=${t("web.notfound.which")} value=${which} onPick=${setWhich}
        items=${[{ id: "waits", label: t("web.notfound.waits"), n: waits.length }, { id: "sure", label: t("web.notfound.sure"), n: sure.length }]} />`}
      empty=${html`<${Empty} title=${t(which === "waits" ? "web.notfound.none" : "web.notfound.none_sure")} text=${t("web.notfound.none_text")} />`} />
    <${PoliceList} rows=${sure} columns=${columns} />`;
}

export default function NotFound() {
  const load = useLoad((signal) => api.get("/reports/khong-tim-thay", { purpose: t("web.notfound.purpose"), signal, timeout: 120000 }), []);
  return html`<${Screen} id="not-found" isWide><${Loaded} of=${load} lines=${10}>${(report) => html`<${List} report=${report}
    reload=${load.reload} />`}</${Loaded}></${Screen}>`;
}
