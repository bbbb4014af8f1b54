/*
 * store.js - state shared between screens, state loaded from the server
 */
import { useCallback, useEffect, useRef, useState } from "./dom.js";

/**
 * A value with listeners.  `set` takes the parts that change (objects) or the
 * new value, and tells the listeners only when something differs.
 */
export function createStore(initial) {
  let value = initial;
  const listeners = new Set();
  return {
    get: () => value,
    set(next) {
      const whole = typeof next === "function" ? next(value) : next;
      const isPart = whole && typeof whole === "object" && !Array.isArray(whole) &&
        value && typeof value === "object";
      if (isPart ? Object.keys(whole).every((k) => Object.is(whole[k], value[k])) : Object.is(whole, value)) return;
      value = isPart ? { ...value, ...whole } : whole;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's value, or the part `pick` takes; renders again when it changes. */
export function useStore(store, pick = (v) => v) {
  const [part, setPart] = useState(() => pick(store.get()));
  const last = useRef(pick);
  last.current = pick;
  useEffect(() => {
    const take = (value) => setPart(() => last.current(value));
    take(store.get());
    return store.subscribe(take);
  }, [store]);
  return part;
}

/**
 * Load with `fn(signal)` now and whenever `deps` change; an answer that comes
 * after a newer question is dropped.
 * Returns `{data, error, loading, reload, setData}`; `data` of the last answer
 * stays while the next one is fetched, so that a list does not flicker.
 */
export function useLoad(fn, deps = []) {
  const [state, setState] = useState({ data: null, error: null, loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setState((s) => ({ ...s, loading: true, error: null }));
    Promise.resolve()
      .then(() => fn(stop.signal))
      .then(
        (data) => stop.signal.aborted || setState({ data, error: null, loading: false }),
        (error) => stop.signal.aborted || setState((s) => ({ data: s.data, error, loading: false })),
      );
    return () => stop.abort();
  }, [...deps, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const setData = useCallback((data) => setState((s) => ({
    ...s, data: typeof data === "function" ? data(s.data) : data,
  })), []);
  return { ...state, reload, setData };
}

/*
 * What this machine remembers between days: small things, never a citizen's.
 * A browser that refuses storage only forgets.
 */
export const prefs = {
  get(name, fallback = null) {
    try {
      const text = localStorage.getItem("hotich." + name);
      return text === null ? fallback : JSON.parse(text);
    } catch {
      return fallback;
    }
  },
  set(name, value) {
    try {
      if (value === null || value === undefined) localStorage.removeItem("hotich." + name);
      else localStorage.setItem("hotich." + name, JSON.stringify(value));
    } catch {
      /* full or forbidden: nothing of value is lost */
    }
  },
};
