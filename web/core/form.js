/*
 * form.js - a page of a book as a form, without a screen
 *
 * Everything comes from the register type (schema/registers) and the book: the
 * fields and their kinds, which of them the printed page has, what a key means
 * in them.  No field is known here by its name.
 *
 * A value is `{raw, state, origin, from, doubt, isPassed}` and never changed in
 * place.  `state` "not_yet" is a field nobody has looked at; a value carried
 * from the last entry counts only once the clerk has passed it (isPassed).
 */
import { fold, legal } from "./canon.js";
import { dateWords, expandDate, readDate, weekday, wholeDate } from "./dates.js";
import { t } from "./text.js";

export const NOT_YET = { raw: "", state: "not_yet", origin: "typed", from: "", doubt: false, isPassed: false };

const FIGURES = new Set(["date", "seq", "int", "id12", "doc_number", "time"]);
const WRITTEN = new Set(["name", "place", "text", "ethnic", "nation", "unit", "date_words"]);

/** Typed in figures: the figure block's signs are keys there. */
export function isFigures(field) {
  return FIGURES.has(field.kind);
}

/** Written in Vietnamese: the input method works there. */
export function isWritten(field) {
  return WRITTEN.has(field.kind);
}

/* Without a word of the server: what the law or a comparison asks for. */
function isOrdinary(type, field) {
  const facts = type.roles.flatMap((r) => Object.values(r.facts || {}).map((f) => (Array.isArray(f) ? f[0] : f)));
  return (field.flags || []).length > 0 || Object.values(type.head).includes(field.id) || facts.includes(field.id) ||
    field.kind === "name" || field.kind === "date_words";
}

function groupsOf(type) {
  if (type.groups && type.groups.length) return type.groups;
  const groups = [{ id: "head", label: "", fields: [] }, ...type.roles.map((r) => ({ id: r.id, label: r.label, fields: [] })),
    { id: "rest", label: "", fields: [] }];
  for (const f of type.fields) {
    const id = !isOrdinary(type, f) ? "rest" : f.role || "head";
    groups.find((g) => g.id === id).fields.push(f.id);
  }
  return groups.filter((g) => g.fields.length);
}

const SAME_LINE = 0.6; /* of a box's height */

/* Fields as the eye meets them on the page: line by line, left to right. */
function byPlace(fields, boxes) {
  const lines = [];
  for (const f of [...fields].sort((a, b) => boxes[a.id].y - boxes[b.id].y)) {
    const line = lines[lines.length - 1];
    const { y, h } = boxes[f.id];
    if (line && y - line.y < SAME_LINE * Math.min(h, line.h)) line.fields.push(f);
    else lines.push({ y, h, fields: [f] });
  }
  return lines.flatMap((l) => l.fields.sort((a, b) => boxes[a.id].x - boxes[b.id].x));
}

/* Neighbours of one group under one heading; a heading may come again. */
function runs(order, groupOf) {
  const out = [];
  for (const f of order) {
    const group = groupOf(f.id);
    const last = out[out.length - 1];
    if (last && last.group === group) last.fields.push(f);
    else out.push({ id: `${group.id}-${out.length}`, label: group.label, group, fields: [f] });
  }
  return out;
}

/**
 * The form of a book: `{fields (by id), groups: [{id, label, fields: [field]}],
 * order: [field]}`.  Where boxes were drawn, the page has those fields, in the
 * order they stand there; else all but the group "rest".  `hidden` are those
 * the clerk said the page lacks, `opened` those she asked for.
 */
export function planOf(type, { boxes = {}, hidden = [], opened = [] } = {}) {
  const lists = Object.fromEntries((type.enums || []).map((e) => [e.id, e.items]));
  const fields = Object.fromEntries(type.fields.map((f) => [f.id, { ...f, flags: f.flags || [], choices: f.list ? lists[f.list] : null }]));
  const all = groupsOf(type);
  const groupOf = (id) => all.find((g) => g.fields.includes(id)) || all[all.length - 1];
  const isDrawn = Object.keys(boxes).some((id) => fields[id]);
  const isShown = (group, id) => opened.includes(id) || (!hidden.includes(id) &&
    (id === type.head.number || (isDrawn ? Boolean(boxes[id]) : group.id !== "rest")));
  const shown = all.flatMap((g) => g.fields.filter((id) => fields[id] && isShown(g, id)).map((id) => fields[id]));
  const order = !isDrawn ? shown : [
    ...shown.filter((f) => !boxes[f.id] && f.id === type.head.number),
    ...byPlace(shown.filter((f) => boxes[f.id]), boxes),
    ...shown.filter((f) => !boxes[f.id] && f.id !== type.head.number),
  ];
  return { type, fields, order, groups: runs(order, groupOf) };
}

/** A text as a value that was typed, or came some other way. */
export function valueOf(raw, origin = "typed", { from = "", doubt = false, isPassed = true } = {}) {
  if (raw === "") return NOT_YET;
  return { raw, state: raw.includes("?") ? "partial" : "value", origin, from, doubt, isPassed };
}

/** A field the clerk marked: blank_in_book, illegible, torn, not_on_form. */
export function markOf(state) {
  return { ...NOT_YET, state, isPassed: true };
}

/** Is there an answer for this field, looked at by the clerk? */
export function isDone(value) {
  return value.state !== "not_yet" && value.isPassed;
}

/* "52" in a book that writes "52/1999". */
function likeBook(raw, proposed) {
  const tail = /^\d+(\/\d{4})$/.exec(proposed || "");
  return tail && /^\d+$/.test(raw) ? raw + tail[1] : raw;
}

function choiceOf(field, raw) {
  const code = field.choices.find((c) => c.code === raw || String(Number(c.code)) === raw);
  if (code) return code.text;
  const typed = fold(raw);
  const fits = field.choices.filter((c) => fold(c.text).startsWith(typed));
  return fits.length === 1 || (fits.length && fold(fits[0].text) === typed) ? fits[0].text : raw;
}

/** What the typed keys stand for, as the book would have it. */
export function normalise(field, typed, { number = "", head = {} } = {}) {
  const raw = typed.normalize("NFC").trim();
  if (raw === "") return "";
  if (field.kind === "date") return expandDate(raw);
  if (field.choices) return choiceOf(field, raw);
  if (field.id === head.number) return likeBook(raw, number);
  return raw;
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

function dateHint(field, raw, year) {
  const d = readDate(raw);
  if (d.kind === "none") return { kind: "info", text: t("web.hint.date") };
  if (d.kind === "invalid") return { kind: "warn", text: t("web.hint.date_never"), isOdd: true };
  if (d.kind === "age") {
    return year ? { kind: "read", text: t("web.hint.age", { year: year - d.age }) } : { kind: "read", text: t("web.hint.age_alone") };
  }
  const whole = wholeDate(d);
  if (d.isLunar) return { kind: "read", text: t("web.hint.lunar", { text: raw }) };
  if (!whole) return { kind: "read", text: t("web.hint.date_part", { text: raw }) };
  return { kind: "read", text: t("web.hint.day", { weekday: t("web.day." + DAYS[weekday(whole)]), text: raw }) };
}

/**
 * One line under the input: `{kind: "info" | "read" | "warn", text, isOdd}`.
 * isOdd asks for a second Enter; nothing is ever refused.
 */
export function hintOf(field, typed, { year = 0 } = {}) {
  const raw = normalise(field, typed);
  if (field.kind === "date") return dateHint(field, raw, year);
  if (field.choices && (!raw || field.choices.length <= 4)) {
    return { kind: "info", text: field.choices.slice(0, 8).map((c) => `${c.code} ${c.text}`).join(" · ") };
  }
  if (field.kind === "id12" && raw && !/^[\d?]{12}$/.test(raw)) {
    return { kind: "warn", text: t("web.hint.id12", { n: (raw.match(/[\d?]/g) || []).length }) };
  }
  if (raw.includes("?")) return { kind: "read", text: t("web.hint.partial") };
  return null;
}

/** Year of registration as far as it is known, to infer a birth year from an age. */
export function yearOf(plan, values) {
  const value = values[plan.type.head.registered];
  const d = readDate(value ? value.raw : "");
  return /^\d{4}$/.test(d.year) ? Number(d.year) : 0;
}

const BEFORE_MAX = 3;

/* What the field tells of its person: "residence"; "" when nothing is compared. */
function factOf(plan, field) {
  const role = plan.type.roles.find((r) => r.id === field.role);
  const found = Object.entries((role && role.facts) || {}).find(([, f]) => f === field.id || (Array.isArray(f) && f.includes(field.id)));
  return found ? found[0] : "";
}

/* What earlier people of the entry have there, newest first: the father's address. */
function earlier(plan, field, values) {
  const fact = factOf(plan, field);
  const at = plan.order.indexOf(field);
  return plan.order.slice(0, at).reverse()
    .filter((f) => fact && f.role && f.role !== field.role && factOf(plan, f) === fact && values[f.id] && values[f.id].state === "value" && isDone(values[f.id]))
    .map((f) => ({ text: values[f.id].raw, origin: "derived", from: f.id }))
    .slice(0, BEFORE_MAX);
}

/* The family name a child shares: the father's, for a person whose father he is. */
function familyName(plan, field, values) {
  for (const role of plan.type.roles) {
    const facts = role.facts || {};
    const value = facts.father_name === field.id && values[facts.name];
    if (value && value.state === "value") return [{ text: value.raw.split(" ")[0] + " ", origin: "suggested", from: "" }];
  }
  return [];
}

/**
 * What this entry itself suggests for a field, before the server is asked:
 * `[{text, origin, from}]`.
 */
export function ownSuggestions(plan, field, values) {
  if (field.words) {
    const value = values[field.words];
    const whole = value && value.state === "value" ? wholeDate(readDate(value.raw)) : null;
    return whole ? [{ text: dateWords(whole), origin: "derived", from: field.words }] : [];
  }
  if (field.kind === "name" && field.role) {
    const isPrincipal = plan.type.roles.some((r) => r.id === field.role && r.principal);
    const family = familyName(plan, field, values);
    if (family.length) return family;
    const isOfOthers = plan.type.roles.some((r) => Object.entries(r.facts || {}).some(([fact, f]) => fact.endsWith("_name") && f === field.id));
    return isPrincipal || isOfOthers ? [] : earlier(plan, field, values);
  }
  return field.kind === "place" && field.role ? earlier(plan, field, values) : [];
}

/** Those of `items` that go on from what is typed, without doubles. */
export function fitting(items, typed, most = 4) {
  const begun = fold(typed);
  const seen = new Set([typed]);
  return items.filter((x) => {
    if (seen.has(x.text) || !fold(x.text + " ").startsWith(begun) || (begun && legal(x.text) === legal(typed))) return false;
    seen.add(x.text);
    return true;
  }).slice(0, most);
}

/* "HÒA" as "Hòa": books of one office are written in both ways. */
function inTitleCase(word) {
  return word.length > 1 && word === word.toUpperCase() ? word[0] + word.slice(1).toLowerCase() : word;
}

/** A name the server suggests, in the case the clerk is writing in. */
export function likeTyped(text, typed) {
  const isShouting = typed.length > 1 && typed === typed.toUpperCase() && typed !== typed.toLowerCase();
  return isShouting ? text : text.split(" ").map(inTitleCase).join(" ");
}

/** What stands in a row: for a code of a list, its words. */
export function shownOf(field, raw) {
  const found = field.choices && field.choices.find((c) => c.code === raw);
  return found ? found.text : raw;
}

/** "Sổ đăng ký khai sinh 01/1999"; some volumes name their year themselves. */
export function bookName(book) {
  const volume = book.volume || "";
  const hasYear = !book.year || volume.includes(String(book.year));
  return `${book.type_label} ${volume}${hasYear ? "" : `${volume ? "/" : ""}${book.year}`}`.trim();
}

/** The values as POST /api/entries and /lookup want them. */
export function toSend(plan, values, hidden = []) {
  const out = {};
  for (const [id, v] of Object.entries(values)) {
    if (!plan.fields[id] || v.state === "not_yet" || !v.isPassed) continue;
    const isPlain = v.state === "value" && v.origin === "typed" && !v.doubt;
    out[id] = isPlain ? v.raw : {
      raw: v.raw, state: v.state, ...(v.origin !== "typed" && { origin: v.origin }),
      ...(v.origin === "derived" && { from: v.from }), ...(v.doubt && { doubt: true }),
    };
  }
  for (const id of hidden) if (plan.fields[id] && !out[id]) out[id] = { raw: "", state: "not_on_form" };
  return out;
}

/** Values as the server gives them (a text, or an object) into ours. */
export function fromServer(values, isPassed = true) {
  return Object.fromEntries(Object.entries(values || {}).map(([id, v]) => {
    const whole = typeof v === "string" ? { raw: v } : v;
    const how = { from: whole.from || "", doubt: Boolean(whole.doubt), isPassed: whole.isPassed === undefined ? isPassed : whole.isPassed };
    const value = whole.raw ? valueOf(whole.raw, whole.origin || "typed", how) : { ...NOT_YET, ...how };
    return [id, { ...value, state: whole.state || value.state }];
  }));
}

/** The number after this one, as the book writes it; "" when it has none. */
export function nextNumber(raw) {
  const m = /^(\D*)(\d+)(.*)$/.exec(raw || "");
  return m ? m[1] + String(Number(m[2]) + 1).padStart(m[2].length, "0") + m[3] : "";
}
