#!/usr/bin/env python3
"""Write the tables of normal form C as a C include, from Python's own data.

usage: gen-nfc.py OUT.inc

Characters added after Python's Unicode version are named by hand below, so
that the tables are those of Unicode 15.0 on Debian 12 (Python 3.11 has 14.0).
"""
import sys
import unicodedata

LETTERS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
# Combining classes that came with Unicode 15.0 (none of them decomposes).
CLASSES_15 = {0x0ECE: 122, 0x10EFD: 220, 0x10EFE: 220, 0x10EFF: 220,
              0x11241: 0, 0x11F41: 9, 0x11F42: 9, 0x1E08F: 230, 0x1E4EC: 232,
              0x1E4ED: 232, 0x1E4EE: 220, 0x1E4EF: 230}


def main():
    classes, splits, joins = [], [], []
    for c in LETTERS:
        letter = chr(c)
        rank = unicodedata.combining(letter) or CLASSES_15.get(c, 0)
        if rank:
            classes.append((c, rank))
        mapping = unicodedata.decomposition(letter)
        if not mapping or mapping.startswith("<"):
            continue
        parts = [int(p, 16) for p in mapping.split()]
        splits.append((c, parts[0], parts[1] if len(parts) > 1 else 0))
        if len(parts) == 2 and unicodedata.normalize("NFC", letter) == letter:
            joins.append((parts[0], parts[1], c))
    joins.sort()
    with open(sys.argv[1], "w", encoding="ascii") as f:
        f.write("/* made by tools/gen-nfc.py */\n")
        f.write("static const struct nfc_class nfc_classes[] = {\n")
        f.writelines(f"\t{{ {c:#x}, {r} }},\n" for c, r in sorted(classes))
        f.write("};\nstatic const struct nfc_split nfc_splits[] = {\n")
        f.writelines(f"\t{{ {c:#x}, {a:#x}, {b:#x} }},\n" for c, a, b in splits)
        f.write("};\nstatic const struct nfc_join nfc_joins[] = {\n")
        f.writelines(f"\t{{ {a:#x}, {b:#x}, {c:#x} }},\n" for a, b, c in joins)
        f.write("};\n")


main()
