/*
 * What every file of web/ must keep: texts with both languages, the syntax and
 * the functions of Chromium 109, nothing the content policy refuses, sizes.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const WEB = fileURLToPath(new URL("../../web/", import.meta.url));

function filesUnder(folder, ext) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((e) => {
    const at = path.join(folder, e.name);
    if (e.isDirectory()) return e.name === "vendor" ? [] : filesUnder(at, ext);
    return e.name.endsWith(ext) ? [at] : [];
  });
}

const scripts = filesUnder(WEB, ".js").map((at) => ({ at: path.relative(WEB, at), text: readFileSync(at, "utf8") }));
const styles = filesUnder(WEB, ".css").map((at) => ({ at: path.relative(WEB, at), text: readFileSync(at, "utf8") }));
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

test("there are scripts and styles to look at", () => {
  assert.ok(scripts.length > 25);
  assert.ok(styles.length > 5);
});

/*
 * Syntax: Node 18 of Debian 12 is V8 10.2, older than Chromium 109 (10.9), so
 * what it parses Chromium 109 parses.  A newer Node parses two things more,
 * which are looked for by hand: the v flag and duplicate named groups.
 */
test("every script is parsed by the oldest engine at hand", () => {
  const parse = `import { readFileSync } from "node:fs"; import vm from "node:vm";
    for (const at of process.argv.slice(1)) new vm.SourceTextModule(readFileSync(at, "utf8"), { identifier: at });`;
  const done = spawnSync(process.execPath, ["--experimental-vm-modules", "--no-warnings", "--input-type=module", "-e", parse, "--",
    ...scripts.map(({ at }) => path.join(WEB, at))], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
});

/* Functions and properties Chromium 109 lacks, by the version that brought them. */
const TOO_NEW_JS = /\.(?:toSorted|toReversed|toSpliced|isWellFormed|toWellFormed|difference|isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(|Object\.groupBy|Map\.groupBy|Array\.fromAsync|Promise\.(?:withResolvers|try)|URL\.(?:canParse|parse)|\bscheduler\.yield|startViewTransition|\.showPopover|moveBefore|AbortSignal\.any|\/[dgimsuy]*v[dgimsuy]*\.(?:test|exec)|CloseWatcher|checkVisibility|Iterator\.from|RegExp\.escape/;
const TOO_NEW_CSS = /color-mix\(|subgrid|@starting-style|text-wrap|light-dark\(|@scope|anchor\(|:popover-open|field-sizing|view-transition|linear\(|\boklch\(|\brelative-color|scrollbar-(?:width|color)\s*:\s*thin[^;]*!|interpolate-size/;

test("no script uses a function newer than Chromium 109", () => {
  for (const { at, text } of scripts) {
    const found = TOO_NEW_JS.exec(withoutComments(text));
    assert.equal(found && found[0], null, at);
  }
});

test("no style uses what Chromium 109 does not draw, nor nests", () => {
  for (const { at, text } of styles) {
    const plain = withoutComments(text);
    const found = TOO_NEW_CSS.exec(plain);
    assert.equal(found && found[0], null, at);
    /* nesting: a rule inside a rule that is no @-rule */
    let depth = [];
    for (const piece of plain.split(/([{}])/)) {
      if (piece === "{") {
        const isAt = /^\s*@/.test(depth.pending || "");
        assert.ok(isAt || !depth.some((x) => !x), `${at}: nested rule ${depth.pending}`);
        depth.push(isAt);
      } else if (piece === "}") {
        depth.pop();
      } else {
        depth.pending = piece.split(";").pop();
      }
    }
    assert.equal(depth.length, 0, at);
  }
});

test("nothing is written that the content policy refuses, or that makes markup of text", () => {
  const refused = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|\beval\(|new Function|setAttribute\(\s*["']style|javascript:/;
  for (const { at, text } of scripts) assert.equal(refused.exec(withoutComments(text)), null, at);
  const page = readFileSync(path.join(WEB, "index.html"), "utf8");
  assert.doesNotMatch(page, /<style|style=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
});

test("the texts a browser gets are all it asks for", () => {
  for (const { at, text } of scripts) {
    for (const [, key] of withoutComments(text).matchAll(/\bt\(["'`]([a-z0-9_]+)\./g)) assert.match(key, /^(web|class|done|report|settled)$/, at);
  }
});

test("every text has its words in both languages", () => {
  const vi = JSON.parse(readFileSync(path.join(WEB, "locale/vi.json"), "utf8"));
  const en = JSON.parse(readFileSync(path.join(WEB, "locale/en.json"), "utf8"));
  const missing = [];
  let count = 0;
  for (const { at, text } of scripts) {
    for (const [, key] of withoutComments(text).matchAll(/["'`](web\.[a-z0-9_]+(?:\.[a-z0-9_]+)*)["'`]/g)) {
      count++;
      if (!vi[key] || !en[key]) missing.push(`${at}: ${key}`);
    }
  }
  assert.ok(count > 50);
  assert.deepEqual(missing, []);
});

test("no text of the front end is left that nothing shows", () => {
  const vi = JSON.parse(readFileSync(path.join(WEB, "locale/vi.json"), "utf8"));
  const src = fileURLToPath(new URL("../../src/", import.meta.url));
  const all = [...scripts.map((s) => s.text), ...filesUnder(src, ".c").map((at) => readFileSync(at, "utf8"))].join("\n");
  const heads = new Set([...all.matchAll(/["'`](web\.[a-z0-9_.]+?)\.?["'`$]/g)].map((m) => m[1]));
  const isUsed = (key) => heads.has(key) || [...heads].some((h) => key.startsWith(h + ".") || key.startsWith(h));
  assert.deepEqual(Object.keys(vi).filter((k) => k.startsWith("web.") && !isUsed(k)), []);
});

test("modules stay small, imports lead somewhere", () => {
  for (const { at, text } of scripts) {
    assert.ok(text.split("\n").length <= 400, `${at} is longer than 400 lines`);
    for (const [, to] of text.matchAll(/(?:from|import)\s*\(?["'](\.[^"']+)["']/g)) {
      if (to.includes("/vendor/")) continue;
      const file = path.join(WEB, path.dirname(at), to);
      assert.ok(statSync(file, { throwIfNoEntry: false }), `${at} imports ${to}`);
    }
  }
});

test("the page asks for its styles and early modules by names that are there", () => {
  const page = readFileSync(path.join(WEB, "index.html"), "utf8");
  for (const [, to] of page.matchAll(/(?:href|src)="\/([^"]+)"/g)) {
    if (to.startsWith("vendor/")) continue;
    assert.ok(statSync(path.join(WEB, to), { throwIfNoEntry: false }), to);
  }
  for (const { at } of styles) assert.match(page, new RegExp(`/${at}"`), `${at} is never loaded`);
});

const LIMIT = 250000;

/* All a first load of `entry` brings, gzipped: page, styles, modules, texts, font. */
function firstLoad(entry) {
  const seen = new Map();
  const add = (file) => {
    if (seen.has(file)) return;
    const whole = path.join(WEB, file);
    const bytes = readFileSync(whole);
    seen.set(file, file.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 6 }).length);
    if (!file.endsWith(".js")) return;
    for (const [, to] of bytes.toString().matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g)) add(path.join(path.dirname(file), to));
  };
  const page = readFileSync(path.join(WEB, "index.html"), "utf8");
  add("index.html");
  for (const [, to] of page.matchAll(/(?:href|src)="\/([^"]+)"/g)) add(to);
  const texts = Object.entries(JSON.parse(readFileSync(path.join(WEB, "locale/vi.json"), "utf8"))).filter(([k]) => /^(web|class|done|report|settled)\./.test(k));
  seen.set("texts", gzipSync(JSON.stringify(Object.fromEntries(texts))).length);
  for (const font of readdirSync(path.join(WEB, "vendor"))) if (font.endsWith(".woff2")) add("vendor/" + font);
  add(entry);
  return [...seen.values()].reduce((a, b) => a + b, 0);
}

test("the first load of keying is at most 250 kB, without the page image", () => {
  const bytes = firstLoad("screens/keying.js");
  console.log(`first load of keying: ${bytes} bytes`);
  assert.ok(bytes > 60000 && bytes <= LIMIT, `${bytes} bytes`);
});
