/*
 * keys.js - the keyboard, one table a screen
 *
 *   useKeys([
 *     { key: "F9", label: t("web.key.save"), run: save, bar: true },
 *     { key: "Alt+1", run: () => pick(0) },
 *     { key: "1", run: () => decide(0) },          // not while typing in a field
 *   ]);
 *
 * The newest table is asked first (a dialog's before its screen's); a table
 * with `isModal` lets nothing through to those below.  `run` returning false
 * declines the key.  The key bar and the key card (F1) are drawn from the same
 * tables, so that what they promise is what happens.
 *
 * Names: the value of KeyboardEvent.key, with "Ctrl+", "Alt+", "Shift+" before
 * it; figures by their place on the board with Alt; the figure block's signs
 * are "Num+", "Num-", "Num*", "Num/".
 */
import { useEffect, useRef } from "./dom.js";
import { createStore } from "./store.js";

/** The tables that hold now, oldest first: `[{bindings, isModal}]`. */
export const tables = createStore([]);

const NUMPAD = { NumpadAdd: "Num+", NumpadSubtract: "Num-", NumpadMultiply: "Num*", NumpadDivide: "Num/" };

export function nameOf(e) {
  let key = NUMPAD[e.code] || e.key;
  if (e.altKey && /^Digit\d$/.test(e.code || "")) key = e.code.slice(5);
  if (key === " ") key = "Space";
  const isLetter = key.length === 1;
  return (e.ctrlKey || e.metaKey ? "Ctrl+" : "") + (e.altKey ? "Alt+" : "") +
    (e.shiftKey && !isLetter ? "Shift+" : "") + key;
}

function isTyping(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target.tagName === "INPUT" && !/^(checkbox|radio|button|submit|file)$/.test(target.type)));
}

/* A key that also writes belongs to the field, unless the table says inText. */
function writes(name) {
  return name.length === 1 || name === "Space" || name.startsWith("Num");
}

function onKeydown(e) {
  if (e.isComposing || e.keyCode === 229 || e.defaultPrevented) return;
  const name = nameOf(e);
  const list = tables.get();
  for (let i = list.length - 1; i >= 0; i--) {
    for (const b of list[i].bindings.current) {
      if (b.key !== name || !b.run || b.isOff) continue;
      if (writes(name) && !b.inText && isTyping(e.target)) continue;
      if (b.run(e) !== false) {
        e.preventDefault();
        return;
      }
    }
    if (list[i].isModal) return;
  }
}

if (typeof document !== "undefined") document.addEventListener("keydown", onKeydown);

/** These keys hold while the component is shown. */
export function useKeys(bindings, { isModal = false } = {}) {
  const last = useRef(bindings);
  last.current = bindings;
  useEffect(() => {
    const table = { bindings: last, isModal };
    tables.set((list) => [...list, table]);
    return () => tables.set((list) => list.filter((x) => x !== table));
  }, [isModal]);
}
