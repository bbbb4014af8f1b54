/*
 * outbox.js - entries that are keyed but not yet at the server
 *
 * Kept in this browser (IndexedDB) until the server has said yes, each with
 * the Idempotency-Key it was first sent with, so that sending twice is sending
 * once.  Sent in the order they were keyed; one that is refused stays, with
 * the reason, until a person opens it.  Where the browser offers it the bodies
 * are encrypted with a key that cannot be read out of it; on plain http it
 * does not, and they lie there as they are until they are sent.
 * Only the person who keyed an entry sends it.
 */
import { api, network } from "./api.js";
import { session } from "./session.js";
import { createStore } from "./store.js";

/** `{items: [{id, book, title, at, error}], isReady}`, oldest first. */
export const outbox = createStore({ items: [], isReady: false });

const DB = "hotich";
let db = null;
let key = null;
let isSending = false;

function asked(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function openDb() {
  const request = indexedDB.open(DB, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("outbox", { keyPath: "id" });
    request.result.createObjectStore("keys");
    request.result.createObjectStore("drafts");
  };
  return asked(request);
}

function table(name, mode) {
  return db.transaction(name, mode, { durability: "strict" }).objectStore(name);
}

async function loadKey() {
  if (!globalThis.crypto || !crypto.subtle) return null;
  const kept = await asked(table("keys", "readonly").get("outbox"));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await asked(table("keys", "readwrite").put(made, "outbox"));
  return made;
}

async function seal(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  if (!key) return { bytes };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes)) };
}

async function unseal(sealed) {
  const bytes = sealed.iv
    ? new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.bytes))
    : sealed.bytes;
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Once after sign-in: what the last days left here. */
export async function openOutbox() {
  if (outbox.get().isReady) return;
  try {
    db = db || await openDb();
    key = await loadKey();
    const rows = await asked(table("outbox", "readonly").getAll());
    const mine = rows.filter((r) => r.staff === session.get().user.id);
    const items = await Promise.all(mine.map(async (r) => ({ ...r, sealed: undefined, what: await unseal(r.sealed) })));
    outbox.set({ items: items.sort((a, b) => a.at - b.at), isReady: true });
  } catch (error) {
    console.warn("outbox", error.name);
    outbox.set({ isReady: true });
  }
  send();
}

async function keep(item) {
  if (!db) return;
  const { what, ...plain } = item;
  await asked(table("outbox", "readwrite").put({ ...plain, sealed: await seal(what) }));
}

async function drop(id) {
  outbox.set((s) => ({ items: s.items.filter((x) => x.id !== id) }));
  if (db) await asked(table("outbox", "readwrite").delete(id));
}

/**
 * Keep an entry that could not be sent.  `what`: `{path, body}` of the POST;
 * `id` its Idempotency-Key.
 */
export async function putOutbox({ id, book, title, what }) {
  const item = { id, book, title, what, at: Date.now(), staff: session.get().user.id, error: null };
  outbox.set((s) => ({ items: [...s.items, item] }));
  await keep(item);
  send();
}

/** Take one back to correct it. */
export async function takeOutbox(id) {
  const item = outbox.get().items.find((x) => x.id === id);
  if (item) await drop(id);
  return item || null;
}

/* -- the entry being keyed, so that a power cut costs one field ------------- */

function draftName(book) {
  return `${session.get().user.id}/${book}`;
}

/** Keep what is keyed of the entry in hand; null forgets it. */
export async function keepDraft(book, what) {
  if (!db) return;
  if (what === null) await asked(table("drafts", "readwrite").delete(draftName(book)));
  else {
    const sealed = await seal(what);
    await asked(table("drafts", "readwrite").put(sealed, draftName(book)));
  }
}

/** What was kept, or null; a draft that cannot be read is none. */
export async function findDraft(book) {
  try {
    const sealed = db && await asked(table("drafts", "readonly").get(draftName(book)));
    return sealed ? await unseal(sealed) : null;
  } catch {
    return null;
  }
}

/** Send what waits, one after the other, until one does not get through. */
export async function send() {
  if (isSending || session.get().state !== "in") return;
  isSending = true;
  try {
    for (const item of outbox.get().items.filter((x) => !x.error)) {
      if (!network.get().isOnline) break;
      try {
        await api.post(item.what.path, item.what.body, { key: item.id, tries: 1 });
        await drop(item.id);
      } catch (error) {
        if (error.isOffline || error.status === 503 || error.status === 401 || error.status >= 500) break;
        const refused = { ...item, error: { key: error.key, text: error.message } };
        outbox.set((s) => ({ items: s.items.map((x) => (x.id === item.id ? refused : x)) }));
        await keep(refused);
      }
    }
  } finally {
    isSending = false;
  }
}

if (typeof addEventListener !== "undefined") {
  network.subscribe((net) => net.isOnline && send());
  session.subscribe((S) => {
    if (S.state === "out") outbox.set({ items: [], isReady: false });
  });
}
