/* Letters: canon and the input method, by the tables shared with C. */
import assert from "node:assert/strict";
import test from "node:test";
import { fold, isVowel, legal, letterOf, makeLetter } from "../../web/core/canon.js";
import { attach, compose, composeAll } from "../../web/core/telex.js";
import { fileOf, vectors } from "./vectors.mjs";

test("the search canon says what C says", () => {
  for (const [text, search] of vectors("canon")) assert.equal(fold(text), search, text);
});

test("the legal canon says what C says", () => {
  for (const [text, , wanted] of vectors("canon")) assert.equal(legal(text), wanted, text);
});

test("both canons leave their own answers alone", () => {
  for (const [text] of vectors("canon")) {
    assert.equal(fold(fold(text)), fold(text), text);
    assert.equal(legal(legal(text)), legal(text), text);
  }
});

for (const method of ["telex", "vni"]) {
  test(`${method} writes the words of the table`, () => {
    const cases = vectors("telex").filter((c) => c[0] === method);
    assert.ok(cases.length > 15);
    for (const [, keys, word] of cases) assert.equal(composeAll(keys, { method }), word, keys);
  });
}

test("the tone stands where the office wants it", () => {
  assert.equal(composeAll("hoaf", { method: "telex" }), "hòa");
  assert.equal(composeAll("hoaf", { method: "telex", isNewTone: true }), "hoà");
  assert.equal(composeAll("thuys", { method: "telex", isNewTone: true }), "thuý");
  assert.equal(composeAll("quys", { method: "telex", isNewTone: true }), "quý");
});

test("a key without meaning is left to the browser", () => {
  for (const [word, key] of [["", "s"], ["b", "s"], ["Nguyễn", " "], ["12", "s"], ["a-", "s"], ["", "1"], ["x".repeat(20), "s"]]) {
    assert.equal(compose(word, key, { method: "telex" }), null, word + key);
  }
});

test("every syllable the keys can write survives its own backspace and retyping", () => {
  for (const [method, keys, word] of vectors("telex")) {
    const half = composeAll(keys.slice(0, -1), { method });
    const next = compose(half.slice(half.search(/[\p{L}\p{M}]*$/u)), keys.slice(-1), { method });
    assert.equal(next === null ? half + keys.slice(-1) : next, word, keys);
  }
});

/* A stand-in for an <input>: what `attach` uses of it. */
class Input extends EventTarget {
  value = "";
  selectionStart = 0;
  selectionEnd = 0;

  setRangeText(text, from, to) {
    this.value = this.value.slice(0, from) + text + this.value.slice(to);
    this.selectionStart = this.selectionEnd = from + text.length;
  }

  /* As a browser does: ask first, then write it itself. */
  type(text, how = {}) {
    for (const data of text) {
      const e = Object.assign(new Event("beforeinput", { cancelable: true }), { inputType: "insertText", data, isComposing: false, ...how });
      if (this.dispatchEvent(e)) this.setRangeText(data, this.selectionStart, this.selectionEnd);
    }
    return this.value;
  }
}
globalThis.InputEvent ||= class extends Event {};

test("a field writes Vietnamese, names with capitals, and can be left alone", () => {
  for (const [method, isNames, keys, text] of [
    ["telex", true, "nguyeenx vawn an", "Nguyễn Văn An"], ["telex", false, "thoon 2 ddaji lanhx", "thôn 2 đại lãnh"], ["vni", true, "le62 thi5", "Lề Thị"],
    ["off", true, "nguyeenx", "Nguyeenx"], ["telex", true, "h'blowr nie", "H'blơr Nie"],
  ]) {
    const input = new Input();
    attach(input, () => ({ method, isNames }));
    assert.equal(input.type(keys), text);
  }
});

test("it steps aside for an input method of the system", () => {
  const input = new Input();
  let seen = 0;
  attach(input, () => ({ method: seen ? "off" : "telex", isNames: true }), () => { seen++; });
  assert.equal(input.type("aa", { isComposing: true }), "aa");
  assert.equal(seen, 0);
  const other = new Input();
  attach(other, () => ({ method: seen ? "off" : "telex", isNames: true }), () => { seen++; });
  other.type("â"); /* UniKey: a backspace, then the letter it made */
  assert.equal(seen, 1);
  assert.equal(other.type("ns as"), "Âns As");
});

/* The spelling of src/base/viet_spell.c: every beginning with every rhyme. */
function syllables() {
  const source = fileOf("src/base/viet_spell.c");
  const listOf = (name) => [...new RegExp(`${name}\\[\\] =([^;]*);`).exec(source)[1].matchAll(/"([^"]*)"/g)].map((m) => m[1]).join("").trim().split(/\s+/);
  const [starts, rhymes, behindQu] = ["start_list", "rhyme_list", "qu_list"].map(listOf);
  const isFront = (rhyme) => /^[eêiy]/.test(rhyme);
  const out = [];
  for (const start of ["", ...starts]) {
    for (const rhyme of start === "qu" ? [...rhymes, ...behindQu] : rhymes) {
      if (/^(k|gh|ngh)$/.test(start) && !isFront(rhyme)) continue;
      if (/^(c|ng|g)$/.test(start) && isFront(rhyme)) continue;
      if (start === "qu" && /^[uoôơư]/.test(rhyme)) continue;
      if (start === "gi" && /^[iy]/.test(rhyme)) continue;
      out.push(start + rhyme);
    }
  }
  return out;
}

const TELEX_KEYS = { ă: "aw", â: "aa", ê: "ee", ô: "oo", ơ: "ow", ư: "uw", đ: "dd" };
const VNI_KEYS = { ă: "a8", â: "a6", ê: "e6", ô: "o6", ơ: "o7", ư: "u7", đ: "d9" };

test("every syllable of the language can be typed, each letter as it comes", () => {
  const all = syllables();
  assert.ok(all.length > 3000, `${all.length} syllables`);
  const wrong = [];
  for (const word of all) {
    const isStopped = /(c|ch|p|t)$/.test(word);
    for (const tone of isStopped ? [4, 5] : [0, 1, 2, 3, 4, 5]) {
      for (const [method, keys, tones] of [["telex", TELEX_KEYS, ["", "f", "r", "x", "s", "j"]], ["vni", VNI_KEYS, ["", "2", "3", "4", "1", "5"]]]) {
        /* "xoong": three keys, for two would be a roof */
        const plain = method === "telex" ? word.replace("oo", "ooo") : word;
        const typed = [...plain].map((c) => keys[c] || c).join("") + tones[tone];
        const made = composeAll(typed, { method });
        /* where the tone stands is another test: legal takes it away */
        if (legal(made) !== legal(composeTone(word, tone))) wrong.push(`${typed} -> ${made}`);
      }
    }
  }
  assert.deepEqual(wrong.slice(0, 40), [], `${wrong.length} of them`);
});

/* The word with its tone on its last vowel. */
function composeTone(word, tone) {
  const letters = [...word].map((c) => letterOf(c));
  const at = letters.findLastIndex((l) => isVowel(l.letter));
  return letters.map((l, i) => makeLetter(l.letter, i === at ? tone : 0)).join("");
}
