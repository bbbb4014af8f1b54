/*
 * key-field.js - a field of the keying form: large while it is in hand, one
 * line before and after
 */
import { cls, html, memo, useEffect, useLayoutEffect, useRef, useState } from "../core/dom.js";
import { fitting, hintOf, isFigures, isWritten, shownOf } from "../core/form.js";
import { t } from "../core/text.js";
import { attach } from "../core/telex.js";
import { fold } from "../core/canon.js";
import { Snippet } from "./snippet.js";

const ORIGIN_TAG = { carried: "act", suggested: "act", derived: "act" };
const STATE_TAG = { blank_in_book: "", illegible: "bad", torn: "bad", not_on_form: "", partial: "bad" };

/** Where a value comes from, or what the clerk said of it, in a word or two. */
export function ValueTags({ value }) {
  const tags = [];
  if (value.state in STATE_TAG) tags.push([t("web.mark." + value.state), STATE_TAG[value.state]]);
  else if (value.origin in ORIGIN_TAG && value.state !== "not_yet") tags.push([t("web.origin." + value.origin), value.isPassed ? ORIGIN_TAG[value.origin] : "ghost-tag"]);
  if (value.doubt) tags.push([t("web.mark.doubt"), "warn"]);
  return tags.map(([text, look]) => html`<span key=${text} class=${cls("tag", look)}>${text}</span>`);
}

/** A field that is not in hand. */
export const FieldRow = memo(({ field, value, warning, onGo }) => {
  const isOpen = value.state === "not_yet" || !value.isPassed;
  return html`<button type="button" tabindex="-1" class=${cls("key-row", isOpen && "open", warning && "odd")} onClick=${() => onGo(field.id)}>
    <span class="key-label">${field.label}</span>
    <span class="key-value">${shownOf(field, value.raw) || (value.state === "not_yet" ? "–" : "")}</span>
    <span class="key-tags"><${ValueTags} value=${value} /></span>
    ${warning && html`<span class="key-odd">${warning}</span>`}
  </button>`;
});

const SUGGEST_MS = 70;

/**
 * The field in hand.  `handle.current` gets `{text(), set(text, origin, from),
 * best(), take(), clear()}`; `ask(field, text, signal)` fetches suggestions;
 * `onChange(text)` hears every letter.
 */
export const ActiveField = memo(({ field, value, previous, own, ask, year, strip, how, onForeign, handle, onChange, onAct, expand, isOdd, warning }) => {
  const input = useRef(null);
  const [text, setText] = useState(value.raw);
  const [asked, setAsked] = useState([]);
  const origin = useRef({ text: value.raw, origin: value.origin, from: value.from });
  const options = useRef(null);
  options.current = { ...how, method: isWritten(field) ? how.method : "off", isNames: field.kind === "name" };

  useLayoutEffect(() => {
    input.current.focus({ preventScroll: true });
    input.current.select();
    return attach(input.current, () => options.current, onForeign);
  }, []);

  useEffect(() => {
    if (!isWritten(field)) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => ask(field, text, stop.signal).then((items) => stop.signal.aborted || setAsked(items), () => {}), SUGGEST_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);

  const isFresh = text === value.raw && value.state !== "not_yet";
  const items = isFresh && value.isPassed ? [] : fitting([...own, ...asked], isFresh ? "" : text);
  const best = items[0];
  const set = (next, from = { origin: "typed", from: "" }) => {
    origin.current = { text: next, ...from };
    input.current.value = next;
    setText(next);
    onChange(next);
  };
  const take = (item) => {
    const isPart = field.kind === "name" && field.role && item.origin !== "derived" && !item.text.endsWith(" ");
    set(isPart ? item.text + " " : item.text, { origin: item.origin, from: item.from });
    input.current.focus();
  };
  handle.current = {
    text: () => input.current.value,
    origin: () => (origin.current.text.trim() === input.current.value.trim() ? origin.current : { origin: "typed", from: "" }),
    best: () => best,
    take: () => best && take(best),
    set,
    input: () => input.current,
  };

  const onInput = (e) => {
    const next = expand(e.target.value, e.data);
    if (next !== e.target.value) e.target.value = next;
    setText(next);
    onChange(next);
  };
  const hint = hintOf(field, text, { year });
  const ghost = best && text && fold(best.text).startsWith(fold(text)) && best.text.length > text.length ? best.text.slice(text.length) : "";
  const line = isOdd ? { kind: "warn", text: t("web.hint.again") } : hint;

  return html`<div class="key-active">
    <div class="key-head"><label for="key-input">${field.label}</label>
      ${previous && html`<span class="key-before" title=${previous}>${t("web.keying.before", { text: previous })}</span>`}</div>
    ${strip && html`<${Snippet} ...${strip} label=${field.label} />`}
    <div class="key-input">
      <input id="key-input" ref=${input} value=${text} autocomplete="off" autocapitalize="off" spellcheck=${false} onInput=${onInput}
        inputmode=${isFigures(field) ? "numeric" : undefined} aria-describedby="key-hint" />
      ${ghost && html`<span class="key-ghost" aria-hidden="true"><span>${text}</span>${ghost}</span>`}
    </div>
    <div class="key-hint" id="key-hint">
      ${line && html`<span class=${"hint-" + line.kind}>${line.text}</span>`}
      <${ValueTags} value=${isFresh ? value : { ...value, state: text.includes("?") ? "partial" : "value", origin: "typed" }} />
      ${items.map((x, i) => html`<button type="button" tabindex="-1" key=${x.text} class="key-offer" onClick=${() => take(x)}>${i === 0 && html`<kbd>Tab</kbd>`}${x.text}</button>`)}
      ${!line && !items.length && value.state === "not_yet" && html`<span class="dim">${t(field.kind === "name" ? "web.hint.name" : isFigures(field) ? "web.hint.figures" : "web.hint.enter")}</span>`}
    </div>
    ${warning && html`<p class="key-odd">${warning}</p>`}
    <div class="key-marks">${[["F3", "blank_in_book"], ["F4", "illegible"], ["F6", "doubt"], ["F2", "ditto"]].map(([key, mark]) => html`<button type="button" tabindex="-1"
      key=${key} class="btn" onClick=${() => onAct(key)}>${t("web.mark." + mark)}</button>`)}</div>
  </div>`;
});
