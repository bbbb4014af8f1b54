/*
 * check.js - check, accept, approve, hand over: one screen, the step my role
 * has; a book at a time, or entry by entry with Enter
 */
import { api, getOnce } from "../core/api.js";
import { html, useMemo, useState } from "../core/dom.js";
import { num } from "../core/fmt.js";
import { go, href } from "../core/router.js";
import { useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Empty, Failed, Forbidden, Loaded, Loading } from "../ui/states.js";
import { DataTable } from "../ui/table.js";
import { Head, Results, Screen, Tabs, bookName, shortOffice } from "./parts/bits.js";
import { CheckEntries } from "./parts/check-entries.js";
import { StepDialog, placeOfStep, stepsOfMine } from "./parts/step-book.js";

/* The states a step starts from, in the flow of the book's stream. */
function fromOf(flows, stream, step) {
  const flow = flows.flows.find((one) => one.id === stream) || flows.flows[0];
  const found = flow.steps.find((one) => one.id === step);
  return found ? found.from : [];
}

function readyOf(book, from) {
  return from.reduce((sum, state) => sum + ((book.states || {})[state] || 0), 0);
}

function Books({ books, flows, step, reload }) {
  const [chosen, setChosen] = useState(null);
  const rows = useMemo(() => books.map((book) => ({ ...book, ready: readyOf(book, fromOf(flows, book.stream, step)) }))
    .filter((book) => book.ready > 0).sort((a, b) => b.ready - a.ready), [books, step]);
  const total = rows.reduce((sum, book) => sum + book.ready, 0);
  const columns = [
    { id: "book", label: t("web.books.c.book"), value: bookName, cell: (b) => html`${b.type_label} <b>${b.volume || b.year}</b>` },
    { id: "office", label: t("web.books.c.office"), value: (b) => shortOffice(b.office) },
    { id: "entries", label: t("web.books.c.entries"), kind: "number" },
    { id: "ready", label: t("web.check.c.ready"), kind: "number" },
    { id: "results", label: t("web.books.c.results"), isPlain: true, cell: (b) => html`<${Results} classes=${b.classes} total=${b.entries} />` },
    { id: "acts", label: "", isPlain: true, cell: (b) => html`<span class="row-acts"><button type="button" class="btn small"
      onClick=${() => setChosen(b)}>${t("web.step.book." + step)}</button></span>` },
  ];
  return html`<${Head} title=${total ? t("web.check.headline." + step, { n: num(total), books: num(rows.length) }) : t("web.check.none." + step)}
      note=${t("web.check.note." + step)} />
    <${DataTable} label=${t("web.check.title")} columns=${columns} rows=${rows} href=${(b) => href(placeOfStep(step), { book: b.id })}
      exportName=${"quyen-" + step} empty=${html`<${Empty} title=${t("web.check.none." + step)} text=${t("web.check.none_text")} />`} />
    ${chosen && html`<${StepDialog} book=${chosen} step=${step} stream=${chosen.stream} onDone=${reload} onClose=${() => setChosen(null)} />`}`;
}

export default function Check({ params, query }) {
  const mine = stepsOfMine();
  const step = params.step || (mine[0] && mine[0].id);
  const books = useLoad((signal) => api.get("/books", { query: { limit: 200 }, signal }), []);
  const flows = useLoad(() => getOnce("/flows"), []);
  if (!mine.some((one) => one.id === step)) return html`<${Screen} id="check"><${Forbidden} /></${Screen}>`;
  const book = query.book && books.data ? books.data.items.find((one) => one.id === query.book) : null;
  if (flows.error) return html`<${Screen} id="check"><${Failed} error=${flows.error} retry=${flows.reload} /></${Screen}>`;
  if (!flows.data) return html`<${Screen} id="check"><${Loading} lines=${8} /></${Screen}>`;
  return html`<${Screen} id="check" isWide>
    ${mine.length > 1 && html`<${Tabs} label=${t("web.check.step")} value=${step} onPick=${(id) => go(placeOfStep(id))}
      items=${mine.map((one) => ({ id: one.id, label: t("web.step." + one.id) }))} />`}
    <${Loaded} of=${books} lines=${10}>${(data) => (book
      ? html`<${CheckEntries} key=${book.id + step} book=${book} step=${step} states=${fromOf(flows.data, book.stream, step)} onEnd=${books.reload} />`
      : html`<${Books} books=${data.items} flows=${flows.data} step=${step} reload=${books.reload} />`)}</${Loaded}>
  </${Screen}>`;
}
