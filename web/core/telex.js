/*
 * telex.js - Vietnamese from a plain keyboard: Telex and VNI
 *
 * Stateless: the word before the caret and one key give the new word, so that
 * moving the caret, pasting or correcting never confuses it.  A key that means
 * nothing there stays itself; the same key again takes the mark back and
 * leaves the letter ("off" is typed "offf").
 *
 * It steps aside for an input method of the system: while the browser says a
 * text is being composed, and, for those that fake key presses (UniKey), as
 * soon as an accented letter arrives that this engine did not make.
 * tests/vectors/telex.tsv is run against it, and against the repair of
 * src/base/viet.
 */
import { isVowel, letterOf, makeLetter } from "./canon.js";

const TELEX_TONE = { f: 1, r: 2, x: 3, s: 4, j: 5 };
const VNI_TONE = { 2: 1, 3: 2, 4: 3, 1: 4, 5: 5 };
const ROOF = { a: "â", e: "ê", o: "ô" };
const PLAIN = { â: "a", ă: "a", ê: "e", ô: "o", ơ: "o", ư: "u", đ: "d" };
const ONSETS = new Set(["", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
  "p", "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x"]);
/* Ends a tone can stand before: "off" stays, once it has been taken back.
 * Beginnings are asked as well: "H'Blơr" ends in a letter, not in a tone. */
const CODAS = new Set(["", "c", "ch", "k", "m", "n", "ng", "nh", "p", "t"]);
const WORD_MAX = 12;

/* The word as letters without tone, and its tone; null if a letter is not ours. */
function take(word) {
  const letters = [];
  let tone = 0;
  for (const c of word) {
    const l = letterOf(c);
    if (!l) return null;
    if (l.tone) tone = l.tone;
    letters.push({ letter: l.letter, isUpper: l.isUpper });
  }
  return { letters, tone };
}

/* First and last+1 of the vowels: behind "qu", "gi", or the first run. */
function nucleus(letters) {
  let from = 0;
  while (from < letters.length && !isVowel(letters[from].letter)) from++;
  if (from === 1 && letters.length > 2 && isVowel(letters[2].letter)) {
    const [a, b] = [letters[0].letter, letters[1].letter];
    if ((a === "q" && b === "u") || (a === "g" && b === "i")) from++;
  }
  let to = from;
  while (to < letters.length && isVowel(letters[to].letter)) to++;
  return [from, to];
}

/* Where the tone stands; `isNew` writes hoà, thuý instead of hòa, thúy. */
function tonePlace(letters, isNew) {
  const [from, to] = nucleus(letters);
  if (to === from) return -1;
  for (let i = to - 1; i >= from; i--) if (PLAIN[letters[i].letter]) return i;
  const n = to - from;
  if (n >= 3 || (n === 2 && to < letters.length)) return from + 1;
  const pair = n === 2 ? letters[from].letter + letters[from + 1].letter : "";
  return isNew && (pair === "oa" || pair === "oe" || pair === "uy") ? from + 1 : from;
}

function put(letters, tone, isNew) {
  const at = tone ? tonePlace(letters, isNew) : -1;
  return letters.map((l, i) => makeLetter(l.letter, i === at ? tone : 0, l.isUpper)).join("");
}

/* "thuơng" and "tưong" are "thương", "tương" once the rhyme goes on. */
function joinHorns(letters) {
  for (let i = 0; i + 2 < letters.length; i++) {
    const [a, b] = [letters[i].letter, letters[i + 1].letter];
    const isPair = (a === "u" && b === "ơ") || (a === "ư" && b === "o");
    if (isPair && !(i === 1 && letters[0].letter === "q") && /[cmnptiu]/.test(letters[i + 2].letter)) {
      letters[i] = { ...letters[i], letter: "ư" };
      letters[i + 1] = { ...letters[i + 1], letter: "ơ" };
    }
  }
  return letters;
}

/* Does the beginning look Vietnamese?  Keeps "David" from becoming "Đavi". */
function looksOurs(letters) {
  const [from, to] = nucleus(letters);
  const onset = letters.slice(0, from).map((l) => l.letter).join("");
  return ONSETS.has(onset) && letters.slice(to).every((l) => !isVowel(l.letter));
}

function withLetter(letters, at, letter) {
  return letters.map((l, i) => (i === at ? { ...l, letter } : l));
}

/* Last vowel of the word for which `fits`, with only consonants behind its run. */
function lastVowel(letters, fits) {
  const [from, to] = nucleus(letters);
  for (let i = to - 1; i >= from; i--) if (fits(letters[i].letter)) return i;
  return -1;
}

/* Vowels that may stand behind a marked one in the same syllable. */
const AFTER = { ă: [""], â: ["", "u", "y"], ê: ["", "u"], ô: ["", "i"], ơ: ["", "i", "u"], ư: ["", "a", "i", "u"] };

/* The last vowel of `from` that can become `to` there: the a of "hoac", not its o. */
function markable(letters, marks) {
  const [from, to] = nucleus(letters);
  for (let i = to - 1; i >= from; i--) {
    const mark = marks[letters[i].letter];
    const behind = letters.slice(i + 1, to).map((l) => l.letter).join("");
    if (mark && AFTER[mark].includes(behind)) return withLetter(letters, i, mark);
  }
  return null;
}

/* -- what a key may do: each answers letters, or null when it does not apply -- */

const ROOFED = { a: { a: "â", ă: "â" }, e: { e: "ê" }, o: { o: "ô", ơ: "ô" } };

function roof(letters, only) {
  return markable(letters, only ? ROOFED[only] : { ...ROOFED.a, ...ROOFED.e, ...ROOFED.o });
}

function unroof(letters, only) {
  const at = lastVowel(letters, (v) => (only ? v === ROOF[only] : v === "â" || v === "ê" || v === "ô"));
  return at < 0 ? null : withLetter(letters, at, PLAIN[letters[at].letter]);
}

function horn(letters) {
  const [from, to] = nucleus(letters);
  for (let i = from; i + 1 < to; i++) {
    const [a, b] = [letters[i].letter, letters[i + 1].letter];
    if ((a === "u" || a === "ư") && (b === "o" || b === "ô" || (b === "ơ" && a === "u"))) {
      /* thuở, huơ: only the o while nothing follows; joinHorns does the rest */
      const isOpen = i + 2 === letters.length && a === "u" && b !== "ơ";
      const first = isOpen ? letters : withLetter(letters, i, "ư");
      return withLetter(first, i + 1, "ơ");
    }
    if (a === "u" && b === "u") return withLetter(letters, i, "ư");
  }
  return markable(letters, { o: "ơ", ô: "ơ", u: "ư" });
}

function unhorn(letters) {
  const [from, to] = nucleus(letters);
  if (!letters.slice(from, to).some((l) => l.letter === "ơ" || l.letter === "ư")) return null;
  return letters.map((l, i) => (i >= from && i < to && (l.letter === "ơ" || l.letter === "ư") ? { ...l, letter: PLAIN[l.letter] } : l));
}

function bowl(letters) {
  return markable(letters, { a: "ă", â: "ă" });
}

function unbowl(letters) {
  const at = lastVowel(letters, (v) => v === "ă");
  return at < 0 ? null : withLetter(letters, at, "a");
}

function stroke(letters) {
  if (!letters.length || letters[0].letter !== "d") return null;
  return letters.length === 1 || looksOurs(letters) ? withLetter(letters, 0, "đ") : null;
}

function unstroke(letters) {
  return letters.length && letters[0].letter === "đ" ? withLetter(letters, 0, "d") : null;
}

/**
 * The word after `key`, or null when the key is only itself.
 * `how`: `{method: "telex" | "vni", isNewTone}`.
 */
export function compose(word, key, how = {}) {
  const taken = take(word);
  if (!taken || word.length > WORD_MAX) return null;
  const { letters, tone } = taken;
  const k = key.toLowerCase();
  const [from, to] = nucleus(letters);
  const hasVowel = to > from;
  const takesTone = hasVowel && ONSETS.has(letters.slice(0, from).map((l) => l.letter).join("")) && CODAS.has(letters.slice(to).map((l) => l.letter).join(""));
  const done = (next, t = tone) => put(joinHorns(next), t, how.isNewTone);
  const back = (next) => done(next) + key;

  if (how.method === "vni") {
    if (VNI_TONE[k] && takesTone) return tone === VNI_TONE[k] ? done(letters, 0) + key : done(letters, VNI_TONE[k]);
    if (k === "0" && tone) return done(letters, 0);
    if (k === "6" && hasVowel) return mark(roof(letters), unroof(letters));
    if (k === "7" && hasVowel) return mark(horn(letters), unhorn(letters));
    if (k === "8" && hasVowel) return mark(bowl(letters), unbowl(letters));
    if (k === "9") return mark(stroke(letters), unstroke(letters));
    return plain();
  }
  if (TELEX_TONE[k] && takesTone) return tone === TELEX_TONE[k] ? done(letters, 0) + key : done(letters, TELEX_TONE[k]);
  if (k === "z" && tone) return done(letters, 0);
  if (ROOF[k] && hasVowel) {
    const next = mark(roof(letters, k), unroof(letters, k));
    return next === null ? plain() : next;
  }
  if (k === "d") {
    const next = mark(stroke(letters), unstroke(letters));
    return next === null ? plain() : next;
  }
  if (k === "w") return telexW();
  return plain();

  function mark(on, off) {
    return on ? done(on) : off ? back(off) : null;
  }

  function telexW() {
    const last = letters[letters.length - 1];
    if (hasVowel) {
      const on = horn(letters) || bowl(letters);
      if (on) return done(on);
      if (letters.length === 1 && last.letter === "ư") return last.isUpper ? "W" : "w";
      const off = unbowl(letters) || unhorn(letters);
      return off ? back(off) : null;
    }
    if (!ONSETS.has(letters.map((l) => l.letter).join(""))) return null;
    return done([...letters, { letter: "ư", isUpper: key !== k }]);
  }

  /* an ordinary letter: the tone may have to move, ươ may have to join */
  function plain() {
    const l = letterOf(key);
    if (!l) return null;
    const next = done([...letters, { letter: l.letter, isUpper: l.isUpper }]);
    return next === word + key ? null : next;
  }
}

/** Feed whole keys: for tests and for abbreviations. */
export function composeAll(keys, how) {
  let word = "";
  for (const key of keys) {
    if (!/[\p{L}\p{M}\d]/u.test(key)) {
      word += key;
      continue;
    }
    const at = word.search(/[\p{L}\p{M}]*$/u);
    const next = compose(word.slice(at), key, how);
    word = next === null ? word + key : word.slice(0, at) + next;
  }
  return word;
}

const isLetter = (c) => /[\p{L}\p{M}]/u.test(c);

/**
 * Type Vietnamese in `input`.  `options()` answers `{method, isNewTone,
 * isNames}`: method "telex", "vni" or "off"; isNames begins each word with a
 * capital.  `onForeign()` is called once a system's input method shows itself.
 * Returns what takes it off again.
 */
export function attach(input, options, onForeign = () => {}) {
  const onBefore = (e) => {
    if (e.inputType !== "insertText" || e.isComposing || !e.data) return;
    const how = options();
    const isForeign = e.data.length === 1 && e.data > "\u007f" && Boolean(letterOf(e.data));
    if (isForeign && how.method !== "off") onForeign();
    if (e.data.length !== 1) return;
    const caret = input.selectionStart;
    let from = caret;
    while (from > 0 && isLetter(input.value[from - 1])) from--;
    const word = input.value.slice(from, caret);
    let key = e.data;
    if (how.isNames && !word && letterOf(key) && (from === 0 || /[\s(]/.test(input.value[from - 1]))) key = key.toUpperCase();
    const next = how.method === "off" || isForeign ? null : compose(word, key, how);
    if (next === null && key === e.data) return;
    e.preventDefault();
    input.setRangeText(next === null ? word + key : next, from, input.selectionEnd, "end");
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: key }));
  };
  input.addEventListener("beforeinput", onBefore);
  return () => input.removeEventListener("beforeinput", onBefore);
}
