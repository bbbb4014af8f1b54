/*
 * Signing in, the ways each role has, and what stands where one has none.
 */
import assert from "node:assert/strict";
import test, { after, before } from "node:test";

import { Desk, PEOPLE, closeBrowser } from "./lib/browser.mjs";
import { Office } from "./lib/office.mjs";

let office;

before(async () => { office = await Office.open(); });
after(async () => { await closeBrowser(); await office.close(); });

test("a wrong password is refused in words and nothing else is said", async () => {
  const desk = await Desk.open(office, null);
  await desk.page.goto(office.url);
  await desk.page.fill("[name=login]", PEOPLE.registrar);
  await desk.page.fill("[name=password]", "không phải");
  await desk.page.keyboard.press("Enter");
  const said = await desk.page.textContent("[role=alert]");
  assert.match(said, /mật khẩu/i);
  await desk.checkAxe("sign-in, refused");
  await desk.close();
});

test("the sign-in screen holds at every size", async () => {
  const desk = await Desk.open(office, null);
  await desk.page.goto(office.url);
  await desk.page.waitForSelector("[name=login]");
  await desk.checkScreen("signin");
  await desk.close();
});

for (const role of Object.keys(PEOPLE)) {
  test(`${role}: signs in, sees only ways that lead somewhere`, async () => {
    const desk = await Desk.open(office, role);
    const ways = await desk.page.$$eval("header.top nav a", (list) => list.map((a) => a.getAttribute("href")));
    assert.ok(ways.length > 0);
    for (const way of ways) {
      await desk.go(way);
      const text = await desk.page.textContent("main");
      assert.doesNotMatch(text, /Không có màn hình này|không thuộc nhiệm vụ/, way);
    }
    await desk.checkSideways(role);
    await desk.close();
  });
}

test("who signs out is out, and the way back asks again", async () => {
  const desk = await Desk.open(office, "registrar");
  await desk.page.click(".who-btn");
  await desk.page.click("text=Đăng xuất");
  await desk.page.waitForSelector("[name=password]");
  await desk.page.goto(office.url + "/#/work");
  await desk.page.waitForSelector("[name=password]");
  await desk.close();
});
