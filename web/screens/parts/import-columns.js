/*
 * import-columns.js - the file as it was understood: a few rows, what each
 * column is taken for, and the say to change that
 */
import { getOnce } from "../../core/api.js";
import { html, useState } from "../../core/dom.js";
import { num } from "../../core/fmt.js";
import { useLoad } from "../../core/store.js";
import { t } from "../../core/text.js";

const STREAMS = ["LS", "DC"];

/* The fields a column may be taken for, where the type is known. */
function useFields(type) {
  const load = useLoad(() => (type ? getOnce("/types/" + type) : Promise.resolve({ fields: [] })), [type]);
  return load.data ? load.data.fields : [];
}

function Column({ column, fields, value, onChange, sample }) {
  return html`<tr class=${value ? undefined : "unread"}><th scope="row">${column.header || html`<span class="nil">${t("web.import.no_header")}</span>`}</th>
    <td class="wide">${sample.filter(Boolean).slice(0, 3).map((text, i) => html`<span class="sample" key=${i}>${text}</span>`)}</td>
    <td>${fields.length > 0 ? html`<select aria-label=${t("web.import.means", { header: column.header })} value=${value} onChange=${(e) => onChange(e.target.value)}>
        <option value="">${t("web.import.nothing")}</option>${fields.map((field) => html`<option key=${field.id} value=${field.id}>${field.label}</option>`)}</select>`
      : column.label || column.field || t("web.import.nothing")}</td></tr>`;
}

export function Columns({ found, onRun }) {
  const fields = useFields(found.type);
  const [stream, setStream] = useState("DC");
  const [fieldsOf, setFieldsOf] = useState(found.columns.map((column) => column.field || ""));
  const [isBusy, setBusy] = useState(false);
  const isChanged = found.columns.some((column, i) => (column.field || "") !== fieldsOf[i]);
  const unread = fieldsOf.filter((field) => !field).length;
  const run = async () => {
    setBusy(true);
    await onRun(stream, isChanged ? found.columns.map((column, i) => ({ header: column.header, field: fieldsOf[i] })) : null);
    setBusy(false);
  };
  return html`<p class="lead">${t("web.import.summary", { rows: num(found.rows), columns: num(found.columns.length), encoding: found.encoding || "UTF-8" })}
      ${unread > 0 && ` ${t("web.import.unread_columns", { n: num(unread) })}`}</p>
    <div class="list"><div class="table-wrap import-columns" tabindex="0" role="region" aria-label=${t("web.import.columns")}><table class="table">
      <caption class="sr">${t("web.import.columns")}</caption>
      <thead><tr><th scope="col">${t("web.import.c.header")}</th><th scope="col">${t("web.import.c.sample")}</th><th scope="col">${t("web.import.c.field")}</th></tr></thead>
      <tbody>${found.columns.map((column, i) => html`<${Column} key=${i} column=${column} fields=${fields} value=${fieldsOf[i]}
        sample=${found.sample.map((row) => row[i])} onChange=${(field) => setFieldsOf(fieldsOf.map((old, j) => (j === i ? field : old)))} />`)}</tbody></table></div></div>
    <div class="import-run">${found.what === "book" && html`<label class="list-tool">${t("web.stream")} <select value=${stream}
        onChange=${(e) => setStream(e.target.value)}>${STREAMS.map((id) => html`<option key=${id} value=${id}>${t("web.stream." + id)}</option>`)}</select></label>`}
      <button type="button" class="btn primary" disabled=${isBusy} onClick=${run}>${t("web.import.run", { n: num(found.rows) })}</button></div>`;
}
