/*
 * table.js - every list: filter, sort by the Vietnamese order, pages, export
 *
 *   <${DataTable} label=${t("web.books")} columns=${columns} rows=${rows}
 *     href=${(row) => href("/books/" + row.id + "/map")} exportName="so-ho-tich" />
 *
 * A column: `{id, label, value(row), cell(row), kind, isWide, isPlain}`
 *   value   what is sorted, filtered and exported (text, number or null)
 *   cell    what is shown; missing: the value
 *   kind    "text" (default), "number" (right, sorted as a number), "day"
 *   isPlain not sortable (buttons)
 * `href(row)` makes the first cell a link and a click or Enter on the row go
 * there; `onPick(row)` instead calls.  Up and down move between the rows.
 * Lists that the server cuts into pages: `next` true shows a button for more
 * (`onMore`), and the sentence says that sorting means what is loaded; `total`
 * is the server's count.
 */
import { html, useEffect, useMemo, useRef, useState } from "../core/dom.js";
import { fold } from "../core/canon.js";
import { num } from "../core/fmt.js";
import { t } from "../core/text.js";
import { Icon } from "./icons.js";
import { Empty } from "./states.js";

const collator = new Intl.Collator("vi", { numeric: true });
const PAGE = 50;

function valueOf(column, row) {
  return column.value ? column.value(row) : row[column.id];
}

function compare(column, a, b) {
  const x = valueOf(column, a);
  const y = valueOf(column, b);
  const isNothing = (v) => v === null || v === undefined || v === "";
  if (isNothing(x) || isNothing(y)) return isNothing(x) - isNothing(y);
  return column.kind === "number" ? x - y : collator.compare(String(x), String(y));
}

/* A cell that a spreadsheet would take for a formula gets an apostrophe. */
function csvCell(v) {
  let text = v === null || v === undefined ? "" : String(v);
  if (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text))) text = "'" + text;
  return /[",\r\n;]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

/** The rows as CSV with a byte order mark, as Excel wants it. */
export function toCsv(columns, rows) {
  const used = columns.filter((c) => !c.isPlain);
  const lines = [used.map((c) => csvCell(c.label)), ...rows.map((r) => used.map((c) => csvCell(valueOf(c, r))))];
  return "\ufeff" + lines.map((l) => l.join(",")).join("\r\n") + "\r\n";
}

/** Give the person a file. */
export function download(name, parts, type) {
  const at = URL.createObjectURL(new Blob(parts, { type }));
  const a = document.createElement("a");
  a.href = at;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(at), 10000);
}

function Head({ column, sort, onSort }) {
  const isOn = sort && sort.id === column.id;
  const kind = column.kind === "number" ? "num" : undefined;
  if (column.isPlain) return html`<th scope="col" class=${kind}>${column.label}</th>`;
  return html`<th scope="col" class=${kind} aria-sort=${isOn ? (sort.isDown ? "descending" : "ascending") : undefined}>
    <button type="button" onClick=${() => onSort(column.id)}>${column.label}${isOn && html`<${Icon} name=${sort.isDown ? "down" : "up"} size=${12} />`}</button>
  </th>`;
}

export function DataTable({
  label, columns, rows, href, onPick, exportName, empty, total, next, onMore, tools, rowClass, keyOf = (r) => r.id, isFilterless = false,
}) {
  const [filter, setFilter] = useState("");
  const [sort, setSort] = useState(null);
  const [page, setPage] = useState(0);
  const body = useRef(null);

  const found = useMemo(() => {
    const words = fold(filter).split(" ").filter(Boolean);
    const kept = words.length === 0 ? rows : rows.filter((r) => {
      const text = fold(columns.map((c) => valueOf(c, r) ?? "").join(" "));
      return words.every((w) => text.includes(w));
    });
    const column = sort && columns.find((c) => c.id === sort.id);
    if (!column) return kept;
    return [...kept].sort((a, b) => (sort.isDown ? compare(column, b, a) : compare(column, a, b)));
  }, [rows, filter, sort, columns]);
  useEffect(() => setPage(0), [filter, sort]);

  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const at = Math.min(page, pages - 1);
  const shown = found.slice(at * PAGE, at * PAGE + PAGE);
  const onSort = (id) => setSort((s) => (s && s.id === id ? (s.isDown ? null : { id, isDown: true }) : { id, isDown: false }));
  const open = (row) => {
    if (onPick) onPick(row);
    else if (href) location.hash = href(row);
  };
  const onKey = (e) => {
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
    const list = [...body.current.querySelectorAll("a.row-link, button.row-link")];
    const i = list.indexOf(document.activeElement);
    const to = list[i + (e.key === "ArrowDown" ? 1 : -1)];
    if (!to) return;
    e.preventDefault();
    to.focus();
  };

  return html`<section class="list" aria-label=${label}>
    <div class="list-bar">
      ${!isFilterless && html`<label class="list-filter"><${Icon} name="search" /><span class="sr">${t("web.list.filter")}</span>
        <input type="search" value=${filter} placeholder=${t("web.list.filter")} onInput=${(e) => setFilter(e.target.value)} /></label>`}
      ${tools}
      <span class="list-count" aria-live="polite">${found.length === (total ?? rows.length)
        ? t("web.list.count", { n: num(found.length) })
        : t("web.list.count_of", { n: num(found.length), total: num(total ?? rows.length) })}</span>
      ${exportName && rows.length > 0 && html`<button type="button" class="btn quiet" onClick=${() => download(exportName + ".csv", [toCsv(columns, found)], "text/csv;charset=utf-8")}>
        <${Icon} name="download" /> ${t("web.list.export")}</button>`}
    </div>
    ${rows.length === 0 ? (empty || html`<${Empty} title=${t("web.list.empty")} />`)
      : found.length === 0 ? html`<${Empty} title=${t("web.list.no_match")}><button type="button" class="btn" onClick=${() => setFilter("")}>${t("web.list.clear")}</button></${Empty}>`
      : html`<div class="table-wrap" tabindex="-1"><table class="table">
        <caption class="sr">${label}</caption>
        <thead><tr>${columns.map((c) => html`<${Head} key=${c.id} column=${c} sort=${sort} onSort=${onSort} />`)}</tr></thead>
        <tbody ref=${body} onKeyDown=${onKey}>${shown.map((r) => html`<tr key=${keyOf(r)} class=${[(href || onPick) && "goes", rowClass && rowClass(r)].filter(Boolean).join(" ") || undefined}
          onClick=${(e) => !e.target.closest("a,button,input,label,select") && open(r)}>
          ${columns.map((c, i) => {
            const value = c.cell ? c.cell(r) : valueOf(c, r);
            const inner = value === null || value === undefined || value === "" ? html`<span class="nil">–</span>` : c.kind === "number" && typeof value === "number" ? num(value) : value;
            const cell = i > 0 || c.isPlain ? inner
              : href ? html`<a class="row-link" href=${href(r)}>${inner}</a>`
              : onPick ? html`<button type="button" class="row-link" onClick=${() => onPick(r)}>${inner}</button>` : inner;
            return html`<td key=${c.id} class=${[c.kind === "number" && "num", c.isWide && "wide"].filter(Boolean).join(" ") || undefined} data-label=${c.label}>${cell}</td>`;
          })}</tr>`)}</tbody>
      </table></div>`}
    ${(pages > 1 || next) && html`<div class="list-foot">
      ${pages > 1 && html`<button type="button" class="btn quiet" disabled=${at === 0} onClick=${() => setPage(at - 1)}><${Icon} name="left" /> ${t("web.list.before")}</button>
        <span>${t("web.list.page", { page: num(at + 1), pages: num(pages) })}</span>
        <button type="button" class="btn quiet" disabled=${at === pages - 1} onClick=${() => setPage(at + 1)}>${t("web.list.after")} <${Icon} name="right" /></button>`}
      ${next && html`<button type="button" class="btn" onClick=${onMore}>${t("web.list.more")}</button><span class="dim">${t("web.list.loaded")}</span>`}
    </div>`}
  </section>`;
}
