/*
 * keying-parts.js - around the form: the line above it, its end, finding a
 * field, abbreviations
 */
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../core/dom.js";
import { api } from "../core/api.js";
import { fold } from "../core/canon.js";
import { duration, num } from "../core/fmt.js";
import { bookName, isDone, NOT_YET } from "../core/form.js";
import { t } from "../core/text.js";
import { Dialog } from "../ui/dialog.js";
import { toast } from "../ui/toast.js";
import { LayoutEditor } from "./keying-layout.js";

/* Counted beside the form, so that a second going by draws nothing else. */
function Clock({ stats }) {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return html`<span class="stat"><b>${num(stats.current.keys)}</b> ${t("web.keying.keys")}</span>
    <span class="stat"><b>${duration((Date.now() - stats.current.since) / 1000)}</b></span>`;
}

/** Book, page, number, progress; keys, time; the input method. */
export function Bar({ book, plan, values, number, paging, stats, saved, method, onMethod, isAmending, onShorts, layout, onLayout }) {
  const [isDrawing, setDrawing] = useState(false);
  const done = plan.order.filter((f) => isDone(values[f.id] || NOT_YET)).length;
  return html`<div class="key-bar">
    <h1>${t("web.keying.title", { book: bookName(book), number: number || "…" })}</h1>
    <span class="key-crumb">${book.office}</span>
    ${paging.current && html`<span class="key-crumb fixed">${t("web.image.page", { page: paging.current.page })}${paging.perPage > 1 ? " · " + t("web.image.slot", { n: paging.slot + 1, count: paging.perPage }) : ""}</span>`}
    ${isAmending && html`<span class="pill warn">${t("web.keying.amending")}</span>`}
    <svg class="key-progress" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=${t("web.keying.progress", { done, all: plan.order.length })}>
      <rect class="meter-all" width="100" height="6" rx="1" /><rect class="key-part" width=${plan.order.length ? (done / plan.order.length) * 100 : 0} height="6" rx="1" /></svg>
    <span class="stat"><b>${done}</b>/${plan.order.length}</span>
    <span class="key-room"></span>
    <${Clock} stats=${stats} />
    ${saved > 0 && html`<span class="stat"><b>${num(saved)}</b> ${t("web.keying.saved")}</span>`}
    ${paging.current && paging.url && html`<button type="button" class="btn quiet small" onClick=${() => setDrawing(true)}>${t("web.layout.open")}</button>`}
    <button type="button" class="btn quiet small" onClick=${onShorts}>${t("web.shorts.open")}</button>
    <button type="button" class=${method === "off" ? "pill" : "pill ok"} title=${t("web.keying.method_title")} onClick=${onMethod}><i></i>${t("web.keying.method." + method)}</button>
    ${isDrawing && html`<${LayoutEditor} book=${book} type=${plan.type} layout=${layout} paging=${paging} onSaved=${onLayout} onClose=${() => setDrawing(false)} />`}
  </div>`;
}

/** Behind the last field: what is open, what looks odd, and the saving. */
export function EndCard({ number, open, warnings, isSaving, onSave, onGo, onBack }) {
  const button = useRef(null);
  useLayoutEffect(() => button.current.focus({ preventScroll: true }), []);
  const onKey = (e) => {
    if (e.key !== "ArrowUp" && !(e.key === "Enter" && e.shiftKey)) return;
    e.preventDefault();
    onBack();
  };
  return html`<div class="key-end" onKeyDown=${onKey}>
    <h2>${open.length ? t("web.keying.end_open", { n: open.length }) : t("web.keying.end", { number })}</h2>
    ${open.length > 0 && html`<ul class="key-opens">${open.slice(0, 8).map((f) => html`<li key=${f.id}><button type="button" class="link" onClick=${() => onGo(f.id)}>${f.label}</button></li>`)}</ul>`}
    ${warnings.length > 0 && html`<ul class="key-warnings">${warnings.slice(0, 6).map((w) => html`<li key=${w.rule + w.text} class=${w.severity}>${w.text}</li>`)}</ul>`}
    <button type="button" ref=${button} class="btn primary key-save" disabled=${isSaving} onClick=${onSave}>${t("web.keying.save")} <kbd>Enter</kbd></button>
    <p class="dim">${t(warnings.length ? "web.keying.end_warned" : "web.keying.end_text")}</p>
  </div>`;
}

/** Any field of the register by a few letters of its name. */
export function Finder({ type, plan, onPick, onClose }) {
  const [text, setText] = useState("");
  const input = useRef(null);
  useEffect(() => input.current.focus(), []);
  const shown = useMemo(() => {
    const words = fold(text).split(" ").filter(Boolean);
    return type.fields.filter((f) => words.every((w) => fold(f.label).includes(w))).slice(0, 30);
  }, [text]);
  const submit = (e) => {
    e.preventDefault();
    if (shown[0]) onPick(shown[0].id);
  };
  return html`<${Dialog} title=${t("web.keying.find_title")} onClose=${onClose}>
    <form onSubmit=${submit}><label class="field"><span>${t("web.keying.find_label")}</span>
      <input ref=${input} autocomplete="off" onInput=${(e) => setText(e.target.value)} /></label></form>
    <ul class="finder">${shown.map((f) => html`<li key=${f.id}><button type="button" onClick=${() => onPick(f.id)}><span>${f.label}</span>
      ${!plan.order.some((x) => x.id === f.id) && html`<span class="tag">${t("web.keying.find_hidden")}</span>`}</button></li>`)}</ul>
  </${Dialog}>`;
}

/** Her own abbreviations: typed and a blank, they become the whole text. */
export function Shorts({ items, text, onSaved, onClose }) {
  const [rows, setRows] = useState(() => [...items, { short: "", text }]);
  const [isBusy, setBusy] = useState(false);
  const set = (i, part) => setRows((all) => all.map((r, k) => (k === i ? { ...r, ...part } : r)));
  const save = async (e) => {
    e.preventDefault();
    setBusy(true);
    const kept = rows.filter((r) => r.short.trim() && r.text.trim()).map((r) => ({ short: r.short.trim(), text: r.text.trim() }));
    try {
      await api.put("/me/abbreviations", { items: kept });
      onSaved(kept);
      onClose();
    } catch (error) {
      toast(error.message, "bad");
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t("web.shorts.open")} onClose=${onClose} isWide>
    <form onSubmit=${save}><p class="dialog-text">${t("web.shorts.text")}</p>
      <div class="shorts">${rows.map((r, i) => html`<div class="short" key=${i}>
        <input aria-label=${t("web.shorts.short")} placeholder=${t("web.shorts.short")} value=${r.short} maxlength="12" onInput=${(e) => set(i, { short: e.target.value })} />
        <input aria-label=${t("web.shorts.whole")} placeholder=${t("web.shorts.whole")} value=${r.text} onInput=${(e) => set(i, { text: e.target.value })} />
        <button type="button" class="btn quiet" onClick=${() => setRows((all) => all.filter((_, k) => k !== i))}>${t("web.action.delete")}</button></div>`)}</div>
      <div class="dialog-foot"><button type="button" class="btn" onClick=${() => setRows((all) => [...all, { short: "", text: "" }])}>${t("web.shorts.add")}</button>
        <button class="btn primary" disabled=${isBusy}>${t("web.action.save")}</button></div></form>
  </${Dialog}>`;
}
