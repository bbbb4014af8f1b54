/*
 * system.js - is this installation well, and what keeps it so: backup,
 * journal, checkpoint
 */
import { api } from "../core/api.js";
import { html, useState } from "../core/dom.js";
import { ago, bytes, day, instant, num } from "../core/fmt.js";
import { can } from "../core/session.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Icon } from "../ui/icons.js";
import { Loaded } from "../ui/states.js";
import { download } from "../ui/table.js";
import { toast } from "../ui/toast.js";
import { Facts, Head, Screen } from "./parts/bits.js";
import { Progress } from "./parts/progress.js";

const DAY_MS = 86400000;
const LATE_DAYS = 2; /* since the last backup */

/* The worst of what was found, as the heading. */
function headline(data) {
  const checks = data.checks || [];
  const bad = checks.filter((one) => one.state === "bad");
  const warn = checks.filter((one) => one.state === "warn");
  if (bad.length) return t("web.system.bad", { n: num(bad.length), what: bad[0].text });
  if (warn.length) return t("web.system.warn", { n: num(warn.length), what: warn[0].text });
  const isLate = !data.last_backup || Date.now() - data.last_backup.at_ms > LATE_DAYS * DAY_MS;
  return isLate ? t("web.system.backup_late") : t("web.system.well");
}

function Checks({ of }) {
  if (!of || of.length === 0) return null;
  return html`<section class="card pad"><h2>${t("web.system.checks")}</h2><ul class="rows">${of.map((one) => html`<li key=${one.id}>
    <${Icon} name=${one.state === "ok" ? "check" : "warn"} /><span><b>${one.label}</b><small>${one.text}</small></span>
    <span class=${"tag " + one.state}>${t("web.system.state." + one.state)}</span></li>`)}</ul></section>`;
}

/* One thing to do, when it was done last, and what comes of it. */
function Act({ title, last, text, verb, label, run, children }) {
  const [isBusy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      await run();
    } catch (error) {
      toast(error.message, "bad");
    }
    setBusy(false);
  };
  return html`<section class="card pad act"><h2>${title}</h2><p class="dim">${text}</p>${last && html`<p>${last}</p>`}${children}
    ${can(verb) && html`<button type="button" class="btn" disabled=${isBusy} onClick=${go}>${label}</button>`}</section>`;
}

function Acts({ data, reload }) {
  const [job, setJob] = useState(null);
  const [verified, setVerified] = useState(null);
  const backup = async () => {
    const made = await api.post("/system/backup", {}, { timeout: 600000 });
    const done = made.job ? await api.job(made.job) : made;
    toast(t("web.system.backup_done", { path: done.path || "" }));
    reload();
  };
  const verify = async () => setJob((await api.post("/system/journal/verify", {})).job);
  const checkpoint = async () => {
    const made = await api.post("/system/journal/checkpoint", {});
    download(`diem-chot-${data.today || "hotich"}.txt`, [made.note || made.text], "text/plain;charset=utf-8");
    toast(t("web.system.checkpoint_done"));
    reload();
  };
  return html`<div class="acts">
    <${Act} title=${t("web.system.backup")} text=${t("web.system.backup_text")} verb="backup.make" label=${t("web.system.backup_now")} run=${backup}
      last=${data.last_backup ? t("web.system.last", { at: instant(data.last_backup.at_ms), ago: ago(data.last_backup.at_ms) }) : t("web.system.never")} />
    <${Act} title=${t("web.system.verify")} text=${t("web.system.verify_text")} verb="journal.verify" label=${t("web.system.verify_now")} run=${verify}>
      ${job && html`<${Progress} job=${job} label=${t("web.system.verifying")} onEnd=${(result) => { setJob(null); setVerified({ result }); }}
        onFail=${(error) => { setJob(null); setVerified({ error }); }} />`}
      ${verified && html`<p class=${verified.error ? "field-error" : "good"} role="status">${verified.error ? verified.error.message
        : t("web.system.verified", { n: num(verified.result.leaves ?? verified.result.entries ?? 0) })}</p>`}</${Act}>
    <${Act} title=${t("web.system.checkpoint")} text=${t("web.system.checkpoint_text")} verb="journal.checkpoint" label=${t("web.system.checkpoint_now")} run=${checkpoint}
      last=${data.last_checkpoint ? t("web.system.last", { at: instant(data.last_checkpoint.at_ms), ago: ago(data.last_checkpoint.at_ms) }) : t("web.system.never")} />
  </div>`;
}

function Whole({ data, reload }) {
  return html`<${Head} title=${headline(data)} note=${t("web.system.note")}><button type="button" class="btn" onClick=${reload}>${t("web.system.again")}</button></${Head}>
    <section class="card pad"><${Facts} of=${[
      [t("web.system.version"), data.version], [t("web.system.node"), data.node], [t("web.system.directory"), data.directory],
      [t("web.system.disk"), data.disk_free !== undefined && bytes(data.disk_free)], [t("web.system.database"), data.database_bytes !== undefined && bytes(data.database_bytes)],
      [t("web.system.entries"), data.entries !== undefined && num(data.entries)],
      [t("web.system.population"), data.population && t("web.system.population_text", { n: num(data.population.people), day: data.population.as_of ? day(data.population.as_of) : "–" })],
      [t("web.system.sessions"), data.sessions !== undefined && num(data.sessions)], [t("web.system.queue"), data.queue !== undefined && num(data.queue)],
    ]} /></section>
    <${Acts} data=${data} reload=${reload} />
    <${Checks} of=${data.checks} />`;
}

export default function System() {
  const load = useLoad((signal) => api.get("/system", { signal }), []);
  return html`<${Screen} id="system"><${Loaded} of=${load} lines=${8}>${(data) => html`<${Whole} data=${data} reload=${load.reload} />`}</${Loaded}></${Screen}>`;
}
