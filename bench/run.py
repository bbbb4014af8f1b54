#!/usr/bin/env python3
"""Measure the figures of README.md on this machine.

usage: run.py [--hotich PATH] [--only NAME] [--keep FOLDER]

Every figure is the median of several whole runs of the real program; memory
is the peak of the largest process as the system counts it.  Input is made by
the program's own generators first and is not part of any time.  The first
lines say what machine it was.
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def spend(args):
    """Run; return (seconds, peak MB, stdout)."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(args, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        out.seek(0)
        err.seek(0)
        if child.returncode:
            sys.exit(f"bench: {' '.join(args)} -> {child.returncode}\n"
                     + err.read().decode())
        return seconds, usage.ru_maxrss / 1024, out.read().decode()


class Bench:
    def __init__(self, hotich, folder):
        self.hotich, self.folder = hotich, folder

    def do(self, *args):
        return spend([self.hotich] + [str(a) for a in args])

    def gen(self, name, *options):
        out = os.path.join(self.folder, "gen-" + name)
        if not os.path.exists(out):
            self.do("gen", *options, "--out", out)
        return out

    def books(self, made):
        names = sorted(n for n in os.listdir(made)
                       if n in ("KS.tsv", "KH.tsv", "KT.tsv", "CN.tsv"))
        return [os.path.join(made, n) for n in names]

    def fresh(self, made):
        """A directory with the population loaded; seconds and peak of load."""
        home = os.path.join(self.folder, "dir")
        shutil.rmtree(home, ignore_errors=True)
        self.do("init", home, "--demo")
        seconds, peak, _ = self.do("population", "load", home,
                                   os.path.join(made, "population.tsv"))
        return home, seconds, peak

    def walk(self, made, runs):
        """Import and compare, `runs` times; medians."""
        rows = []
        for _ in range(runs):
            home, load_s, load_mb = self.fresh(made)
            import_s, import_mb, text = self.do("book", "import", home,
                                                *self.books(made), "--json")
            imported = json.loads(text)
            classes = os.path.join(self.folder, "classes.tsv")
            match_s, match_mb, text = self.do("reconcile", home, "--out",
                                              classes, "--json")
            found = json.loads(text)
            rows.append({
                "entries": imported["accepted"],
                "people": found["people"],
                "load_s": load_s, "import_s": import_s,
                "reconcile_s": match_s,
                "matching_s": found["matching_ms"] / 1000,
                "import_and_compare_s": import_s + match_s,
                "peak_mb": max(load_mb, import_mb, match_mb),
            })
        home_score = self.score(made)
        middle = {k: statistics.median(r[k] for r in rows) for k in rows[0]}
        return {**middle, **home_score, "runs": runs}

    def score(self, made):
        truth = os.path.join(made, "truth.tsv")
        _, _, text = self.do("score", "--truth", truth, "--classes",
                             os.path.join(self.folder, "classes.tsv"),
                             "--json")
        return {k: v for k, v in json.loads(text).items()
                if isinstance(v, (int, float))}


def dailanh(b):
    return b.walk(b.gen("dailanh", "--profile", "dailanh", "--seed", 1), 5)


def phuninh(b):
    return b.walk(b.gen("phuninh", "--profile", "phuninh", "--seed", 1), 3)


def second(b):
    """The second generator: other names, other families, other errors."""
    out = os.path.join(b.folder, "gen-second")
    if not os.path.exists(out):
        spend([sys.executable, os.path.join(ROOT, "bench/gen2.py"),
               "--seed", "20261122", "--out", out])
    return b.walk(out, 1)


def homonyms(b):
    """10,000 pairs of people with one name: how many are taken for one?"""
    out = os.path.join(b.folder, "gen-homonyms")
    if not os.path.exists(out):
        spend([sys.executable, os.path.join(ROOT, "bench/gen2.py"),
               "--homonyms", "10000", "--seed", "7", "--out", out])
    return b.walk(out, 1)


def growth(b):
    """The same work on 10^4, 10^5, 10^6 entries: cost of one entry."""
    rows = {}
    for entries in (10_000, 100_000, 1_000_000):
        made = b.gen(f"growth-{entries}", "--profile", "province", "--seed",
                     3, "--people", 1_000_000, "--entries", entries)
        done = b.walk(made, 1)
        for key in ("import_s", "reconcile_s"):
            rows[f"{key[:-2]}_us_per_entry_{entries}"] = \
                1e6 * done[key] / done["entries"]
        rows[f"peak_mb_{entries}"] = done["peak_mb"]
        shutil.rmtree(made)
    return rows


BENCHES = {"dailanh": dailanh, "phuninh": phuninh, "second": second,
           "homonyms": homonyms, "growth": growth}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hotich", default=os.path.join(ROOT, "build/hotich"))
    parser.add_argument("--only")
    parser.add_argument("--keep", help="keep generated input here")
    wanted = parser.parse_args()
    print(f"# {platform.machine()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")
    folder = wanted.keep or tempfile.mkdtemp(prefix="hotich-bench-")
    os.makedirs(folder, exist_ok=True)
    try:
        for name, bench in BENCHES.items():
            if wanted.only in (None, name):
                print(f"\n## {name}", flush=True)
                for key, value in bench(Bench(wanted.hotich, folder)).items():
                    print(f"{key:36} {value:12.4f}".rstrip("0").rstrip("."),
                          flush=True)
    finally:
        if not wanted.keep:
            shutil.rmtree(folder, ignore_errors=True)


main()
