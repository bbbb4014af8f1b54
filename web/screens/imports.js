/*
 * imports.js - a file becomes entries, people, rows of the electronic register
 * or quotas: look first, then run, then put right what was refused
 */
import { api } from "../core/api.js";
import { html, useState } from "../core/dom.js";
import { num } from "../core/fmt.js";
import { href } from "../core/router.js";
import { can } from "../core/session.js";
import { t } from "../core/text.js";
import { Failed } from "../ui/states.js";
import { Head, Screen } from "./parts/bits.js";
import { Columns } from "./parts/import-columns.js";
import { Progress } from "./parts/progress.js";
import { Refused } from "./parts/refused.js";

export const KINDS = [
  { id: "book", verb: "book.import" },
  { id: "population", verb: "population.load" },
  { id: "register", verb: "register.load" },
  { id: "plan", verb: "plan.import" },
];
const UPLOAD_MS = 600000;

/* Which file, of what. */
function Choose({ onRead }) {
  const mine = KINDS.filter((kind) => can(kind.verb));
  const [what, setWhat] = useState(mine[0] ? mine[0].id : "");
  const [error, setError] = useState(null);
  const [file, setFile] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const [isOver, setOver] = useState(false);
  const read = async (chosen) => {
    if (!chosen) return;
    setFile(chosen);
    setError(null);
    setBusy(true);
    try {
      const found = await api.post("/imports", chosen, {
        query: { name: chosen.name, what }, type: chosen.type || "application/octet-stream", timeout: UPLOAD_MS,
      });
      onRead({ ...found, what, name: chosen.name });
    } catch (fault) {
      setError(fault);
      setBusy(false);
    }
  };
  const drop = (e) => {
    e.preventDefault();
    setOver(false);
    read(e.dataTransfer.files[0]);
  };
  return html`<div class="card pad import-choose">
    <fieldset class="kinds"><legend>${t("web.import.what")}</legend>${mine.map((kind) => html`<label key=${kind.id} class=${what === kind.id ? "on" : ""}>
      <input type="radio" name="what" value=${kind.id} checked=${what === kind.id} onChange=${() => setWhat(kind.id)} />
      <span><b>${t("web.import.kind." + kind.id)}</b><small>${t("web.import.kind_text." + kind.id)}</small></span></label>`)}</fieldset>
    <label class=${isOver ? "drop over" : "drop"} onDragOver=${(e) => { e.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      <b>${isBusy ? t("web.import.reading", { file: file.name }) : t("web.import.drop")}</b><small>${t("web.import.drop_text")}</small>
      <span class="btn">${t("web.import.choose")}</span><input class="sr" type="file" name="file" accept=".xlsx,.tsv,.csv,.txt" disabled=${isBusy} onChange=${(e) => read(e.target.files[0])} /></label>
    ${error && html`<${Failed} title=${t("web.import.unread")} error=${error} />`}
  </div>`;
}

/* What came of it, in figures. */
function Result({ of, what }) {
  const figures = ["accepted", "unchanged", "changed", "refused", "warnings", "books", "people", "duplicates"]
    .filter((name) => typeof of[name] === "number");
  return html`<ul class="figures">${figures.map((name) => html`<li key=${name}><b>${num(of[name])}</b><span>${t("web.import.n." + name)}</span></li>`)}</ul>
    ${of.block_dates && of.block_dates.length > 0 && html`<ul class="notes warn">${of.block_dates.map((one) => html`<li key=${one.value}>${
      t("web.import.block", { day: one.value, n: num(one.count) })}</li>`)}</ul>`}
    ${what === "book" && of.accepted > 0 && html`<p class="lead">${t("web.import.then")}</p>`}`;
}

export default function Imports() {
  const [found, setFound] = useState(null);
  const [job, setJob] = useState(null);
  const [result, setResult] = useState(null);
  const [error, setError] = useState(null);
  const [refusals, setRefusals] = useState(0);
  const again = () => { setFound(null); setJob(null); setResult(null); setError(null); };
  const run = async (stream, columns) => {
    setError(null);
    try {
      const started = await api.post(`/imports/${found.id}/run`, { stream, ...(columns ? { columns } : {}) });
      setJob(started.job);
    } catch (fault) {
      setError(fault);
    }
  };
  const ended = (value) => { setResult(value); setRefusals(refusals + 1); };
  const step = result ? 3 : job ? 2 : found ? 1 : 0;
  return html`<${Screen} id="imports">
    <${Head} title=${t("web.import.title." + step, { file: found ? found.name : "" })} note=${t("web.import.note." + step)}>
      ${found && html`<button type="button" class="btn" onClick=${again}>${t("web.import.another")}</button>`}
      ${result && found.what === "book" && html`<a class="btn primary" href=${href("/books")}>${t("web.import.to_books")}</a>`}</${Head}>
    <ol class="steps" aria-label=${t("web.import.steps")}>${[0, 1, 2, 3].map((i) => html`<li key=${i} class=${i < step ? "past" : i === step ? "here" : ""}
      aria-current=${i === step ? "step" : undefined}>${t("web.import.step." + i)}</li>`)}</ol>
    ${step === 0 && html`<${Choose} onRead=${setFound} />`}
    ${step === 1 && html`<${Columns} found=${found} onRun=${run} />`}
    ${step === 2 && html`<${Progress} job=${job} label=${t("web.import.title.2", { file: found.name })} onEnd=${ended}
      onFail=${(fault) => { setError(fault); setJob(null); }} />`}
    ${step === 3 && html`<${Result} of=${result} what=${found.what} />
      ${result.refused > 0 && html`<${Refused} key=${refusals} id=${found.id} onDone=${setResult} />`}`}
    ${error && html`<${Failed} title=${t("web.import.failed")} error=${error} />`}
  </${Screen}>`;
}
