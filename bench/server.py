#!/usr/bin/env python3
"""Measure the server: JSON against nginx, saving, memory, start.

usage: server.py [--hotich PATH] [--dir FOLDER] [--seconds N] [--only NAME,...]

Needs nginx and wrk (tools/setup.sh bench).  --dir names a demonstration
directory that is there already (made anew for this run otherwise: the commune
of `hotich demo`); its tables are written to.  Figures of one run stand for
this machine at this moment: server, clients and whatever else runs share its
cores, so the load is printed beside them.

  read    wrk -t1 -c32: GET /api/session (two rows by primary key) against
          nginx `return 200` with a body of the same size, one after the other
          three times; the median of the three shares counts
  save    POST /api/entries, 100 a second from ten clerks: rights, checks,
          look-up, duplicate refusal, journal, durable
  look    POST /api/lookup, as often as fifty clerks type
  idle    memory after the start; after 1,000 sessions and 100 busy ones
  start   from exec to the first answer of /healthz, median of five
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests/scenario"))

PASSWORD = "trinh-dien-2026"
TARGETS = {"read_share": (">=", 0.65), "save_p95_ms": ("<=", 15),
           "look_p95_ms": ("<=", 20), "idle_mb": ("<=", 64),
           "sessions_mb": ("<=", 200), "start_s": ("<=", 1)}


def memory_mb(pid):
    """What is its own: shared pages of files are the system's."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
        text = f.read()
    return sum(int(n) for n in re.findall(
        r"^(?:Private_Clean|Private_Dirty|Swap): +(\d+)", text, re.M)) / 1024


def wrk(url, seconds, headers=()):
    words = ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency"]
    for h in headers:
        words += ["-H", h]
    out = subprocess.run(words + [url], capture_output=True, text=True,
                         check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    assert not bad, out
    return float(re.search(r"Requests/sec: +([\d.]+)", out)[1])


def nginx(folder, body):
    """nginx with as many workers as cores, answering from its configuration."""
    conf = os.path.join(folder, "nginx.conf")
    with open(conf, "w", encoding="utf-8") as f:
        f.write(f"""worker_processes auto; daemon off; pid {folder}/nginx.pid;
error_log {folder}/error.log; events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 100000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
  fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:18081; location / {{
    default_type application/json; return 200 '{"x" * len(body)}'; }} }} }}
""")
    child = subprocess.Popen(["nginx", "-c", conf], stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    return child


def bench_read(b):
    body = b.browser("an.nhap").get("/api/session").body
    cookie = "Cookie: " + b.people["an.nhap"].cookie
    shares, ours, theirs = [], [], []
    limit = nginx(b.folder, body)
    try:
        for _ in range(3):
            theirs.append(wrk("http://127.0.0.1:18081/", b.seconds))
            ours.append(wrk(b.server.url + "/api/session", b.seconds, [cookie]))
            shares.append(ours[-1] / theirs[-1])
    finally:
        limit.terminate()
        limit.wait()
    return {"read_per_s": statistics.median(ours),
            "nginx_per_s": statistics.median(theirs),
            "read_share": statistics.median(shares)}


def paced(count, rate, call):
    """`count` threads, together `rate` calls a second; times in ms."""
    times, stop = [], time.monotonic() + paced.seconds
    start = time.monotonic()

    def work(n):
        i = 0
        while True:
            due = start + (i * count + n) / rate
            if due > stop:
                return
            time.sleep(max(0, due - time.monotonic()))
            began = time.monotonic()
            call(n, i)
            times.append((time.monotonic() - began) * 1000)
            i += 1

    threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    times.sort()
    return times


def values(n, i):
    return {"so": f"{i + 1}/2016", "nksHoTen": f"Nguyễn Văn Bình {n}",
            "nksGioiTinh": "1", "nksNgaySinh": "01.02.2004",
            "meHoTen": "Trần Thị Hoa", "chaHoTen": "Nguyễn Văn Sáu",
            "ngayDangKy": "02.03.2016"}


def books(b, count):
    clerks = [b.fresh("an.nhap") for _ in range(count)]
    made = []
    for n, clerk in enumerate(clerks):
        reply = clerk.post("/api/books", {
            "type": "KS", "unit_code": "", "office": "UBND xã Đại Lãnh",
            "volume": f"{time.time_ns() % 10**9}-{n}/2016", "stream": "DC"})
        assert reply.status == 201, reply
        made.append(reply.json()["id"])
    return clerks, made


def bench_save(b):
    clerks, made = books(b, 10)

    def save(n, i):
        reply = clerks[n].post("/api/entries", {
            "book": made[n], "number": f"{i + 1}/2016", "stream": "DC",
            "seconds": 1, "keys": 1, "values": values(n, i)}, purpose="đo")
        assert reply.status == 201, reply

    times = paced(10, 100, save)
    return {"saves": len(times), "save_p50_ms": times[len(times) // 2],
            "save_p95_ms": times[len(times) * 95 // 100],
            "save_max_ms": times[-1]}


def bench_look(b):
    """Fifty clerks at 1.5 fields a second each."""
    clerks, made = books(b, 10)

    def look(n, i):
        reply = clerks[n].post("/api/lookup", {
            "book": made[n], "type": "KS", "number": "1/2016",
            "values": values(n, i)}, purpose="đo")
        assert reply.status == 200, reply

    times = paced(10, 75, look)
    return {"looks": len(times), "look_p50_ms": times[len(times) // 2],
            "look_p95_ms": times[len(times) * 95 // 100]}


def bench_idle(b):
    b.restart()
    idle = memory_mb(b.server.child.pid)
    # as many connections as sessions; the password is hashed once each, so
    # cookies are shared: a session costs 200 bytes, a connection the rest
    cookie = b.browser("an.nhap").cookie
    crowd = []
    for _ in range(1000):
        guest = b.stranger()
        guest.cookie = cookie
        assert guest.get("/api/session").status == 200
        crowd.append(guest)
    paced(10, 100, lambda n, i: crowd[n * 10 + i % 10].get("/api/books"))
    return {"idle_mb": idle, "sessions_mb": memory_mb(b.server.child.pid)}


def bench_start(b):
    times = []
    for _ in range(5):
        b.server.stop()
        began = time.monotonic()
        b.serve()
        assert b.stranger().get("/healthz").status == 200
        times.append(time.monotonic() - began)
    return {"start_s": statistics.median(times), "entries": b.entries()}


BENCHES = {"read": bench_read, "save": bench_save, "look": bench_look,
           "idle": bench_idle, "start": bench_start}


class Bench:
    def __init__(self, hotich, where, folder, seconds):
        os.environ["HOTICH"] = hotich
        import web
        self.web, self.hotich, self.folder = web, hotich, folder
        self.seconds = paced.seconds = seconds
        self.where = where or os.path.join(folder, "demo")
        if not where:
            subprocess.run([hotich, "demo", self.where], check=True,
                           stdout=subprocess.DEVNULL)
        self.people = {}
        self.serve()

    def serve(self):
        self.server = self.web.Server(self.where, "--rate", "0")
        self.people = {}

    def restart(self):
        self.server.stop()
        self.serve()

    def stranger(self):
        return self.web.Browser(self.server)

    def browser(self, login):
        if login not in self.people:
            self.people[login] = self.web.Browser(self.server, login, PASSWORD)
        return self.people[login]

    def fresh(self, login):
        """Another connection of the same session."""
        copy = self.stranger()
        copy.cookie = self.browser(login).cookie
        return copy

    def entries(self):
        return self.browser("quantri").get("/api/system").json()["entries"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hotich", default=os.path.join(ROOT, "build/hotich"))
    parser.add_argument("--dir")
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--only", default=",".join(BENCHES))
    wanted = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="hotich-bench-")
    print(f"# {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    b = Bench(wanted.hotich, wanted.dir, folder, wanted.seconds)
    missed = 0
    try:
        for name in wanted.only.split(","):
            for key, value in BENCHES[name](b).items():
                word, target = TARGETS.get(key, ("", None))
                met = target is None or (value <= target if word == "<="
                                         else value >= target)
                missed += not met
                text = f"{value:.3f}" if value < 10 else f"{value:,.1f}"
                print(f"{key:16} {text:>12}  " + (
                    f"{word} {target} {'met' if met else 'MISSED'}"
                    if target is not None else ""), flush=True)
    finally:
        b.server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{missed} missed" if missed else "every target met")


main()
