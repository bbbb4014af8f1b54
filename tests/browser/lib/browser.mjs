/*
 * Debian's Chromium, and what every screen is held to: nothing on the console,
 * nothing axe finds, nothing to scroll sideways for.
 */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { ROOT } from "./office.mjs";

/* A small office screen as the browser leaves it, the same full screen, a
 * phone. */
export const SIZES = {
  low: { width: 1366, height: 637 },
  full: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
};
const SHOTS = process.env.HOTICH_SHOTS || join(ROOT, "build/shots");
const AXE = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/* What the demonstration calls them (hotich demo). */
export const PEOPLE = {
  administrator: "quantri",
  keyer: "an.nhap",
  police: "binh.congan",
  registrar: "chi.hotich",
  checker: "dung.doisoat",
  acceptor: "giang.nghiemthu",
  approver: "hoa.pheduyet",
  leader: "khanh.lanhdao",
  auditor: "minh.kiemtra",
};

let browser = null;

async function chrome() {
  browser ||= await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb",
      "--lang=vi-VN"],
  });
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
  browser = null;
}

/* One person at one machine. */
export class Desk {
  static async open(office, role, size = SIZES.low) {
    const desk = new Desk();
    desk.office = office;
    desk.context = await (await chrome()).newContext({
      viewport: size, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh",
      acceptDownloads: true, reducedMotion: "reduce",
    });
    desk.page = await desk.context.newPage();
    desk.page.setDefaultTimeout(8000);
    desk.faults = [];
    desk.page.on("pageerror", (error) => desk.faults.push(String(error)));
    desk.page.on("console", (message) => {
      if (message.type() === "error" && !desk.expects(message))
        desk.faults.push(message.text());
    });
    if (role)
      await desk.signIn(PEOPLE[role] || role);
    return desk;
  }

  /* The browser reports each refused request on its console; those a test
   * provokes are no fault. */
  expects(message) {
    return /status of (400|401|403|404|409|422)/.test(message.text());
  }

  async signIn(login) {
    await this.page.goto(this.office.url + "/");
    await this.page.fill("[name=login]", login);
    await this.page.fill("[name=password]", this.office.password);
    await this.page.keyboard.press("Enter");
    await this.page.waitForSelector("header.top");
    await this.settled();
  }

  /* Go to a screen and wait until it has something to show. */
  async go(hash) {
    await this.page.evaluate((to) => { location.hash = to; }, hash);
    await this.settled();
  }

  /* Nothing is loading any more. */
  async settled() {
    await this.page.waitForFunction(() =>
      !document.querySelector(".loading"));
    await this.page.evaluate(() => document.fonts.ready.then(() => true));
  }

  async shot(name, options = {}) {
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({
      path: join(SHOTS, name + ".png"), animations: "disabled",
      caret: "hide", ...options,
    });
  }

  async checkSideways(where) {
    const { scroll, client } = await this.page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      client: document.documentElement.clientWidth,
    }));
    assert.ok(scroll <= client,
      `${where}: ${scroll} wide in a window of ${client}`);
  }

  /* The page's policy forbids injected scripts; evaluate() goes round it. */
  async checkAxe(where) {
    await this.page.evaluate(`${AXE};0`);
    const found = await this.page.evaluate(async (tags) => {
      const { violations } = await axe.run(document, {
        runOnly: { type: "tag", values: tags },
      });
      return violations.map((v) => `${v.id}: ${v.help}\n` +
        v.nodes.slice(0, 4).map((n) => "   " + n.html.slice(0, 160) +
          "\n      " + n.any.concat(n.all).map((c) => c.message)
            .join(" ").slice(0, 220)).join("\n"));
    }, TAGS);
    assert.equal(found.length, 0, `${where}:\n` + found.join("\n"));
  }

  /* All three, at the three sizes, with a picture of each. */
  async checkScreen(name, sizes = Object.keys(SIZES)) {
    for (const size of sizes) {
      await this.page.setViewportSize(SIZES[size]);
      await this.settled();
      await this.shot(size === "full" ? name : `${name}-${size}`);
      await this.checkSideways(`${name} at ${size}`);
    }
    await this.page.setViewportSize(SIZES.low);
    await this.checkAxe(name);
  }

  async close() {
    await this.context.close();
    assert.deepEqual(this.faults, []);
  }
}
