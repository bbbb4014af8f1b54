"""One entry in two streams, entries the Ministry has already, people who may
import only some books: what an import does besides taking rows in."""
import json
import os
import sqlite3
import unittest

from hotich import KS, Scenario, hotich, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"


def birth(i, **more):
    return {**dict(so=f"{i:02d}/2016", quyenSo="01/2016", noiDangKy=OFFICE,
                   ngayDangKy=f"{i % 28 + 1:02d}.05.2016", loaiDangKy="1",
                   nksHoTen=f"NGUYỄN VĂN {i}", nksGioiTinh="1",
                   nksNgaySinh=f"{i % 28 + 1:02d}.04.2016",
                   nksDanToc="Kinh", nksQuocTich="Việt Nam"), **more}


class Streams(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")
        self.write("ks.tsv", table(KS, *[birth(i) for i in range(1, 6)]))

    def bring(self, name, *options):
        done = self.ok("book", "import", self.dir, self.path(name), "--json",
                       *options).json()
        return done["accepted"], done["unchanged"], done["refused"]

    def rows(self, sql):
        base = sqlite3.connect(f"file:{self.dir}/hotich.db?mode=ro", uri=True)
        try:
            return base.execute(sql).fetchall()
        finally:
            base.close()

    def test_the_same_entry_in_a_second_stream_is_worked_twice_kept_once(self):
        self.assertEqual(self.bring("ks.tsv"), (5, 0, 0))
        self.assertEqual(self.bring("ks.tsv", "--stream", "DC"), (5, 0, 0))
        self.assertEqual(self.bring("ks.tsv", "--stream", "DC"), (0, 5, 0))
        self.assertEqual(self.rows("SELECT COUNT(*) FROM entry"), [(5,)])
        self.assertEqual(self.rows("SELECT stream, COUNT(*) FROM work "
                                   "GROUP BY stream ORDER BY stream"),
                         [("DC", 5), ("LS", 5)])
        self.ok("journal", "verify", self.dir)

    def test_a_file_can_say_the_stream_and_the_office_row_by_row(self):
        self.write("mix.tsv", table(
            KS + ["maNoiDangKy", "luong"],
            birth(1, luong="DC", maNoiDangKy="22492"),
            birth(2, luong="LS", maNoiDangKy="22489"), birth(3)))
        self.assertEqual(self.bring("mix.tsv"), (3, 0, 0))
        self.assertEqual(self.rows("SELECT stream, COUNT(*) FROM work "
                                   "GROUP BY stream ORDER BY stream"),
                         [("DC", 1), ("LS", 2)])
        self.assertEqual(self.rows("SELECT unit_code FROM book ORDER BY 1"),
                         [("22489",), ("22492",)])

    def test_a_stream_or_a_type_that_is_not_there_is_refused(self):
        for options, says in ((("--stream", "XX"), "XX"),
                              (("--type", "YY"), "YY")):
            self.refused("book", "import", self.dir, self.path("ks.tsv"),
                         *options, says=says)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM entry"), [(0,)])

    def test_several_files_are_told_one_by_one_and_together(self):
        self.write("more.tsv", table(KS, birth(5), birth(6), birth(7)))
        done = self.ok("book", "import", self.dir, self.path("ks.tsv"),
                       self.path("more.tsv"), "--json").json()
        self.assertEqual((done["accepted"], done["unchanged"]), (7, 1))
        self.assertEqual([f["accepted"] for f in done["files"]], [5, 2])

    def test_who_may_import_what(self):
        self.ok("staff", "add", self.dir, "cong_an", "--role", "police")
        self.ok("staff", "add", self.dir, "xem", "--role", "auditor")
        for who, stream, is_good in (("cong_an", "DC", True),
                                     ("cong_an", "LS", False),
                                     ("xem", "LS", False)):
            words = ("book", "import", self.dir, self.path("ks.tsv"),
                     "--stream", stream, "--as", who)
            if is_good:
                self.ok(*words)
            else:
                result = hotich(*words, "--json")
                self.assertEqual(result.code, 1)
                self.assertEqual(json.loads(result.err)["error"]["class"],
                                 "denied")
        self.assertEqual(self.rows("SELECT DISTINCT stream FROM work"),
                         [("DC",)])
        # each refusal is in the access chain
        self.assertEqual(self.rows("SELECT COUNT(*) FROM journal WHERE "
                                   "chain = 2 AND kind = 'refusal'"), [(2,)])

    def test_what_the_ministry_has_already_is_recognised(self):
        self.write("r.tsv", table(
            KS + ["maHoSo", "trangThai"],
            *[birth(i, maHoSo=f"H{i}", trangThai="7") for i in (2, 4, 9)]))
        self.ok("register", "load", self.dir, self.path("r.tsv"))
        done = self.ok("book", "import", self.dir, self.path("ks.tsv"),
                       "--json").json()
        self.assertEqual((done["accepted"], done["in_register"]), (5, 2))
        linked = self.rows(
            "SELECT r.number_raw, e.number_raw FROM register_row r LEFT JOIN "
            "entry e ON e.id = r.entry ORDER BY 1")
        self.assertEqual(linked, [("02/2016", "02/2016"),
                                  ("04/2016", "04/2016"), ("09/2016", None)])
        self.ok("journal", "verify", self.dir)

    def test_the_register_finds_the_entries_that_are_there(self):
        self.bring("ks.tsv")
        self.write("twice.tsv", table(KS, birth(5, nksHoTen="LÊ VĂN KHÁC")))
        self.bring("twice.tsv", "--doubled")
        rows = [birth(i, maHoSo=f"H{i}", trangThai="7") for i in (2, 5, 9)]
        self.write("r.tsv", table(KS + ["maHoSo", "trangThai"], *rows))
        self.ok("register", "load", self.dir, self.path("r.tsv"))
        linked = ("SELECT r.number_raw, e.number_raw FROM register_row r "
                  "LEFT JOIN entry e ON e.id = r.entry ORDER BY 1")
        # two claim number 5: which of them it is, somebody has to say
        self.assertEqual(self.rows(linked), [
            ("02/2016", "02/2016"), ("05/2016", None), ("09/2016", None)])
        rows[0]["so"] = "03/2016"  # corrected in the register
        self.write("r.tsv", table(KS + ["maHoSo", "trangThai"], *rows))
        self.ok("register", "load", self.dir, self.path("r.tsv"))
        self.assertEqual(self.rows(linked)[0], ("03/2016", "03/2016"))
        self.ok("journal", "verify", self.dir)

    def test_a_refused_row_of_a_workbook_stays_a_workbook(self):
        self.bring("ks.tsv")
        out = self.path("out")
        book = self.ok("book", "list", self.dir, "--json").json()["books"][0]
        self.ok("book", "export", self.dir, "--book", book["id"], "--out", out,
                "--draft")
        made = [n for n in os.listdir(out) if n.endswith(".xlsx")]
        other = self.path("other")
        self.ok("init", other, "--demo")
        self.write("first.tsv", table(KS, birth(1, nksHoTen="LÊ THỊ KHÁC")))
        self.ok("book", "import", other, self.path("first.tsv"))
        done = self.ok("book", "import", other, os.path.join(out, made[0]),
                       "--json").json()
        self.assertEqual((done["accepted"], done["refused"]), (4, 1))
        bad = done["files"][0]["refused_file"]
        self.assertTrue(bad.endswith(".tu-choi.xlsx"), bad)
        again = self.ok("book", "import", other, bad, "--doubled",
                        "--json").json()
        self.assertEqual((again["accepted"], again["refused"]), (1, 0))


if __name__ == "__main__":
    unittest.main(verbosity=2)
