#!/usr/bin/env python3
"""Write an assembler file that puts files into the program.

usage: embed.py OUT.S [--depend OUT.d] [--tree NAME=FOLDER]... NAME=PATH ...

The table is what src/sys/resource.c reads: name, start, size; sorted.  A tree
is every file below a folder that a page can ask for.  A file of web/ that
gzip makes a tenth smaller is put in a second time as NAME.gz.  The depend
file names the tree's folders too, so that a new file is noticed by the build.
"""
import gzip
import os
import sys

ENDINGS = (".html", ".js", ".mjs", ".css", ".json", ".webmanifest", ".svg",
           ".png", ".ico", ".woff2", ".txt")


def tree(name, folder, depends):
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != ".")
        depends.append(here)
        for file in sorted(files):
            path = os.path.join(here, file)
            if file.endswith(ENDINGS) and file[0] != ".":
                depends.append(path)
                yield f"{name}/{os.path.relpath(path, folder)}", path


def packed(out, pairs):
    """What is worth compressing, beside the assembler file."""
    folder = out + ".gz"
    os.makedirs(folder, exist_ok=True)
    for i, (name, path) in enumerate(pairs):
        if not name.startswith("web/") or name.endswith((".woff2", ".png")):
            continue
        with open(path, "rb") as f:
            body = f.read()
        small = gzip.compress(body, 9, mtime=0)
        if len(small) < len(body) * 0.9:
            place = os.path.join(folder, str(i))
            with open(place, "wb") as f:
                f.write(small)
            yield name + ".gz", place


def write(out, pairs):
    lines = ["/* made by tools/embed.py */", "\t.section .rodata"]
    for i, (_, path) in enumerate(pairs):
        lines += ["\t.balign 16", f"body{i}:",
                  f'\t.incbin "{os.path.abspath(path)}"', f"end{i}:",
                  "\t.byte 0"]
    for i, (name, _) in enumerate(pairs):
        lines += [f'name{i}:\t.asciz "{name}"']
    lines += ["\t.section .data.rel.ro,\"aw\"", "\t.balign 8",
              "\t.globl ht_embedded", "\t.hidden ht_embedded", "ht_embedded:"]
    for i in range(len(pairs)):
        lines += [f"\t.quad name{i}, body{i}, end{i} - body{i}"]
    lines += ["\t.section .rodata", "\t.balign 8",
              "\t.globl ht_embedded_count", "\t.hidden ht_embedded_count",
              f"ht_embedded_count:\t.quad {len(pairs)}",
              '\t.section .note.GNU-stack,"",@progbits']
    with open(out, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


def main():
    out, words = sys.argv[1], sys.argv[2:]
    pairs, depends, depend = [], [], None
    while words:
        word = words.pop(0)
        if word == "--depend":
            depend = words.pop(0)
        elif word == "--tree":
            pairs += tree(*words.pop(0).split("=", 1), depends)
        else:
            pairs.append(tuple(word.split("=", 1)))
    pairs = sorted(dict(pairs).items())
    pairs = sorted(pairs + list(packed(out, pairs)))
    write(out, pairs)
    if depend:
        with open(depend, "w", encoding="utf-8") as f:
            f.write(f"{out}: " + " ".join(
                d.replace(" ", "\\ ") for d in depends) + "\n")


main()
