"""Rules across entries: the dead who appear alive, births too near; and what
was worked out of the rules is kept only as long as it holds."""
import json
import os
import shlex
import sqlite3
import unittest

from hotich import KS, POPULATION, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
KT = """so quyenSo trangSo ngayDangKy loaiDangKy noiDangKy nguoiKy
chucVuNguoiKy nguoiThucHien ghiChu nktHoTen nktGioiTinh nktNgaySinh nktDanToc
nktQuocTich nktQuocTichKhac nktLoaiCuTru nktNoiCuTru nktLoaiGiayToTuyThan
nktGiayToKhac nktSoGiayToTuyThan nktNgayCapGiayToTuyThan
nktNoiCapGiayToTuyThan nktNgayChet nktNgayChetGhiBangChu nktGioPhutChet
nktNoiChet nktNguyenNhanChet nktTinhTrangTuyenBoViecChet
nktNgayGhiChuTuyenBoViecChet nktCanCuTuyenBoViecChet
nktNgayGhiChuHuyTuyenBoViecChet nktCanCuHuyTuyenBoViecChet gbtLoai gbtSo
gbtNgay gbtCoQuanCap nycHoTen nycQuanHe nycLoaiGiayToTuyThan nycGiayToKhac
nycSoGiayToTuyThan nycNgayCapGiayToTuyThan nycNoiCapGiayToTuyThan
soDangKyNuocNgoai ngayDangKyNuocNgoai cqNuocNgoaiDaDangKy
qgNuocNgoaiDaDangKy""".split()


def birth(n, child, born, registered="12.12.2016", **more):
    return dict(so=f"{n:02d}/2016", quyenSo="01/2016", loaiDangKy="1",
                ngayDangKy=registered, noiDangKy=OFFICE, nksHoTen=child,
                nksNgaySinh=born, nksGioiTinh="1", nksDanToc="Kinh",
                nksQuocTich="Việt Nam", **more)


def death(n, who, born, died, **more):
    return dict(so=f"{n:02d}/2014", quyenSo="01/2014", loaiDangKy="1",
                ngayDangKy="20.12.2014", noiDangKy=OFFICE, nktHoTen=who,
                nktNgaySinh=born, nktNgayChet=died, nktGioiTinh="1",
                nktDanToc="Kinh", nktQuocTich="Việt Nam", **more)


class Across(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.env = {"HT_NOW": "2024-06-15"}
        self.do("init", self.dir, "--demo")

    def do(self, *words, **how):
        return self.ok(*words, env=self.env, **how)

    def bring(self, header, *rows, name="a.tsv", stream="LS"):
        self.write(name, table(header, *rows))
        self.do("book", "import", self.dir, self.path(name), "--stream",
                stream)

    def listed(self, *words):
        entries = self.do("entry", "list", self.dir, "--json",
                          *words).json()["entries"]
        return [e["number"] for e in entries]

    def quality(self):
        rows = self.do("report", self.dir, "quality", "--json").json()["rows"]
        for row in rows:
            if row["luong"]:
                found = self.listed(*shlex.split(row["xem"]))
                self.assertEqual(len(found), row["so_muc"], row)
        return {(r["loai"], r["quy_tac"]): r["so_muc"] for r in rows
                if r["luong"]}

    def test_who_is_dead_signs_nothing_any_more(self):
        self.bring(KT,
                   death(1, "Trần Văn Mít", "02.03.1950", "10.12.2014"),
                   death(2, "Lê Thị Ổi", "1951", "11.12.2014",
                         nktLoaiGiayToTuyThan="1",
                         nktSoGiayToTuyThan="000111222"),
                   death(3, "Hồ Văn Xoài", "05.05.1985", "12.12.2014"),
                   death(4, "Bùi Thị Na", "06.06.1986", "12.2014"))
        self.bring(
            KS,
            # the name without its marks, the very day: the same man
            birth(1, "Nguyễn Văn A", "01.11.2016", meHoTen="Ngô Thị M",
                  chaHoTen="Tran van mit", chaNgaySinh="02.03.1950"),
            # another day of birth: another man
            birth(2, "Nguyễn Văn B", "02.11.2016", meHoTen="Ngô Thị M",
                  chaHoTen="Trần Văn Mít", chaNgaySinh="03.03.1950"),
            # only a year: nobody can say so
            birth(3, "Nguyễn Văn C", "03.11.2016", meHoTen="Ngô Thị N",
                  chaHoTen="Trần Văn Mít", chaNgaySinh="1950"),
            # her paper's number, whatever the name
            birth(4, "Nguyễn Văn D", "04.11.2016", nycHoTen="Lê Thị Ôi",
                  nycLoaiGiayToTuyThan="1", nycSoGiayToTuyThan="000111222",
                  meHoTen="Ngô Thị O"),
            # a father may die before the child is born, but not so long
            birth(5, "Nguyễn Văn E", "05.09.2015", chaHoTen="Hồ Văn Xoài",
                  chaNgaySinh="05.05.1985", meHoTen="Ngô Thị P"),
            birth(6, "Nguyễn Văn G", "05.11.2015", chaHoTen="Hồ Văn Xoài",
                  chaNgaySinh="05.05.1985", meHoTen="Ngô Thị Q"),
            # of what month she died is known, and not the day
            birth(7, "Nguyễn Văn H", "06.11.2016", meHoTen="Bùi Thị Na",
                  meNgaySinh="06.06.1986"),
            # alive that day
            birth(8, "Nguyễn Văn I", "01.10.2014", "10.10.2014",
                  chaHoTen="Trần Văn Mít", chaNgaySinh="02.03.1950"))
        self.assertEqual(self.listed("--rule", "Q17"),
                         ["01/2016", "04/2016", "06/2016"])
        self.assertEqual(self.quality()[("KS", "Q17")], 3)
        self.pages_agree("Q17")
        self.assertIn("số 02/2014", self.told("04/2016", "Q17")[0])
        summary = self.do("report", self.dir, "summary", "--json").json()
        for row in summary["rows"]:
            self.assertEqual(len(self.listed(*shlex.split(row["xem"]))),
                             row["so_muc"], row)
        self.assertLessEqual({"01/2016", "04/2016", "06/2016"},
                             set(self.listed("--rule", "*")))
        self.do("journal", "verify", self.dir)

    def told(self, number, rule):
        """What the page of the entry says under that rule."""
        listed = self.do("entry", "list", self.dir, "--json").json()
        one, = [e["id"] for e in listed["entries"] if e["number"] == number]
        page = self.do("entry", "show", self.dir, one, "--json", "--purpose",
                       "x").json()
        return [w["text"] for w in page["warnings"] if w["rule"] == rule]

    def pages_agree(self, rule):
        """The page of each entry says it where the list has it."""
        entries = self.do("entry", "list", self.dir,
                          "--json").json()["entries"]
        self.assertEqual(
            sorted(e["number"] for e in entries
                   if self.told(e["number"], rule)),
            sorted(self.listed("--rule", rule)))

    def test_the_linked_person_decides_over_the_page(self):
        self.bring(KT, death(1, "Trần Văn Mít", "02.03.1950", "10.12.2014"))
        self.bring(KS, birth(1, "Cao Thế Uy", "01.11.2016",
                             meHoTen="Ngô Thị Mai"))
        self.assertEqual(self.listed("--rule", "Q17"), [])
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            cell, = db.execute("SELECT cell FROM entry").fetchone()
            ids = dict(db.execute("SELECT number_raw, id FROM entry"))
            put = ("INSERT OR REPLACE INTO match VALUES (?, ?, ?, 'MATCH', "
                   "?, 9999, '', '', 0, 1)")
            db.execute(put, (cell, ids["01/2014"], "nkt", "000050000001"))
            db.execute(put, (cell, ids["01/2016"], "me", "000050000001"))
        self.assertEqual(self.listed("--rule", "Q17"), ["01/2016"])
        self.pages_agree("Q17")
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            db.execute(put, (cell, ids["01/2016"], "me", "000050000002"))
        self.assertEqual(self.listed("--rule", "Q17"), [])

    def test_two_births_too_near(self):
        both = dict(meHoTen="Ngô Thị Mai", chaHoTen="Lê Văn Tý")
        self.bring(
            KS,
            birth(1, "Lê Văn Một", "01.01.2016", **both),
            birth(2, "Lê Văn Hai", "01.06.2016", **both),      # Q18
            birth(3, "Lê Văn Ba", "01.09.2017", **both),
            # twins, over midnight
            birth(4, "Lê Thị Hoa", "10.02.2016", meHoTen="Bùi Thị Lan",
                  chaHoTen="Lê Văn Sửu"),
            birth(5, "Lê Thị Huệ", "11.02.2016", meHoTen="BUI THI LAN",
                  chaHoTen="Lê Văn Sửu"),
            # one child registered twice with another day
            birth(6, "Lê Thị Cúc", "10.03.2016", meHoTen="Bùi Thị Đào",
                  chaHoTen="Lê Văn Dần"),
            birth(7, "Lê Thị Cúc", "03.10.2016", meHoTen="Bùi Thị Đào",
                  chaHoTen="Lê Văn Dần"),
            # two mothers of one name
            birth(8, "Lê Thị Mơ", "10.03.2016", meHoTen="Bùi Thị Sen",
                  meNgaySinh="1980", chaHoTen="Lê Văn Mão"),
            birth(9, "Lê Thị Mận", "03.06.2016", meHoTen="Bùi Thị Sen",
                  meNgaySinh="1990", chaHoTen="Lê Văn Mão"),
            # a mother alone is known by her whole day of birth
            birth(10, "Bùi Văn Nam", "10.03.2016", meHoTen="Bùi Thị Bưởi",
                  meNgaySinh="01.02.1990"),
            birth(11, "Bùi Văn Bắc", "03.06.2016", meHoTen="Bùi Thị Bưởi",
                  meNgaySinh="01.02.1990"),                     # Q18
            birth(12, "Bùi Văn Đông", "10.03.2016", meHoTen="Đỗ Thị Chanh"),
            birth(13, "Bùi Văn Tây", "03.06.2016", meHoTen="Đỗ Thị Chanh"))
        self.assertEqual(self.listed("--rule", "Q18"),
                         ["01/2016", "02/2016", "10/2016", "11/2016"])
        self.assertEqual(self.quality()[("KS", "Q18")], 4)
        self.pages_agree("Q18")
        self.assertIn("số 02/2016", self.told("01/2016", "Q18")[0])

    def kept(self, what="basis <> 0"):
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            return db.execute("SELECT COUNT(*) FROM entry_check WHERE "
                              + what).fetchone()[0]

    def test_what_is_kept_holds_or_is_looked_at_again(self):
        self.bring(KS, *[birth(n, "Lê Văn Một", "01.01.2016" if n % 2 else
                               "20.12.2016") for n in range(1, 9)])
        before = self.quality()
        self.assertEqual(before[("KS", "Q3")], 4)
        self.assertNotIn("{", self.do("report", self.dir, "quality").out)
        self.assertEqual(self.kept(), 8)
        for spoil in ("DELETE FROM entry_check",
                      "UPDATE entry_check SET basis = 5, rules = 0",
                      "UPDATE entry_check SET type_version = 9",
                      "DELETE FROM entry_check WHERE entry % 2 = 0"):
            with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
                db.execute(spoil)
            self.assertEqual(self.quality(), before, spoil)
            self.assertEqual(self.kept(), 8, spoil)
        # while somebody else writes it is worked out and not kept
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            db.execute("DELETE FROM entry_check")
        db = sqlite3.connect(os.path.join(self.dir, "hotich.db"),
                             isolation_level=None)
        db.execute("BEGIN IMMEDIATE")
        rows = self.do("report", self.dir, "quality", "--json").json()["rows"]
        db.execute("ROLLBACK")
        db.close()
        self.assertIn(4, [r["so_muc"] for r in rows if r["quy_tac"] == "Q3"])
        self.assertEqual(self.kept("1 = 1"), 0)

    def test_a_date_in_the_future_is_asked_again_each_day(self):
        self.env["HT_NOW"] = "2016-06-01"
        self.bring(KS, birth(1, "Lê Văn Một", "01.01.2016", "12.05.2016"),
                   birth(2, "Lê Văn Hai", "02.01.2016", "12.07.2016"))
        self.assertEqual(self.kept(), 1)
        self.assertEqual(self.listed("--rule", "Q16"), ["02/2016"])
        self.assertEqual(self.quality()[("KS", "Q16")], 1)
        self.env["HT_NOW"] = "2016-08-01"
        self.assertEqual(self.listed("--rule", "Q16"), [])
        self.assertEqual(self.kept(), 2)
        self.assertEqual(self.listed("--on", "2016-07-12"), ["02/2016"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
