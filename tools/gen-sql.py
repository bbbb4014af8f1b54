#!/usr/bin/env python3
"""Turn the store's SQL into C: statements by name, tables by column.

usage: gen-sql.py STORE_DIR OUT.h OUT.inc

From migrations/*.sql: each table, its columns in order with their kind, its
key, whether it is authoritative, and the one statement that writes it.
From sql/*.sql: statements under `-- name:`, with `-- in:` and `-- out:`;
`-- scan: ok` allows a full scan.  Parameters $1..$n must first occur in order
(SQLite numbers them so).
"""
import glob
import os
import re
import sys

KINDS = {"@ID@": "ID", "@INT@": "INT", "@JSON@": "JSON", "@BLOB@": "BLOB",
         "TEXT": "TEXT"}


def tables(text):
    for match in re.finditer(
            r"((?:--[^\n]*\n)*)CREATE TABLE (\w+) \((.*?)\n\) @STRICT@;",
            text, re.S):
        columns = re.findall(r"^  (\w+) (@\w+@|TEXT) NOT NULL", match[3], re.M)
        key = re.search(r"PRIMARY KEY \(([^)]*)\)", match[3])[1].split(", ")
        comment = match[1].strip().split("\n")
        first = next((c for c in comment if "authoritative:" in c), "")
        yield match[2], columns, key, bool(first)


def put_statement(name, columns, key):
    names = [c for c, _ in columns]
    rest = [n for n in names if n not in key]
    marks = ", ".join(f"${i + 1}" for i in range(len(names)))
    sets = ", ".join(f"{n} = excluded.{n}" for n in rest)
    return (f"INSERT INTO {name} ({', '.join(names)}) VALUES ({marks}) "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sets}")


def statements(folder):
    for path in sorted(glob.glob(folder + "/sql/*.sql")):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for part in re.split(r"(?=^-- name:)", text, flags=re.M)[1:]:
            head = dict(re.findall(r"^-- (\w+): *(.*)$", part, re.M))
            sql = " ".join(l.strip() for l in part.split("\n")
                           if not l.startswith("--")).strip().rstrip(";")
            first = []
            for n in re.findall(r"\$(\d+)", sql):
                if n not in first:
                    first.append(n)
            if first != [str(i + 1) for i in range(len(first))]:
                sys.exit(f"{path}: {head['name']}: parameters out of order")
            given = head.get("in", "").split()
            if len(given) != len(first):
                sys.exit(f"{path}: {head['name']}: {len(first)} parameters, "
                         f"`-- in:` names {len(given)}")
            yield head["name"].strip(), sql, len(first), "scan" in head


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    folder, out_h, out_inc = sys.argv[1:]
    ddl, guards = "", ""
    for path in sorted(glob.glob(folder + "/migrations/*.sql")):
        with open(path, encoding="utf-8") as f:
            if path.endswith(".sqlite.sql"):
                guards += f.read()
            else:
                ddl += f.read()
    found = list(tables(ddl))
    named = list(statements(folder))
    with open(out_h, "w", encoding="utf-8") as f:
        f.write("/* made by tools/gen-sql.py */\n"
                "#ifndef HT_STORE_SQL_NAMES_H\n#define HT_STORE_SQL_NAMES_H\n")
        f.write("enum ht_table_id {\n")
        f.writelines(f"\tHT_TABLE_{n.upper()},\n" for n, *_ in found)
        f.write("\tHT_TABLES,\n};\n")
        for name, columns, _, _ in found:
            f.write("enum {\n")
            f.writelines(f"\tHT_{name.upper()}_{c.upper()},\n"
                         for c, _ in columns)
            f.write(f"\tHT_{name.upper()}_COLUMNS,\n}};\n")
        f.write("enum ht_sql {\n")
        f.writelines(f"\tHT_SQL_{n.upper()},\n" for n, *_ in named)
        f.write("\tHT_SQLS,\n};\n#endif\n")
    with open(out_inc, "w", encoding="utf-8") as f:
        f.write("/* made by tools/gen-sql.py */\n")
        for name, columns, _, _ in found:
            order = sorted(range(len(columns)), key=lambda i: columns[i][0])
            f.write(f"static const struct ht_column columns_{name}[] = {{\n")
            f.writelines(f"\t{{ {quote(c)}, HT_KIND_{KINDS[k]} }},\n"
                         for c, k in columns)
            f.write("};\n")
            f.write(f"static const uint8_t sorted_{name}[] = {{ "
                    + ", ".join(map(str, order)) + " };\n")
        f.write("const struct ht_table_info ht_tables[HT_TABLES] = {\n")
        for name, columns, key, is_truth in found:
            names = [c for c, _ in columns]
            bits = sum(1 << names.index(k) for k in key)
            # keys come first, so that rows can be compared in key order
            f.write(f"\t{{ {quote(name)}, columns_{name}, sorted_{name}, "
                    f"{len(columns)}, {bits}u, {int(is_truth)}, "
                    f"{names.index('seq') if 'seq' in names else -1},\n\t  "
                    f"{quote(put_statement(name, columns, key))},\n\t  "
                    + quote(f"SELECT {', '.join(names)} FROM {name} ORDER BY "
                            + ", ".join(key)) + " },\n")
        f.write("};\n")
        f.write("const struct ht_sql_info ht_sqls[HT_SQLS] = {\n")
        f.writelines(f"\t{{ {quote(n)}, {quote(s)}, {c}, {int(a)} }},\n"
                     for n, s, c, a in named)
        f.write("};\n")
        for symbol, text in (("ht_store_ddl", ddl), ("ht_store_guard", guards)):
            f.write(f"const char {symbol}[] =\n")
            f.writelines(f"\t{quote(line)} \"\\n\"\n"
                         for line in text.split("\n")
                         if line and not line.startswith("--"))
            f.write(";\n")


main()
