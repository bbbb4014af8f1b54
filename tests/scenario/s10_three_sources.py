"""Books, population and electronic register held against each other, two at a
time and all three: what differs where, and which two agree."""
import csv
import json
import shlex
import unittest

from hotich import KS, POPULATION, Scenario, hotich, table

UNIT = "22489"
OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
PLACE = "Xã Đại Lãnh, Huyện Vạn Ninh, Tỉnh Khánh Hòa"
REGISTER = KS + ["maNoiDangKy", "maHoSo", "trangThai"]
COLUMNS = ("loai maNoiDangKy noiDangKy quyenSo so vai lop soDinhDanh xacSuat "
           "truongSai trungVoi truongKhac nguon maHoSo kieuKhac "
           "dongThuan").split()

# name, born, sex, father, mother as the page has them
PAGES = {
    1: ("Nguyễn Hữu An", "01.05.2016", "1", "Nguyễn Hữu Tám", "Trần Thị Chín"),
    2: ("Trần Ngọc Bình", "02.05.2016", "2", "Trần Văn Mười", "Lê Thị Hai"),
    3: ("Lê Quang Hoà", "03.05.2016", "1", "Lê Quang Ba", "Đỗ Thị Tư"),
    4: ("Mai Trung Hiếu", "09.06.2016", "1", "Mai Văn Năm", "Cao Thị Sáu"),
    5: ("Võ Thùy Dương", "12.06.2016", "2", "Võ Tấn Bảy", "Hồ Thị Bưởi"),
    6: ("Huỳnh Kim Vắng", "14.04.2016", "2", "Huỳnh Đất", "Cao Mây"),
    7: ("Phan Đình Khôi", "20.06.2016", "1", "Phan Đình Tín", "Vũ Thị Na"),
}


def page(n, **more):
    name, born, sex, father, mother = PAGES[n]
    return {**dict(so=f"{n:02d}/2016", quyenSo="01/2016", loaiDangKy="1",
                   noiDangKy=OFFICE, maNoiDangKy=UNIT,
                   ngayDangKy=f"{n + 20:02d}.06.2016", nksDanToc="Kinh",
                   nksQuocTich="Việt Nam", nksHoTen=name, nksNgaySinh=born,
                   nksGioiTinh=sex, chaHoTen=father, meHoTen=mother,
                   nguoiKy="Trần Ký"), **more}


def person(n, **more):
    name, born, sex, father, mother = PAGES[n]
    return {**dict(soDinhDanh=f"000{n:09d}", hoTen=name.upper(),
                   ngaySinh=born.replace(".", "/"), gioiTinh=sex,
                   danToc="Kinh", quocTich="Việt Nam", hoTenCha=father,
                   hoTenMe=mother, maNoiDangKyKhaiSinh=UNIT,
                   noiDangKyKhaiSinh=PLACE), **more}


def others():
    families = "PHẠM HOÀNG VŨ ĐẶNG BÙI ĐỖ HỒ NGÔ DƯƠNG LÝ".split()
    given = "BẢO CHÂU DŨNG GIANG HẠNH KHÔI LINH MINH NGA OANH".split()
    for i in range(400):
        yield dict(soDinhDanh=f"000{500000 + i:09d}",
                   hoTen=f"{families[i % 10]} VĂN {given[i // 40]}",
                   ngaySinh=f"{i % 28 + 1:02d}/{i % 12 + 1:02d}/{1990 + i % 30}",
                   gioiTinh="1", danToc="Kinh", quocTich="Việt Nam",
                   hoTenCha=f"{families[i % 10]} VĂN {given[i % 9]}",
                   hoTenMe=f"{families[i % 7]} THỊ {given[i % 8]}",
                   maNoiDangKyKhaiSinh=UNIT, noiDangKyKhaiSinh=PLACE)


# What the book says; 7 is not in the register.
BOOK = [
    page(1), page(2), page(3),
    page(4, nksNgaySinh="08.06.2016"),        # the book's own slip
    page(5, meHoTen="Hồ T. Bưởi", nksQueQuan="Đại Lãnh - Vạn Ninh - Khánh Hòa"),
    page(6), page(7),
]
# What the electronic register says.
ROWS = [
    # no difference in law: tone on the other letter, capitals, dots for slashes
    page(1, nksHoTen="NGUYỄN  HỮU AN", nksNgaySinh="1/5/2016",
         noiDangKy="xã Đại Lãnh, Vạn Ninh, Khánh Hoà", maHoSo="H1"),
    # the name without its marks; who signed is told, and decides nothing
    page(2, nksHoTen="Tran Ngoc Binh", nguoiKy="Trần Khác", maHoSo="H2"),
    # another day; the tone of Hoà is no difference
    page(3, nksHoTen="Lê Quang Hòa", nksNgaySinh="13.05.2016", maHoSo="H3"),
    # as the population has it, not as the book
    page(4, maHoSo="H4"),
    # what the book shows in part, whole
    page(5, nksQueQuan="Xã Đại Lãnh, Huyện Vạn Ninh, Tỉnh Khánh Hòa",
         maHoSo="H5"),
    page(6, maHoSo="H6"),
    # no entry has this place
    page(6, so="99/2016", nksHoTen="Đinh Lạc Loài", nksNgaySinh="30.01.2016",
         chaHoTen="Đinh Gốc", meHoTen="Kiều Xa", maHoSo="H9"),
]
PEOPLE = [person(n) for n in (1, 2, 3, 4, 5, 7)]


class ThreeSources(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")
        self.write("ks.tsv", table(KS + ["maNoiDangKy"], *BOOK))
        self.ok("book", "import", self.dir, self.path("ks.tsv"))
        self.write("r.tsv", table(
            REGISTER, *[dict(r, trangThai="7") for r in ROWS]))

    def register(self):
        self.ok("register", "load", self.dir, self.path("r.tsv"))

    def population(self, people=PEOPLE):
        self.write("p.tsv", table(POPULATION, *people, *others()))
        self.ok("population", "load", self.dir, self.path("p.tsv"))

    def between(self, sources):
        """The summary, and the lines by the two sources and the number."""
        told = self.ok("reconcile", self.dir, "--between", sources, "--out",
                       self.path("b.tsv"), "--json").json()
        self.assertEqual(self.read("b.tsv").split("\n")[0].split("\t"),
                         COLUMNS)
        with open(self.path("b.tsv"), encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f, delimiter="\t",
                                       quoting=csv.QUOTE_NONE))
        lines = {(r["nguon"], int(r["so"][:2])): r for r in rows}
        self.assertEqual(len(lines), len(rows))
        return told, lines

    def test_the_register_against_its_book(self):
        self.register()
        told, lines = self.between("register-book")
        self.assertEqual(
            {n: (r["lop"], r["truongSai"], r["truongKhac"], r["kieuKhac"])
             for (_, n), r in lines.items()},
            {1: ("MATCH", "", "", ""),
             2: ("DIFF", "nksHoTen", "nguoiKy",
                 "nksHoTen:marks_lost,nguoiKy:other"),
             3: ("DIFF", "nksNgaySinh", "", "nksNgaySinh:day"),
             4: ("DIFF", "nksNgaySinh", "", "nksNgaySinh:day"),
             5: ("MATCH", "", "", ""), 6: ("MATCH", "", "", ""),
             99: ("NOTFOUND", "", "", "")})
        self.assertEqual({r["nguon"] for r in lines.values()},
                         {"register-book"})
        self.assertEqual(lines["register-book", 3]["maHoSo"], "H3")
        self.assertEqual(
            {k: told[k] for k in ("rows", "compared", "same", "different",
                                  "without_entry", "doubled", "without_row")},
            dict(rows=7, compared=6, same=3, different=3, without_entry=1,
                 doubled=0, without_row=1))
        self.assertEqual(told["kinds"], [{"kind": "day", "count": 2},
                                         {"kind": "marks_lost", "count": 1}])
        # the population was not asked, and is not needed
        self.assertEqual([told[k] for k in ("match", "diff", "notfound",
                                            "review")], [None] * 4)
        self.ok("journal", "verify", self.dir)

    def test_a_number_that_two_entries_claim_is_told_apart(self):
        self.write("twice.tsv", table(KS + ["maNoiDangKy"],
                                      page(2, nksHoTen="Lê Thị Khác")))
        self.ok("book", "import", self.dir, self.path("twice.tsv"),
                "--doubled")
        self.register()
        told, lines = self.between("register-book")
        self.assertEqual((told["without_entry"], told["doubled"],
                          told["without_row"]), (2, 1, 3))
        self.assertEqual(lines["register-book", 2]["lop"], "NOTFOUND")

    def test_the_register_against_the_population(self):
        self.register()
        self.population()
        told, lines = self.between("register-population")
        self.assertEqual(
            {n: (r["lop"], r["soDinhDanh"][-1:], r["truongSai"])
             for (_, n), r in lines.items()},
            {1: ("MATCH", "1", ""), 2: ("DIFF", "2", "nksHoTen"),
             3: ("DIFF", "3", "nksNgaySinh"), 4: ("MATCH", "4", ""),
             5: ("MATCH", "5", ""), 6: ("NOTFOUND", "", ""),
             99: ("NOTFOUND", "", "")})
        self.assertEqual(
            {k: told[k] for k in ("rows", "compared", "same", "different",
                                  "match", "diff", "notfound", "review")},
            dict(rows=7, compared=5, same=3, different=2, match=3, diff=2,
                 notfound=2, review=0))
        self.assertIsNone(told["without_row"])
        # nothing of it is kept: the books are as nobody had asked
        self.assertEqual(self.ok("entry", "list", self.dir, "--class", "DIFF",
                                 "--json").json()["entries"], [])

    def test_all_three_say_which_two_agree(self):
        self.register()
        self.population()
        told, lines = self.between("population-book-register")
        agree = {n: r["dongThuan"] for (pair, n), r in lines.items()
                 if pair == "register-book"}
        self.assertEqual(agree, {
            1: "", 2: "nksHoTen:book-population",
            3: "nksNgaySinh:book-population",
            4: "nksNgaySinh:register-population", 5: "", 6: "", 99: ""})
        self.assertEqual(lines["book-population", 4]["truongSai"],
                         "nksNgaySinh")
        self.assertEqual(lines["book-population", 4]["soDinhDanh"][-1], "4")
        self.assertEqual(lines["register-population", 4]["lop"], "MATCH")
        self.assertNotIn(("book-population", 99), lines)
        by_field = {a["field"]: a for a in told["agree"]}
        self.assertEqual(by_field["nksNgaySinh"], {
            "field": "nksNgaySinh", "all": 3, "register-book": 0,
            "register-population": 1, "book-population": 1, "none": 0,
            "mixed": 0})
        self.assertEqual(by_field["nksHoTen"]["book-population"], 1)
        # the mother's name shown in part agrees with both
        self.assertEqual(by_field["meHoTen"]["all"], 5)
        self.assertEqual(
            {k: told[k] for k in ("compared", "same", "different",
                                  "other_person", "without_entry",
                                  "without_row")},
            dict(compared=5, same=2, different=3, other_person=0,
                 without_entry=1, without_row=1))
        self.assertEqual({p["between"]: (p["compared"], p["same"])
                          for p in told["pairs"]},
                         {"register-book": (6, 3),
                          "register-population": (5, 3),
                          "book-population": (5, 4)})
        # the books were reconciled on the way, and that is kept
        listed = self.ok("entry", "list", self.dir, "--class", "DIFF",
                         "--json").json()["entries"]
        self.assertEqual([e["number"] for e in listed], ["04/2016"])
        again, _ = self.between("population-book-register")
        for one in (told, again):
            one.pop("seconds")
        self.assertEqual(again, told)
        self.ok("journal", "verify", self.dir)

    def test_book_and_population_is_what_it_was(self):
        self.population()
        plain = self.ok("reconcile", self.dir, "--json").json()
        named = self.ok("reconcile", self.dir, "--between", "population-book",
                        "--json").json()
        self.assertEqual([plain[k] for k in ("entries", "match", "diff")],
                         [named[k] for k in ("entries", "match", "diff")])

    def test_the_report_opens_down_to_its_entries(self):
        empty = self.ok("report", self.dir, "so-csdl", "--json").json()
        self.assertEqual(empty["rows"], [])
        self.register()
        found = self.ok("report", self.dir, "register", "--json").json()
        self.assertEqual([r["so_muc"] for r in found["rows"]], [3, 3, 1])
        numbers = []
        for row in found["rows"]:
            listed = self.ok("entry", "list", self.dir, "--json",
                             *shlex.split(row["xem"])).json()["entries"]
            self.assertEqual(len(listed), row["so_muc"])
            numbers.append([int(e["number"][:2]) for e in listed])
        self.assertEqual(numbers, [[2, 3, 4], [1, 5, 6], [7]])
        for figure in ("7 dòng", "3 giống", "3 khác", "1 chưa có mục"):
            self.assertIn(figure, found["headline"])

    def test_what_the_register_has_is_told_beside_the_population(self):
        self.population()
        told = self.ok("reconcile", self.dir, "--json").json()
        self.assertEqual((told["register_rows"], told["register_entries"]),
                         (0, 0))
        self.assertNotIn("điện tử", self.ok("reconcile", self.dir).out)
        self.register()
        told = self.ok("reconcile", self.dir, "--json").json()
        # one row has no entry
        self.assertEqual((told["register_rows"], told["register_entries"]),
                         (7, 6))
        self.assertIn("7 dòng, 6 mục", self.ok("reconcile", self.dir).out)
        found = self.ok("report", self.dir, "summary", "--json").json()
        rows = [r for r in found["rows"] if "điện tử" in r["chi_tieu_dem"]]
        self.assertEqual([r["so_muc"] for r in rows], [6])
        listed = self.ok("entry", "list", self.dir, "--json",
                         *shlex.split(rows[0]["xem"])).json()["entries"]
        self.assertEqual([int(e["number"][:2]) for e in listed],
                         [1, 2, 3, 4, 5, 6])

    def test_what_cannot_be_compared_is_said(self):
        self.refused("reconcile", self.dir, "--between", "register-book",
                     says="register load")
        self.register()
        self.refused("reconcile", self.dir, "--between",
                     "register-population", says="population load")
        for words in ("register", "book-book", "register-giay", "", "book-",
                      "book-population-register-book"):
            self.refused("reconcile", self.dir, "--between", words, code=2,
                         says="--between")
        self.refused("reconcile", self.dir, "--between", "register-book",
                     "--stream", "LS", code=2, says="--stream")
        self.refused("entry", "list", self.dir, "--register", "khac", code=2,
                     says="different")
        self.ok("staff", "add", self.dir, "xem", "--role", "auditor")
        denied = hotich("reconcile", self.dir, "--between", "register-book",
                        "--as", "xem", "--json")
        self.assertEqual(denied.code, 1)
        self.assertEqual(json.loads(denied.err)["error"]["class"], "denied")


if __name__ == "__main__":
    unittest.main(verbosity=2)
