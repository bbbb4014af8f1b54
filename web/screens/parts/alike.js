/*
 * alike.js - one conclusion for many entries of a book that differ alike
 *
 * The same field says A in the book and B in the population; the outcome is
 * chosen once, every entry is looked at before it is written.
 */
import { api } from "../../core/api.js";
import { cls, html, useEffect, useRef, useState } from "../../core/dom.js";
import { num } from "../../core/fmt.js";
import { useKeys } from "../../core/keys.js";
import { href } from "../../core/router.js";
import { t } from "../../core/text.js";
import { Marked } from "../../ui/diff-table.js";
import { Dialog } from "../../ui/dialog.js";
import { toast } from "../../ui/toast.js";
import { Basis, Outcomes, lastBasis } from "./decide.js";

function Item({ item, isHere, isSeen, onSee, onHere }) {
  return html`<tr class=${cls(isHere && "here", isSeen && "seen")} onClick=${onHere}>
    <td><input type="checkbox" checked=${isSeen} onChange=${onSee} onFocus=${onHere} tabindex=${isHere ? 0 : -1}
      aria-label=${t("web.alike.see", { number: item.number })} /></td>
    <th scope="row"><a href=${href("/entries/" + item.id)} target="_blank" rel="noopener">${item.number}</a></th>
    <td><${Marked} a=${item.book_value} b=${item.person_value} /></td>
    <td><${Marked} a=${item.person_value} b=${item.book_value} /></td></tr>`;
}

function Items({ items, seen, setSeen }) {
  const [at, setAt] = useState(0);
  const body = useRef(null);
  const see = (i) => {
    const next = new Set(seen);
    if (!next.delete(items[i].id)) next.add(items[i].id);
    setSeen(next);
  };
  const move = (to) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setAt(next);
    body.current.querySelectorAll("input")[next].focus();
  };
  const onKey = (e) => {
    if (e.key === "ArrowDown") move(at + 1);
    else if (e.key === "ArrowUp") move(at - 1);
    else if (e.key === " ") { see(at); move(at + 1); }
    else return;
    e.preventDefault();
  };
  useEffect(() => { body.current.querySelector("input").focus(); }, []);
  return html`<div class="alike-list" tabindex="-1"><table class="table"><caption class="sr">${t("web.alike.caption")}</caption>
    <thead><tr><th scope="col">${t("web.alike.seen")}</th><th scope="col">${t("web.c.number")}</th>
      <th scope="col">${t("web.verify.c.book")}</th><th scope="col">${t("web.verify.c.people")}</th></tr></thead>
    <tbody ref=${body} onKeyDown=${onKey}>${items.map((item, i) => html`<${Item} key=${item.id} item=${item} isHere=${i === at}
      isSeen=${seen.has(item.id)} onHere=${() => setAt(i)} onSee=${() => see(i)} />`)}</tbody></table></div>`;
}

export function AlikeDialog({ items, stream, role, field, label, outcomes, first, onDone, onClose }) {
  const [seen, setSeen] = useState(new Set());
  const [outcome, setOutcome] = useState(first || "");
  const [basis, setBasis] = useState(lastBasis());
  const [paper, setPaper] = useState("");
  const [result, setResult] = useState(null);
  const write = async () => {
    const chosen = items.filter((item) => seen.has(item.id));
    if (!outcome || chosen.length === 0) return;
    try {
      const answer = await api.post("/differences/decide", {
        items: chosen.map((item) => ({ entry: item.id, version: item.version, stream, role, field })),
        outcome, basis, document: paper,
      });
      toast(t("web.alike.done", { n: num(answer.done) }));
      if (answer.refused.length === 0) onDone();
      else setResult(answer);
    } catch (error) {
      setResult({ done: 0, refused: [{ error }] });
    }
  };
  useKeys([
    ...outcomes.map((one) => ({ key: String(one.key), label: one.label, run: () => setOutcome(one.id) })),
    { key: "F9", label: t("web.alike.write"), run: write },
  ], { isModal: true });
  return html`<${Dialog} title=${t("web.alike.title", { n: num(items.length), field: label })} onClose=${onClose} isWide>
    <p class="dialog-text">${t("web.alike.text")}</p>
    <div class="alike"><${Items} items=${items} seen=${seen} setSeen=${setSeen} />
      <div class="alike-side"><${Outcomes} outcomes=${outcomes} value=${outcome} onPick=${setOutcome} name="alike-outcome" />
        <${Basis} basis=${basis} document=${paper} onBasis=${setBasis} onDocument=${setPaper} /></div></div>
    ${result && html`<div class="field-error" role="alert"><p>${t("web.alike.refused", { n: num(result.refused.length) })}</p>
      <ul>${result.refused.slice(0, 5).map((one, i) => html`<li key=${i}>${one.error.text || one.error.message}</li>`)}</ul></div>`}
    <div class="dialog-foot"><span class="dim">${t("web.alike.keys")}</span>
      <button type="button" class="btn" onClick=${onClose}>${t("web.action.cancel")}</button>
      <button type="button" class="btn primary" disabled=${!outcome || seen.size === 0 || !basis.trim()} onClick=${write}>
        ${t("web.alike.write_n", { n: num(seen.size) })} <kbd aria-hidden="true">F9</kbd></button></div>
  </${Dialog}>`;
}
