/*
 * keying.js - the screen a clerk spends her day on: one entry of a book
 *
 * Loads what the book needs and shows the entry in hand (keying-form.js);
 * after each save the next one takes its place.
 */
import { html, useCallback, useEffect, useState } from "../core/dom.js";
import { api, getOnce, network } from "../core/api.js";
import { fromServer, nextNumber } from "../core/form.js";
import { findDraft, takeOutbox } from "../core/outbox.js";
import { prefs, useLoad } from "../core/store.js";
import { go } from "../core/router.js";
import { t } from "../core/text.js";
import { Loaded, Loading } from "../ui/states.js";
import { KeyingForm } from "./keying-form.js";

/* Boxes travel in ten-thousandths of the page; here they are parts of it. */
function partsOf(layout) {
  const boxes = Object.entries(layout.boxes || {}).map(([id, b]) => [id, { x: b.x / 1e4, y: b.y / 1e4, w: b.w / 1e4, h: b.h / 1e4 }]);
  return { boxes: Object.fromEntries(boxes), entries_per_page: layout.entries_per_page || 1 };
}

async function loadBook(id, signal) {
  const { book } = await api.get(`/books/${id}/map`, { signal });
  const [type, pages, short] = await Promise.all([
    getOnce(`/types/${book.type}`),
    api.get(`/books/${id}/pages`, { signal }).catch(() => ({ pages: [], layout: null })),
    api.get("/me/abbreviations", { signal }).catch(() => ({ items: [] })),
  ]);
  return { book, type, pages: pages.pages, layout: partsOf(pages.layout || {}), short: short.items };
}

/* An entry of her own, to be corrected: all its values, as they stand. */
async function loadEntry(id, book) {
  const entry = await api.get(`/entries/${id}`, { purpose: t("web.purpose.amend") });
  const values = Object.fromEntries(entry.values.map((v) => [v.field, v]));
  const work = entry.works[0] || {};
  return { number: entry.number, page: entry.page, stream: work.stream, version: work.version, entry: id, values: fromServer(values), previous: {}, book };
}

/* What was being keyed here: on the server, or on this machine when newer. */
async function withDraft(next, book) {
  const local = await findDraft(book);
  const remote = next.draft;
  if (local && local.number && (!remote || local.at > remote.at_ms)) return { ...next, number: local.number, draftValues: local.values, spent: local };
  return remote ? { ...next, draftValues: fromServer(remote.values), spent: remote } : next;
}

async function loadNext(book, query) {
  if (query.entry) return loadEntry(query.entry, book);
  if (query.outbox) {
    const kept = await takeOutbox(query.outbox);
    if (kept) return { number: kept.what.body.number, page: kept.what.body.page, stream: kept.what.body.stream, carry: {}, previous: {}, draftValues: fromServer(kept.what.body.values) };
  }
  const next = await api.get(`/books/${book}/next`, { query: { number: query.number, after: query.after } });
  return withDraft(next, book);
}

/* No line: the next number, what is carried taken from the entry just keyed. */
function nextOffline(saved, type) {
  const previous = Object.fromEntries(Object.entries(saved.values).filter(([, v]) => v.raw).map(([id, v]) => [id, v.raw]));
  const carry = Object.fromEntries(type.fields.filter((f) => (f.flags || []).includes("carry") && previous[f.id]).map((f) => [f.id, previous[f.id]]));
  return { number: nextNumber(saved.number), page: saved.page, stream: saved.stream, previous, carry, draft: null };
}

export default function Keying({ params, query }) {
  const id = params.book;
  const loaded = useLoad((signal) => loadBook(id, signal), [id]);
  const [turn, setTurn] = useState(0);
  const [entry, setEntry] = useState(null);
  const [error, setError] = useState(null);
  const [recent, setRecent] = useState([]);

  const start = useCallback((where) => {
    setError(null);
    return loadNext(id, where).then((next) => {
      setEntry(next);
      setTurn((n) => n + 1);
    }, setError);
  }, [id]);

  useEffect(() => {
    prefs.set("book", id);
    setRecent([]);
  }, [id]);
  useEffect(() => {
    setEntry(null);
    start(query);
  }, [id, query.entry, query.number, query.outbox]);

  const onSaved = useCallback((saved) => {
    setRecent((list) => [{ key: saved.id || saved.number, ...saved, values: undefined }, ...list.filter((r) => r.id !== saved.id || !saved.id)].slice(0, 5));
    if (query.entry || query.number || query.outbox) {
      go("/keying/" + id);
      return;
    }
    if (saved.isWaiting || !network.get().isOnline) {
      setEntry(nextOffline(saved, loaded.data.type));
      setTurn((n) => n + 1);
    } else {
      start({ after: saved.number });
    }
  }, [id, query.entry, query.number, query.outbox, loaded.data]);

  return html`<${Loaded} of=${error && !entry ? { error, reload: () => start(query) } : loaded}>${(data) => (entry
    ? html`<${KeyingForm} key=${turn} ...${data} entry=${entry} recent=${recent} onSaved=${onSaved} onLayout=${(layout) => loaded.setData((d) => ({ ...d, layout }))}
        onShort=${(short) => loaded.setData((d) => ({ ...d, short }))} />`
    : html`<div class="page"><${Loading} lines=${8} /></div>`)}</${Loaded}>`;
}
