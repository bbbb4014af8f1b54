/*
 * text.js - what a person reads, by key
 *
 * Every text of the front end lies in web/locale/vi.json and en.json under
 * `web.` (errors and warnings come from the server in words).  `{name}` in a text is filled from the arguments.
 */
import { prefs } from "./store.js";

let texts = {};
let lang = "vi";

/** Load the texts; the document then says its language. */
export async function loadTexts(wanted = prefs.get("lang", "vi")) {
  lang = wanted === "en" ? "en" : "vi";
  /* what a browser needs of the file; read from disk, all of it */
  let answer = await fetch(`/vendor/texts.${lang}.json`);
  if (answer.status === 404) answer = await fetch(`/locale/${lang}.json`);
  if (!answer.ok) throw new Error(`locale ${answer.status}`);
  texts = await answer.json();
  document.documentElement.lang = lang;
}

/** For tests and for the texts a page needs before the server answers. */
export function setTexts(table, language = "vi") {
  texts = table;
  lang = language;
}

export function language() {
  return lang;
}

export async function setLanguage(next) {
  prefs.set("lang", next);
  await loadTexts(next);
}

export function hasText(key) {
  return Object.hasOwn(texts, key);
}

/** The text of `key`; the key itself where there is none (a test forbids it). */
export function t(key, args) {
  const text = Object.hasOwn(texts, key) ? texts[key] : key;
  if (!args) return text;
  return text.replace(/\{(\w+)\}/g, (all, name) => (args[name] === undefined ? all : String(args[name])));
}
