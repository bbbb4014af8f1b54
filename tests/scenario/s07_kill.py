"""kill -9 during an import, at many points: nothing that was acknowledged is
lost, the journal holds, and the same command again ends where an import that
nobody killed ends."""
import os
import sqlite3
import subprocess
import time
import unittest

from hotich import HOTICH, IS_SANITIZED, KS, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
ROWS = 1500 if IS_SANITIZED else 6000
KILLS = 20


def rows():
    for i in range(ROWS):
        volume = i // 400 + 1
        year = 1990 + volume
        row = dict(so=f"{i % 400 + 1:02d}/{year}", quyenSo=f"01/{year}",
                   noiDangKy=OFFICE, loaiDangKy="1",
                   ngayDangKy=f"{i % 28 + 1:02d}.{i % 12 + 1:02d}.{year}",
                   nksHoTen=f"NGUYỄN VĂN {i}", nksGioiTinh="1",
                   nksNgaySinh=f"{i % 28 + 1:02d}.01.{year}",
                   nksDanToc="Kinh", nksQuocTich="Việt Nam",
                   chaHoTen=f"NGUYỄN VĂN CHA {i}", meHoTen=f"LÊ THỊ MẸ {i}")
        if i % 97 == 5:  # taken by the row before
            row["so"] = f"{i % 400:02d}/{year}"
        yield row


def state(home):
    """Everything an import leaves, without ids and times."""
    base = sqlite3.connect(f"file:{home}/hotich.db?mode=ro", uri=True)
    try:
        books = base.execute(
            "SELECT type, unit_code, office_text, volume, year, copy, era "
            "FROM book ORDER BY 1, 2, 3, 4, 5").fetchall()
        entries = base.execute(
            "SELECT b.volume, e.number_raw, e.number, e.year, e.ordinal, "
            "e.ordinal_reason, t.pass, t.body, t.body_hash, t.import_line, "
            "w.stream, w.state, w.class, w.version "
            "FROM entry e JOIN book b ON b.id = e.book "
            "LEFT JOIN transcription t ON t.entry = e.id "
            "LEFT JOIN work w ON w.entry = e.id "
            "ORDER BY 1, 2, 5, 11").fetchall()
        return books, entries
    finally:
        base.close()


def acknowledged(home):
    """(rows the import says it has accepted, entries that are there, whether
    it says it is done)."""
    base = sqlite3.connect(f"file:{home}/hotich.db?mode=ro", uri=True)
    try:
        said, is_done = base.execute(
            "SELECT COALESCE(MAX(accepted), 0), COALESCE(MAX(is_done), 0) "
            "FROM import").fetchone()
        there = base.execute("SELECT COUNT(*) FROM entry").fetchone()[0]
        return said, there, is_done
    finally:
        base.close()


class Kill(Scenario):
    def test_a_killed_import_goes_on_as_if_it_had_not_been(self):
        self.write("ks.tsv", table(KS, *rows()))
        whole = self.path("whole")
        self.ok("init", whole, "--demo")
        began = time.monotonic()
        wanted = self.ok("book", "import", whole, self.path("ks.tsv"),
                         "--refused", self.path("whole.tsv"), "--json").json()
        seconds = time.monotonic() - began
        self.assertGreater(wanted["refused"], 0)
        end = state(whole)

        was_partial = 0
        for k in range(KILLS):
            home = self.path(f"k{k}")
            self.ok("init", home, "--demo")
            command = ["book", "import", home, self.path("ks.tsv"),
                       "--refused", self.path(f"k{k}.tsv"), "--json"]
            child = subprocess.Popen([HOTICH] + command,
                                     stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            try:
                child.wait(timeout=seconds * (k + 0.5) / KILLS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            said, there, is_done = acknowledged(home)
            self.assertGreaterEqual(there, said, f"kill {k}")
            was_partial += 0 < there < wanted["accepted"]
            self.ok("journal", "verify", home)
            done = self.ok(*command).json()
            if not is_done:  # else the second run is a plain repetition
                self.assertEqual(
                    (done["accepted"], done["refused"]),
                    (wanted["accepted"], wanted["refused"]), f"kill {k}")
                self.assertEqual(self.read(f"k{k}.tsv"),
                                 self.read("whole.tsv"))
            self.assertEqual(state(home), end, f"kill {k}")
            self.ok("journal", "verify", home)
        # the kills fell inside the work, not before and after it
        self.assertGreater(was_partial, 0)

    def test_killed_twice_and_resumed_the_third_time(self):
        self.write("ks.tsv", table(KS, *rows()))
        home = self.path("data")
        self.ok("init", home, "--demo")
        command = ["book", "import", home, self.path("ks.tsv"), "--refused",
                   self.path("bad.tsv"), "--json"]
        for wait in (0.06, 0.1):
            child = subprocess.Popen([HOTICH] + command,
                                     stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            try:
                child.wait(timeout=wait)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.ok(*command)
        whole = self.path("whole")
        self.ok("init", whole, "--demo")
        self.ok("book", "import", whole, self.path("ks.tsv"), "--refused",
                self.path("whole.tsv"))
        self.assertEqual(state(home), state(whole))
        self.ok("journal", "verify", home)

    def test_a_backup_made_during_an_import_is_whole(self):
        self.write("ks.tsv", table(KS, *rows()))
        home = self.path("data")
        self.ok("init", home, "--demo")
        child = subprocess.Popen([HOTICH, "book", "import", home,
                                  self.path("ks.tsv")],
                                 stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        made = 0
        while child.poll() is None and made < 3:
            self.ok("backup", home, self.path(f"copy{made}"))
            made += 1
        child.wait()
        for i in range(made):
            self.ok("restore", self.path(f"copy{i}"), self.path(f"again{i}"))
            self.ok("journal", "verify", self.path(f"again{i}"))
            self.assertFalse(os.path.exists(self.path(f"copy{i}.part")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
