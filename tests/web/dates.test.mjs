/* Dates: what is read, by the table shared with C; what a clerk's keys become. */
import assert from "node:assert/strict";
import test from "node:test";
import { dateWords, expandDate, readDate, wholeDate, weekday } from "../../web/core/dates.js";
import { vectors } from "./vectors.mjs";

test("dates are read as C reads them", () => {
  for (const [text, kind, day = "", month = "", year = "", lunar = ""] of vectors("dates")) {
    const d = readDate(text);
    assert.equal(d.kind, kind, text);
    if (kind === "age") assert.equal(d.age, Number(year), text);
    else assert.deepEqual([d.day, d.month, d.year], [day, month, year], text);
    assert.equal(d.isLunar, lunar === "lunar", text);
  }
});

test("a day is written in words as C writes it", () => {
  for (const [iso, words] of vectors("date_words")) {
    const [year, month, day] = iso.split("-").map(Number);
    assert.equal(dateWords({ year, month, day }), words);
  }
});

test("a clerk's figures become what the book says", () => {
  for (const [typed, text] of [
    ["28031999", "28/03/1999"], ["031999", "03/1999"], ["1999", "1999"], ["2?031999", "2?/03/1999"],
    ["199?", "199?"], ["??1999", "??/1999"], ["27t", "27 tuổi"], ["27 tuổi", "27 tuổi"], ["1 4 1999", "01/04/1999"],
    ["1.4.1999", "01/04/1999"], ["28031999al", "28/03/1999 (ÂL)"], ["151999", "151999"], ["", ""],
    ["31041999", "31/04/1999"], ["không rõ", "không rõ"], ["  1999 ", "1999"],
  ]) assert.equal(expandDate(typed), text, typed);
});

test("what the keys become is read as the same date, or is no date at all", () => {
  for (const typed of ["28031999", "031999", "1999", "27t", "2?031999", "28031999al"]) {
    assert.notEqual(readDate(expandDate(typed)).kind, "invalid", typed);
  }
  assert.equal(readDate(expandDate("31041999")).kind, "invalid");
});

test("a whole date has a day of the week, a partial one has none", () => {
  assert.equal(weekday(wholeDate(readDate("28/03/1999"))), 0);
  assert.equal(wholeDate(readDate("03/1999")), null);
  assert.equal(wholeDate(readDate("2?/03/1999")), null);
  assert.equal(wholeDate(readDate("27t")), null);
});
