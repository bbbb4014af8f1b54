/*
 * keying-books.js - which book to key: the last one first
 */
import { html } from "../core/dom.js";
import { api } from "../core/api.js";
import { num } from "../core/fmt.js";
import { bookName } from "../core/form.js";
import { href } from "../core/router.js";
import { prefs, useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Empty, Loaded } from "../ui/states.js";
import { DataTable } from "../ui/table.js";

const columns = () => [
  { id: "type", label: t("web.book.type"), value: (b) => b.type_label },
  { id: "volume", label: t("web.book.volume"), value: (b) => b.volume },
  { id: "year", label: t("web.book.year"), value: (b) => String(b.year || "") },
  { id: "unit", label: t("web.book.office"), isWide: true, value: (b) => b.office },
  { id: "entries", label: t("web.book.entries"), kind: "number", value: (b) => b.entries },
  { id: "pages", label: t("web.book.pages"), kind: "number", value: (b) => b.pages },
];

export default function KeyingBooks() {
  const books = useLoad((signal) => api.get("/books", { query: { limit: 200 }, signal }));
  return html`<div class="page">
    <header class="page-head"><div><h1>${t("web.keying.choose")}</h1><p class="lead">${t("web.keying.choose_text")}</p></div></header>
    <${Loaded} of=${books}>${(data) => {
      const last = data.items.find((b) => b.id === prefs.get("book"));
      return html`<div>
        ${last && html`<a class="card resume" href=${href("/keying/" + last.id)}><span><b>${t("web.keying.resume")}</b>
          <small>${bookName(last)} · ${last.office}</small></span><span class="btn primary">${t("web.keying.go_on", { n: num(last.entries) })}</span></a>`}
        <${DataTable} label=${t("web.nav.books")} columns=${columns()} rows=${data.items} total=${data.total} href=${(b) => href("/keying/" + b.id)} exportName="so"
          empty=${html`<${Empty} title=${t("web.book.none")} text=${t("web.book.none_text")} />`} />
      </div>`;
    }}</${Loaded}>
  </div>`;
}
