/*
 * An office to walk through: a demonstration commune in a temporary folder and
 * the real server over it.  Everything is gone when the test is.
 */
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const HOTICH = process.env.HOTICH || join(ROOT, "build/hotich");

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function isUp(url) {
  try {
    return (await fetch(url + "/healthz")).ok;
  } catch {
    return false;
  }
}

/* The server answers within ten seconds or the test fails with its log. */
async function waitUntilUp(url, child, log) {
  for (let i = 0; i < 400; i++) {
    if (child.exitCode !== null)
      throw new Error("serve ended:\n" + log.join(""));
    if (await isUp(url))
      return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error("serve does not answer:\n" + log.join(""));
}

export class Office {
  /* `profile`: whose statistics the made-up commune follows. */
  static async open(profile = "dailanh") {
    const office = new Office();
    office.folder = await mkdtemp(join(tmpdir(), "hotich-web-"));
    office.dir = join(office.folder, "d");
    const made = await run(HOTICH,
      ["demo", office.dir, "--profile", profile],
      { maxBuffer: 1 << 24 });
    office.summary = made.stdout;
    [, office.password] = /mật khẩu chung: ([^;]+);/.exec(made.stdout);
    await office.serve();
    return office;
  }

  async serve() {
    const port = await freePort();
    const web = process.env.HOTICH_WEB;
    this.url = `http://127.0.0.1:${port}`;
    this.log = [];
    this.child = spawn(HOTICH, ["serve", this.dir, "--listen",
      `127.0.0.1:${port}`, "--rate", "0", ...(web ? ["--web", web] : [])],
      { stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout.on("data", (text) => this.log.push(String(text)));
    this.child.stderr.on("data", (text) => this.log.push(String(text)));
    await waitUntilUp(this.url, this.child, this.log);
  }

  /* The program beside the server, as its user would call it. */
  async hotich(...args) {
    const done = await run(HOTICH, args, { maxBuffer: 1 << 26 });
    return done.stdout;
  }

  async stopServing(signal = "SIGTERM") {
    const child = this.child;
    if (child.exitCode !== null || child.signalCode !== null)
      return child.exitCode;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    return ended;
  }

  async close() {
    const code = await this.stopServing();
    await rm(this.folder, { recursive: true, force: true });
    if (code !== 0)
      throw new Error(`serve ended with ${code}:\n` + this.log.join(""));
  }
}
