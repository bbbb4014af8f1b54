#!/usr/bin/env python3
"""The rules of HACKING.md that a program can hold.

usage: check-style.py [ROOT]

Lines over 100 columns (tabs are 8), files over 800 lines, functions over 100
lines, `//` comments, leftover markers, headers without guard, promise or floor,
malloc outside base/, missing folder READMEs, message keys without text in both
languages, texts whose arguments differ between them.
"""
import json
import os
import re
import sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else "."
problems = []


def say(path, line, text):
    problems.append(f"{path}:{line}: {text}")


def strip_code(text):
    """Comments and strings blanked, line structure kept."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                  blank, text, flags=re.S)


def check_functions(path, lines):
    start = None
    for i, line in enumerate(lines, 1):
        if line == "{":
            start = i
        elif line == "}" and start:
            if i - start > 100:
                say(path, start, f"function of {i - start} lines (at most 100)")
            start = None


def check_file(path):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    lines = text.split("\n")
    code = strip_code(text)
    if len(lines) > 801:
        say(path, len(lines), f"{len(lines)} lines (at most 800)")
    for i, line in enumerate(lines, 1):
        if len(line.expandtabs(8)) > 100:
            say(path, i, "over 100 columns")
        if line.rstrip() != line:
            say(path, i, "blank at the end of the line")
    for i, line in enumerate(code.split("\n"), 1):
        if "//" in line:
            say(path, i, "// comment")
        if "/src/" in "/" + path and "/base/" not in path and re.search(
                r"\b(malloc|calloc|realloc|free)\s*\(", line):
            say(path, i, "memory comes from base/arena.h")
    for i, line in enumerate(lines, 1):
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            say(path, i, "a marker instead of the work")
    check_functions(path, lines)
    if path.endswith(".h") and "/src/" in "/" + path:
        if not re.match(r"/\*\n \* [\w.-]+ - ", text):
            say(path, 1, "the header does not open with what it promises")
        folder = os.path.basename(os.path.dirname(path))
        if not re.search(rf"\bFloor [1-7] \({folder}\b", text):
            say(path, 1, "the header does not name its floor")
        if "#ifndef HT_" not in text:
            say(path, 1, "no include guard")


def check_texts():
    texts = {}
    for lang in ("vi", "en"):
        path = os.path.join(ROOT, "web/locale", lang + ".json")
        with open(path, encoding="utf-8") as f:
            pairs = json.load(f, object_pairs_hook=lambda p: p)
        keys = [k for k, _ in pairs]
        for a, b in zip(keys, keys[1:]):
            if a >= b:
                say(path, 1, f"keys not sorted at {b}")
        texts[lang] = dict(pairs)
    for key in sorted(set(texts["vi"]) ^ set(texts["en"])):
        say("web/locale", 1, f"{key} is not in both languages")
    for key in sorted(set(texts["vi"]) & set(texts["en"])):
        marks = [set(re.findall(r"\{(\w+)\}", texts[l][key])) for l in texts]
        if marks[0] != marks[1]:
            say("web/locale", 1, f"{key}: arguments differ between languages")
    check_keys(texts["vi"])


def names_of_schema():
    """Rights, acts and files that are written like keys: "book.import"."""
    names = set()
    for folder, _, files in os.walk(os.path.join(ROOT, "schema")):
        for name in files:
            if name.endswith(".json"):
                with open(os.path.join(folder, name), encoding="utf-8") as f:
                    names.update(re.findall(r'"([a-z0-9_]+\.[a-z0-9_.]+)"',
                                            f.read()))
    return names


def check_keys(texts):
    """Each literal of the form of a key, with the head of one, has a text."""
    heads = {key.split(".")[0] for key in texts}
    known = set(texts) | names_of_schema()
    literal = re.compile(r'"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"')
    failing = re.compile(r'ht_fail\([^;]*?HT_E\w+,\s*"([a-z0-9_.]+)"', re.S)
    for folder, _, names in os.walk(os.path.join(ROOT, "src")):
        for name in names:
            path = os.path.join(folder, name)
            if not name.endswith(".c"):
                continue
            with open(path, encoding="utf-8") as f:
                text = re.sub(r"/\*.*?\*/", "", f.read(), flags=re.S)
            used = {key for key in literal.findall(text)
                    if key.split(".")[0] in heads and
                    not key.endswith((".tsv", ".csv", ".json", ".sql"))}
            used.update(failing.findall(text))
            for key in sorted(used - known):
                say(path, 1, f"no text for {key}")


def main():
    for top in ("src", "tests"):
        for folder, _, names in os.walk(os.path.join(ROOT, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    check_file(os.path.join(folder, name))
    src = os.path.join(ROOT, "src")
    for name in sorted(os.listdir(src)):
        path = os.path.join(src, name)
        if os.path.isdir(path) and not os.path.exists(path + "/README.md"):
            say(path, 1, "no README.md")
    check_texts()
    print("\n".join(problems) if problems else "style: nothing to say")
    return 1 if problems else 0


sys.exit(main())
