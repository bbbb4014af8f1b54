#!/usr/bin/env python3
"""Plant one fault at a time; the suite must notice each.

A test that cannot fail proves nothing.  Here the proof is kept: a copy of the
tree gets one fault (faults.json), the named check, unit test or scenario is
run on it, and it must fail; on the unharmed copy it must pass.
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
    for name in ("meson.build", "meson_options.txt", "package.json", "package-lock.json",
                 ".clang-format"):
        shutil.copy(os.path.join(ROOT, name), to)
    os.symlink(os.path.join(ROOT, "node_modules"),
               os.path.join(to, "node_modules"))


def program_of(fault):
    return "tests/unit/" + fault["unit"] if "unit" in fault else "hotich"


def build(tree, programs):
    """Empty when all of them build, else what the compiler said."""
    code, text = run(["ninja", "-C", "build"] + programs, tree)
    return text[-3000:] if code else ""


def passes(tree, fault):
    if "scenario" in fault:
        env = dict(os.environ, HOTICH=os.path.join(tree, "build/hotich"))
        return subprocess.run(
            [sys.executable, os.path.join(tree, "tests/scenario",
                                          fault["scenario"])],
            cwd=tree, env=env, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL).returncode == 0
    if "check" in fault:
        return run(["sh", "-c", fault["check"]], tree)[0] == 0
    return run([os.path.join(tree, "build", program_of(fault))], tree)[0] == 0


def try_fault(tree, fault, good):
    """What is wrong with the fault or the tests; empty when it is noticed."""
    path = os.path.join(tree, fault["file"])
    with open(path, encoding="utf-8") as f:
        whole = f.read()
    times = whole.count(fault["old"])
    if times != 1:
        return f"'{fault['old']}' stands {times} times in {fault['file']}"
    name = fault.get("check") or fault.get("scenario") or fault["unit"]
    if name not in good:
        good[name] = passes(tree, fault)
    if not good[name]:
        return "fails without the fault"
    with open(path, "w", encoding="utf-8") as f:
        f.write(whole.replace(fault["old"], fault["new"]))
    text = "" if "check" in fault else build(tree, [program_of(fault)])
    if text:
        wrong = "does not compile; renew faults.json\n" + text
    else:
        wrong = "NOT noticed" if passes(tree, fault) else ""
    with open(path, "w", encoding="utf-8") as f:
        f.write(whole)
    return wrong


def main():
    with open(os.path.join(HERE, "faults.json"), encoding="utf-8") as f:
        faults = json.load(f)
    bad, good = 0, {}
    with tempfile.TemporaryDirectory() as tree:
        copy_tree(tree)
        code, text = run(["meson", "setup", "build", "-Dbuildtype=debug"], tree)
        text = text if code else build(tree, sorted(
            {program_of(fault) for fault in faults if "check" not in fault}))
        if text:
            sys.exit(text)
        for fault in faults:
            wrong = try_fault(tree, fault, good)
            bad += bool(wrong)
            print(f"planted: {fault['name']}: {wrong or 'noticed'}", flush=True)
    sys.exit(1 if bad else 0)


main()
