"""Find a page by the people on it, as a clerk at the counter asks."""
import json
import os
import sqlite3
import unittest

from hotich import KS, POPULATION, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
CN = """so quyenSo trangSo ngayDangKy loaiDangKy noiDangKy nguoiKy
chucVuNguoiKy nguoiThucHien ghiChu cnHoTen cnNgaySinh cnGioiTinh cnDanToc
cnQuocTich cnNoiCuTru chaNuoiHoTen chaNuoiNgaySinh chaNuoiDanToc
chaNuoiQuocTich chaNuoiNoiCuTru chaNuoiSoGiayToTuyThan meNuoiHoTen
meNuoiNgaySinh meNuoiDanToc meNuoiQuocTich meNuoiNoiCuTru
meNuoiSoGiayToTuyThan""".split()
PEOPLE = [
    # number, child, born, mother, father
    ("01/2016", "Nguyễn Thị Thuý An", "01.05.2016", "Trần Thị Bông",
     "Nguyễn Văn Ân"),
    ("02/2016", "NGUYỄN THỊ THÚY", "12.05.2016", "Lý Thị Hoà", ""),
    ("03/2016", "Đặng Ý", "05.2016", "Ngô Thị Nguyên", ""),
    ("04/2016", "Phạm Anh", "2016", "Nguyễn Thị Thúy An", ""),
    ("05/2015", "Trần Văn Bình", "03.03.2015", "Trần Thị Bông", ""),
]


class Search(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")
        for login, role in (("ba", "keyer"), ("tu", "registrar"),
                            ("can", "police"), ("sau", "keyer2")):
            self.ok("staff", "add", self.dir, login, "--role", role)
        self.write("ks.tsv", table(KS, *[
            dict(so=so, quyenSo=f"01/{so[3:]}", noiDangKy=OFFICE,
                 ngayDangKy=f"20.05.{so[3:]}", nksHoTen=child,
                 nksNgaySinh=born, meHoTen=mother, chaHoTen=father,
                 meSoGiayToTuyThan="000199000123" if so == "02/2016" else "",
                 meLoaiGiayToTuyThan="4" if so == "02/2016" else "")
            for so, child, born, mother, father in PEOPLE]))
        self.ok("book", "import", self.dir, self.path("ks.tsv"), "--stream",
                "LS")

    def find(self, *words, login="tu", **how):
        found = self.ok("entry", "find", self.dir, "--json", "--as", login,
                        "--purpose", "trả lời công dân", *words, **how).json()
        return found["entries"]

    def numbers(self, *words, **how):
        return [e["number"] for e in self.find(*words, **how)]

    def test_a_name_is_found_however_it_is_typed(self):
        for name in ("nguyen thi thuy", "NGUYỄN THỊ THÚY", "thuy nguyen thi",
                     "Thúy", "nguyen  thuy", "nguy thu"):
            found = self.numbers("--name", name)
            self.assertIn("02/2016", found, name)
            self.assertIn("01/2016", found, name)
            self.assertIn("04/2016", found, name)
        # the whole name comes first
        self.assertEqual(self.numbers("--name", "nguyen thi thuy")[0],
                         "02/2016")
        self.assertEqual(self.numbers("--name", "thuy an thi nguyen"),
                         ["01/2016", "04/2016"])
        # a word must stand in the name of the same person
        self.assertEqual(self.numbers("--name", "nguyen bong"), [])
        self.assertEqual(self.numbers("--name", "hoa ly"), ["02/2016"])
        self.assertEqual(self.numbers("--name", "lí hòa"), ["02/2016"])
        # a lone letter is a whole word
        self.assertEqual(self.numbers("--name", "y"), ["03/2016"])
        self.assertEqual(self.numbers("--name", "dang y"), ["03/2016"])
        self.assertEqual(self.numbers("--name", "khong co ai"), [])

    def test_who_he_is_on_the_page(self):
        found = self.find("--name", "tran thi bong")
        self.assertEqual([(e["number"], e["role"], e["hoTen"])
                          for e in found],
                         [("01/2016", "me", "Trần Thị Bông"),
                          ("05/2015", "me", "Trần Thị Bông")])
        self.assertEqual(found[0]["type"], "KS")
        self.assertEqual(found[0]["stream"], "LS")

    def test_a_birth_in_part(self):
        self.assertEqual(self.numbers("--born", "2015"), ["05/2015"])
        self.assertEqual(self.numbers("--born", "12/05/2016"),
                         ["02/2016", "03/2016", "04/2016"])
        self.assertEqual(self.numbers("--born", "05/2016"),
                         ["01/2016", "02/2016", "03/2016", "04/2016"])
        self.assertEqual(self.numbers("--born", "06/2016"), ["04/2016"])
        self.assertEqual(self.numbers("--born", "2016", "--name", "thuy"),
                         ["01/2016", "02/2016"])

    def test_a_number_on_the_page_or_of_the_linked_person(self):
        self.assertEqual(self.numbers("--id12", "000199000123"),
                         ["02/2016"])
        self.assertEqual(self.find("--id12", "000199000123")[0]["role"],
                         "me")
        self.assertEqual(self.numbers("--id12", "000199000124"), [])
        self.write("p.tsv", "# as-of 2025-06-30\n" + table(POPULATION, dict(
            soDinhDanh="000315000007", hoTen="Trần Văn Bình",
            ngaySinh="03/03/2015", gioiTinh="1", hoTenMe="Trần Thị Bông")))
        self.ok("population", "load", self.dir, self.path("p.tsv"))
        self.ok("reconcile", self.dir)
        found = self.find("--id12", "000315000007")
        self.assertEqual([e["number"] for e in found], ["05/2015"])
        self.assertTrue(found[0]["class"])

    def test_a_place_of_the_book(self):
        self.assertEqual(self.numbers("--number", "2/2016"), ["02/2016"])
        self.assertEqual(self.numbers("--number", "5"), ["05/2015"])
        self.assertEqual(self.numbers("--volume", "01/2015"), ["05/2015"])
        self.assertEqual(self.numbers("--volume", "01/2016", "--name",
                                      "nguyen"),
                         ["01/2016", "02/2016", "03/2016", "04/2016"])
        self.assertEqual(self.numbers("--number", "3/2016", "--name",
                                      "bong"), [])
        self.assertEqual(self.numbers("--volume", "01/2016", "--type", "KT"),
                         [])

    def test_page_by_page(self):
        seen, after = [], []
        while True:
            page = self.ok("entry", "find", self.dir, "--json", "--as", "tu",
                           "--purpose", "x", "--name", "nguyen", "--limit",
                           "3", *after).json()
            seen += [e["number"] for e in page["entries"]]
            if "after" not in page:
                break
            after = ["--after", page["after"]]
        self.assertEqual(seen, ["01/2016", "02/2016", "03/2016", "04/2016"])
        self.refused("entry", "find", self.dir, "--as", "tu", "--purpose",
                     "x", "--name", "nguyen", "--after", "12")

    def test_what_is_refused(self):
        self.refused("entry", "find", self.dir, "--name", "nguyen",
                     says="mục đích")
        self.refused("entry", "find", self.dir, "--name", "nguyen", "--as",
                     "sau", "--purpose", "x")
        for words, says in (([], "--name"), (["--type", "KS"], "--name"),
                            (["--born", "hôm qua"], "hôm qua"),
                            (["--born", "12/05"], "12/05"),
                            (["--id12", "123"], "123"),
                            (["--name", "..."], "..."),
                            (["--name", "a", "--limit", "500"], "200")):
            self.refused("entry", "find", self.dir, "--purpose", "x", *words,
                         says=says)

    def access(self):
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            return db.execute("SELECT action, kind, purpose, payload FROM "
                              "journal WHERE chain = 2 ORDER BY seq").fetchall()

    def test_a_search_leaves_a_mark_without_names(self):
        found = self.find("--name", "thuy")
        action, kind, purpose, payload = self.access()[-1]
        self.assertEqual((action, kind, purpose),
                         ("entry.read", "search", "trả lời công dân"))
        self.assertEqual(json.loads(payload),
                         {"shown": [e["id"] for e in found]})
        self.refused("entry", "find", self.dir, "--name", "thuy", "--as",
                     "sau", "--purpose", "x")
        self.assertIn("refused", self.access()[-1][3])
        self.ok("journal", "verify", self.dir)

    def test_adoptions_are_found_by_those_who_may(self):
        self.write("cn.tsv", table(CN, dict(
            so="01/2016", quyenSo="01/2016", ngayDangKy="20.05.2016",
            noiDangKy=OFFICE, cnHoTen="Hồ Thị Mận", cnNgaySinh="01.01.2014",
            chaNuoiHoTen="Cao Văn Mít", meNuoiHoTen="Bùi Thị Xoài")))
        self.ok("book", "import", self.dir, self.path("cn.tsv"), "--type",
                "CN", "--stream", "DC")
        self.assertEqual([e["type"] for e in self.find("--name", "man ho")],
                         ["CN"])
        for login in ("ba", "can", "admin"):
            for words in (["--name", "man ho"], ["--born", "2014"],
                          ["--number", "1/2016", "--type", "CN"],
                          ["--volume", "01/2016", "--name", "xoai"]):
                self.assertEqual(self.find(*words, login=login), [],
                                 (login, words))

    def test_a_stream_that_is_not_ours_is_left_out(self):
        # the police work in DC, this book is digitised in LS
        self.assertEqual(self.find("--name", "nguyen", login="can"), [])
        self.ok("book", "import", self.dir, self.path("ks.tsv"), "--stream",
                "DC")
        found = self.find("--name", "tran van binh", login="can")
        self.assertEqual([e["stream"] for e in found], ["DC"])

    def test_the_index_comes_back_from_the_bodies(self):
        before = self.find("--name", "nguyen")
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            db.execute("DELETE FROM entry_person")
            db.execute("DELETE FROM entry_word")
        # by itself when there is none at all
        self.assertEqual(self.find("--name", "nguyen"), before)
        built = self.ok("entry", "index", self.dir, "--json").json()
        self.assertEqual(built, {"entries": 5, "changed": 0})
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            db.execute("DELETE FROM entry_person WHERE entry = ?",
                       (before[0]["id"],))
        built = self.ok("entry", "index", self.dir, "--json").json()
        self.assertEqual(built, {"entries": 5, "changed": 1})
        self.assertEqual(self.find("--name", "nguyen"), before)
        self.ok("journal", "verify", self.dir)


if __name__ == "__main__":
    unittest.main(verbosity=2)
