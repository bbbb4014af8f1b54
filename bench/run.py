#!/usr/bin/env python3
"""Measure the figures of README.md on this machine.

usage: run.py [--hotich PATH] [--only NAME[,NAME]] [--keep FOLDER]
              [--sizes N,N,...] [--write]

Every time is the median of several whole runs of the real program; memory is
the peak of the largest process as the system counts it.  Input is made first,
by the program's own generator or by bench/gen2.py, and is in no time.  A
figure with a target says whether it is met.  Beside each time stands the
processor time of all threads (`_cpu_s`), which says what a run costs also
where other work keeps the cores busy.  --sizes are the numbers of entries of
the bench "growth".  --write puts everything into bench/RESULTS.md beside this
file.
"""
import argparse
import json
import math
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

GROWTH = (10_000, 100_000, 1_000_000)  # entries

# what README.md promises: name of the bench, figure -> (at most or at least)
TARGETS = {
    ("dailanh", "import_and_compare_s"): ("<=", 2),
    ("phuninh", "import_and_compare_s"): ("<=", 20),
    ("phuninh", "matching_s"): ("<=", 3),
    ("phuninh", "peak_mb"): ("<=", 600),
    ("second", "link_f1"): (">=", 0.985),
    ("second", "status_accuracy"): (">=", 0.98),
    ("homonyms", "wrong_merges"): ("<=", 0),
    ("homonyms", "wrong_merges_unread"): ("<=", 0),
    ("growth", "reconcile_cost_last_over_first"): ("<=", 1.5),
    ("growth", "import_cost_last_over_first"): ("<=", 1.5),
}


def spend(args):
    """Run; return (seconds, processor seconds, peak MB, stdout)."""
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
        return (seconds, usage.ru_utime + usage.ru_stime,
                usage.ru_maxrss / 1024, out.read().decode())


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
        """A directory with the population loaded, and what loading took."""
        home = os.path.join(self.folder, "dir")
        shutil.rmtree(home, ignore_errors=True)
        self.do("init", home, "--demo")
        return home, self.do("population", "load", home,
                             os.path.join(made, "population.tsv"))

    def once(self, made):
        home, load = self.fresh(made)
        took = self.do("book", "import", home, *self.books(made), "--json")
        match = self.do("reconcile", home, "--out", self.classes(), "--json")
        imported, found = json.loads(took[3]), json.loads(match[3])
        shutil.rmtree(home, ignore_errors=True)
        return {
            "entries": imported["accepted"],
            "refused": imported["refused"],
            "people": found["people"],
            "load_s": load[0], "import_s": took[0], "reconcile_s": match[0],
            "matching_s": found["matching_ms"] / 1000,
            "import_and_compare_s": took[0] + match[0],
            "load_cpu_s": load[1], "import_cpu_s": took[1],
            "reconcile_cpu_s": match[1],
            "peak_mb": max(load[2], took[2], match[2]),
        }

    def walk(self, made, runs):
        """Import and compare, `runs` times; medians, and the score."""
        rows = [self.once(made) for _ in range(runs)]
        return {"runs": runs,
                **{k: statistics.median(r[k] for r in rows) for k in rows[0]},
                **self.score(made, self.classes())}

    def score(self, made, classes):
        score = json.loads(self.do("score", "--truth",
                                   os.path.join(made, "truth.tsv"),
                                   "--classes", classes, "--json")[3])
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
        _, _, peak, text = spend([sys.executable,
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


# The rules against namesakes were made reading rows of seeds 7 to 9 and 21 to
# 23.  Rows of these were never read: only they say what a new file brings.
UNREAD = (41, 42, 43)


def homonyms(b):
    """10,000 pairs of people with one name: how many are taken for one?"""
    made = b.gen2("homonyms", "--homonyms", "10000", "--seed", "7")
    done = b.walk(made, 1)
    wrong = 0
    for seed in UNREAD:
        other = b.gen2(f"homonyms-{seed}", "--homonyms", "10000", "--seed",
                       str(seed))
        b.once(other)
        wrong += b.score(other, b.classes())["wrong_links"]
        if b.is_throwaway:
            shutil.rmtree(other)
    return {**done, "pairs": 10000, "wrong_merges": done["wrong_links"],
            "wrong_merges_unread": wrong / len(UNREAD)}


def growth(b):
    """The same work on more and more entries, against 1,000,000 people: what
    one entry costs, and the power of their number that the processor time
    grows with (1 is linear; below it, what every run costs shows)."""
    rows, cpu = {}, {"import": {}, "reconcile": {}}
    for entries in b.sizes:
        made = b.gen(f"growth-{entries}", "--profile", "province", "--seed",
                     3, "--people", 1_000_000, "--entries", entries)
        runs = [b.once(made) for _ in range(3 if entries <= 100_000 else 1)]
        done = {k: statistics.median(r[k] for r in runs) for k in runs[0]}
        for what in cpu:
            rows[f"{what}_us_per_entry_{entries}"] = \
                1e6 * done[what + "_s"] / done["entries"]
            rows[f"{what}_cpu_us_per_entry_{entries}"] = \
                1e6 * done[what + "_cpu_s"] / done["entries"]
            cpu[what][entries] = done[what + "_cpu_s"]
        rows[f"peak_mb_{entries}"] = done["peak_mb"]
        if b.is_throwaway:
            shutil.rmtree(made)
    first, last = b.sizes[0], b.sizes[-1]
    for what in cpu:
        rows[f"{what}_cost_last_over_first"] = \
            rows[f"{what}_us_per_entry_{last}"] / \
            rows[f"{what}_us_per_entry_{first}"]
        for a, z in zip(b.sizes, b.sizes[1:]):
            rows[f"{what}_power_{a}_to_{z}"] = \
                math.log(cpu[what][z] / cpu[what][a]) / math.log(z / a)
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


def commit():
    """What was measured: the commit, and whether the tree differs from it."""
    def git(*args):
        return subprocess.run(["git", "-C", ROOT, *args], capture_output=True,
                              text=True, check=False).stdout.strip()
    changed = git("status", "--porcelain", "--untracked-files=no", "--",
                  ":!bench/RESULTS.md", ":!README.md")
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + \
        (" with changes" if changed else "")


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


def write_results(head, took, results):
    command = " ".join(["python3 bench/run.py", *sys.argv[1:]])
    lines = ["# Results", "", f"Written by `{command}` in "
             f"{took / 60:.1f} min (`make bench` prints the same), at commit "
             f"{commit()}. Machine: {head} when it began.", "",
             "Times are medians; `_cpu_s` is processor time of all threads, "
             "`peak_mb` the largest process. Input is made before and is in "
             "no time. bench/run.py says what each bench does."]
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
    parser.add_argument("--sizes", help="entries of growth, with commas",
                        default=",".join(str(n) for n in GROWTH))
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
    results, start = {}, time.monotonic()
    try:
        for name in names:
            print(f"\n## {name}", flush=True)
            b = Bench(wanted.hotich, folder)
            b.is_throwaway = not wanted.keep
            b.sizes = [int(n) for n in wanted.sizes.split(",")]
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
    print(f"\n{(time.monotonic() - start) / 60:.1f} minutes")
    print(f"{missed} target{'s' * (missed != 1)} missed"
          if missed else "every target met")
    if wanted.write:
        write_results(head, time.monotonic() - start, results)


main()
