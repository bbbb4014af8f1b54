/*
 * new-book.js - a book that stands on the shelf and not here yet
 */
import { api } from "../../core/api.js";
import { html, useEffect, useState } from "../../core/dom.js";
import { session } from "../../core/session.js";
import { t } from "../../core/text.js";
import { Dialog } from "../../ui/dialog.js";
import { Field } from "../../ui/field.js";
import { toast } from "../../ui/toast.js";

/** A unit by what somebody types of it; the list is the server's. */
export function UnitBox({ value, onChange, label, error }) {
  const [items, setItems] = useState([]);
  const [typed, setTyped] = useState(value ? value.name : "");
  useEffect(() => {
    if (typed.trim().length < 2 || (value && typed === value.name)) return undefined;
    const timer = setTimeout(async () => {
      const found = await api.get("/units", { query: { q: typed } }).catch(() => ({ items: [] }));
      setItems(found.items || []);
    }, 200);
    return () => clearTimeout(timer);
  }, [typed]);
  const take = (text) => {
    const unit = items.find((one) => one.name === text);
    setTyped(text);
    onChange(unit || null);
  };
  return html`<${Field} label=${label} error=${error}>${(props) => html`<input ...${props} list="unit-names" value=${typed}
      autocomplete="off" onInput=${(e) => take(e.target.value)} />
    <datalist id="unit-names">${items.map((unit) => html`<option key=${unit.code + unit.name} value=${unit.name} />`)}</datalist>`}
  </${Field}>`;
}

const STREAMS = ["DC", "LS"];

export function NewBook({ types, onDone, onClose }) {
  const { office } = session.get();
  const [book, setBook] = useState({ type: types.length ? types[0].id : "", volume: "", year: "", stream: "DC", from: "", to: "" });
  const [unit, setUnit] = useState(office.unit_code ? { code: office.unit_code, name: office.name } : null);
  const [error, setError] = useState(null);
  const put = (name) => (e) => setBook({ ...book, [name]: e.target.value });
  const at = (field) => error && error.field === field && error.message;
  const save = async (e) => {
    e.preventDefault();
    try {
      await api.post("/books", {
        type: book.type, unit_code: unit ? unit.code : "", office: unit ? unit.name : "", volume: book.volume,
        year: Number(book.year) || 0, stream: book.stream,
        ...(book.from && book.to ? { numbers: { from: Number(book.from), to: Number(book.to) } } : {}),
      });
      toast(t("web.newbook.done"));
      onDone();
    } catch (fault) {
      setError(fault);
    }
  };
  const text = (name, more) => html`<${Field} label=${t("web.newbook." + name)} error=${at(name)}>${(props) => html`<input
    ...${props} ...${more} value=${book[name]} autocomplete="off" onInput=${put(name)} />`}</${Field}>`;
  return html`<${Dialog} title=${t("web.newbook.title")} onClose=${onClose}><form onSubmit=${save}>
    <${Field} label=${t("web.newbook.type")}>${(props) => html`<select ...${props} value=${book.type} onChange=${put("type")}>
      ${types.map((type) => html`<option key=${type.id} value=${type.id}>${type.label}</option>`)}</select>`}</${Field}>
    <${UnitBox} value=${unit} onChange=${setUnit} label=${t("web.newbook.unit")} error=${at("unit_code")} />
    <div class="form-row">${text("volume", { placeholder: "01/1999" })}${text("year", { inputmode: "numeric", required: true })}</div>
    <div class="form-row">${text("from", { inputmode: "numeric" })}${text("to", { inputmode: "numeric" })}</div>
    <p class="dim">${t("web.newbook.numbers_note")}</p>
    <${Field} label=${t("web.stream")}>${(props) => html`<select ...${props} value=${book.stream} onChange=${put("stream")}>
      ${STREAMS.map((id) => html`<option key=${id} value=${id}>${t("web.stream." + id)}</option>`)}</select>`}</${Field}>
    ${error && !["volume", "year", "unit_code"].includes(error.field) && html`<p class="field-error" role="alert">${error.message}</p>`}
    <div class="dialog-foot"><button type="button" class="btn" onClick=${onClose}>${t("web.action.cancel")}</button>
      <button class="btn primary">${t("web.newbook.save")}</button></div>
  </form></${Dialog}>`;
}
