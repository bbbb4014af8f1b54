/*
 * refused.js - rows that were not taken, with the reason beside the cell;
 * corrected here and sent again, without going back to the file
 */
import { api } from "../../core/api.js";
import { html, useState } from "../../core/dom.js";
import { num } from "../../core/fmt.js";
import { useLoad } from "../../core/store.js";
import { t } from "../../core/text.js";
import { Loaded } from "../../ui/states.js";
import { toast } from "../../ui/toast.js";

function Row({ row, columns, cells, onChange }) {
  return html`<tr><th scope="row" class="num">${num(row.line)}</th><td class="wide"><span class="warned">${row.reason}</span></td>
    ${cells.map((text, i) => html`<td key=${i}><input value=${text} aria-label=${t("web.refused.cell", { line: row.line, column: columns[i] || i + 1 })}
      class=${row.field && row.field === columns[i] ? "is-bad" : undefined} onInput=${(e) => onChange(i, e.target.value)} /></td>`)}</tr>`;
}

function Table({ id, data, onDone }) {
  const [edited, setEdited] = useState({});
  const [isBusy, setBusy] = useState(false);
  const cellsOf = (row) => edited[row.line] || row.cells;
  const lines = Object.keys(edited);
  const send = async () => {
    setBusy(true);
    try {
      const answer = await api.post(`/imports/${id}/refused`, { rows: lines.map((line) => ({ line: Number(line), cells: edited[line] })) }, { timeout: 300000 });
      const result = answer.job ? await api.job(answer.job) : answer;
      toast(t("web.refused.done", { n: num(result.accepted || 0) }));
      onDone(result);
    } catch (error) {
      toast(error.message, "bad");
      setBusy(false);
    }
  };
  return html`<section class="list refused"><div class="list-bar"><h2>${t("web.refused.title", { n: num(data.rows.length) })}</h2>
      <span class="list-count">${t("web.refused.edited", { n: num(lines.length) })}</span>
      <button type="button" class="btn primary" disabled=${lines.length === 0 || isBusy} onClick=${send}>${t("web.refused.send")}</button></div>
    <div class="table-wrap" tabindex="0" role="region" aria-label=${t("web.refused.caption")}><table class="table grid"><caption class="sr">${t("web.refused.caption")}</caption>
      <thead><tr><th scope="col" class="num">${t("web.c.line")}</th><th scope="col">${t("web.c.reason")}</th>
        ${data.columns.map((column, i) => html`<th scope="col" key=${i}>${column}</th>`)}</tr></thead>
      <tbody>${data.rows.map((row) => html`<${Row} key=${row.line} row=${row} columns=${data.columns} cells=${cellsOf(row)}
        onChange=${(i, text) => setEdited({ ...edited, [row.line]: cellsOf(row).map((old, j) => (j === i ? text : old)) })} />`)}</tbody></table></div></section>`;
}

export function Refused({ id, onDone }) {
  const load = useLoad((signal) => api.get(`/imports/${id}/refused`, { signal }), [id]);
  return html`<${Loaded} of=${load} lines=${5}>${(data) => html`<${Table} id=${id} data=${data} onDone=${onDone} />`}</${Loaded}>`;
}
