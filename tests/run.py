#!/usr/bin/env python3
"""Run every test of hotich and close with one line: N passed, N failed.

usage: run.py [--only STAGE] [--fuzz-seconds N]

Stages, in order: checks, web, build, unit, scenario, browser, postgres, fuzz,
planted.
A stage that cannot run is a failure, never a skip.
"""
import argparse
import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RELEASE = os.path.join(ROOT, "build")
ASAN = os.path.join(ROOT, "build-asan")
FUZZ = os.path.join(ROOT, "build-fuzz")
ENV = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL")}
ENV.update(ASAN_OPTIONS="detect_leaks=1:abort_on_error=0:exitcode=99",
           UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1:exitcode=99",
           LC_ALL="C.UTF-8", LANG="vi_VN.UTF-8", HT_TEST_ROOT=ROOT)

passed, failed = 0, []


def count(name, is_good, text=""):
    global passed
    if is_good:
        passed += 1
    else:
        failed.append(name)
        print(f"FAILED {name}\n{text[-6000:]}", flush=True)


def run(args, timeout=900, env=None, cwd=ROOT):
    try:
        done = subprocess.run(args, cwd=cwd, env={**ENV, **(env or {})},
                              stdin=subprocess.DEVNULL, timeout=timeout,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired as late:
        out = (late.stdout or b"").decode("utf-8", "replace")
        return 124, out + f"\n(timed out after {timeout} s)"


def one(name, args, **how):
    code, text = run(args, **how)
    count(name, code == 0, text)
    return code == 0


# -- stages -----------------------------------------------------------------

def stage_checks():
    sources = sorted(glob.glob(ROOT + "/src/**/*.[ch]", recursive=True))
    one("floors", ["awk", "-f", "tools/check-floors.awk"] + sources)
    one("style", ["python3", "tools/check-style.py"])
    one("format", ["clang-format-14", "--dry-run", "--Werror"] + sources)


def stage_web():
    """The front end's modules in Node: no package but what the page loads."""
    if not one("vendor", ["python3", "tools/vendor.py", "web/vendor"]):
        return
    scripts = sorted(glob.glob(ROOT + "/tests/web/*.test.mjs"))
    code, text = run(["node", "--test", "--test-reporter=tap"] + scripts)
    for good in re.findall(r"^ok \d+ - (.*)$", text, re.M):
        count("web: " + good, True)
    bad = re.findall(r"^not ok \d+ - (.*)$", text, re.M)
    for test in bad:
        count("web: " + test, False, text)
    if code and not bad:
        count("web", False, text)


def build(folder, options, targets, env=None):
    if not os.path.exists(folder + "/build.ninja"):
        code, text = run(["meson", "setup", folder] + options, env=env)
        if code:
            count("configure " + os.path.basename(folder), False, text)
            return False
    return one("build " + os.path.basename(folder),
               ["ninja", "-C", folder] + targets, env=env)


def stage_build():
    build(RELEASE, ["-Dtests=false"], [])
    build(ASAN, ["-Dbuildtype=debug", "-Doptimization=1",
                 "-Db_sanitize=address,undefined", "-Db_lundef=false"], [])


def stage_unit():
    """Each cmocka program under ASan and UBSan; its tests count one by one."""
    programs = sorted(p for p in glob.glob(ASAN + "/tests/unit/u_*")
                      if os.access(p, os.X_OK) and os.path.isfile(p))
    if not programs:
        count("unit tests exist", False)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, (code, text) in zip(programs, pool.map(
                lambda p: run([p], timeout=600), programs)):
            name = os.path.basename(path)
            for good in re.findall(r"^\[       OK \] (\S+)", text, re.M):
                count(f"{name}: {good}", True)
            bad = sorted(set(re.findall(r"^\[  FAILED  \] (\S+)", text, re.M)))
            for test in bad:
                count(f"{name}: {test}", False, text)
            if code and not bad:
                count(name, False, text)


def stage_scenario():
    """Python scenarios through the real binaries, release and sanitized."""
    scripts = sorted(glob.glob(ROOT + "/tests/scenario/s*.py"))
    if not scripts:
        count("scenarios exist", False)
    jobs = []
    for script in scripts:
        jobs.append((script, RELEASE))
        with open(script, encoding="utf-8") as f:
            if "release binary only" not in f.read(2000):
                jobs.append((script, ASAN))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda job: run(
            ["python3", job[0]], timeout=900,
            env={"HOTICH": job[1] + "/hotich"}), jobs)
        for (script, folder), (code, text) in zip(jobs, results):
            name = f"{os.path.basename(script)} ({os.path.basename(folder)})"
            ran = re.search(r"^Ran (\d+) tests? in", text, re.M)
            if code == 0 and ran and int(ran.group(1)) > 0:
                for i in range(int(ran.group(1))):
                    count(f"{name} {i}", True)
            else:
                count(name, False, text)


def stage_browser():
    """Each file of tests/browser, one at a time, in Debian's Chromium."""
    scripts = sorted(glob.glob(ROOT + "/tests/browser/b*.mjs"))
    if not scripts:
        count("browser tests exist", False)
    for script in scripts:
        name = os.path.basename(script)
        code, text = run(["node", "--test-reporter=tap", script], timeout=600)
        results = re.findall(r"^(ok|not ok) \d+ - (.*)$", text, re.M)
        for result, test in results:
            count(f"{name}: {test}", result == "ok" and "# SKIP" not in test, text)
        if not results or (code and all(r == "ok" for r, _ in results)):
            count(name, False, text)


def stage_postgres():
    for script in sorted(glob.glob(ROOT + "/tests/postgres/*.sh")):
        one(os.path.basename(script), ["bash", script, RELEASE], timeout=300)


def stage_fuzz(seconds):
    """Each fuzzer for some seconds from its corpus; a crash is a failure."""
    env = {"CC": "clang-14", "CXX": "clang++-14"}
    if not build(FUZZ, ["-Dbuildtype=debug", "-Doptimization=1", "-Dfuzz=true",
                        "-Db_sanitize=address,undefined", "-Db_lundef=false"],
                 [], env=env):
        return
    fuzzers = sorted(p for p in glob.glob(FUZZ + "/tests/fuzz/f_*")
                     if os.access(p, os.X_OK) and os.path.isfile(p))
    if not fuzzers:
        count("fuzzers exist", False)

    def fuzz(path):
        name = os.path.basename(path)[2:]
        grown = os.path.join(FUZZ, "corpus", name)
        shutil.rmtree(grown, ignore_errors=True)
        os.makedirs(grown)
        seeds = os.path.join(ROOT, "tests/fuzz/corpus", name)
        args = [path, f"-max_total_time={seconds}", "-timeout=10",
                "-rss_limit_mb=3000", "-print_final_stats=1", "-seed=1",
                f"-artifact_prefix={FUZZ}/{name}-", grown]
        if os.path.isdir(seeds):
            args.append(seeds)
        return run(args, timeout=seconds + 120)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, (code, text) in zip(fuzzers, pool.map(fuzz, fuzzers)):
            units = re.search(r"stat::number_of_executed_units:\s*(\d+)", text)
            count("fuzz " + os.path.basename(path),
                  code == 0 and units and int(units.group(1)) > 100, text)


def stage_planted():
    """Each fault of faults.json counts as one test."""
    code, text = run(["python3", "tests/planted/run.py"], timeout=900)
    lines = re.findall(r"^planted: (.*): ([^:\n]*)$", text, re.M)
    for name, result in lines:
        count("planted: " + name, result == "noticed", text)
    if code and all(result == "noticed" for _, result in lines):
        count("planted faults are found", False, text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only")
    parser.add_argument("--fuzz-seconds", type=int, default=20)
    wanted = parser.parse_args()
    stages = {
        "checks": stage_checks, "web": stage_web, "build": stage_build, "unit": stage_unit,
        "scenario": stage_scenario, "browser": stage_browser, "postgres": stage_postgres,
        "fuzz": lambda: stage_fuzz(wanted.fuzz_seconds),
        "planted": stage_planted,
    }
    if wanted.only and wanted.only not in stages:
        sys.exit(f"run.py: no stage '{wanted.only}'")
    for name, stage in stages.items():
        if wanted.only and name != wanted.only:
            continue
        start, before, failed_before = time.time(), passed, len(failed)
        stage()
        if passed == before and len(failed) == failed_before:
            count(f"stage {name} ran something", False)
        print(f"{name}: {passed - before} passed in {time.time() - start:.0f} s",
              flush=True)
    for name in failed:
        print("failed:", name)
    print(f"{passed} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
