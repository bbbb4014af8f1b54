#!/usr/bin/env python3
"""Put the front end's packages where a browser can load them.

usage: vendor.py OUT_DIR [--texts]

Takes Preact, its hooks, htm and the font as `npm ci` laid them down (pinned
and checked by package-lock.json), and writes flat files that import each
other by relative paths, with the licence text of each.  No package is run.
With --texts also the texts a browser needs, out of web/locale; without them
(while developing) the page reads the whole file.
"""
import json
import os
import re
import shutil
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODULES = os.path.join(ROOT, "node_modules")
FONT = "@fontsource/be-vietnam-pro"
SCRIPTS = {
    "preact.js": "preact/dist/preact.mjs",
    "hooks.js": "preact/hooks/dist/hooks.mjs",
    "htm.js": "htm/dist/htm.mjs",
}
FONTS = [f"be-vietnam-pro-{subset}-{weight}"
         for subset in ("latin", "vietnamese") for weight in (400, 600)]
SHOWN = ("web.", "class.", "done.", "report.", "settled.")
PACKAGES = ("preact", "htm", FONT)
BARE = {"preact": "./preact.js", "preact/hooks": "./hooks.js",
        "htm": "./htm.js"}
IMPORT = re.compile(r"""\b(from|import)\s*(["'])([^"'./][^"']*)\2""")


def source(path):
    whole = os.path.join(MODULES, path)
    if not os.path.exists(whole):
        sys.exit(f"vendor.py: node_modules/{path} is missing; run: "
                 "npm ci --ignore-scripts   (or: make setup)")
    return whole


def relative(found):
    word, name = found.group(1), found.group(3)
    if name not in BARE:
        sys.exit(f"vendor.py: import of '{name}' leads nowhere in a browser")
    return f'{word}"{BARE[name]}"'


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def write_texts(out):
    for lang in ("vi", "en"):
        with open(os.path.join(ROOT, f"web/locale/{lang}.json"),
                  encoding="utf-8") as f:
            texts = json.load(f)
        shown = {k: v for k, v in texts.items() if k.startswith(SHOWN)}
        write(os.path.join(out, f"texts.{lang}.json"),
              json.dumps(shown, ensure_ascii=False, separators=(",", ":")))


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--texts"]):
        sys.exit(__doc__)
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    for name, path in SCRIPTS.items():
        with open(source(path), encoding="utf-8") as f:
            text = IMPORT.sub(relative, f.read())
        text = re.sub(r"\n?//# sourceMappingURL=\S*\s*$", "\n", text)
        write(os.path.join(out, name), text)
    for name in FONTS:
        shutil.copyfile(source(f"{FONT}/files/{name}-normal.woff2"),
                        os.path.join(out, name + ".woff2"))
    licences = []
    for package in PACKAGES:
        with open(source(package + "/LICENSE"), encoding="utf-8") as f:
            licences.append(f"{package}\n{'=' * len(package)}\n\n{f.read()}")
    if sys.argv[2:]:
        write_texts(out)
    write(os.path.join(out, "licences.txt"), "\n\n".join(licences))


main()
