/*
 * search.js - which page speaks of this person?
 *
 * Names without marks, words in any order, dates in part, numbers.  Why it is
 * asked stands first: it is written beside what was shown.
 */
import { api, getOnce } from "../core/api.js";
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { num } from "../core/fmt.js";
import { useKeys } from "../core/keys.js";
import { href } from "../core/router.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Field } from "../ui/field.js";
import { Empty, Failed, Loading } from "../ui/states.js";
import { DataTable } from "../ui/table.js";
import { ClassTag } from "../ui/verdict.js";
import { Head, Screen, shortOffice } from "./parts/bits.js";

const PURPOSES = ["extract", "copy", "check", "police", "other"];
const EMPTY = { name: "", born: "", id12: "", number: "", volume: "", type: "" };

const columns = () => [
  { id: "name", label: t("web.search.c.name"), cell: (e) => html`${e.name}` },
  { id: "born", label: t("web.search.c.born") },
  { id: "role", label: t("web.search.c.role"), value: (e) => e.role_label || e.role },
  { id: "number", label: t("web.c.number") },
  { id: "type", label: t("web.c.type"), value: (e) => e.type_label || e.type },
  { id: "volume", label: t("web.c.volume") },
  { id: "office", label: t("web.c.office"), value: (e) => shortOffice(e.office) },
  { id: "state", label: t("web.c.state"), value: (e) => e.state_label || e.state },
  { id: "class", label: t("web.c.class"), value: (e) => e.class && t("class." + e.class), cell: (e) => e.class && html`<${ClassTag} of=${e.class} />` },
];

/* Only what was filled in is asked for. */
function bodyOf(asked) {
  return Object.fromEntries(Object.entries(asked).map(([k, v]) => [k, v.trim()]).filter(([, v]) => v !== ""));
}

/* What was asked and answered stays while the screen is left and come back to;
 * never on the disk. */
const last = { asked: EMPTY, purpose: "", answer: null };

function Form({ asked, setAsked, purpose, setPurpose, error, onFind, first }) {
  const types = useLoad(() => getOnce("/types"), []);
  const put = (name) => (e) => setAsked({ ...asked, [name]: e.target.value });
  const text = (name, more = {}) => html`<${Field} label=${t("web.search." + name)} hint=${more.hint}
    error=${error && error.field === name && error.message}>${(props) => html`<input ...${props} ref=${more.ref} name=${name}
      inputmode=${more.mode} value=${asked[name]} autocomplete="off" onInput=${put(name)} />`}</${Field}>`;
  return html`<form class="card pad search-form" onSubmit=${(e) => { e.preventDefault(); onFind(); }}>
    <div class="search-name">${text("name", { hint: t("web.search.name_hint"), ref: first })}</div>
    ${text("born", { hint: t("web.search.born_hint"), mode: "numeric" })}
    ${text("id12", { mode: "numeric" })}
    ${text("number")}${text("volume")}
    <${Field} label=${t("web.c.type")}>${(props) => html`<select ...${props} name="type" value=${asked.type} onChange=${put("type")}>
      <option value="">${t("web.all")}</option>${(types.data ? types.data.types : []).map((one) => html`<option key=${one.id}
      value=${one.id}>${one.label}</option>`)}</select>`}</${Field}>
    <div class="search-purpose"><${Field} label=${t("web.search.purpose")} isRequired hint=${t("web.search.purpose_hint")}
      error=${error && error.key === "right.purpose" && error.message}>${(props) => html`<input ...${props} name="purpose" list="purposes"
        value=${purpose} onInput=${(e) => setPurpose(e.target.value)} autocomplete="off" />
      <datalist id="purposes">${PURPOSES.map((one) => html`<option key=${one} value=${t("web.purpose." + one)} />`)}</datalist>`}</${Field}></div>
    <button class="btn primary">${t("web.search.find")} <kbd aria-hidden="true">Enter</kbd></button>
  </form>`;
}

export default function Search() {
  const [asked, setAsked] = useState(last.asked);
  const [purpose, setPurpose] = useState(last.purpose);
  const [answer, setAnswer] = useState(last.answer);
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const [made] = useState(columns);
  const first = useRef(null);
  useEffect(() => { if (first.current) first.current.focus(); }, []);
  useEffect(() => Object.assign(last, { asked, purpose, answer }), [asked, purpose, answer]);
  useKeys([{ key: "/", label: t("web.search.again"), run: () => first.current.select() }]);
  const find = async (after = "") => {
    setBusy(true);
    setError(null);
    try {
      const got = await api.post("/search", { ...bodyOf(asked), ...(after ? { after } : {}) }, { purpose: purpose.trim(), isSafe: true });
      setAnswer(after ? { ...got, items: [...answer.items, ...got.items] } : got);
    } catch (fault) {
      setError(fault);
      if (!after) setAnswer(null);
    }
    setBusy(false);
  };
  const isInForm = error && ["name", "born", "id12", "number", "volume"].includes(error.field);
  return html`<${Screen} id="search" isWide>
    <${Head} title=${answer ? t("web.search.found", { n: num(answer.total ?? answer.items.length) }) : t("web.search.title")} note=${t("web.search.note")} />
    <${Form} asked=${asked} setAsked=${setAsked} purpose=${purpose} setPurpose=${setPurpose} error=${error} onFind=${() => find()} first=${first} />
    ${isBusy && !answer && html`<${Loading} lines=${5} />`}
    ${error && !isInForm && error.key !== "right.purpose" && html`<${Failed} error=${error} retry=${() => find()} />`}
    ${answer && html`<${DataTable} label=${t("web.search.results")} columns=${made} rows=${answer.items} total=${answer.total}
      keyOf=${(e) => e.id + e.role} href=${(e) => href("/entries/" + e.id)} next=${Boolean(answer.next)} onMore=${() => find(answer.next)}
      empty=${html`<${Empty} title=${t("web.search.none")} text=${t("web.search.none_text")} />`} />`}
  </${Screen}>`;
}
