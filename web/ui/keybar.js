/*
 * keybar.js - the keys of a screen along its lower edge, and the card of all
 * of them (F1)
 */
import { Fragment, html, useState } from "../core/dom.js";
import { tables, useKeys } from "../core/keys.js";
import { t } from "../core/text.js";
import { Dialog } from "./dialog.js";

const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Space: "␣", PageDown: "PgDn", PageUp: "PgUp" };

function Caps({ name }) {
  const caps = name.startsWith("Num") ? ["Num " + name.slice(3)] : name.split(/(?<=[a-zA-Z])\+/);
  return caps.map((k) => html`<kbd key=${k}>${SIGNS[k] || (k.length === 1 ? k.toUpperCase() : k)}</kbd>`);
}

/** `keys`: the table given to useKeys; shown are those with `bar: true`. */
export function KeyBar({ keys, children }) {
  return html`<footer class="keybar">
    <ul>${keys.filter((k) => k.bar && !k.isOff).map((k) => html`<li key=${k.key} class=${k.isLast ? "last" : undefined}>
      <${Caps} name=${k.show || k.key} /> <span>${k.label}</span></li>`)}</ul>
    ${children}
    <span class="keybar-help"><kbd>F1</kbd> <span>${t("web.key.help")}</span></span>
  </footer>`;
}

/** F1 anywhere: everything the keyboard does here. */
export function KeyCard() {
  const [isOpen, setOpen] = useState(false);
  useKeys([{ key: "F1", run: () => setOpen(true) }]);
  if (!isOpen) return null;
  const lists = tables.get().map((x) => x.bindings.current.filter((b) => b.label && !b.isOff)).filter((l) => l.length);
  return html`<${Dialog} title=${t("web.key.card")} onClose=${() => setOpen(false)} isWide>
    ${lists.length === 0 && html`<p>${t("web.key.none")}</p>`}
    ${lists.reverse().map((list, i) => html`<dl class="keycard" key=${i}>${list.map((b) => html`<${Fragment} key=${b.key}>
      <dt><${Caps} name=${b.show || b.key} /></dt><dd>${b.label}</dd></${Fragment}>`)}</dl>`)}
  </${Dialog}>`;
}
