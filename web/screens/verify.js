/*
 * verify.js - settle what differs: sources side by side, six outcomes on the
 * keys 1 to 6, the next case without touching the mouse
 */
import { api } from "../core/api.js";
import { cls, html, useCallback, useEffect, useRef, useState } from "../core/dom.js";
import { ago, num } from "../core/fmt.js";
import { useKeys } from "../core/keys.js";
import { go, href } from "../core/router.js";
import { can } from "../core/session.js";
import { prefs, useLoad } from "../core/store.js";
import { t } from "../core/text.js";
import { Empty, Loaded } from "../ui/states.js";
import { toast } from "../ui/toast.js";
import { ClassTag } from "../ui/verdict.js";
import { AlikeDialog } from "./parts/alike.js";
import { Screen, Tabs } from "./parts/bits.js";
import { Basis, Outcomes, lastBasis } from "./parts/decide.js";
import { ListBack, saveList } from "./parts/difference-file.js";
import { loadEntry, loadOutcomes, openOf, placeName, principalName, rolesToConfirm, rolesToPick, shortType, workOf } from "./parts/entry-data.js";
import { FieldPicture } from "./parts/picture.js";
import { Picker } from "./parts/picker.js";
import { VerificationSheet } from "./parts/sheet.js";
import { Agreeing, Sources } from "./parts/sources.js";
import { Trace } from "./parts/trace.js";

const LIMIT = 100;

function filterOf(query) {
  const isReview = query.class === "REVIEW";
  return {
    class: isReview ? "REVIEW" : "DIFF", waits: isReview ? undefined : "open", stream: query.stream,
    book: query.book, type: query.type, field: query.field, kind: query.kind, limit: LIMIT,
  };
}

/* -- the queue ------------------------------------------------------------- */

function Queue({ items, total, current, query }) {
  const here = useRef(null);
  useEffect(() => { if (here.current) here.current.scrollIntoView({ block: "nearest" }); }, [current]);
  return html`<ol class="queue-list" aria-label=${t("web.verify.queue")}>${items.map((item) => html`<li key=${item.id}
    ref=${item.id === current ? here : null} class=${cls(item.id === current && "here")}>
    <a href=${href("/verify/" + item.id, query)} aria-current=${item.id === current ? "true" : undefined}>
      <b>${t("web.verify.item", { number: item.number })}</b>
      <small>${[shortType(item.type_label || item.type), item.volume].filter(Boolean).join(" · ")}</small>
      <em>${item.changed_ms ? ago(item.changed_ms) : ""}</em></a></li>`)}
    ${total > items.length && html`<li class="dim">${t("web.verify.more", { n: num(total - items.length) })}</li>`}</ol>`;
}

function Side({ load, current, query, onBack }) {
  const total = load.data ? load.data.total ?? load.data.items.length : undefined;
  const isReview = query.class === "REVIEW";
  const pick = (id) => go("/verify", { ...query, class: id });
  return html`<aside class="verify-queue" aria-label=${t("web.verify.queue")}>
    <div class="verify-queue-head"><h2>${t("web.verify.title")} ${total !== undefined && html`<b>${num(total)}</b>`}</h2>
      <${Tabs} label=${t("web.verify.kind")} value=${isReview ? "REVIEW" : "DIFF"} onPick=${pick}
        items=${[{ id: "DIFF", label: t("class.DIFF") }, { id: "REVIEW", label: t("web.verify.review") }]} />
      ${can("entry.confirm") && html`<a href=${href("/not-found")}>${t("web.verify.to_not_found")}</a>`}
      ${(query.book || query.field || query.kind || query.type) && html`<a class="dim" href=${href("/verify", { class: query.class })}>${
        t("web.verify.all")}</a>`}</div>
    <${Loaded} of=${load} lines=${8}>${(data) => html`<${Queue} items=${data.items} total=${total} current=${current} query=${query} />`}</${Loaded}>
    <div class="verify-queue-foot"><button type="button" class="btn" onClick=${() => saveList(query.book)}>${t("web.difflist.save")}</button>
      ${can("entry.decide") && html`<button type="button" class="btn" onClick=${onBack}>${t("web.difflist.back")}</button>`}</div>
  </aside>`;
}

/* -- one case -------------------------------------------------------------- */

function useAlike(entry, difference) {
  const isAsked = difference && difference.decides && !difference.decision;
  return useLoad((signal) => (isAsked ? api.get(`/entries/${entry.id}/alike`, {
    query: { role: difference.role, field: difference.field }, purpose: t("web.verify.purpose"), signal,
  }) : Promise.resolve({ count: 0, items: [] })), [entry.id, difference && difference.role + difference.field, isAsked]);
}

function Alike({ of, label, onOpen }) {
  if (!of.data || of.data.count === 0) return null;
  const { items, count } = of.data;
  return html`<section class="like"><div><h3>${t("web.alike.found", { n: num(count) })}</h3>
    <p>${t("web.alike.say", { field: label.toLowerCase(), book: items[0].book_value, person: items[0].person_value })}</p></div>
    <button type="button" class="btn" onClick=${onOpen}>${t("web.alike.open", { n: num(count) })} <kbd aria-hidden="true">G</kbd></button></section>`;
}

function ConfirmRoles({ entry, stream, onDone }) {
  const roles = rolesToConfirm(entry);
  if (roles.length === 0 || !can("entry.confirm")) return null;
  const confirm = async () => {
    try {
      await api.post(`/entries/${entry.id}/confirm`, {
        stream, version: workOf(entry, stream).version, role: "", basis: t("web.verify.confirm_basis"),
      });
      toast(t("web.verify.confirmed"));
      onDone();
    } catch (error) {
      toast(error.message, "bad");
    }
  };
  return html`<section class="like"><div><h3>${t("web.verify.not_found", { roles: roles.map((r) => r.label.toLowerCase()).join(", ") })}</h3>
    <p>${t("web.verify.not_found_text")}</p></div>
    <button type="button" class="btn" onClick=${confirm}>${t("web.verify.confirm")}</button></section>`;
}

function Case({ entry, outcomes, stream, onChanged, onNext }) {
  const work = workOf(entry, stream);
  const firstOpen = entry.differences.findIndex((one) => one.decides && !one.decision);
  const [at, setAt] = useState(firstOpen < 0 ? 0 : firstOpen);
  const [outcome, setOutcome] = useState("");
  const [basis, setBasis] = useState(lastBasis());
  const [paper, setPaper] = useState("");
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const [isAlike, setAlike] = useState(false);
  const difference = entry.differences[at];
  const alike = useAlike(entry, difference);
  const picks = rolesToPick(entry);
  const open = openOf(entry);

  useEffect(() => {
    setAt(firstOpen < 0 ? 0 : firstOpen);
    setOutcome("");
    setError(null);
  }, [entry.id, work.version]);
  const choose = (id) => { setOutcome(id); setError(null); };
  const act = async (fn, say) => {
    if (isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await fn();
      toast(say);
      onChanged();
    } catch (fault) {
      setError(fault);
      if (fault.key === "work.stale") onChanged();
    }
    setBusy(false);
  };
  const write = () => {
    if (!outcome || !difference || !difference.decides) return;
    prefs.set("verify.basis", basis);
    act(() => api.post(`/entries/${entry.id}/decide`, {
      stream: work.stream, version: work.version, role: difference.role, field: difference.field, outcome, basis, document: paper,
    }), t("web.verify.written", { field: difference.label }));
  };
  const pick = (role) => (id12) => act(() => api.post(`/entries/${entry.id}/pick`, {
    stream: work.stream, version: work.version, role: role.role, person: id12, basis: t("web.pick.basis"),
  }), t(id12 ? "web.pick.done" : "web.pick.done_nobody"));
  const move = (step) => entry.differences.length && setAt((at + step + entry.differences.length) % entry.differences.length);
  const isDecidable = can("entry.decide") && picks.length === 0 && difference && difference.decides;

  useKeys([
    ...(isDecidable ? outcomes.map((one) => ({ key: String(one.key), label: one.label, run: () => choose(one.id) })) : []),
    { key: "F9", label: t("web.verify.write"), run: write, bar: true, isLast: true },
    { key: "Enter", label: t("web.verify.write"), run: (e) => (e.target.closest("button, a, summary, textarea") || !outcome ? false : write()) },
    { key: "ArrowDown", label: t("web.verify.next_field"), run: () => move(1), bar: true },
    { key: "ArrowUp", label: t("web.verify.previous_field"), run: () => move(-1) },
    { key: "n", label: t("web.verify.next_case"), run: onNext, bar: true },
    { key: "g", label: t("web.alike.key"), run: () => alike.data && alike.data.count > 0 && setAlike(true) },
    { key: "p", label: t("web.verify.print"), run: () => window.print() },
  ]);
  return html`<section class="verify-case" aria-label=${t("web.verify.case")}>
      <header class="case-head"><div><h1>${principalName(entry)}</h1><p>${placeName(entry)}</p></div>
        <div class="case-tags"><${ClassTag} of=${work.class} /><span class="tag">${work.state_label}</span></div></header>
      <${FieldPicture} entry=${entry} field=${difference ? difference.field : ""} label=${difference ? difference.label : ""} />
      ${picks.map((role) => html`<${Picker} key=${role.role} role=${role} values=${entry.values} onPick=${pick(role)} />`)}
      ${entry.differences.length > 0 && html`<${Sources} entry=${entry} outcomes=${outcomes} at=${at} onPick=${setAt} />`}
      <${Agreeing} entry=${entry} />
      ${difference && html`<${Alike} of=${alike} label=${difference.label} onOpen=${() => setAlike(true)} />`}
      <${ConfirmRoles} entry=${entry} stream=${work.stream} onDone=${onChanged} />
    </section>
    <aside class="verify-decide" aria-label=${t("web.verify.outcome")}>
      <h2>${isDecidable ? t("web.verify.about", { field: difference.label.toLowerCase() }) : t("web.verify.outcome")}</h2>
      ${isDecidable ? html`<${Outcomes} outcomes=${outcomes} value=${outcome} onPick=${choose} />
        <${Basis} basis=${basis} document=${paper} onBasis=${setBasis} onDocument=${setPaper}
          error=${error && (error.field === "basis" || error.key === "verify.basis") && error.message} />`
      : html`<p class="dim">${open.length || picks.length ? t("web.verify.pick_first") : t("web.verify.all_decided")}</p>`}
      ${error && error.key !== "verify.basis" && html`<p class="field-error" role="alert">${error.message}</p>`}
      <${Trace} acts=${entry.acts} limit=${4} />
      <div class="verify-acts"><button type="button" class="btn" onClick=${() => window.print()}>${t("web.verify.print")}</button>
        ${isDecidable ? html`<button type="button" class="btn primary" disabled=${!outcome || isBusy} onClick=${write}>${
          t("web.verify.write")} <kbd aria-hidden="true">F9</kbd></button>`
        : html`<button type="button" class="btn primary" onClick=${onNext}>${t("web.verify.next_case")} <kbd aria-hidden="true">N</kbd></button>`}</div>
    </aside>
    ${isAlike && html`<${AlikeDialog} items=${alike.data.items} stream=${work.stream} role=${difference.role} field=${difference.field}
      label=${difference.label} outcomes=${outcomes} first=${outcome} onClose=${() => setAlike(false)}
      onDone=${() => { setAlike(false); onChanged(); }} />`}
    <${VerificationSheet} entry=${entry} />`;
}

/* -- the screen ------------------------------------------------------------ */

export default function Verify({ params, query }) {
  const filter = filterOf(query);
  const list = useLoad((signal) => api.get("/entries", { query: filter, signal }), [JSON.stringify(filter)]);
  const [isBack, setBack] = useState(false);
  const items = list.data ? list.data.items : [];
  const current = params.entry || (items[0] && items[0].id) || "";
  const entry = useLoad((signal) => (current ? Promise.all([loadEntry(current, t("web.verify.purpose"), signal), loadOutcomes()])
    : Promise.resolve(null)), [current]);
  const next = useCallback(() => {
    const i = items.findIndex((item) => item.id === current);
    const to = items[i + 1] || items.find((item) => item.id !== current);
    if (to) go("/verify/" + to.id, query);
    else go("/work");
  }, [items, current]);
  const changed = async () => {
    list.reload();
    entry.reload();
  };
  /* the last open point of a case is settled: on to the next */
  const last = useRef(null);
  useEffect(() => {
    if (!entry.data || entry.loading) return;
    const [one] = entry.data;
    const isOpen = openOf(one).length + rolesToPick(one).length > 0;
    if (last.current && last.current.id === one.id && last.current.isOpen && !isOpen && rolesToConfirm(one).length === 0) next();
    last.current = { id: one.id, isOpen };
  }, [entry.data]);
  const isEmpty = list.data && items.length === 0 && !params.entry;
  return html`<${Screen} id="verify"><div class="verify">
    <${Side} load=${list} current=${current} query=${query} onBack=${() => setBack(true)} />
    ${isEmpty ? html`<div class="verify-none"><${Empty} title=${t("web.verify.none")} text=${t("web.verify.none_text")}>
        <a class="btn" href=${href("/work")}>${t("web.verify.to_work")}</a></${Empty}></div>`
    : current ? html`<${Loaded} of=${entry} lines=${10}>${([one, outcomes]) => html`<${Case} entry=${one} outcomes=${outcomes}
        stream=${query.stream} onChanged=${changed} onNext=${next} />`}</${Loaded}>`
    : html`<${Loaded} of=${list} lines=${10}>${() => null}</${Loaded}>`}
    ${isBack && html`<${ListBack} onDone=${changed} onClose=${() => setBack(false)} />`}
  </div></${Screen}>`;
}
