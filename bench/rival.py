#!/usr/bin/env python3
"""What a developer would write first: SQL, equal names and dates.

usage: rival.py FOLDER CLASSES

Reads population.tsv and the books of FOLDER into SQLite (python's own), finds
each principal by equal name and date of birth, else by equal name and year,
takes the mother's name when several fit, compares the fields as texts, and
writes CLASSES in the form of classes.tsv so that `hotich score` can judge it.
Prints one JSON object: seconds of loading, of matching, of all.

Case, blanks and Unicode form are evened out, which a developer would think of;
tone placement, abbreviations, ages, damage, old units and siblings are not.
"""
import json
import os
import re
import sqlite3
import sys
import time
import unicodedata

ROLES = {"KS": ("nks",), "KH": ("chong", "vo"), "KT": ("nkt",), "CN": ("cn",)}
SEX = {"chong": "1", "vo": "2"}
CLASSES = ("loai maNoiDangKy noiDangKy quyenSo so vai lop soDinhDanh xacSuat "
           "truongSai trungVoi truongKhac").split()


def key(name):
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def day(text):
    """(yyyy-MM-dd or None, yyyy or None)"""
    parts = re.split(r"[./-]", text)
    if not all(p.isdigit() for p in parts) or len(parts[-1]) != 4:
        return None, None
    if len(parts) == 3:
        return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}", parts[2]
    return None, parts[-1]


def rows(path):
    with open(path, encoding="utf-8") as f:
        line = f.readline()
        while line.startswith("#"):
            line = f.readline()
        header = line.rstrip("\n").split("\t")
        for line in f:
            yield dict(zip(header, line.rstrip("\n").split("\t")))


def load(db, path):
    db.execute("CREATE TABLE person (id TEXT, name TEXT, born TEXT, year TEXT,"
               " sex TEXT, ethnic TEXT, mother TEXT, father TEXT)")
    db.executemany(
        "INSERT INTO person VALUES (?,?,?,?,?,?,?,?)",
        ((p["soDinhDanh"], key(p["hoTen"]), *day(p["ngaySinh"]),
          p["gioiTinh"], key(p["danToc"]), key(p["hoTenMe"]),
          key(p["hoTenCha"])) for p in rows(path)))
    db.execute("CREATE INDEX by_day ON person (name, born)")
    db.execute("CREATE INDEX by_year ON person (name, year)")
    db.commit()


def find(db, name, born, year, sex, mother):
    found = []
    if born:
        found = db.execute("SELECT * FROM person WHERE name=? AND born=?",
                           (name, born)).fetchall()
    if not found and year:
        found = db.execute("SELECT * FROM person WHERE name=? AND year=?",
                           (name, year)).fetchall()
    if len(found) > 1 and sex:
        found = [p for p in found if p[4] == sex] or found
    if len(found) > 1 and mother:
        found = [p for p in found if p[6] == mother] or found
    return found


def differs(a, b):
    return bool(a and b and a != b)


def conclude(db, kind, e):
    for role in ROLES[kind]:
        born, year = day(e[role + "NgaySinh"])
        sex = SEX.get(role) or e.get(role + "GioiTinh", "")
        mother = key(e["meHoTen"]) if kind == "KS" else ""
        found = find(db, key(e[role + "HoTen"]), born, year, sex, mother)
        out = dict.fromkeys(CLASSES, "")
        out.update(loai=kind, vai=role, lop="NOTFOUND", xacSuat="1",
                   **{c: e[c] for c in ("maNoiDangKy", "noiDangKy", "quyenSo",
                                        "so")})
        if found:
            p = found[0]
            wrong = []
            if differs(born, p[2]):
                wrong.append(role + "NgaySinh")
            if kind != "KH" and differs(sex, p[4]):
                wrong.append(role + "GioiTinh")
            if differs(key(e[role + "DanToc"]), p[5]):
                wrong.append(role + "DanToc")
            if kind == "KS" and differs(mother, p[6]):
                wrong.append("meHoTen")
            if kind == "KS" and differs(key(e["chaHoTen"]), p[7]):
                wrong.append("chaHoTen")
            out["soDinhDanh"] = p[0]
            out["lop"] = "REVIEW" if len(found) > 1 else \
                "DIFF" if wrong else "MATCH"
            if out["lop"] == "DIFF":
                out["truongSai"] = ",".join(wrong)
        yield out


def main():
    folder, classes = sys.argv[1:]
    start = time.monotonic()
    if os.path.exists(classes + ".db"):
        os.remove(classes + ".db")
    db = sqlite3.connect(classes + ".db")
    load(db, os.path.join(folder, "population.tsv"))
    loaded = time.monotonic()
    n = 0
    with open(classes, "w", encoding="utf-8") as f:
        f.write("\t".join(CLASSES) + "\n")
        for kind in ROLES:
            path = os.path.join(folder, kind + ".tsv")
            if not os.path.exists(path):
                continue
            for e in rows(path):
                n += 1
                for out in conclude(db, kind, e):
                    f.write("\t".join(out[c] for c in CLASSES) + "\n")
    db.close()
    os.remove(classes + ".db")
    end = time.monotonic()
    print(json.dumps({"entries": n, "load_s": loaded - start,
                      "compare_s": end - loaded, "all_s": end - start}))


main()
