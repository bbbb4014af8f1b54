/* Letters: canon and the input method, by the tables shared with C. */
import assert from "node:assert/strict";
import test from "node:test";
import { fold, legal } from "../../web/core/canon.js";
import { attach, compose, composeAll } from "../../web/core/telex.js";
import { vectors } from "./vectors.mjs";

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
