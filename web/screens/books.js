/*
 * books.js - the books of the office: how far each is, and the way into it
 */
import { api, getOnce } from "../core/api.js";
import { html, useState } from "../core/dom.js";
import { num } from "../core/fmt.js";
import { go, href } from "../core/router.js";
import { can } from "../core/session.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Empty, Loaded } from "../ui/states.js";
import { DataTable } from "../ui/table.js";
import { Head, Results, Screen, bookName, shortOffice } from "./parts/bits.js";
import { NewBook } from "./parts/new-book.js";

const LIMIT = 200;

/** What a person still has to look at in a book. */
export function waiting(book) {
  const c = book.classes || {};
  return (c.DIFF || 0) + (c.NOTFOUND || 0) + (c.REVIEW || 0);
}

function Actions({ book }) {
  return html`<span class="row-acts">
    ${can("entry.key") && html`<a class="btn small" href=${href("/keying/" + book.id)}>${t("web.books.key")}</a>`}
    ${can("entry.decide") && waiting(book) > 0 && html`<a class="btn small"
      href=${href("/verify", { book: book.id })}>${t("web.books.verify")}</a>`}</span>`;
}

const columns = () => [
  { id: "book", label: t("web.books.c.book"), value: bookName,
    cell: (b) => html`${b.type_label} <b>${b.volume || b.year}</b>` },
  { id: "office", label: t("web.books.c.office"), value: (b) => shortOffice(b.office) },
  { id: "year", label: t("web.books.c.year"), kind: "number", value: (b) => b.year, cell: (b) => String(b.year || "") },
  { id: "entries", label: t("web.books.c.entries"), kind: "number" },
  { id: "waits", label: t("web.books.c.waits"), kind: "number", value: waiting },
  { id: "results", label: t("web.books.c.results"), isPlain: true,
    cell: (b) => html`<${Results} classes=${b.classes} total=${b.entries} />` },
  { id: "pages", label: t("web.books.c.pages"), kind: "number", value: (b) => b.pages || null },
  { id: "acts", label: "", isPlain: true, value: () => "", cell: (b) => html`<${Actions} book=${b} />` },
];

/* The server's pages, joined. */
function useBooks(type) {
  const query = { type, limit: LIMIT };
  const load = useLoad((signal) => api.get("/books", { query, signal }), [type]);
  const more = async () => {
    const next = await api.get("/books", { query: { ...query, after: load.data.next } });
    load.setData((data) => ({ ...next, items: [...data.items, ...next.items] }));
  };
  return { load, more };
}

function List({ data, more, tools, onAdd }) {
  const [made] = useState(columns);
  const entries = data.items.reduce((sum, book) => sum + book.entries, 0);
  const waits = data.items.reduce((sum, book) => sum + waiting(book), 0);
  return html`<${Head} title=${t("web.books.summary", { books: num(data.total ?? data.items.length), entries: num(entries), waits: num(waits) })}>
      ${can("book.import") && html`<a class="btn" href=${href("/imports")}>${t("web.books.import")}</a>`}
      ${can("entry.key") && html`<button type="button" class="btn primary" onClick=${onAdd}>${t("web.books.add")}</button>`}
    </${Head}>
    <${DataTable} label=${t("web.books.title")} columns=${made} rows=${data.items} tools=${tools}
      href=${(book) => href(`/books/${book.id}/map`)} exportName="so-ho-tich" total=${data.total}
      next=${Boolean(data.next)} onMore=${more}
      empty=${html`<${Empty} title=${t("web.books.none")} text=${t("web.books.none_text")} />`} />`;
}

export default function Books({ query }) {
  const type = query.type || "";
  const types = useLoad(() => getOnce("/types"), []);
  const { load, more } = useBooks(type);
  const [isAdding, setAdding] = useState(false);
  const list = types.data ? types.data.types : [];
  const tools = html`<label class="list-tool">${t("web.books.type")} <select value=${type}
    onChange=${(e) => go("/books", { type: e.target.value }, { replace: true })}>
    <option value="">${t("web.all")}</option>
    ${list.map((one) => html`<option key=${one.id} value=${one.id}>${one.label}</option>`)}</select></label>`;
  return html`<${Screen} id="books" isWide>
    <${Loaded} of=${load} lines=${10}>${(data) => html`<${List} data=${data} more=${more} tools=${tools}
      onAdd=${() => setAdding(true)} />`}</${Loaded}>
    ${isAdding && html`<${NewBook} types=${list} onClose=${() => setAdding(false)}
      onDone=${() => { setAdding(false); load.reload(); }} />`}
  </${Screen}>`;
}
