/* The tables of tests/vectors, which the C tests read too. */
import { readFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url);

export function fileOf(path) {
  return readFileSync(new URL(path, ROOT), "utf8");
}

export function vectors(name) {
  return fileOf(`tests/vectors/${name}.tsv`).split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t").map((cell) => cell.replaceAll("␣", " ")
      .replace(/\\u([0-9a-f]{4})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))));
}
