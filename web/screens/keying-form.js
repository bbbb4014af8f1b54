/*
 * keying-form.js - one entry in hand: its values, the keyboard, the look-up,
 * the draft, the saving
 *
 * Enter goes on, nothing is refused, nothing typed is lost: after each field
 * the draft goes to the server and to this browser.
 */
import { html, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../core/dom.js";
import { api, network, uuid } from "../core/api.js";
import {
  NOT_YET, bookName, fromServer, hintOf, isDone, isFigures, likeTyped, markOf, normalise, ownSuggestions, planOf, toSend, valueOf, yearOf,
} from "../core/form.js";
import { useKeys } from "../core/keys.js";
import { keepDraft, putOutbox } from "../core/outbox.js";
import { prefs } from "../core/store.js";
import { t } from "../core/text.js";
import { ask } from "../ui/dialog.js";
import { KeyBar } from "../ui/keybar.js";
import { ActiveField, FieldRow } from "../ui/key-field.js";
import { toast } from "../ui/toast.js";
import { Bar, EndCard, Finder, Shorts } from "./keying-parts.js";
import { Pages, stripOf, usePages } from "./keying-pages.js";
import { makeDraftSender, useVerdict } from "./keying-calls.js";
import { Side } from "./keying-side.js";

const METHODS = ["telex", "vni", "off"];
const OPEN_SHOWN = 6; /* fields named in the question before saving */

/* What the form begins with: the draft, else the number and what is carried. */
function beginning(plan, entry) {
  if (entry.values) return entry.values;
  if (entry.draftValues) return entry.draftValues;
  const values = fromServer(Object.fromEntries(Object.entries(entry.carry || {}).map(([id, raw]) => [id, { raw, origin: "carried" }])), false);
  const { number } = plan.type.head;
  if (number && entry.number) values[number] = valueOf(entry.number, "suggested", { isPassed: false });
  return values;
}

export function KeyingForm({ book, type, pages, layout, short, entry, recent, onSaved, onLayout, onShort }) {
  const [hidden, setHidden] = useState(() => prefs.get("hidden." + book.id, []));
  const [opened, setOpened] = useState(() => prefs.get("opened." + book.id, []));
  const plan = useMemo(() => planOf(type, { boxes: layout.boxes, hidden, opened }), [type, layout, hidden, opened]);
  const [values, setValues] = useState(() => beginning(plan, entry));
  const valueAt = (id) => values[id] || NOT_YET;
  const [at, setAt] = useState(() => Math.max(0, plan.order.findIndex((f) => !isDone(values[f.id] || NOT_YET))));
  const [method, setMethod] = useState(() => prefs.get("method", "telex"));
  const [picked, setPicked] = useState({});
  const [odd, setOdd] = useState(null);
  const [isLeaving, setLeaving] = useState(false);
  const [panel, setPanel] = useState("");
  const [isSaving, setSaving] = useState(false);
  const [doubled, setDoubled] = useState("");
  const handle = useRef(null);
  const image = useRef(null);
  const list = useRef(null);
  const now = useRef(null);
  const key = useRef(uuid());
  const stats = useRef({ keys: (entry.spent && entry.spent.keys) || 0, since: Date.now() - ((entry.spent && entry.spent.seconds) || 0) * 1000 });
  const sendDraft = useMemo(() => makeDraftSender(book.id, entry.number || "-"), []);
  now.current = { values, at, plan };
  const { verdict, failure, askVerdict } = useVerdict({ book, type, plan, values, entry });

  const field = plan.order[at] || null;
  const numberText = valueAt(type.head.number).raw || entry.number || "";
  const paging = usePages({ book, pages, layout, entry, number: numberText });
  const seconds = () => Math.round((Date.now() - stats.current.since) / 1000);

  useEffect(() => {
    const count = (e) => { if (!/^(Shift|Control|Alt|Meta|CapsLock)$/.test(e.key)) stats.current.keys++; };
    addEventListener("keydown", count, true);
    return () => removeEventListener("keydown", count, true);
  }, []);

  useLayoutEffect(() => {
    const card = list.current && list.current.querySelector(".key-active, .key-end");
    if (card) list.current.scrollTop = Math.max(0, card.offsetTop - list.current.clientHeight * 0.3);
  }, [at, plan]);

  /* -- moving and committing --------------------------------------------- */
  const put = (id, value) => {
    const next = { ...now.current.values, [id]: value };
    now.current.values = next;
    setValues(next);
    askVerdict(next);
    const body = { values: next, seconds: seconds(), keys: stats.current.keys };
    if (!entry.entry) {
      sendDraft(body);
      keepDraft(book.id, { ...body, number: (next[type.head.number] || NOT_YET).raw || entry.number, at: Date.now() }).catch(() => {});
    }
  };

  /* The text in hand becomes the field's value; false asks for a second Enter. */
  const commit = () => {
    if (!field || !handle.current) return true;
    const before = valueAt(field.id);
    const text = handle.current.text();
    const raw = normalise(field, text, { number: entry.number, head: type.head });
    if (hintOf(field, text, {})?.isOdd && raw !== before.raw && odd !== field.id + raw) {
      setOdd(field.id + raw);
      return false;
    }
    if (raw === before.raw) {
      if (before.state !== "not_yet" && !before.isPassed) put(field.id, { ...before, isPassed: true });
    } else {
      const from = handle.current.origin();
      const isSame = normalise(field, from.origin === "typed" ? "" : from.text || "", { head: type.head }) === raw;
      put(field.id, valueOf(raw, isSame ? from.origin : "typed", { from: isSame ? from.from : "", doubt: before.doubt }));
    }
    return true;
  };
  const goTo = (to) => {
    if (!commit()) return;
    setOdd(null);
    setLeaving(false);
    setAt(Math.max(0, Math.min(now.current.plan.order.length, to)));
  };
  const goField = useCallback((id) => {
    const to = now.current.plan.order.findIndex((f) => f.id === id);
    if (to >= 0) goRef.current(to);
  }, []);
  const goRef = useRef(goTo);
  goRef.current = goTo;

  const set = (value) => {
    put(field.id, value);
    setOdd(null);
    setAt(at + 1);
  };
  const mark = (state) => {
    if (!field) return false;
    if (state === "not_on_form") {
      const next = [...hidden, field.id];
      put(field.id, markOf(state));
      setHidden(next);
      setOpened(opened.filter((id) => id !== field.id));
      prefs.set("hidden." + book.id, next);
      toast(t("web.keying.hidden", { field: field.label }));
      return true;
    }
    set(markOf(state));
    return true;
  };
  const ditto = () => {
    const raw = field && (entry.previous || {})[field.id];
    if (raw) set(valueOf(raw, "carried"));
    else toast(t("web.keying.no_previous"), "warn");
  };
  const doubt = () => {
    if (!field) return false;
    if (!commit()) return true;
    const value = now.current.values[field.id] || NOT_YET;
    put(field.id, { ...value, doubt: !value.doubt, isPassed: value.state !== "not_yet" });
    return true;
  };
  const openField = (id) => {
    setPanel("");
    if (!plan.order.some((f) => f.id === id)) {
      const shown = [...opened, id];
      const kept = hidden.filter((x) => x !== id);
      setOpened(shown);
      setHidden(kept);
      prefs.set("opened." + book.id, shown);
      prefs.set("hidden." + book.id, kept);
      now.current.plan = planOf(type, { boxes: layout.boxes, hidden: kept, opened: shown });
    }
    goField(id);
  };

  /* -- saving ------------------------------------------------------------ */
  const save = async (reason = doubled) => {
    if (isSaving || !commit()) return;
    let all = now.current.values;
    const open = plan.order.filter((f) => !isDone(all[f.id] || NOT_YET));
    if (open.length) {
      const isMany = open.length > OPEN_SHOWN;
      const isBlank = await ask({
        title: t("web.keying.open_title", { n: open.length }),
        text: t("web.keying.open_text", { fields: open.slice(0, OPEN_SHOWN).map((f) => f.label).join("; ") + (isMany ? "; …" : "") }),
        ok: t("web.keying.open_blank"), cancel: t("web.keying.open_back"), isHeavy: isMany,
      });
      if (!isBlank) {
        goField(open[0].id);
        return;
      }
      all = { ...all };
      for (const f of open) all[f.id] = all[f.id] && all[f.id].raw ? { ...all[f.id], isPassed: true } : markOf("blank_in_book");
      setValues(all);
    }
    const number = (all[type.head.number] || NOT_YET).raw;
    const spent = { seconds: seconds(), keys: stats.current.keys };
    const names = type.roles.filter((r) => r.principal).map((r) => (all[(r.facts || {}).name] || NOT_YET).raw).filter(Boolean).join(", ");
    const saved = { number, name: names, page: paging.page, stream: entry.stream, values: all };
    const body = { book: book.id, number, stream: entry.stream || "", ...(paging.page && { page: paging.page }), values: toSend(plan, all, hidden), ...spent, ...(reason && { doubled: reason }) };
    setSaving(true);
    try {
      if (entry.entry) {
        const done = await api.put(`/entries/${entry.entry}`, { version: entry.version, stream: entry.stream, values: body.values, ...spent }, { isSafe: false });
        onSaved({ ...saved, id: entry.entry, version: done.version, class: done.verdict && done.verdict.class });
        return;
      }
      const done = await api.post("/entries", body, { key: key.current, tries: 1, timeout: 10000, purpose: t("web.purpose.keying") });
      await keepDraft(book.id, null).catch(() => {});
      if (number !== entry.number && entry.number) api.del(`/books/${book.id}/drafts/${encodeURIComponent(entry.number)}`, { tries: 1 }).catch(() => {});
      onSaved({ ...saved, id: done.id, version: done.version, class: done.verdict && done.verdict.class });
    } catch (error) {
      if (!error.key) throw error;
      setSaving(false);
      if (error.status >= 400 && error.status < 500) key.current = uuid();
      if (!entry.entry && (error.isOffline || error.status === 503)) {
        await putOutbox({ id: key.current, book: book.id, title: t("web.keying.title", { book: bookName(book), number }) + (names ? " · " + names : ""), what: { path: "/entries", body } });
        await keepDraft(book.id, null).catch(() => {});
        onSaved({ ...saved, isWaiting: true });
      } else if (error.key === "keying.slot_taken") {
        askDoubled();
      } else {
        toast(error.message, "bad");
      }
    }
  };
  const askDoubled = useCallback(async () => {
    const reason = await ask({ title: t("web.keying.doubled_title"), text: t("web.keying.doubled_text"), field: t("web.keying.doubled_reason"), ok: t("web.keying.doubled_ok") });
    if (!reason) return;
    setDoubled(reason);
    key.current = uuid();
    toast(t("web.keying.doubled_done"));
  }, []);

  /* -- the keyboard ------------------------------------------------------- */
  const isHere = (e) => e.target.id === "key-input";
  const onFigures = (run) => (e) => (isHere(e) && field && isFigures(field) ? run() : false);
  const pan = (x, y) => () => (image.current ? image.current.pan(x, y) : false);
  const keys = [
    { key: "Enter", label: t("web.key.next"), bar: true, run: (e) => {
      if (isHere(e)) goTo(at + 1);
      else if (!field && (e.target === document.body || e.target.classList.contains("key-save"))) save();
      else return false;
      return true;
    } },
    { key: "Shift+Enter", show: "Shift+Enter", label: t("web.key.back"), bar: true, run: (e) => (isHere(e) ? goTo(at - 1) : false) },
    { key: "F2", label: t("web.key.ditto"), bar: true, run: ditto },
    { key: "F3", label: t("web.mark.blank_in_book"), bar: true, run: () => mark("blank_in_book") },
    { key: "F4", label: t("web.mark.illegible"), bar: true, run: () => mark("illegible") },
    { key: "F6", label: t("web.mark.doubt"), bar: true, run: doubt },
    { key: "Tab", label: t("web.key.take"), bar: true, run: (e) => {
      if (!isHere(e) || isLeaving) return false;
      if (handle.current.best()) handle.current.take();
      else goTo(at + 1);
      return true;
    } },
    { key: "Alt+1", show: "Alt+1–3", label: t("web.key.pick"), bar: true, run: () => pickAt(0) },
    { key: "Alt+2", run: () => pickAt(1) },
    { key: "Alt+3", run: () => pickAt(2) },
    { key: "F9", label: t("web.key.save"), bar: true, isLast: true, run: () => { save(); } },
    { key: "Shift+Tab", run: (e) => (isHere(e) && !isLeaving ? goTo(at - 1) : false) },
    { key: "ArrowDown", label: t("web.key.down"), run: (e) => (isHere(e) ? goTo(at + 1) : false) },
    { key: "ArrowUp", label: t("web.key.up"), run: (e) => (isHere(e) ? goTo(at - 1) : false) },
    { key: "Shift+F3", label: t("web.mark.not_on_form"), run: () => mark("not_on_form") },
    { key: "Shift+F4", label: t("web.mark.torn"), run: () => mark("torn") },
    { key: "F7", label: t("web.key.shorts"), run: () => setPanel("shorts") },
    { key: "F8", label: t("web.key.find"), run: () => { if (commit()) setPanel("find"); } },
    { key: "Escape", label: t("web.key.leave"), run: (e) => (isHere(e) ? setLeaving(true) : false) },
    { key: "Alt+t", label: t("web.key.method"), run: () => swapMethod() },
    { key: "Num+", label: t("web.key.num_next"), inText: true, run: onFigures(() => goTo(at + 1)) },
    { key: "Num*", label: t("web.key.num_ditto"), inText: true, run: onFigures(ditto) },
    { key: "Num-", label: t("web.key.num_blank"), inText: true, run: onFigures(() => mark("blank_in_book")) },
    { key: "Num/", label: t("web.key.num_illegible"), inText: true, run: onFigures(() => mark("illegible")) },
    ...(pages.length === 0 ? [] : [
      { key: "PageDown", label: t("web.key.page_next"), run: () => paging.turn(1) },
      { key: "PageUp", label: t("web.key.page_before"), run: () => paging.turn(-1) },
      { key: "Alt+PageDown", label: t("web.key.slot"), run: () => paging.slide() },
      { key: "Alt+Shift+ArrowDown", label: t("web.key.move"), show: "Alt+Shift+↓", run: () => paging.move(10) }, { key: "Alt+Shift+ArrowUp", run: () => paging.move(-10) },
      { key: "Alt+ArrowDown", run: pan(0, -120) }, { key: "Alt+ArrowUp", run: pan(0, 120) },
      { key: "Alt+ArrowLeft", run: pan(120, 0) }, { key: "Alt+ArrowRight", label: t("web.key.pan"), show: "Alt+→", run: pan(-120, 0) },
      { key: "Alt+=", label: t("web.key.zoom"), run: () => image.current.zoom(1) }, { key: "Alt+-", run: () => image.current.zoom(-1) },
      { key: "Alt+0", label: t("web.key.fit"), run: () => image.current.fit() }, { key: "Alt+c", label: t("web.image.contrast"), run: () => image.current.contrast() },
    ]),
  ];
  useKeys(keys);
  function swapMethod() {
    const next = METHODS[(METHODS.indexOf(method) + 1) % METHODS.length];
    setMethod(next);
    prefs.set("method", next);
  }
  const pick = useCallback((role, id12) => setPicked((p) => ({ ...p, [role]: id12 })), []);
  function pickAt(i) {
    const role = verdict && verdict.roles.find((r) => r.candidates && r.candidates[i]);
    if (!role) return false;
    pick(role.role, role.candidates[i].id12);
    return true;
  }

  const act = useRef({});
  act.current = { F2: ditto, F3: () => mark("blank_in_book"), F4: () => mark("illegible"), F6: doubt };
  const onAct = useCallback((name) => act.current[name](), []);
  const onForeign = useCallback(() => {
    setMethod("off");
    toast(t("web.keying.foreign"), "warn");
  }, []);
  const suggest = useCallback(async (f, text, signal) => {
    if (!network.get().isOnline) return [];
    const { items } = await api.post("/suggest", { book: book.id, field: f.id, prefix: text }, { signal, isSafe: true, tries: 1 });
    return items.map((x) => ({ text: f.kind === "name" ? likeTyped(x.text, text) : x.text, origin: "suggested", from: "" }));
  }, []);
  const expand = useCallback((text, data) => {
    if (data !== " ") return text;
    const word = /(\S+) $/.exec(text);
    const found = word && short.find((s) => s.short.toLowerCase() === word[1].toLowerCase());
    return found ? text.slice(0, -word[0].length) + found.text + " " : text;
  }, [short]);
  const onType = useCallback((text) => {
    setOdd(null);
    const { plan: p, values: v, at: i } = now.current;
    const f = p.order[i];
    const isFact = f && p.type.roles.some((r) => r.principal && (r.facts.name === f.id || r.facts.born === f.id));
    if (isFact) askVerdict({ ...v, [f.id]: valueOf(normalise(f, text)) }, 260);
  }, []);
  const how = useMemo(() => ({ method, isNewTone: prefs.get("newTone", false) }), [method]);
  const strip = field ? stripOf(paging, field.id) : null;
  /* a warning about what has been changed since says nothing */
  const isOfNow = (id) => (verdict.of[id] || NOT_YET) === valueAt(id) || verdict.of[id]?.raw === valueAt(id).raw && verdict.of[id]?.isPassed === valueAt(id).isPassed;
  const warnings = verdict ? (verdict.warnings || []).filter((w) => (w.fields || []).every(isOfNow)) : [];
  const warningOf = (id) => {
    const found = warnings.find((w) => w.fields && w.fields[0] === id && isDone(valueAt(id)));
    return found && found.text;
  };
  const labelled = warnings.map((w) => ({ ...w, text: w.fields && plan.fields[w.fields[0]] ? `${plan.fields[w.fields[0]].label}: ${w.text}` : w.text }))
    .sort((a, b) => (a.severity === "info") - (b.severity === "info"));
  const own = useMemo(() => (field ? ownSuggestions(plan, field, values) : []), [field, plan]);

  return html`<div class="keying">
    <${Bar} book=${book} plan=${plan} values=${values} number=${numberText} paging=${paging} stats=${stats} saved=${recent.length} method=${method} onMethod=${swapMethod}
      isAmending=${Boolean(entry.entry)} onShorts=${() => setPanel("shorts")} layout=${layout} onLayout=${onLayout} />
    <div class=${paging.current ? "key-grid" : "key-grid no-image"}>
      <${Pages} paging=${paging} field=${field} handle=${image} />
      <section class="key-form" aria-label=${t("web.keying.form")}><div class="key-list" ref=${list}>
        ${plan.groups.map((g) => html`<div role="group" key=${g.id} class="key-group" aria-label=${g.label || t("web.keying.form")}>
          ${g.label && html`<h2>${g.label}<span>${g.fields.filter((f) => isDone(valueAt(f.id))).length}/${g.fields.length}</span></h2>`}
          ${g.fields.map((f) => (f === field
            ? html`<${ActiveField} key=${f.id + (valueAt(f.id).doubt ? "?" : "")} field=${f} value=${valueAt(f.id)} previous=${(entry.previous || {})[f.id]} own=${own} ask=${suggest} year=${f.kind === "date" ? yearOf(plan, values) : 0}
                strip=${strip} how=${how} onForeign=${onForeign} handle=${handle} onChange=${onType} onAct=${onAct} expand=${expand} isOdd=${Boolean(odd)} warning=${warningOf(f.id)} />`
            : html`<${FieldRow} key=${f.id} field=${f} value=${valueAt(f.id)} warning=${warningOf(f.id)} onGo=${goField} />`))}
        </div>`)}
        <button type="button" tabindex="-1" class="key-more" onClick=${() => setPanel("find")}>${t("web.keying.more")} <kbd>F8</kbd></button>
        ${!field && html`<${EndCard} number=${numberText} open=${plan.order.filter((f) => !isDone(valueAt(f.id)))} warnings=${labelled} isSaving=${isSaving} onSave=${() => save()} onGo=${goField} onBack=${() => setAt(plan.order.length - 1)} />`}
      </div></section>
      <${Side} verdict=${verdict} isNamed=${Boolean(verdict && verdict.isNamed)} picked=${picked} onPick=${pick} number=${numberText} recent=${recent} book=${book.id} onTaken=${askDoubled} error=${failure}
        isFull=${entry.number === "" && !entry.entry} />
    </div>
    ${isLeaving && html`<p class="key-leave" role="status">${t("web.keying.leaving")}</p>`}
    <${KeyBar} keys=${keys} />
    ${panel === "find" && html`<${Finder} type=${type} plan=${plan} onPick=${openField} onClose=${() => setPanel("")} />`}
    ${panel === "shorts" && html`<${Shorts} items=${short} text=${handle.current ? handle.current.text() : ""} onSaved=${onShort} onClose=${() => setPanel("")} />`}
  </div>`;
}
