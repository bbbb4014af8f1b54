#!/usr/bin/env python3
"""Write an assembler file that puts files into the program.

usage: embed.py OUT.S NAME=PATH ...

The table is what src/sys/resource.c reads: name, start, size; sorted.
"""
import os
import sys


def main():
    out, pairs = sys.argv[1], sorted(a.split("=", 1) for a in sys.argv[2:])
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


main()
