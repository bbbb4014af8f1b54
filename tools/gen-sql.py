#!/usr/bin/env python3
"""Turn the store's SQL into C: statements by name, tables by column.

usage: gen-sql.py STORE_DIR OUT.h OUT.inc
       gen-sql.py --postgres STORE_DIR

The second form prints the tables and a PREPARE of every statement in the
words of PostgreSQL, for tests/postgres.

From migrations/NNNN_*.sql, in order: each table, its columns in order with
their kind and the migration they came with, its key, whether it is
authoritative, and the one statement that writes it.  A later migration makes
new tables or adds columns (ALTER TABLE t ADD COLUMN c KIND NOT NULL DEFAULT 0
or ''), never takes away: old journal rows must still replay.
NNNN_*.sqlite.sql follows its namesake on SQLite only.
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


POSTGRES = {"@ID@": "BIGINT", "@INT@": "BIGINT", "@JSON@": "TEXT",
            "@BLOB@": "BYTEA", " @STRICT@": ""}


def migrations(folder):
    """(version, text for both, text for SQLite alone), in order."""
    found = {}
    for path in sorted(glob.glob(folder + "/migrations/*.sql")):
        version = int(os.path.basename(path)[:4])
        with open(path, encoding="utf-8") as f:
            place = found.setdefault(version, ["", ""])
            place[path.endswith(".sqlite.sql")] += f.read()
    if sorted(found) != list(range(1, len(found) + 1)):
        sys.exit(f"{folder}/migrations: numbers must run from 0001")
    return [(n, *found[n]) for n in sorted(found)]


ALLOWED = re.compile(
    r"CREATE (TABLE \w+ \(.*\n\) @STRICT@|INDEX \w+\s+ON \w+ "
    r"\([^()]*\))|ALTER TABLE \w+ ADD COLUMN \w+ "
    r"(@\w+@|TEXT) NOT NULL DEFAULT (0|'')", re.S)


def check_step(version, text):
    """Old journal rows must replay: nothing but new tables and columns."""
    for statement in re.sub(r"--[^\n]*", "", text).split(";"):
        if statement.strip() and not ALLOWED.fullmatch(statement.strip()):
            sys.exit(f"migration {version}: not allowed: {statement.strip()}")
        if version == 1 and "ADD COLUMN" in statement:
            sys.exit("migration 1 makes its tables with all their columns")


def tables(steps):
    """{name: [columns (name, kind, version), key, is authoritative]}"""
    found = {}
    for version, text, _ in steps:
        check_step(version, text)
        for match in re.finditer(
                r"((?:--[^\n]*\n)*)CREATE TABLE (\w+) \((.*?)\n\) @STRICT@;",
                text, re.S):
            columns = [(c, k, version) for c, k in re.findall(
                r"^  (\w+) (@\w+@|TEXT) NOT NULL", match[3], re.M)]
            key = re.search(r"PRIMARY KEY \(([^)]*)\)", match[3])[1].split(", ")
            # rows are compared in the order of their keys
            if key != [c for c, _, _ in columns][:len(key)]:
                sys.exit(f"{match[2]}: the key must be the first columns")
            is_truth = "-- authoritative:" in match[1]
            names = [c for c, _, _ in columns]
            if is_truth and (names[0] != "cell" or names[-1] != "seq"):
                sys.exit(f"{match[2]}: cell must be first, seq last")
            found[match[2]] = [columns, key, is_truth]
        for name, column, kind in re.findall(
                r"^ALTER TABLE (\w+) ADD COLUMN (\w+) (@\w+@|TEXT) NOT NULL "
                r"DEFAULT (?:0|'');", text, re.M):
            found[name][0].append((column, kind, version))
    return found


def put_statement(name, columns, key):
    names = [c for c, _, _ in columns]
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
            joined = re.sub(r"\n--  +(?=\S)", " ", part)
            head = dict(re.findall(r"^-- (\w+): *(.*)$", joined, re.M))
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
            yield (head["name"].strip(), sql, len(first), "scan" in head,
                   " ".join(head.get("out", "").split()))


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def literal(text):
    """Lines of C that spell the text without its comments."""
    lines = [f"\t{quote(line)} \"\\n\"\n" for line in text.split("\n")
             if line and not line.startswith("--")]
    return "".join(lines) or '\t""\n'


def write_names(path, steps, found, named):
    with open(path, "w", encoding="utf-8") as f:
        f.write("/* made by tools/gen-sql.py */\n"
                "#ifndef HT_STORE_SQL_NAMES_H\n#define HT_STORE_SQL_NAMES_H\n"
                f"enum {{ HT_MIGRATIONS = {len(steps)} }};\n"
                "enum ht_table_id {\n")
        f.writelines(f"\tHT_TABLE_{n.upper()},\n" for n in found)
        f.write("\tHT_TABLES,\n};\n")
        for name, (columns, _, _) in found.items():
            f.write("enum {\n")
            f.writelines(f"\tHT_{name.upper()}_{c.upper()},\n"
                         for c, _, _ in columns)
            f.write(f"\tHT_{name.upper()}_COLUMNS,\n}};\n")
        f.write("enum ht_sql {\n")
        f.writelines(f"\tHT_SQL_{n.upper()},\n" for n, *_ in named)
        f.write("\tHT_SQLS,\n};\n#endif\n")


def write_tables(f, found):
    for name, (columns, _, _) in found.items():
        order = sorted(range(len(columns)), key=lambda i: columns[i][0])
        f.write(f"static const struct ht_column columns_{name}[] = {{\n")
        f.writelines(f"\t{{ {quote(c)}, HT_KIND_{KINDS[k]}, {since} }},\n"
                     for c, k, since in columns)
        f.write("};\n")
        f.write(f"static const uint8_t sorted_{name}[] = {{ "
                + ", ".join(map(str, order)) + " };\n")
    f.write("const struct ht_table_info ht_tables[HT_TABLES] = {\n")
    for name, (columns, key, is_truth) in found.items():
        names = [c for c, _, _ in columns]
        bits = sum(1 << names.index(k) for k in key)
        f.write(f"\t{{ {quote(name)}, columns_{name}, sorted_{name}, "
                f"{len(columns)}, {bits}u, {int(is_truth)}, "
                f"{names.index('seq') if 'seq' in names else -1},\n\t  "
                f"{quote(put_statement(name, columns, key))},\n\t  "
                + quote(f"SELECT {', '.join(names)} FROM {name} ORDER BY "
                        + ", ".join(key)) + " },\n")
    f.write("};\n")


def print_postgres(steps, found, named):
    ddl = "".join(text for _, text, _ in steps)
    for token, word in POSTGRES.items():
        ddl = ddl.replace(token, word)
    print(ddl)
    for name, sql, *_ in named:
        print(f"\\echo {name}\nPREPARE {name} AS {sql};")
    for name, (columns, key, _) in found.items():
        print(f"\\echo put_{name}\nPREPARE put_{name} AS "
              + put_statement(name, columns, key) + ";")


def main():
    is_postgres = sys.argv[1] == "--postgres"
    folder = sys.argv[2] if is_postgres else sys.argv[1]
    steps = migrations(folder)
    found = tables(steps)
    named = list(statements(folder))
    if is_postgres:
        print_postgres(steps, found, named)
        return
    _, _, out_h, out_inc = sys.argv
    write_names(out_h, steps, found, named)
    with open(out_inc, "w", encoding="utf-8") as f:
        f.write("/* made by tools/gen-sql.py */\n")
        write_tables(f, found)
        f.write("const struct ht_sql_info ht_sqls[HT_SQLS] = {\n")
        f.writelines(f"\t{{ {quote(n)}, {quote(s)}, {c}, {int(a)}, "
                     f"{quote(out)} }},\n" for n, s, c, a, out in named)
        f.write("};\n"
                "const struct ht_migration ht_migrations[HT_MIGRATIONS] = {\n")
        for version, text, guard in steps:
            f.write(f"\t{{ {version},\n{literal(text)}\t,\n{literal(guard)}"
                    "\t},\n")
        f.write("};\n")


main()
