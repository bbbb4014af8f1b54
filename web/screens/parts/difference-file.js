/*
 * difference-file.js - the list of differences, out to Excel and back
 */
import { api } from "../../core/api.js";
import { html, useState } from "../../core/dom.js";
import { num } from "../../core/fmt.js";
import { t } from "../../core/text.js";
import { Dialog } from "../../ui/dialog.js";
import { download } from "../../ui/table.js";
import { toast } from "../../ui/toast.js";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Ask the server for the list and give it to the person. */
export async function saveList(book) {
  try {
    const file = await api.get("/differences.xlsx", {
      query: { book }, as: "blob", purpose: t("web.verify.list_purpose"), timeout: 120000,
    });
    download("sai-khac.xlsx", [file], XLSX);
  } catch (error) {
    toast(error.message, "bad");
  }
}

function Result({ of, onClose }) {
  return html`<p class="lead" role="status">${t("web.difflist.result", {
    decided: num(of.decided), unchanged: num(of.unchanged), waiting: num(of.waiting), refused: num(of.refused),
  })}</p>
  ${of.refusals && of.refusals.length > 0 && html`<table class="table"><caption class="sr">${t("web.difflist.refused")}</caption>
    <thead><tr><th scope="col" class="num">${t("web.c.line")}</th><th scope="col">${t("web.c.reason")}</th></tr></thead>
    <tbody>${of.refusals.map((one) => html`<tr key=${one.line}><td class="num">${num(one.line)}</td>
      <td>${one.error ? one.error.text : one.text}</td></tr>`)}</tbody></table>`}
  <div class="dialog-foot"><button type="button" class="btn primary" onClick=${onClose}>${t("web.action.close")}</button></div>`;
}

export function ListBack({ onDone, onClose }) {
  const [file, setFile] = useState(null);
  const [error, setError] = useState(null);
  const [result, setResult] = useState(null);
  const send = async (e) => {
    e.preventDefault();
    setError(null);
    try {
      const type = /\.xlsx$/i.test(file.name) ? XLSX : "text/tab-separated-values";
      setResult(await api.post("/differences", file, { type, query: { name: file.name }, timeout: 300000 }));
      onDone();
    } catch (fault) {
      setError(fault);
    }
  };
  return html`<${Dialog} title=${t("web.difflist.title")} onClose=${onClose}>
    ${result ? html`<${Result} of=${result} onClose=${onClose} />` : html`<form onSubmit=${send}>
      <p class="dialog-text">${t("web.difflist.text")}</p>
      <label class="drop"><span>${file ? file.name : t("web.difflist.choose")}</span>
        <input class="sr" type="file" accept=".xlsx,.tsv,.csv" required onChange=${(e) => setFile(e.target.files[0])} /></label>
      ${error && html`<p class="field-error" role="alert">${error.message}</p>`}
      <div class="dialog-foot"><button type="button" class="btn" onClick=${onClose}>${t("web.action.cancel")}</button>
        <button class="btn primary" disabled=${!file}>${t("web.difflist.send")}</button></div></form>`}
  </${Dialog}>`;
}
