/*
 * dates.js - dates as old books have them (src/base/date.h in JS)
 *
 * `readDate` understands a text, figure by figure, and invents nothing;
 * `expandDate` turns the few keys a clerk types into what the book says.
 * tests/vectors/dates.tsv is run against both this and the C functions.
 */
import { fold } from "./canon.js";

const YEAR_MIN = 1800;
const YEAR_MAX = 2100;
const WORDS = new Set(["ngai", "thang", "nam", "mung", "mong", "sinh", "h", "hoi"]);
const LUNAR = ["(am lich)", "am lich", "(al)", "(a.l)", "al"];

export function daysIn(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/* Could figures with '?' be a number of low..high? */
function mayBe(figures, low, high) {
  for (let n = low; n <= high; n++) {
    const text = String(n).padStart(figures.length, "0");
    if ([...figures].every((c, i) => c === "?" || c === text[i])) return true;
  }
  return false;
}

function isPossible({ day, month, year }) {
  if (year && !mayBe(year, YEAR_MIN, YEAR_MAX)) return false;
  if (month && !mayBe(month, 1, 12)) return false;
  if (day && !mayBe(day, 1, 31)) return false;
  if (!day || !month) return true;
  const whole = /^\d{4}$/.test(year) ? Number(year) : 2000;
  for (let m = 1; m <= 12; m++) if (mayBe(month, m, m) && mayBe(day, 1, daysIn(whole, m))) return true;
  return false;
}

function two(text) {
  if (text.length === 1) return (text === "?" ? "?" : "0") + text;
  return text.length === 2 ? text : null;
}

function assemble(parts) {
  const last = parts[parts.length - 1];
  if (parts.length === 3 && parts[0].length === 4) return { year: parts[0], month: two(parts[1]), day: two(last) };
  if (last.length !== 4) return null;
  return {
    year: last,
    month: parts.length >= 2 ? two(parts[parts.length - 2]) : "",
    day: parts.length === 3 ? two(parts[0]) : "",
  };
}

const NONE = { kind: "none", day: "", month: "", year: "", age: 0, isLunar: false };
const INVALID = { ...NONE, kind: "invalid" };

/**
 * `{kind, day, month, year, age, isLunar}`: kind "none", "civil", "age" or
 * "invalid"; the parts are texts of figures and '?', "" when not there.
 */
export function readDate(raw) {
  let s = String(raw ?? "").trim();
  if (s === "") return NONE;
  let isLunar = false;
  if (!/^[\d?./\-, ]*$/.test(s)) {
    s = fold(s);
    const end = LUNAR.find((e) => s.length > e.length && s.endsWith(e));
    if (end) {
      isLunar = true;
      s = s.slice(0, -end.length).trim();
    }
  }
  const age = /^(\d{1,3})\s*(t|t\.|tuoi)$/.exec(s);
  if (age && Number(age[1]) <= 130) return { ...NONE, kind: "age", age: Number(age[1]), isLunar };
  const parts = [];
  for (const piece of s.split(/([\d?]+)/)) {
    if (/^[\d?]/.test(piece)) parts.push(piece);
    else if (!piece.split(/[./\-, ]+/).every((w) => w === "" || WORDS.has(w))) return INVALID;
  }
  if (parts.length < 1 || parts.length > 3) return INVALID;
  const d = assemble(parts);
  if (!d || d.day === null || d.month === null || !isPossible(d)) return INVALID;
  return { ...NONE, kind: "civil", ...d, isLunar };
}

/** The whole civil date as `{year, month, day}` numbers, or null. */
export function wholeDate(d) {
  if (d.kind !== "civil" || !/^\d+$/.test(d.day + d.month + d.year) || !d.day || !d.month) return null;
  return { year: Number(d.year), month: Number(d.month), day: Number(d.day) };
}

/**
 * What the clerk typed as the book has it: "28031999" -> "28/03/1999",
 * "031999" -> "03/1999", "27t" -> "27 tuổi", a tail "al" -> "(ÂL)".  Figures
 * may be '?'.  Anything else stays as typed, blanks at the ends off.
 */
export function expandDate(typed) {
  let s = String(typed ?? "").trim();
  const age = /^(\d{1,3})\s*(t|tuổi|tuoi)$/i.exec(s);
  if (age) return `${Number(age[1])} tuổi`;
  let tail = "";
  const lunar = /^(.*\d\??)\s*\(?(al|âl|aâl|âm lịch)\)?$/i.exec(s);
  if (lunar) {
    s = lunar[1].trim();
    tail = " (ÂL)";
  }
  const whole = /^([\d?]{2})([\d?]{2})([\d?]{4})$/.exec(s);
  const half = /^([\d?]{2})([\d?]{4})$/.exec(s);
  const parts = /^([\d?]{1,2})[ ./-]([\d?]{1,2})[ ./-]([\d?]{4})$/.exec(s);
  if (whole) s = `${whole[1]}/${whole[2]}/${whole[3]}`;
  else if (half && mayBe(half[1], 1, 12) && mayBe(half[2], YEAR_MIN, YEAR_MAX)) s = `${half[1]}/${half[2]}`;
  else if (parts) s = `${two(parts[1])}/${two(parts[2])}/${parts[3]}`;
  return s + tail;
}

const ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

function below100(n) {
  const tens = Math.floor(n / 10);
  const one = n % 10;
  if (tens === 0) return ONES[one];
  const head = tens === 1 ? "mười" : `${ONES[tens]} mươi`;
  if (one === 0) return head;
  return `${head} ${one === 5 ? "lăm" : one === 1 && tens > 1 ? "mốt" : one === 4 && tens > 1 ? "tư" : ONES[one]}`;
}

/** "Ngày hai mươi tám tháng ba năm một nghìn chín trăm chín mươi chín". */
export function dateWords({ year, month, day }) {
  const rest = year % 100;
  return `Ngày ${day <= 10 ? "mồng " : ""}${below100(day)} tháng ${month === 4 ? "tư" : below100(month)} năm ` +
    `${ONES[Math.floor(year / 1000)]} nghìn ${ONES[Math.floor(year / 100) % 10]} trăm` +
    (rest ? ` ${rest < 10 ? "lẻ " : ""}${below100(rest)}` : "");
}

/** 0 Sunday … 6 Saturday. */
export function weekday({ year, month, day }) {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}
