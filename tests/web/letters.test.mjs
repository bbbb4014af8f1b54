/* Letters: canon and the input method, by the tables shared with C. */
import assert from "node:assert/strict";
import test from "node:test";
import { fold, legal } from "../../web/core/canon.js";
import { compose, composeAll } from "../../web/core/telex.js";
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
