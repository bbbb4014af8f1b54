"""A disk that fills up or fails, a kill, no memory: at many points of a small
book's way, from init to its classes.  (release binary only)

Each step is run from a copy of the directory as the step before left it, with
one fault.  Then: one clear line and exit code 1, or an end; the directory
opens, its journal verifies; the same step once more finishes; the end is what
it is without faults.
"""
import os
import shutil
import signal
import subprocess
import unittest

from hotich import KS, POPULATION, ROOT, Scenario, hotich, table

POINTS = int(os.environ.get("HT_FAULT_POINTS", "8"))  # a step and kind
KINDS = ("full", "io", "kill", "memory")

BIRTHS = [dict(
    quyenSo="01/2016", so=f"{i:02d}/2016", ngayDangKy=f"{i:02d}.05.2016",
    loaiDangKy="1", nksHoTen=f"NGUYỄN VĂN {name}", nksGioiTinh="1",
    noiDangKy="UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa",
    nksDanToc="Kinh", nksQuocTich="Việt Nam",
    nksNgaySinh=f"{i:02d}.04.2016")
    for i, name in enumerate(["AN", "BÌNH", "CƯỜNG", "DŨNG", "ĐỨC"], 1)]
PEOPLE = [dict(
    soDinhDanh=f"00021600000{i}", hoTen=b["nksHoTen"], gioiTinh="1",
    ngaySinh=f"{i:02d}/0{4 + i % 2}/2016", danToc="Kinh", quocTich="Việt Nam",
    maThuongTru="22483", thuongTru="Xã Đại Lãnh, Vạn Ninh, Khánh Hòa")
    for i, b in enumerate(BIRTHS, 1)]


class Faults(Scenario):
    def setUp(self):
        super().setUp()
        self.shim = self.path("fail.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.shim,
                        os.path.join(ROOT, "tests/fault/fail.c"), "-ldl"],
                       check=True)
        self.write("ks.tsv", table(KS, *BIRTHS))
        self.write("people.tsv", table(POPULATION, *PEOPLE))
        self.dir, self.out = self.path("d"), self.path("classes.tsv")
        self.steps = [
            ("init", self.dir, "--demo"),
            ("population", "load", self.dir, self.path("people.tsv")),
            ("book", "import", self.dir, self.path("ks.tsv")),
            ("reconcile", self.dir, "--out", self.out),
        ]

    def clear(self):
        for path in (self.dir, self.out):
            shutil.rmtree(path, ignore_errors=True)
            if os.path.isfile(path):
                os.unlink(path)

    def put_back(self, snapshot):
        self.clear()
        if os.path.exists(snapshot):
            shutil.copytree(snapshot, self.dir)

    def run_with(self, step, kind, at):
        return hotich(*step, env={
            "LD_PRELOAD": self.shim, "HT_FAIL_KIND": kind,
            "HT_FAIL_AT": str(at), "HT_FAIL_COUNT": self.path("count")})

    def count(self, step, kind):
        result = self.run_with(step, kind, 0)
        self.assertEqual(result.code, 0, repr(result))
        with open(self.path("count"), encoding="ascii") as f:
            return int(f.read())

    def result(self):
        """What the user has at the end, without ids and times."""
        books = self.ok("book", "list", self.dir, "--json").json()["books"]
        found = [{k: v for k, v in b.items() if k != "id"} for b in books]
        text = ""
        if os.path.exists(self.out):
            with open(self.out, encoding="utf-8") as f:
                text = f.read()
        return found, text

    def one(self, number, kind, at):
        step = self.steps[number]
        result = self.run_with(step, kind, at)
        what = f"{kind} at {at}: {result!r}"
        self.assertIn(result.code, (0, 1, -signal.SIGABRT) + (
            (-signal.SIGKILL,) if kind == "kill" else ()), what)
        if result.code == 1:
            self.assertEqual(result.err.count("\n"), 1, what)
        if result.code == -signal.SIGABRT and result.err:
            self.assertEqual(result.err, "hotich: out of memory\n", what)
        if number or result.code == 0:
            self.ok("journal", "verify", self.dir)
        if number or (result.code and hotich(
                "book", "list", self.dir).code):
            again = hotich(*step)
            self.assertEqual(again.code, 0, f"{what}\nagain: {again!r}")
        self.ok("journal", "verify", self.dir)
        for rest in self.steps[number + 1:]:
            self.ok(*rest)
        return result.code

    def test_every_point_of_the_way_may_fail(self):
        codes = {}
        snapshots = []
        for number, step in enumerate(self.steps):
            snapshots.append(self.path(f"before-{number}"))
            if os.path.exists(self.dir):
                shutil.copytree(self.dir, snapshots[-1])
            self.ok(*step)
        wanted = self.result()
        self.assertEqual(wanted[0][0]["entries"], len(BIRTHS))
        for number, step in enumerate(self.steps):
            for kind in KINDS:
                self.put_back(snapshots[number])
                total = self.count(step, kind)
                self.assertGreater(total, 3, f"{step[0]} {kind}")
                points = sorted({1 + i * (total - 1) // max(1, POINTS - 1)
                                 for i in range(POINTS)})
                for at in points:
                    self.put_back(snapshots[number])
                    code = self.one(number, kind, at)
                    codes[code] = codes.get(code, 0) + 1
                    self.assertEqual(self.result(), wanted,
                                     f"{step[0]} {kind} at {at}")
        # a test that meets no failure proves nothing
        self.assertGreater(codes.get(1, 0), 40, codes)
        self.assertGreater(codes.get(-signal.SIGABRT, 0), 5, codes)
        self.assertGreater(codes.get(-signal.SIGKILL, 0), 20, codes)

    def test_a_full_file_system_is_said_in_one_line(self):
        place = self.path("tiny")
        os.mkdir(place)
        is_real = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place],
            stderr=subprocess.DEVNULL).returncode == 0
        if is_real:
            self.addCleanup(subprocess.run, ["umount", "-l", place],
                            check=True)
        data = os.path.join(place, "d")
        self.write("big.tsv", table(KS, *[
            {**BIRTHS[0], "so": f"{i}/2016", "ghiChu": "x" * 900}
            for i in range(1, 1500)]))
        env = {} if is_real else {
            "LD_PRELOAD": self.shim, "HT_FAIL_KIND": "full",
            "HT_FAIL_AT": "40"}
        self.ok("init", data)
        full = self.refused("book", "import", data, self.path("big.tsv"),
                            says=("Hết chỗ", "đĩa"), env={
                                **env, "LANG": "vi_VN.UTF-8"})
        self.assertNotIn("Sanitizer", full.err)
        if is_real:
            subprocess.run(["mount", "-o", "remount,size=64m", place],
                           check=True)
        self.ok("journal", "verify", data)
        done = self.ok("book", "import", data, self.path("big.tsv"),
                       "--json").json()
        self.assertEqual(done["accepted"] + done["unchanged"], 1499)
        self.ok("journal", "verify", data)


if __name__ == "__main__":
    unittest.main(verbosity=2)
