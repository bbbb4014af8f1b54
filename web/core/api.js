/*
 * api.js - the one way to the server
 *
 * Reads are repeated when the line fails; a write is repeated only when it
 * cannot happen twice (it carries an Idempotency-Key, or says so itself).
 * A session that ended is asked for again over the screen, and the call goes
 * on as if nothing had been.  Whoever calls sees an ApiError or the answer.
 */
import { createStore } from "./store.js";
import { t } from "./text.js";

const TIMEOUT_MS = 30000;
const READ_TRIES = 3;
const PING_MS = 4000;

/** `{isOnline, since}`: is the server reached, and since when not. */
export const network = createStore({ isOnline: true, since: 0 });

export class ApiError extends Error {
  constructor(status, { key, field = "", args = {}, text = "" }, retryAfter = 0) {
    super(text || t(key, args));
    this.status = status;
    this.key = key;
    this.field = field;
    this.args = args;
    this.retryAfter = retryAfter;
  }

  get isOffline() {
    return this.status === 0;
  }

  get isForbidden() {
    return this.status === 403;
  }
}

let renew = null;

/** `fn()` asks the person to sign in again and answers whether she did. */
export function onSessionLost(fn) {
  renew = fn;
}

/** An id nobody else makes; crypto.randomUUID is missing on plain http. */
export function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function wait(ms, signal) {
  return new Promise((done, fail) => {
    const timer = setTimeout(done, ms);
    if (signal) signal.addEventListener("abort", () => { clearTimeout(timer); fail(signal.reason); }, { once: true });
  });
}

let isPinging = false;

/* While the line is down, ask until it is back. */
async function ping() {
  if (isPinging) return;
  isPinging = true;
  while (!network.get().isOnline) {
    await wait(PING_MS);
    try {
      const answer = await fetch("/healthz", { cache: "no-store" });
      if (answer.ok) network.set({ isOnline: true, since: 0 });
    } catch {
      /* still down */
    }
  }
  isPinging = false;
}

function lost() {
  if (network.get().isOnline) network.set({ isOnline: false, since: Date.now() });
  ping();
}

function url(path, query) {
  const pairs = Object.entries(query || {}).filter(([, v]) => v !== undefined && v !== null && v !== "");
  const tail = new URLSearchParams(pairs.map(([k, v]) => [k, String(v)])).toString();
  return "/api" + path + (tail ? "?" + tail : "");
}

function headersOf(method, how) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-Hotich"] = "1";
  if (how.body !== undefined) headers["Content-Type"] = how.type || "application/json";
  if (how.purpose) headers["X-Purpose"] = encodeURIComponent(how.purpose);
  if (how.key) headers["Idempotency-Key"] = how.key;
  return headers;
}

async function once(method, path, how) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), how.timeout || TIMEOUT_MS);
  const forward = () => stop.abort();
  if (how.signal) how.signal.addEventListener("abort", forward, { once: true });
  try {
    const isRaw = how.body instanceof Blob || how.body instanceof ArrayBuffer;
    return await fetch(url(path, how.query), {
      method,
      headers: headersOf(method, how),
      body: how.body === undefined ? undefined : isRaw ? how.body : JSON.stringify(how.body),
      credentials: "same-origin",
      cache: "no-store",
      keepalive: Boolean(how.keepalive),
      signal: stop.signal,
    });
  } catch (cause) {
    if (how.signal && how.signal.aborted) throw cause;
    lost();
    throw new ApiError(0, { key: "web.error.offline" });
  } finally {
    clearTimeout(timer);
    if (how.signal) how.signal.removeEventListener("abort", forward);
  }
}

async function errorOf(answer) {
  let body = null;
  try {
    body = (await answer.json()).error;
  } catch {
    /* no JSON: a proxy, or the server is going down */
  }
  const retryAfter = Number(answer.headers.get("Retry-After")) || 0;
  return new ApiError(answer.status, body || { key: "web.error.server", args: { status: answer.status } }, retryAfter);
}

/**
 * One call.  `how`: query, body (JSON, Blob or ArrayBuffer), type, purpose,
 * key (Idempotency-Key), signal, timeout, isSafe (a write that may be
 * repeated), keepalive, as ("json" | "blob").
 */
async function call(method, path, how = {}) {
  const mayRepeat = method === "GET" || Boolean(how.key) || how.isSafe;
  let hasRenewed = false;
  for (let tries = 1; ; tries++) {
    try {
      const answer = await once(method, path, how);
      if (!network.get().isOnline) network.set({ isOnline: true, since: 0 });
      if (answer.ok) {
        if (how.as === "blob") return await answer.blob();
        return answer.status === 204 ? null : await answer.json();
      }
      throw await errorOf(answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401 && renew && !hasRenewed && !path.startsWith("/session")) {
        hasRenewed = true;
        if (await renew()) continue;
        throw error;
      }
      const isPassing = error.isOffline || error.status === 503 || error.status === 429;
      if (!mayRepeat || !isPassing || tries >= (how.tries || READ_TRIES)) throw error;
      await wait(Math.max(error.retryAfter * 1000, 300 * 2 ** (tries - 1)), how.signal);
    }
  }
}

export const api = {
  get: (path, how) => call("GET", path, how),
  post: (path, body, how) => call("POST", path, { ...how, body }),
  put: (path, body, how) => call("PUT", path, { isSafe: true, ...how, body }),
  del: (path, how) => call("DELETE", path, { isSafe: true, ...how }),

  /**
   * A job's progress: `onProgress({done, total, rate})` until it ends;
   * resolves with the result or rejects with an ApiError.
   */
  job(id, onProgress = () => {}) {
    return new Promise((done, fail) => {
      const source = new EventSource(`/api/jobs/${encodeURIComponent(id)}/events`);
      const end = (fn, value) => { source.close(); fn(value); };
      source.addEventListener("progress", (e) => onProgress(JSON.parse(e.data)));
      source.addEventListener("end", (e) => {
        const body = JSON.parse(e.data);
        if (body.error) end(fail, new ApiError(500, body.error));
        else end(done, body.result);
      });
      source.onerror = () => {
        if (source.readyState === EventSource.CLOSED) end(fail, new ApiError(0, { key: "web.error.offline" }));
      };
    });
  },
};

const cached = new Map();

/** GET of something that does not change while the page is open. */
export function getOnce(path) {
  if (!cached.has(path)) {
    const promise = api.get(path);
    cached.set(path, promise);
    promise.catch(() => cached.delete(path));
  }
  return cached.get(path);
}

/** Another person signs in: nothing of the last one stays. */
export function forgetCached() {
  cached.clear();
}
