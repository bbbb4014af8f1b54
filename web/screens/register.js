/*
 * register.js - what the electronic register holds against the books and the
 * population: nothing of it is kept, it is computed when asked
 */
import { api } from "../core/api.js";
import { html, useState } from "../core/dom.js";
import { num, share } from "../core/fmt.js";
import { href } from "../core/router.js";
import { can } from "../core/session.js";
import { t } from "../core/text.js";
import { Empty, Failed } from "../ui/states.js";
import { DataTable } from "../ui/table.js";
import { Bar, Head, Screen, Tabs } from "./parts/bits.js";
import { Progress } from "./parts/progress.js";

const WAYS = ["register-book", "register-population", "book-population-register"];

function Pair({ of }) {
  const parts = [{ n: of.same, tone: "ok" }, { n: of.different, tone: "warn" }];
  return html`<li class="pair card pad"><h2>${t("web.register.pair." + of.between)}</h2>
    <p>${t("web.register.pair_text", { n: num(of.compared), same: num(of.same), share: share(of.compared ? of.same / of.compared : 0, 1), different: num(of.different) })}</p>
    <${Bar} parts=${parts} total=${of.compared} label=${t("web.register.pair_text", { n: num(of.compared), same: num(of.same), share: share(of.compared ? of.same / of.compared : 0, 1), different: num(of.different) })} /></li>`;
}

function Result({ of }) {
  const columns = [
    { id: "between", label: t("web.register.c.pair"), value: (f) => t("web.register.pair." + f.between) },
    { id: "field", label: t("web.diff.field"), value: (f) => f.label || f.field },
    { id: "kind", label: t("web.register.c.kind"), value: (f) => f.kind_label || f.kind },
    { id: "decides", label: t("web.register.c.decides"), value: (f) => t(f.decides ? "web.yes" : "web.no") },
    { id: "count", label: t("web.register.c.count"), kind: "number" },
  ];
  return html`<ul class="pairs">${(of.pairs || []).map((pair) => html`<${Pair} key=${pair.between} of=${pair} />`)}</ul>
    <ul class="figures">${["rows", "without_entry", "without_row", "doubled"].filter((name) => typeof of[name] === "number").map((name) => html`<li key=${name}>
      <b>${num(of[name])}</b><span>${t("web.register.n." + name)}</span></li>`)}</ul>
    <${DataTable} label=${t("web.register.fields")} columns=${columns} rows=${of.fields || []} keyOf=${(f) => f.between + f.field + f.kind} exportName="doi-chieu-htdt"
      empty=${html`<${Empty} title=${t("web.register.same")} text=${t("web.register.same_text")} />`} />`;
}

export default function Register() {
  const [between, setBetween] = useState(WAYS[0]);
  const [job, setJob] = useState(null);
  const [result, setResult] = useState(null);
  const [error, setError] = useState(null);
  const run = async () => {
    setError(null);
    setResult(null);
    try {
      setJob((await api.post("/reconcile", { between })).job);
    } catch (fault) {
      setError(fault);
    }
  };
  const first = result && result.pairs && result.pairs[0];
  return html`<${Screen} id="register" isWide>
    <${Head} title=${first ? t("web.register.headline", { n: num(first.compared), different: num(first.different) }) : t("web.register.title")} note=${t("web.register.note")}>
      ${can("register.load") && html`<a class="btn" href=${href("/imports")}>${t("web.register.load")}</a>`}
      <button type="button" class="btn primary" disabled=${Boolean(job)} onClick=${run}>${t("web.register.run")}</button></${Head}>
    <${Tabs} label=${t("web.register.between")} value=${between} onPick=${(id) => { setBetween(id); setResult(null); }}
      items=${WAYS.map((id) => ({ id, label: t("web.register.way." + id) }))} />
    ${job && html`<${Progress} job=${job} label=${t("web.register.running")} onEnd=${(value) => { setJob(null); setResult(value); }}
      onFail=${(fault) => { setJob(null); setError(fault); }} />`}
    ${error && html`<${Failed} error=${error} retry=${run} />`}
    ${result ? html`<${Result} of=${result} />` : !job && !error && html`<${Empty} title=${t("web.register.none")} text=${t("web.register.none_text")} />`}
  </${Screen}>`;
}
