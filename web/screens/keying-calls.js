/*
 * keying-calls.js - what the keying form asks the server by itself
 */
import { useCallback, useEffect, useRef, useState } from "../core/dom.js";
import { api, network } from "../core/api.js";
import { NOT_YET, toSend } from "../core/form.js";
import { t } from "../core/text.js";

const LOOK_UP_MS = 160;

/** Sends drafts, one request at a time, always the newest values. */
export function makeDraftSender(book, slot) {
  let waiting = null;
  let isBusy = false;
  async function run() {
    if (isBusy) return;
    isBusy = true;
    while (waiting) {
      const body = waiting;
      waiting = null;
      if (network.get().isOnline) await api.put(`/books/${book}/drafts/${encodeURIComponent(slot)}`, body, { tries: 1 }).catch(() => {});
    }
    isBusy = false;
  }
  return (body) => {
    waiting = body;
    run();
  };
}

/* Is a principal's name there, with more than one word? */
function isNamed(type, values) {
  return type.roles.some((r) => r.principal && (values[(r.facts || {}).name] || NOT_YET).raw.trim().includes(" "));
}

/**
 * The look-up that nobody presses: `askVerdict(values, delay)` asks once the
 * clerk pauses, a newer question drops the older one.  `verdict.of` are the
 * values it speaks of; `verdict.isNamed`: somebody was looked for.
 */
export function useVerdict({ book, type, plan, values, entry }) {
  const [verdict, setVerdict] = useState(null);
  const [failure, setFailure] = useState("");
  const pending = useRef({ timer: 0, stop: null });
  const now = useRef(plan);
  now.current = plan;

  const askVerdict = useCallback((next, delay = LOOK_UP_MS) => {
    const l = pending.current;
    clearTimeout(l.timer);
    l.timer = setTimeout(async () => {
      const number = (next[type.head.number] || NOT_YET).raw;
      const named = isNamed(type, next);
      if (!network.get().isOnline || (!named && !number)) return;
      if (l.stop) l.stop.abort();
      l.stop = new AbortController();
      try {
        const found = await api.post("/lookup", { book: book.id, type: type.id, number, values: toSend(now.current, next), ...(entry.entry && { entry: entry.entry }) },
          { purpose: t("web.purpose.keying"), signal: l.stop.signal, isSafe: true, tries: 1 });
        setVerdict({ ...found, of: next, isNamed: named });
        setFailure("");
      } catch (error) {
        if (error.key) setFailure(error.message);
      }
    }, delay);
  }, []);

  useEffect(() => {
    askVerdict(values, 0);
    return () => {
      clearTimeout(pending.current.timer);
      if (pending.current.stop) pending.current.stop.abort();
    };
  }, []);
  return { verdict, failure, askVerdict };
}
