/*
 * book-map.js - a book as a sheet of cells: every number it has or should have.  What a cell
 * is shows in its sign first and its colour second.
 */
import { api } from "../core/api.js";
import { html, useEffect, useMemo, useRef, useState } from "../core/dom.js";
import { num } from "../core/fmt.js";
import { useKeys } from "../core/keys.js";
import { go, href } from "../core/router.js";
import { can } from "../core/session.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { toast } from "../ui/toast.js";
import { Empty, Loaded } from "../ui/states.js";
import { ClassTag } from "../ui/verdict.js";
import { Head, Screen, bookName, shortOffice } from "./parts/bits.js";
import { StepBook } from "./parts/step-book.js";

/* In the order of the legend; the first that fits is what the cell is. */
const KINDS = [
  { id: "gap", sign: "·", is: (cell) => cell.marks.includes("gap") ||
    (!cell.entry && !cell.marks.includes("draft")) },
  { id: "draft", sign: "✎", is: (cell) => cell.marks.includes("draft") },
  { id: "returned", sign: "↩", is: (cell) => cell.state === "returned" },
  { id: "doubled", sign: "×2", is: (cell) => cell.marks.includes("doubled") ||
    cell.state === "duplicate" },
  { id: "handed", sign: "⇒", is: (cell) => cell.state === "handed_over" },
  { id: "approved", sign: "★", is: (cell) => cell.state === "approved" },
  { id: "accepted", sign: "✓✓", is: (cell) => cell.state === "accepted" },
  { id: "checked", sign: "✓", is: (cell) => cell.state === "checked" },
  { id: "review", sign: "?", is: (cell) => cell.class === "REVIEW" },
  { id: "settled", sign: "≈", is: (cell) => cell.state === "decided" },
  { id: "differs", sign: "≠", is: (cell) => cell.class === "DIFF" ||
    cell.marks.includes("differs") },
  { id: "notfound", sign: "∅", is: (cell) => cell.class === "NOTFOUND" },
  { id: "match", sign: "=", is: (cell) => cell.class === "MATCH" },
  { id: "keyed", sign: "•", is: () => true },
];

/* These say the class themselves. */
const SAYS_CLASS = ["match", "differs", "notfound", "review"];

function kindOf(cell) {
  return KINDS.find((kind) => kind.is(cell));
}

function Cell({ cell, kind, isHere, isDim, onPick }) {
  const said = t("web.map.cell", { number: cell.raw || cell.number,
    kind: t("web.map.kind." + kind.id) });
  return html`<div role="gridcell" aria-selected=${isHere ? "true" : "false"}
    tabindex=${isHere ? 0 : -1} aria-label=${said} data-cell=${cell.ordinal}
    class=${`cell cell-${kind.id}${isHere ? " here" : ""}${isDim ? " faint" : ""}`}
    onClick=${onPick}><b>${cell.number}</b><i aria-hidden="true">${
      kind.sign}</i></div>`;
}

function Legend({ kinds, value, onChange }) {
  return html`<ul class="legend" aria-label=${t("web.map.legend")}>
    ${kinds.map(({ kind, count: many }) => html`<li key=${kind.id}>
      <button aria-pressed=${value === kind.id ? "true" : "false"}
        onClick=${() => onChange(value === kind.id ? null : kind.id)}>
        <span class=${"swatch cell-" + kind.id} aria-hidden="true">${
          kind.sign}</span>${t("web.map.kind." + kind.id)}
        <b>${num(many)}</b></button></li>`)}</ul>`;
}

/* Where a cell leads: the entry, or keying it. */
function wayOf(book, cell) {
  if (cell.entry)
    return ["/entries/" + cell.entry, {}];
  return can("entry.key")
    ? ["/keying/" + book.id, { number: cell.raw || cell.number }] : null;
}

function Detail({ book, cell }) {
  if (!cell)
    return null;
  const kind = kindOf(cell);
  const way = wayOf(book, cell);
  const differs = cell.class === "DIFF" || cell.class === "REVIEW";
  return html`<div class="map-detail" aria-live="polite">
    <h2>${t("web.map.number", { number: cell.raw || cell.number })}</h2>
    <p><span class=${"swatch cell-" + kind.id} aria-hidden="true">${kind.sign}</span> ${t("web.map.kind." + kind.id)}</p>
    ${cell.class && !SAYS_CLASS.includes(kind.id) && html`<p><${ClassTag} of=${cell.class} /></p>`}
    <p class="dim">${t("web.map.say." + kind.id)}</p>
    <div class="stack">
      ${way && html`<a class="btn primary" href=${href(...way)}>${cell.entry
        ? t("web.map.open") : t("web.map.key")} <kbd aria-hidden="true">Enter</kbd></a>`}
      ${cell.entry && differs && can("entry.decide") && html`<a class="btn"
        href=${href("/verify/" + cell.entry)}>${t("web.map.verify")}</a>`}
    </div></div>`;
}

/* The sheet: one tab stop, arrows inside, by rows of what fits. */
function Sheet({ book, cells }) {
  const [at, setAt] = useState(0);
  const [only, setOnly] = useState(null);
  const [columns, setColumns] = useState(20);
  const sheet = useRef(null);
  const kinds = useMemo(() => cells.map(kindOf), [cells]);
  const legend = useMemo(() => KINDS.map((kind) => ({ kind,
    count: kinds.filter((one) => one === kind).length }))
    .filter((one) => one.count > 0), [kinds]);

  useEffect(() => {
    const measure = () => setColumns(Math.max(4,
      Math.floor(sheet.current.clientWidth / 52)));
    const watch = new ResizeObserver(measure);
    watch.observe(sheet.current);
    measure();
    return () => watch.disconnect();
  }, []);
  const move = (to) => {
    const next = Math.max(0, Math.min(cells.length - 1, to));
    setAt(next);
    requestAnimationFrame(() => {
      const cell = sheet.current &&
        sheet.current.querySelectorAll("[role=gridcell]")[next];
      if (cell)
        cell.focus();
    });
  };
  const onKey = (e) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns,
      ArrowDown: columns, PageUp: -columns * 8, PageDown: columns * 8 };
    if (e.key in steps)
      move(at + steps[e.key]);
    else if (e.key === "Home")
      move(e.ctrlKey ? 0 : at - at % columns);
    else if (e.key === "End")
      move(e.ctrlKey ? cells.length - 1 : at - at % columns + columns - 1);
    else if (e.key === "Enter" && wayOf(book, cells[at]))
      go(...wayOf(book, cells[at]));
    else if (e.key === "n" || e.key === "N")
      move(nextOpen(kinds, at));
    else
      return;
    e.preventDefault();
  };
  const rows = [];
  for (let i = 0; i < cells.length; i += columns)
    rows.push(cells.slice(i, i + columns));
  return html`<div class="map">
    <div class="map-main">
      <${Legend} kinds=${legend} value=${only} onChange=${setOnly} />
      <div class="sheet" role="grid" ref=${sheet} onKeyDown=${onKey}
        aria-label=${t("web.map.grid", { count: num(cells.length) })}
        aria-rowcount=${rows.length}>
        ${rows.map((row, r) => html`<div role="row" key=${r} class="sheet-row">
          ${row.map((cell, c) => {
      const i = r * columns + c;
      return html`<${Cell} key=${i} cell=${cell} kind=${kinds[i]}
            isHere=${i === at} isDim=${only && kinds[i].id !== only}
            onPick=${() => move(i)} />`;
    })}</div>`)}</div>
    </div>
    <aside class="map-side" aria-label=${t("web.map.side")}>
      <${Detail} book=${book} cell=${cells[at]} />
      <p class="dim keys"><kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd> ${
        t("web.map.move")}<br /><kbd>N</kbd> ${t("web.map.next")}</p>
    </aside></div>`;
}

/* The next cell somebody has to do something about. */
function nextOpen(kinds, at) {
  const open = ["gap", "draft", "returned", "doubled", "review", "differs",
    "notfound"];
  for (let i = 1; i <= kinds.length; i++) {
    const to = (at + i) % kinds.length;
    if (open.includes(kinds[to].id))
      return to;
  }
  return at;
}

function summary(cells) {
  const many = (id) => cells.filter((cell) => kindOf(cell).id === id).length;
  return t("web.map.summary", { all: num(cells.length),
    gaps: num(many("gap")), doubled: num(many("doubled")),
    differs: num(many("differs") + many("review")),
    notfound: num(many("notfound")) });
}

export default function BookMap({ params }) {
  const answer = useLoad((signal) => api.get(`/books/${params.book}/map`, { signal }),
    [params.book]);
  const [isComparing, setComparing] = useState(false);

  useKeys([{ key: "Escape", label: t("web.map.back"), run: () => go("/books") }]);
  const compare = async () => {
    setComparing(true);
    try {
      const { job } = await api.post("/reconcile", { book: params.book });
      await api.job(job);
      toast(t("web.map.compared"));
      answer.reload();
    } catch (error) {
      toast(error.message, "bad");
    }
    setComparing(false);
  };
  return html`<${Screen} id="book-map" isWide><${Loaded} of=${answer} lines=${8}>${({ book, cells }) => html`
    <${Head} title=${bookName(book)} note=${`${shortOffice(book.office)}. ${summary(cells)}`}>
      ${can("book.reconcile") && html`<button type="button" class="btn" disabled=${isComparing} onClick=${compare}>${t("web.map.compare")}</button>`}
      <${StepBook} book=${book} onDone=${answer.reload} />
      ${can("entry.key") && html`<a class="btn primary" href=${href("/keying/" + book.id)}>${t("web.map.go_on")}</a>`}
    </${Head}>
    ${cells.length ? html`<${Sheet} book=${book} cells=${cells} />`
      : html`<${Empty} title=${t("web.map.none")} text=${t("web.map.none_text")} />`}`}
  </${Loaded}></${Screen}>`;
}
