/*
 * Keying with the keyboard alone: a birth from its page within 130 keys, books
 * of other types without a picture, and the bad days: a reload, a session that
 * ended, a dead line.
 */
import assert from "node:assert/strict";
import test, { after, before } from "node:test";

import { Desk, closeBrowser } from "./lib/browser.mjs";
import { Office } from "./lib/office.mjs";
import { FIELDS, drawPage } from "./lib/paper.mjs";

const BUDGET = 130;
const LOAD_LIMIT = 250000;
/* 50 ms is what is wanted; a machine that tests on all its cores gets twice. */
const NEXT_FIELD_MS = 100;

let office;

before(async () => { office = await Office.open(); });
after(async () => { await closeBrowser(); await office.close(); });

/* A call of the page's own, as the front end makes it. */
function call(desk, method, path, body, headers = {}) {
  return desk.page.evaluate(async ([m, p, b, h]) => {
    const raw = typeof b === "string" ? Uint8Array.from(atob(b), (c) => c.charCodeAt(0)) : JSON.stringify(b);
    const answer = await fetch("/api" + p, {
      method: m, body: b === undefined || b === null ? undefined : raw,
      headers: { "X-Hotich": "1", "Content-Type": typeof b === "string" ? "image/jpeg" : "application/json", ...h },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${m} ${p}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }, [method, path, body ?? null, headers]);
}

const purpose = { "X-Purpose": encodeURIComponent("Kiểm thử") };

async function makeBook(desk, type, year, volume) {
  const { id } = await call(desk, "POST", "/books", { type, unit_code: "22492", volume, year, stream: "DC" });
  return id;
}

/* Presses keys and counts them, as the screen does. */
class Keys {
  constructor(page) {
    this.page = page;
    this.count = 0;
  }

  async press(key) {
    await this.page.keyboard.press(key);
    this.count++;
  }

  async type(text) {
    for (const c of text) await this.press(c === " " ? "Space" : c);
  }

  field() {
    return this.page.evaluate(() => document.querySelector(".key-active label")?.textContent || "");
  }

  /* Tab takes a suggestion once it is there. */
  async take() {
    await this.page.waitForSelector(".key-offer");
    await this.press("Tab");
  }

  async enter() {
    const before = await this.field();
    await this.press("Enter");
    await this.page.waitForFunction((was) => (document.querySelector(".key-active label")?.textContent || "") !== was, before);
  }
}

async function openBook(desk, id) {
  await desk.go("#/keying/" + id);
  await desk.page.waitForSelector("#key-input");
}

/* Save and wait for the next entry to be in hand. */
async function save(keys, number) {
  await keys.press("Enter");
  try {
    await keys.page.waitForFunction((n) => [...document.querySelectorAll(".recent b")].some((b) => b.textContent === n), number);
  } catch (late) {
    late.message += "; the page says: " + await keys.page.evaluate(() => [...document.querySelectorAll(".toast, dialog, .key-end, .key-active")].map((x) => x.innerText).join(" | "));
    throw late;
  }
}

const FIRST = {
  so: "", ngayDangKy: "10041999", nksHoTen: "Vox Minh Khooi", nksGioiTinh: "1", nksNgaySinh: "01041999", nksNgaySinhBangChu: "TAB", nksNoiSinh: "Trajm xas xax DDaji Lanhx",
  nksDanToc: "Kinh", nksQuocTich: "Vieejt Nam", nksQueQuan: "DDaji Lanhx, Vajn Ninh, Khasnh Hoaf", chaHoTen: "TABVawn Thajnh", chaNgaySinh: "1966", chaDanToc: "Kinh", chaQuocTich: "Vieejt Nam",
  chaNoiCuTru: "Thoon 1, DDaji Lanhx", meHoTen: "DDoox Thij Cucs", meNgaySinh: "1970", meDanToc: "Kinh", meQuocTich: "Vieejt Nam", meNoiCuTru: "TAB", nycHoTen: "TAB", nycQuanHe: "mej",
  nycSoGiayToTuyThan: "CMND 000304518", ghiChu: "F3", nguoiThucHien: "Lee Vawn Tams", nguoiKy: "Phajm DDinhf Huwng",
};
/* The second: the names and dates are its own, the rest comes along. */
const SECOND = {
  so: "", ngayDangKy: "", nksHoTen: "nguyeenx thij thu hoaf", nksGioiTinh: "F3", nksNgaySinh: "28031999", nksNgaySinhBangChu: "TAB", nksNoiSinh: "TAB", nksDanToc: "", nksQuocTich: "", nksQueQuan: "",
  chaHoTen: "TABVawn Bayr", chaNgaySinh: "31t", chaDanToc: "", chaQuocTich: "", chaNoiCuTru: "thTAB", meHoTen: "traanf thij luwuj", meNgaySinh: "27t", meDanToc: "", meQuocTich: "", meNoiCuTru: "TAB",
  nycHoTen: "TAB", nycQuanHe: "mej", nycSoGiayToTuyThan: "CMND 0002??", ghiChu: "F3", nguoiThucHien: "", nguoiKy: "",
};
const SAYS = {
  so: "02/1999", ngayDangKy: "10/04/1999", nksHoTen: "Nguyễn Thị Thu Hòa", nksNgaySinh: "28/03/1999", nksNgaySinhBangChu: "Ngày hai mươi tám tháng ba năm một nghìn chín trăm chín mươi chín",
  nksNoiSinh: "Trạm xá xã Đại Lãnh", nksDanToc: "Kinh", nksQueQuan: "Đại Lãnh, Vạn Ninh, Khánh Hòa", chaHoTen: "Nguyễn Văn Bảy", chaNgaySinh: "31 tuổi", chaNoiCuTru: "Thôn 1, Đại Lãnh",
  meHoTen: "Trần Thị Lựu", meNgaySinh: "27 tuổi", meNoiCuTru: "Thôn 1, Đại Lãnh", nycHoTen: "Trần Thị Lựu", nycSoGiayToTuyThan: "CMND 0002??", nguoiKy: "Phạm Đình Hưng",
};

async function keyEntry(keys, script) {
  for (const field of FIELDS) {
    const what = script[field];
    if (what === "F3") {
      await keys.press("F3");
      continue;
    }
    for (const piece of what.split(/(TAB)/).filter(Boolean)) {
      if (piece === "TAB") await keys.take();
      else await keys.type(piece);
    }
    await keys.enter();
  }
}

test("a birth of 26 fields is keyed from its page in at most 130 keys", async (t) => {
  const officer = await Desk.open(office, "registrar");
  const book = await makeBook(officer, "KS", 1999, "09");
  const drawn = await drawPage(officer.context, [
    { ...SAYS, so: "1", nksHoTen: "Võ Minh Khôi", nksGioiTinh: "Nam", nksNgaySinh: "01 - 4 - 1999", chaHoTen: "Võ Văn Thạnh", chaNgaySinh: "1966", meHoTen: "Đỗ Thị Cúc", meNgaySinh: "1970", nksQuocTich: "Việt Nam", chaDanToc: "Kinh", meDanToc: "Kinh" },
    { ...SAYS, so: "2", nksNgaySinh: "28 - 3 - 1999", nksNgaySinhBangChu: "hai mươi tám tháng ba năm 1999", nksQuocTich: "Việt Nam", chaDanToc: "Kinh", meDanToc: "Kinh", chaQuocTich: "Việt Nam", meQuocTich: "Việt Nam", nycQuanHe: "mẹ", nguoiThucHien: "Lê Văn Tám" },
  ]);
  await call(officer, "PUT", `/books/${book}/pages/1`, drawn.jpeg.toString("base64"));
  await call(officer, "PUT", `/books/${book}/layout`, drawn.layout);
  await officer.close();

  const desk = await Desk.open(office, "keyer");
  await openBook(desk, book);
  await desk.page.waitForSelector(".snippet");
  const first = new Keys(desk.page);
  await keyEntry(first, FIRST);
  await save(first, "01/1999");

  await desk.page.waitForFunction(() => document.querySelector("#key-input")?.value === "02/1999");
  const keys = new Keys(desk.page);
  await keyEntry(keys, SECOND);
  await desk.shot("keying-end");
  await save(keys, "02/1999");
  t.diagnostic(`keys: first of the book ${first.count}, the next ${keys.count} (limit ${BUDGET})`);
  assert.ok(keys.count <= BUDGET, `${keys.count} keys`);

  const link = await desk.page.getAttribute('.recent a[href*="entry="]', "href");
  const entry = await call(desk, "GET", "/entries/" + /entry=(\d+)/.exec(link)[1], null, purpose);
  const values = Object.fromEntries(entry.values.map((v) => [v.field, v]));
  for (const [field, text] of Object.entries(SAYS)) assert.equal(values[field].raw, text, field);
  assert.equal(values.nksGioiTinh.state, "blank_in_book");
  assert.equal(values.nycSoGiayToTuyThan.state, "partial");
  assert.equal(values.nksDanToc.origin, "carried");
  assert.equal(values.nksNgaySinhBangChu.origin, "derived");
  await desk.close();
});

test("the keying screen holds at every size, with a page and without", async () => {
  const desk = await Desk.open(office, "keyer");
  const { items } = await call(desk, "GET", "/books?limit=200");
  await openBook(desk, items.find((b) => b.pages > 0).id);
  await desk.page.waitForSelector(".snippet");
  for (let i = 0; i < 2; i++) await desk.page.keyboard.press("Enter");
  await desk.page.keyboard.type("vox minh khooi");
  await desk.page.waitForSelector(".verdict");
  await desk.checkScreen("keying");
  await openBook(desk, items.find((b) => !b.pages && b.type === "KH").id);
  await desk.checkScreen("keying-without-page");
  await desk.go("#/keying");
  await desk.checkScreen("keying-books");
  await desk.close();
});

/* By kind, so that no type is known here by its fields. */
const BY_KIND = {
  seq: "7", int: "7", date: "05061998", name: "leef thij tuaans", place: "Thoon 2, DDaji Lanhx", ethnic: "Kinh", nation: "Vieejt Nam", unit: "DDaji Lanhx",
  text: "cos ghi", id12: "000199000123", doc_number: "000123456", enum: "1", time: "0730", date_words: "",
};

for (const [type, year] of [["KH", 2001], ["KT", 2003], ["CN", 2005]]) {
  test(`${type}: an entry without a picture, by keyboard, is saved as typed`, async () => {
    const desk = await Desk.open(office, "registrar");
    const book = await makeBook(desk, type, year, "09");
    const schema = await call(desk, "GET", "/types/" + type);
    await openBook(desk, book);
    const keys = new Keys(desk.page);
    const kinds = Object.fromEntries(schema.fields.map((f) => [f.label, f.kind]));
    let number = "";
    for (let i = 0; i < 80; i++) {
      const label = await keys.field();
      if (!label) break;
      const hasValue = await desk.page.evaluate(() => document.querySelector("#key-input").value !== "");
      if (!hasValue && kinds[label] === "date_words") {
        await keys.press("F3");
        continue;
      }
      if (!hasValue) await keys.type(i === 0 ? `1/${year}` : BY_KIND[kinds[label]]);
      if (i === 0) number = await desk.page.inputValue("#key-input");
      await keys.enter();
    }
    await save(keys, number);
    const link = await desk.page.getAttribute('.recent a[href*="entry="]', "href");
    const entry = await call(desk, "GET", "/entries/" + /entry=(\d+)/.exec(link)[1], null, purpose);
    const names = entry.values.filter((v) => schema.fields.find((f) => f.id === v.field).kind === "name");
    assert.ok(names.length >= 2);
    for (const v of names) assert.equal(v.raw, "Lề Thị Tuấn", v.field);
    await desk.close();
  });
}

test("a reload costs nothing that was typed", async () => {
  const desk = await Desk.open(office, "police");
  await openBook(desk, await makeBook(desk, "KT", 2004, "09"));
  const keys = new Keys(desk.page);
  await keys.type("12/2004");
  await keys.enter();
  const label = await keys.field();
  await keys.type("9");
  await keys.enter();
  await desk.page.reload();
  await desk.page.waitForSelector("#key-input");
  const rows = await desk.page.$$eval(".key-row", (list) => list.map((r) => r.innerText));
  assert.ok(rows.some((r) => r.includes("12/2004")));
  assert.ok(rows.some((r) => r.includes(label) && r.includes("9")));
  await desk.close();
});

test("a session that ended asks for the password and goes on where it was", async () => {
  const desk = await Desk.open(office, "registrar");
  await openBook(desk, await makeBook(desk, "KT", 2005, "09"));
  const keys = new Keys(desk.page);
  await keys.type("1/2005");
  await call(desk, "DELETE", "/session");
  await keys.enter();
  await desk.page.waitForSelector("dialog [type=password]");
  await desk.shot("session-ended");
  await desk.page.keyboard.type(office.password);
  await desk.page.keyboard.press("Enter");
  await desk.page.waitForSelector("dialog", { state: "detached" });
  assert.ok((await desk.page.$$eval(".key-row", (list) => list.map((r) => r.innerText))).some((r) => r.includes("1/2005")));
  assert.equal(await desk.page.evaluate(() => document.activeElement.id), "key-input");
  await desk.close();
});

test("with the line dead entries wait, and are sent once when it is back", async () => {
  const desk = await Desk.open(office, "police");
  desk.expects = (message) => /status of 401|Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(message.text());
  const book = await makeBook(desk, "KT", 2006, "09");
  await openBook(desk, book);
  const keys = new Keys(desk.page);
  await keys.type("1/2006");
  await keys.enter();
  await desk.context.setOffline(true);
  /* with most fields left, Enter alone is no answer: it goes back */
  await keys.press("F9");
  await desk.page.waitForSelector("dialog .btn.danger");
  await keys.press("Enter");
  await desk.page.waitForSelector("dialog", { state: "detached" });
  assert.equal(await desk.page.evaluate(() => document.querySelectorAll(".recent b").length), 0);
  await keys.press("F9");
  await desk.page.waitForSelector("dialog .btn.danger");
  await keys.press("Tab");
  await keys.press("Enter");
  await desk.page.waitForFunction(() => document.querySelector("#key-input")?.value === "2/2006");
  assert.match(await desk.page.textContent(".top .pill.warn"), /1 phiếu chờ gửi/);
  await desk.shot("keying-offline");
  await desk.context.setOffline(false);
  await desk.page.waitForSelector(".top .pill.warn", { state: "detached", timeout: 20000 });
  const { items } = await call(desk, "GET", `/entries?book=${book}`);
  assert.deepEqual(items.map((e) => e.number), ["1/2006"]);
  await desk.close();
});

test("Esc and Tab leave the form, Tab alone does not", async () => {
  const desk = await Desk.open(office, "keyer");
  const { items } = await call(desk, "GET", "/books?limit=200");
  await openBook(desk, items[0].id);
  await desk.page.keyboard.press("Tab");
  assert.equal(await desk.page.evaluate(() => document.activeElement.id), "key-input");
  await desk.page.keyboard.press("Escape");
  await desk.page.keyboard.press("Tab");
  assert.notEqual(await desk.page.evaluate(() => document.activeElement.id), "key-input");
  await desk.close();
});

test("the first load of keying is small, the next field comes at once on a slow machine", async (t) => {
  const desk = await Desk.open(office, "keyer");
  const { items } = await call(desk, "GET", "/books?limit=200");
  const book = items.find((b) => b.type === "KS" && !b.pages).id;
  await desk.page.goto("about:blank");
  const line = await desk.context.newCDPSession(desk.page);
  await line.send("Network.enable");
  await line.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  line.on("Network.loadingFinished", (e) => { bytes += e.encodedDataLength; });
  await desk.page.goto(office.url + "/#/keying/" + book);
  await desk.page.waitForSelector("#key-input");
  await desk.settled();
  t.diagnostic(`first load: ${bytes} bytes over the line (limit ${LOAD_LIMIT})`);
  /* files read from disk while developing are not compressed */
  if (!process.env.HOTICH_WEB) assert.ok(bytes > 50000 && bytes <= LOAD_LIMIT, `${bytes} bytes`);

  await line.send("Performance.enable", { timeDomain: "threadTicks" });
  await line.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const spent = async () => (await line.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1000;
  const keys = new Keys(desk.page);
  const times = [];
  for (let i = 0; i < 15; i++) {
    const before = await spent();
    await keys.press("Enter");
    await desk.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    times.push(await spent() - before);
    await desk.page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
  }
  times.sort((a, b) => a - b);
  t.diagnostic(`next field at 4x: median ${times[7].toFixed(1)} ms, most ${times[14].toFixed(1)} ms of processor time`);
  assert.ok(times[7] <= NEXT_FIELD_MS, `${times[7]} ms`);
  await desk.close();
});
