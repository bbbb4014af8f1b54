/*
 * entry-data.js - an entry as the server tells it, and what can be said of it
 * without asking again
 */
import { api, getOnce } from "../../core/api.js";
import { t } from "../../core/text.js";

/** The whole entry; `purpose` is written into the access chain. */
export async function loadEntry(id, purpose, signal) {
  const entry = await api.get("/entries/" + id, { purpose, signal });
  const type = await getOnce("/types/" + entry.type);
  return { ...entry, values: entry.values.map((value) => ({ ...value, text: wordOf(type, value) })) };
}

/* A code of a list in words: "1" is "Nam". */
function wordOf(type, value) {
  const field = type.fields.find((one) => one.id === value.field);
  const list = field && field.list && type.enums.find((one) => one.id === field.list);
  const item = list && list.items.find((one) => one.code === value.raw);
  return item ? item.text : value.raw;
}

/** "Khai sinh" of "Sổ đăng ký khai sinh". */
export function shortType(label) {
  const rest = (label || "").replace(/^Sổ đăng ký /, "");
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The six outcomes, in the order of their keys. */
export async function loadOutcomes() {
  return (await getOnce("/rights/outcomes")).outcomes;
}

/** The work row of `stream`, or the only one. */
export function workOf(entry, stream) {
  return entry.works.find((work) => work.stream === stream) || entry.works[0];
}

/** What a decision is still missing of: deciding differences without one. */
export function openOf(entry) {
  return entry.differences.filter((one) => one.decides && !one.decision);
}

/** Roles that wait for a person to be picked, or for "not found" to be confirmed. */
export function rolesToPick(entry) {
  return entry.roles.filter((role) => role.class === "REVIEW" && !role.decided);
}

export function rolesToConfirm(entry) {
  return entry.roles.filter((role) => role.class === "NOTFOUND" && role.decided !== "confirmed");
}

/** "Khai sinh số 47/1999, quyển 01/1999, trang 24" */
export function placeName(entry) {
  const parts = [t("web.entry.place", { type: shortType(entry.type_label), number: entry.number })];
  if (entry.volume) parts.push(t("web.entry.volume", { volume: entry.volume }));
  if (entry.page) parts.push(t("web.entry.page", { page: entry.page }));
  return parts.join(", ");
}

/** The name of whom the entry speaks, as the book has it: first name field of the first role. */
export function principalName(entry) {
  const name = entry.values.find((value) => /HoTen$/.test(value.field) && value.role === (entry.roles[0] || {}).role)
    || entry.values.find((value) => /HoTen$/.test(value.field));
  return name ? name.raw : entry.number;
}

/** A value for reading: what the book says, or what stands instead. */
export function shownValue(value) {
  if (!value) return "";
  if (value.state && value.state !== "value") return t("web.fieldstate." + value.state);
  return value.raw;
}

/** The part of the scanned page where a field is: {page id, box} or null. */
export async function pictureOf(entry, signal) {
  const { pages, layout } = await api.get(`/books/${entry.book}/pages`, { signal });
  const page = pages.find((one) => String(one.page) === String(entry.page));
  return page ? { page, boxes: (layout && layout.boxes) || {} } : null;
}
