/*
 * router.js - one screen an address: #/books/123/map?state=keyed
 */
import { useEffect, useState } from "./dom.js";

/** "#/a/b?x=1" -> {path: "/a/b", query: {x: "1"}}. */
export function parse(hash) {
  const whole = (hash || "").replace(/^#/, "") || "/";
  const at = whole.indexOf("?");
  const path = (at < 0 ? whole : whole.slice(0, at)).replace(/\/+$/, "") || "/";
  const query = at < 0 ? {} : Object.fromEntries(new URLSearchParams(whole.slice(at + 1)));
  return { path, query };
}

/** Parameters when `path` has the form of `pattern` ("/books/:book/map"), else null. */
export function match(pattern, path) {
  const want = pattern.split("/");
  const have = path.split("/");
  if (want.length !== have.length) return null;
  const params = {};
  for (let i = 0; i < want.length; i++) {
    if (want[i].startsWith(":")) {
      try {
        params[want[i].slice(1)] = decodeURIComponent(have[i]);
      } catch {
        return null;
      }
    } else if (want[i] !== have[i]) {
      return null;
    }
  }
  return params;
}

/** Address of a screen: `href("/books/12/map", {state: "keyed"})`. */
export function href(path, query = {}) {
  const pairs = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== "");
  const tail = new URLSearchParams(pairs.map(([k, v]) => [k, String(v)])).toString();
  return "#" + path + (tail ? "?" + tail : "");
}

/** Go there; `replace` leaves no step to come back to (filters do so). */
export function go(path, query, { replace = false } = {}) {
  const to = href(path, query);
  if (replace) {
    history.replaceState(null, "", to);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else if (location.hash === to) {
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = to;
  }
}

export function useRoute() {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const take = () => setRoute(parse(location.hash));
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  return route;
}
