/* The keying form without a screen, on the register types of schema/. */
import assert from "node:assert/strict";
import test from "node:test";
import {
  NOT_YET, bookName, fitting, fromServer, hintOf, isDone, likeTyped, markOf, nextNumber, normalise, ownSuggestions, planOf, shownOf, toSend, valueOf, yearOf,
} from "../../web/core/form.js";
import { fileOf } from "./vectors.mjs";

const TYPES = ["birth", "marriage", "death", "adoption", "parent-child", "marital-status"];
const typeOf = (name) => JSON.parse(fileOf(`schema/registers/${name}.json`));
const birth = typeOf("birth");

test("every register type becomes a form that can be keyed", () => {
  for (const name of TYPES) {
    const plan = planOf(typeOf(name));
    assert.equal(plan.order[0].id, plan.type.head.number, name);
    assert.ok(plan.order.length >= 8 && plan.order.length < plan.type.fields.length, `${name}: ${plan.order.length}`);
    assert.equal(new Set(plan.order.map((f) => f.id)).size, plan.order.length);
    assert.deepEqual(plan.groups.flatMap((g) => g.fields), plan.order);
    for (const role of plan.type.roles.filter((r) => r.principal)) {
      assert.ok(plan.order.some((f) => f.id === role.facts.name), `${name}: the name of ${role.id}`);
    }
  }
});

test("the fields of a page are those drawn on it, in the order of the eye", () => {
  const box = (x, y) => ({ x, y, w: 0.1, h: 0.02 });
  const plan = planOf(birth, { boxes: { nguoiKy: box(0.6, 0.9), so: box(0.1, 0.1), ngayDangKy: box(0.7, 0.105), nksHoTen: box(0.1, 0.2), nksGioiTinh: box(0.8, 0.195) } });
  assert.deepEqual(plan.order.map((f) => f.id), ["so", "ngayDangKy", "nksHoTen", "nksGioiTinh", "nguoiKy"]);
  assert.equal(plan.groups.length, 3);
});

test("a field the page lacks goes away, one that is asked for comes", () => {
  const plan = planOf(birth, { hidden: ["ghiChu", "nksNoiSinh"], opened: ["nksMatTich"] });
  const ids = plan.order.map((f) => f.id);
  assert.ok(!ids.includes("nksNoiSinh"));
  assert.ok(ids.includes("nksMatTich"));
  assert.ok(ids.includes("so"));
});

test("the server's groups are followed, the last one folded", () => {
  const plan = planOf({ ...birth, groups: [{ id: "a", label: "A", fields: ["so", "nksHoTen"] }, { id: "rest", label: "R", fields: ["ghiChu"] }] });
  assert.deepEqual(plan.order.map((f) => f.id), ["so", "nksHoTen"]);
});

const plan = planOf(birth);
const field = (id) => plan.fields[id];

test("keys become what the book says", () => {
  for (const [id, typed, raw] of [
    ["nksNgaySinh", "28031999", "28/03/1999"], ["meNgaySinh", "27t", "27 tuổi"], ["nksGioiTinh", "2", "Nữ"], ["nksGioiTinh", "nu", "Nữ"],
    ["nksGioiTinh", "nam", "Nam"], ["nksGioiTinh", "x", "x"], ["nksHoTen", "  Nguyễn Văn ? ", "Nguyễn Văn ?"], ["so", "52", "52/1999"], ["so", "52A", "52A"],
    ["ghiChu", "", ""], ["nksHoTen", "Nguye\u0302\u0303n", "Nguyễn"],
  ]) assert.equal(normalise(field(id), typed, { number: "51/1999", head: birth.head }), raw, `${id}: ${typed}`);
  assert.equal(normalise(field("so"), "52", { number: "51", head: birth.head }), "52");
});

test("an odd day is asked about, never refused; other fields never are", () => {
  assert.equal(Boolean(hintOf(field("nksNgaySinh"), "31041999").isOdd), true);
  assert.equal(Boolean(hintOf(field("nksNgaySinh"), "30041999").isOdd), false);
  assert.equal(Boolean(hintOf(field("nksNgaySinh"), "").isOdd), false);
  assert.equal(Boolean((hintOf(field("nksSoDinhDanh"), "123") || {}).isOdd), false);
});

test("an entry suggests from itself, and says from where", () => {
  const values = { nksNgaySinh: valueOf("28/03/1999"), nksHoTen: valueOf("Nguyễn Thị An"), chaHoTen: valueOf("Nguyễn Văn Ba"), chaNoiCuTru: valueOf("Phước Sơn") };
  assert.deepEqual(ownSuggestions(plan, field("nksNgaySinhBangChu"), values)[0].from, "nksNgaySinh");
  assert.equal(ownSuggestions(plan, field("chaHoTen"), values)[0].text, "Nguyễn ");
  assert.equal(ownSuggestions(plan, field("nycHoTen"), values)[0].from, "chaHoTen");
  assert.deepEqual(ownSuggestions(plan, field("nksHoTen"), values), []);
  assert.deepEqual(ownSuggestions(plan, field("nksNgaySinhBangChu"), { nksNgaySinh: valueOf("03/1999") }), []);
});

test("suggestions go on from what is typed, without marks, without doubles", () => {
  const items = ["Phước Sơn", "Phước Hòa", "Phước Sơn", "Tuy Phước"].map((text) => ({ text, origin: "suggested", from: "" }));
  assert.deepEqual(fitting(items, "phuoc").map((x) => x.text), ["Phước Sơn", "Phước Hòa"]);
  assert.deepEqual(fitting(items, "Phước Sơn").map((x) => x.text), []);
  assert.deepEqual(fitting(items, "phuoc son").map((x) => x.text), ["Phước Sơn"]);
  assert.equal(fitting(items, "").length, 3);
});

test("what is carried counts once it was passed, and is sent as carried", () => {
  const carried = valueOf("Kinh", "carried", { isPassed: false });
  assert.equal(isDone(carried), false);
  assert.deepEqual(toSend(plan, { nksDanToc: carried }), {});
  assert.deepEqual(toSend(plan, { nksDanToc: { ...carried, isPassed: true } }), { nksDanToc: { raw: "Kinh", state: "value", origin: "carried" } });
});

test("values are sent as typed, with what the clerk said of them, and come back the same", () => {
  const values = {
    nksHoTen: valueOf("Nguyễn An"), nksGioiTinh: markOf("blank_in_book"), meHoTen: valueOf("Trần ?", "typed", { doubt: true }),
    nksNgaySinhBangChu: valueOf("Ngày …", "derived", { from: "nksNgaySinh" }), ghiChu: NOT_YET,
  };
  const sent = toSend(plan, values, ["nksNoiSinh"]);
  assert.deepEqual(sent, {
    nksHoTen: "Nguyễn An", nksGioiTinh: { raw: "", state: "blank_in_book" }, meHoTen: { raw: "Trần ?", state: "partial", doubt: true },
    nksNgaySinhBangChu: { raw: "Ngày …", state: "value", origin: "derived", from: "nksNgaySinh" }, nksNoiSinh: { raw: "", state: "not_on_form" },
  });
  assert.deepEqual(toSend(plan, fromServer(sent)), sent);
});

test("a draft keeps what was passed and what was not", () => {
  const values = { nksDanToc: valueOf("Kinh", "carried", { isPassed: false }), nksHoTen: valueOf("An") };
  assert.deepEqual(fromServer(JSON.parse(JSON.stringify(values))), values);
});

test("the next number is written as the book writes it", () => {
  for (const [now, next] of [["47/1999", "48/1999"], ["047", "048"], ["09", "10"], ["KS-7", "KS-8"], ["", ""], ["không", ""]]) assert.equal(nextNumber(now), next);
});

test("the year of registration is known only when the book says it", () => {
  assert.equal(yearOf(plan, { ngayDangKy: valueOf("12/04/1999") }), 1999);
  assert.equal(yearOf(plan, { ngayDangKy: valueOf("12/04/19??") }), 0);
  assert.equal(yearOf(plan, {}), 0);
});

test("a suggested name is written as the clerk writes, a code as its words", () => {
  assert.equal(likeTyped("Võ Minh KHÔI", "Võ Minh K"), "Võ Minh Khôi");
  assert.equal(likeTyped("VÕ MINH KHÔI", "VÕ MINH K"), "VÕ MINH KHÔI");
  assert.equal(likeTyped("Y Bhăm", "y"), "Y Bhăm");
  assert.equal(shownOf(field("nksGioiTinh"), "2"), "Nữ");
  assert.equal(shownOf(field("nksGioiTinh"), "Nữ"), "Nữ");
  assert.deepEqual(fitting([{ text: "VÕ MINH" }], "Võ Minh"), []);
});

test("a book is called by its volume and year, the year once", () => {
  assert.equal(bookName({ type_label: "Sổ", volume: "01", year: 1999 }), "Sổ 01/1999");
  assert.equal(bookName({ type_label: "Sổ", volume: "01/1976", year: 1976 }), "Sổ 01/1976");
  assert.equal(bookName({ type_label: "Sổ", volume: "", year: 1999 }), "Sổ 1999");
});
