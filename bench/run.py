#!/usr/bin/env python3
"""Measure the figures of README.md on this machine.

usage: run.py [--hotich PATH] [--only NAME[,NAME]] [--keep FOLDER] [--write]

Every time is the median of several whole runs of the real program; memory is
the peak of the largest process as the system counts it.  Input is made first,
by the program's own generator or by bench/gen2.py, and is in no time.  A
figure with a target says whether it is met.  --write puts everything into
bench/RESULTS.md beside this file.
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
BOOKS = ("KS.tsv", "KH.tsv", "KT.tsv", "CN.tsv")

GROWTH = (10_000, 100_000, 1_000_000)  # entries, against 1,000,000 people

# what README.md promises: name of the bench, figure -> (at most or at least)
TARGETS = {
    ("dailanh", "import_and_compare_s"): ("<=", 2),
    ("phuninh", "import_and_compare_s"): ("<=", 20),
    ("phuninh", "matching_s"): ("<=", 3),
    ("phuninh", "peak_mb"): ("<=", 600),
    ("second", "link_f1"): (">=", 0.985),
    ("second", "status_accuracy"): (">=", 0.98),
    ("homonyms", "wrong_merges"): ("<=", 0),
    ("growth", "reconcile_cost_last_over_first"): ("<=", 1.5),
    ("growth", "import_cost_last_over_first"): ("<=", 1.5),
}


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

    def gen2(self, name, *options):
        out = os.path.join(self.folder, "gen2-" + name)
        if not os.path.exists(out):
            spend([sys.executable, os.path.join(ROOT, "bench/gen2.py"),
                   *options, "--out", out])
        return out

    def books(self, made):
        return [os.path.join(made, n) for n in BOOKS
                if os.path.exists(os.path.join(made, n))]

    def classes(self):
        return os.path.join(self.folder, "classes.tsv")

    def fresh(self, made):
        """A directory with the population loaded; seconds and peak of load."""
        home = os.path.join(self.folder, "dir")
        shutil.rmtree(home, ignore_errors=True)
        self.do("init", home, "--demo")
        seconds, peak, _ = self.do("population", "load", home,
                                   os.path.join(made, "population.tsv"))
        return home, seconds, peak

    def once(self, made):
        home, load_s, load_mb = self.fresh(made)
        import_s, import_mb, text = self.do("book", "import", home,
                                            *self.books(made), "--json")
        imported = json.loads(text)
        match_s, match_mb, text = self.do("reconcile", home, "--out",
                                          self.classes(), "--json")
        found = json.loads(text)
        shutil.rmtree(home, ignore_errors=True)
        return {
            "entries": imported["accepted"],
            "refused": imported["refused"],
            "people": found["people"],
            "load_s": load_s, "import_s": import_s, "reconcile_s": match_s,
            "matching_s": found["matching_ms"] / 1000,
            "import_and_compare_s": import_s + match_s,
            "peak_mb": max(load_mb, import_mb, match_mb),
        }

    def walk(self, made, runs):
        """Import and compare, `runs` times; medians, and the score."""
        rows = [self.once(made) for _ in range(runs)]
        return {"runs": runs,
                **{k: statistics.median(r[k] for r in rows) for k in rows[0]},
                **self.score(made, self.classes())}

    def score(self, made, classes):
        _, _, text = self.do("score", "--truth",
                             os.path.join(made, "truth.tsv"), "--classes",
                             classes, "--json")
        score = json.loads(text)
        out = {k: score[k] for k in (
            "link_precision", "link_recall", "link_f1", "status_accuracy",
            "review_share", "fields_f1", "duplicates_precision",
            "duplicates_recall", "duplicates_f1")}
        for role in score["roles"]:
            out[f"link_f1_{role['type']}_{role['role']}"] = role["link_f1"]
        out["wrong_links"] = score["link_given"] - score["link_right"]
        return out

    def rival(self, made):
        """The plain SQL program on the same input, judged alike."""
        classes = os.path.join(self.folder, "rival.tsv")
        _, peak, text = spend([sys.executable,
                               os.path.join(ROOT, "bench/rival.py"), made,
                               classes])
        done, score = json.loads(text), self.score(made, classes)
        return {"rival_all_s": done["all_s"],
                "rival_compare_s": done["compare_s"], "rival_peak_mb": peak,
                **{"rival_" + k: score[k] for k in (
                    "link_precision", "link_recall", "link_f1",
                    "status_accuracy", "wrong_links")}}


def dailanh(b):
    made = b.gen("dailanh", "--profile", "dailanh", "--seed", 1)
    return {**b.walk(made, 5), **b.rival(made)}


def phuninh(b):
    made = b.gen("phuninh", "--profile", "phuninh", "--seed", 1)
    return {**b.walk(made, 3), **b.rival(made)}


def second(b):
    """The second generator: other names, other families, other errors."""
    made = b.gen2("second", "--seed", "20261122")
    return {**b.walk(made, 3), **b.rival(made)}


def homonyms(b):
    """10,000 pairs of people with one name: how many are taken for one?"""
    made = b.gen2("homonyms", "--homonyms", "10000", "--seed", "7")
    done = b.walk(made, 1)
    return {**done, "pairs": 10000, "wrong_merges": done["wrong_links"]}


def growth(b):
    """The same work on 10^4, 10^5, 10^6 entries: cost of one entry."""
    rows = {}
    for entries in GROWTH:
        made = b.gen(f"growth-{entries}", "--profile", "province", "--seed",
                     3, "--people", 1_000_000, "--entries", entries)
        done = b.once(made)
        for what in ("import", "reconcile"):
            rows[f"{what}_us_per_entry_{entries}"] = \
                1e6 * done[what + "_s"] / done["entries"]
        rows[f"peak_mb_{entries}"] = done["peak_mb"]
        if b.is_throwaway:
            shutil.rmtree(made)
    for what in ("import", "reconcile"):
        rows[f"{what}_cost_last_over_first"] = \
            rows[f"{what}_us_per_entry_{GROWTH[-1]}"] / \
            rows[f"{what}_us_per_entry_{GROWTH[0]}"]
    return rows


BENCHES = {"dailanh": dailanh, "phuninh": phuninh, "second": second,
           "homonyms": homonyms, "growth": growth}


def machine():
    model = platform.processor() or platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        for line in f:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo", encoding="utf-8") as f:
        memory = int(f.readline().split()[1]) / 1048576
    return (f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, "
            f"load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")


def figure(value):
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}"
    return f"{value:.4f}" if abs(value) < 10 else f"{value:,.1f}"


def verdict(bench, name, value):
    """(target, met or missed), empty when there is none."""
    if (bench, name) not in TARGETS:
        return "", ""
    sign, bound = TARGETS[bench, name]
    is_met = value <= bound if sign == "<=" else value >= bound
    return f"{sign} {bound}", "met" if is_met else "MISSED"


def write_results(head, results):
    lines = ["# Results", "", "Written by `python3 bench/run.py --write` "
             "(`make bench` prints the same). Machine: " + head + "."]
    for bench, rows in results.items():
        text = " ".join((BENCHES[bench].__doc__ or "").split())
        lines += ["", f"## {bench}", ""] + ([text, ""] if text else [])
        lines += ["| figure | value | target | |", "|---|---:|---|---|"]
        for name, value in rows.items():
            lines.append(f"| {name} | {figure(value)} | "
                         + " | ".join(verdict(bench, name, value)) + " |")
    with open(os.path.join(ROOT, "bench/RESULTS.md"), "w",
              encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hotich", default=os.path.join(ROOT, "build/hotich"))
    parser.add_argument("--only", help="names, with commas between")
    parser.add_argument("--keep", help="keep generated input here")
    parser.add_argument("--write", action="store_true",
                        help="write bench/RESULTS.md")
    wanted = parser.parse_args()
    names = wanted.only.split(",") if wanted.only else list(BENCHES)
    for name in names:
        if name not in BENCHES:
            parser.error(f"no bench {name}; there are {', '.join(BENCHES)}")
    head = machine()
    print("# " + head)
    folder = wanted.keep or tempfile.mkdtemp(prefix="hotich-bench-")
    os.makedirs(folder, exist_ok=True)
    results = {}
    try:
        for name in names:
            print(f"\n## {name}", flush=True)
            b = Bench(wanted.hotich, folder)
            b.is_throwaway = not wanted.keep
            results[name] = BENCHES[name](b)
            for key, value in results[name].items():
                target, met = verdict(name, key, value)
                print(f"{key:36} {figure(value):>14}  {target:9} {met}"
                      .rstrip(), flush=True)
    finally:
        if not wanted.keep:
            shutil.rmtree(folder, ignore_errors=True)
    missed = sum(verdict(n, k, v)[1] == "MISSED"
                 for n, rows in results.items() for k, v in rows.items())
    print(f"\n{missed} target{'s' * (missed != 1)} missed"
          if missed else "\nevery target met")
    if wanted.write:
        write_results(head, results)


main()
