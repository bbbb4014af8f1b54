/*
 * bits.js - small pieces that several screens show the same way
 */
import { cls, html } from "../../core/dom.js";
import { num } from "../../core/fmt.js";
import { t } from "../../core/text.js";

/** The four results of the comparison; each has a sign of its own, so that
 * nothing hangs on the colour. */
export const CLASSES = {
  MATCH: { sign: "=", tone: "ok" },
  DIFF: { sign: "≠", tone: "warn" },
  NOTFOUND: { sign: "∅", tone: "mute" },
  REVIEW: { sign: "?", tone: "act" },
};

/** What a screen is inside of; tests find it by its name. */
export function Screen({ id, isWide, children }) {
  return html`<div class=${cls("page", isWide && "full", "screen-" + id)} data-screen=${id}>${children}</div>`;
}

/** A heading that answers the question, below it what it rests on, actions at the right. */
export function Head({ title, note, children }) {
  return html`<header class="page-head"><div><h1>${title}</h1>${note && html`<p class="lead">${note}</p>`}</div>
    ${children && html`<div class="page-actions">${children}</div>`}</header>`;
}

/** Parts of a whole as one bar: `[{n, tone}]`; the figures stand beside it,
 * the bar is for the eye and says `label` to a screen reader. */
export function Bar({ parts, total, label }) {
  const all = total || parts.reduce((sum, part) => sum + part.n, 0) || 1;
  let at = 0;
  const spans = parts.map((part) => {
    const width = (part.n / all) * 100;
    at += width;
    return { tone: part.tone, x: at - width, width };
  });
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=${label}>
    <rect class="bar-ground" width="100" height="8" />
    ${spans.map((s) => html`<rect key=${s.tone} class=${"bar-" + s.tone} x=${s.x} width=${s.width} height="8" />`)}
  </svg>`;
}

/** The classes of a book or a report as bar and figures. */
export function Results({ classes, total }) {
  const parts = Object.keys(CLASSES).filter((id) => (classes || {})[id] > 0)
    .map((id) => ({ id, n: classes[id], tone: CLASSES[id].tone }));
  if (parts.length === 0) return html`<span class="dim">${t("web.books.not_compared")}</span>`;
  const label = parts.map((p) => `${t("class." + p.id)} ${num(p.n)}`).join(", ");
  return html`<span class="results"><${Bar} parts=${parts} total=${total} label=${label} />
    <span class="results-text" aria-hidden="true">${parts.map((p) => html`<span key=${p.id} class=${"num-" + p.tone}
      >${CLASSES[p.id].sign} ${num(p.n)}</span>`)}</span></span>`;
}

/** "Sổ đăng ký khai sinh 01/1999" */
export function bookName(book) {
  return `${book.type_label || book.type} ${book.volume || book.year || ""}`.trim();
}

/** The part of an office's name before the first comma. */
export function shortOffice(office) {
  return (office || "").split(",")[0];
}

/** One of few as a row of buttons. */
export function Tabs({ label, items, value, onPick }) {
  return html`<div class="seg" role="group" aria-label=${label}>${items.map((item) => html`<button type="button" key=${item.id}
    aria-pressed=${value === item.id ? "true" : "false"} onClick=${() => onPick(item.id)}>${item.label}${
      item.n !== undefined && html` <b>${num(item.n)}</b>`}</button>`)}</div>`;
}

/** A fact with its name: `<${Facts} of=${[[label, value], …]} />`. */
export function Facts({ of }) {
  return html`<dl class="facts">${of.filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([label, value]) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}
