/*
 * canon.js - Vietnamese letters: what is the same (src/base/viet.h in JS)
 *
 * `fold` finds: marks and tones off, đ is d, y is i, lower case, single
 * blanks.  `legal` decides: only case, blanks, NFC/NFD and the place of the
 * tone are taken away.  The two must never be mixed, and must say what the C
 * functions say: tests/vectors/canon.tsv is run against both.
 */

const TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]; /* the dictionary's order */
const VOWELS = "aăâeêioôơuưy";
const CONSONANTS = "bcdfghjklmnpqrstvwxzđ";
const BASE = { ă: "a", â: "a", ê: "e", ô: "o", ơ: "o", ư: "u", đ: "d" };

/* Every Vietnamese letter -> {letter (small, without tone), tone, isUpper}. */
const LETTERS = new Map();
for (const letter of VOWELS) {
  TONES.forEach((mark, tone) => {
    const small = (letter + mark).normalize("NFC");
    LETTERS.set(small, { letter, tone, isUpper: false });
    LETTERS.set(small.toUpperCase(), { letter, tone, isUpper: true });
  });
}
for (const letter of CONSONANTS) {
  LETTERS.set(letter, { letter, tone: 0, isUpper: false });
  LETTERS.set(letter.toUpperCase(), { letter, tone: 0, isUpper: true });
}
/* typed by old keyboards for đ, and printed alike */
LETTERS.set("ð", { letter: "đ", tone: 0, isUpper: false });
LETTERS.set("Ð", { letter: "đ", tone: 0, isUpper: true });

/** The letter taken apart, or undefined when it is no Vietnamese one. */
export function letterOf(c) {
  return LETTERS.get(c);
}

export function isVowel(letter) {
  return VOWELS.includes(letter);
}

/** The letter of this quality and tone. */
export function makeLetter(letter, tone, isUpper = false) {
  const small = tone && isVowel(letter) ? (letter + TONES[tone]).normalize("NFC") : letter;
  return isUpper ? small.toUpperCase() : small;
}

/* Lower case in the Latin blocks only, as the C table has it. */
function lowerOf(c) {
  const l = LETTERS.get(c);
  if (l) return makeLetter(l.letter, l.tone);
  const n = c.codePointAt(0);
  if (n >= 0xc0 && n <= 0xde && n !== 0xd7) return String.fromCodePoint(n + 32);
  if (n === 0x178) return "\u00ff";
  if (n === 0x130 || n === 0x131 || n === 0x138) return c;
  if ((n >= 0x139 && n <= 0x148) || (n >= 0x179 && n <= 0x17e)) return String.fromCodePoint(n + (n & 1));
  if ((n >= 0x100 && n <= 0x137) || (n >= 0x14a && n <= 0x177) || (n >= 0x1e00 && n <= 0x1e95) ||
    (n >= 0x1ea0 && n <= 0x1eff)) return String.fromCodePoint(n | 1);
  return c;
}

function isBlank(c) {
  return c === " " || c === "\t" || c === "\n" || c === "\r" || c === "\u00a0" || c === "\u3000";
}

function isMark(c) {
  return c >= "\u0300" && c <= "\u036f";
}

/* Letters one by one, runs of blanks as one, none at the ends. */
function* letters(text, isMarkless) {
  let hasBegun = false;
  let isPending = false;
  for (const c of text) {
    if (isMarkless && isMark(c)) continue;
    if (isBlank(c)) {
      isPending = hasBegun;
      continue;
    }
    if (isPending) yield " ";
    isPending = false;
    hasBegun = true;
    yield c;
  }
}

function foldLetter(c) {
  let l = LETTERS.get(c);
  let base = c;
  if (!l) {
    base = String.fromCodePoint(c.normalize("NFD").codePointAt(0));
    l = LETTERS.get(base);
  }
  if (!l) return lowerOf(base);
  return l.letter === "y" ? "i" : BASE[l.letter] || l.letter;
}

/** The search canon: "Nguyễn  THỊ Thuý" -> "nguien thi thui". */
export function fold(text) {
  let to = "";
  for (const c of letters(String(text ?? "").normalize("NFC"), true)) to += foldLetter(c);
  return to;
}

/* The letters of one word with its tone moved to its last vowel. */
function putRun(run) {
  const tones = run.filter((l) => l.tone);
  let last = -1;
  run.forEach((l, i) => {
    if (isVowel(l.letter)) last = i;
  });
  return run.map((l, i) => makeLetter(l.letter, tones.length > 1 ? l.tone : i === last && tones.length ? tones[0].tone : 0)).join("");
}

const RUN_MAX = 64;

function lowerWhole(text) {
  return [...text].map(lowerOf).join("").normalize("NFC");
}

/** The legal canon: "Hoà" and "HÒA" are one, "Huy" and "Hui" are not. */
export function legal(text) {
  const nfc = String(text ?? "").normalize("NFC");
  let to = "";
  let run = [];
  for (const c of letters(/[\u0300-\u036f]/.test(nfc) ? lowerWhole(nfc) : nfc, false)) {
    const l = LETTERS.get(c);
    if (l && run.length < RUN_MAX) {
      run.push(l);
      continue;
    }
    to += putRun(run);
    run = [];
    if (l) run.push(l);
    else to += lowerOf(c);
  }
  return to + putRun(run);
}
