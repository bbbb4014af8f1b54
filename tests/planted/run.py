#!/usr/bin/env python3
"""Plant one fault at a time; the suite must notice each.

A test that cannot fail proves nothing.  Here the proof is kept: a copy of the
tree gets one fault (faults.json), the named check or unit test is run on it,
and it must fail; on the unharmed copy it must pass.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.dirname(os.path.abspath(__file__))


def run(args, cwd):
    done = subprocess.run(args, cwd=cwd, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                          timeout=600)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def copy_tree(to):
    for top in ("src", "schema", "tests", "tools", "web"):
        shutil.copytree(os.path.join(ROOT, top), os.path.join(to, top))
    for name in ("meson.build", "meson_options.txt", "package-lock.json",
                 ".clang-format"):
        shutil.copy(os.path.join(ROOT, name), to)
    os.symlink(os.path.join(ROOT, "node_modules"),
               os.path.join(to, "node_modules"))


def is_good(tree, fault):
    """True when the check named by the fault passes on the tree."""
    if "check" in fault:
        return run(["sh", "-c", fault["check"]], tree)[0] == 0
    program = "tests/unit/" + fault["unit"]
    code, text = run(["ninja", "-C", "build", program], tree)
    if code:
        print(text[-3000:])
        sys.exit(f"planted: {fault['name']} does not compile; renew faults.json")
    return run([os.path.join(tree, "build", program)], tree)[0] == 0


def main():
    with open(os.path.join(HERE, "faults.json"), encoding="utf-8") as f:
        faults = json.load(f)
    bad = 0
    with tempfile.TemporaryDirectory() as tree:
        copy_tree(tree)
        code, text = run(["meson", "setup", "build", "-Dbuildtype=debug"], tree)
        if code:
            sys.exit(text)
        for fault in faults:
            path = os.path.join(tree, fault["file"])
            with open(path, encoding="utf-8") as f:
                whole = f.read()
            if whole.count(fault["old"]) != 1:
                print(f"planted: {fault['name']}: '{fault['old']}' stands "
                      f"{whole.count(fault['old'])} times in {fault['file']}")
                bad += 1
                continue
            if not is_good(tree, fault):
                print(f"planted: {fault['name']}: fails without the fault")
                bad += 1
                continue
            with open(path, "w", encoding="utf-8") as f:
                f.write(whole.replace(fault["old"], fault["new"]))
            if is_good(tree, fault):
                print(f"planted: {fault['name']}: NOT noticed")
                bad += 1
            else:
                print(f"planted: {fault['name']}: noticed")
            with open(path, "w", encoding="utf-8") as f:
                f.write(whole)
    sys.exit(1 if bad else 0)


main()
