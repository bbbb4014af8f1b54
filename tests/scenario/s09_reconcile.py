"""Books against the population: what is concluded, and that it stays so."""
import csv
import unittest

from hotich import KS, POPULATION, Scenario, table

UNIT = "22489"
OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
PLACE = dict(maNoiDangKyKhaiSinh=UNIT,
             noiDangKyKhaiSinh="Xã Đại Lãnh, Huyện Vạn Ninh, Tỉnh Khánh Hòa")
HEAD = dict(quyenSo="01/2016", loaiDangKy="1", noiDangKy=OFFICE,
            nksDanToc="Kinh", nksQuocTich="Việt Nam")


def person(number, name, born, sex, father, mother, **more):
    return dict(soDinhDanh=f"000{number:09d}", hoTen=name, ngaySinh=born,
                gioiTinh=sex, danToc="Kinh", quocTich="Việt Nam",
                hoTenCha=father, hoTenMe=mother, **{**PLACE, **more})


def others():
    """People enough for a name to be one of many."""
    families = "PHẠM HOÀNG VŨ ĐẶNG BÙI ĐỖ HỒ NGÔ DƯƠNG LÝ".split()
    given = "BẢO CHÂU DŨNG GIANG HẠNH KHÔI LINH MINH NGA OANH".split()
    for i in range(400):
        yield person(500000 + i, f"{families[i % 10]} VĂN {given[i // 40]}",
                     f"{i % 28 + 1:02d}/{i % 12 + 1:02d}/{1990 + i % 30}", "1",
                     f"{families[i % 10]} VĂN {given[i % 9]}",
                     f"{families[i % 7]} THỊ {given[i % 8]}")


PEOPLE = [
    person(1, "NGUYỄN HỮU AN", "01/05/2016", "1", "NGUYỄN HỮU TÁM",
           "TRẦN THỊ CHÍN", ngaySinhMe="1990"),
    person(2, "TRẦN NGỌC BÌNH", "02/05/2016", "2", "TRẦN VĂN MƯỜI",
           "LÊ THỊ HAI", ngaySinhMe="1988"),
    person(3, "LÊ HOÀ", "03/05/2016", "1", "LÊ QUANG", "ĐỖ THỊ TƯ"),
    # twins
    person(4, "MAI TRUNG HIẾU", "09/06/2016", "1", "MAI VĂN NĂM",
           "CAO THỊ SÁU"),
    person(5, "MAI TRUNG NGHĨA", "09/06/2016", "1", "MAI VĂN NĂM",
           "CAO THỊ SÁU"),
]


def entry(number, name, born, sex, father, mother, **more):
    return {**HEAD, "so": number, "nksHoTen": name, "nksNgaySinh": born,
            "nksGioiTinh": sex, "chaHoTen": father, "meHoTen": mother,
            "ngayDangKy": "20.06.2016", **more}


ROWS = [
    entry("01/2016", "Nguyễn Hữu An", "01.05.2016", "1", "Nguyễn Hữu Tám",
          "Trần Thị Chín", meNgaySinh="1990"),
    # another tone, another day, the mother's year; residence never counts
    entry("02/2016", "Trần Ngọc Bính", "03.05.2016", "2", "Trần Văn Mười",
          "Lê Thị Hai", meNgaySinh="1987", meNoiCuTru="Xã Vạn Thọ"),
    # tone on the other letter, a T. for Thị, torn, blank: nothing differs
    entry("03/2016", "LÊ  HÒA", "03.05.2016", "1", "[rách]", "Đỗ T. Tư",
          nksDanToc="[không ghi]"),
    entry("04/2016", "Huỳnh Kim Vắng", "04.04.2016", "2", "Huỳnh Đất",
          "Cao Mây"),
    entry("05/2016", "Mai Trung Hiếu", "09.06.2016", "1", "Mai Văn Năm",
          "Cao Thị Sáu"),
    entry("06/2016", "Mai Trung Nghĩa", "09.06.2016", "1", "Mai Văn Năm",
          "Cao Thị Sáu"),
    # the birth of 01/2016, registered again two years later
    entry("09/2018", "Nguyễn Hữu An", "01.05.2016", "1", "Nguyễn Hữu Tám",
          "Trần Thị Chín", quyenSo="01/2018", loaiDangKy="2",
          ngayDangKy="11.07.2018"),
]


class Reconcile(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")
        for login, role in (("ba", "keyer"), ("tu", "checker")):
            self.ok("staff", "add", self.dir, login, "--name", login,
                    "--role", role)
        self.write("ks.tsv", table(KS + ["maNoiDangKy"],
                                   *[dict(r, maNoiDangKy=UNIT) for r in ROWS]))
        self.ok("book", "import", self.dir, self.path("ks.tsv"), "--as", "ba",
                "--purpose", "nhập sổ")

    def load(self, people, name="people.tsv"):
        self.write(name, table(POPULATION, *people, *others()))
        self.ok("population", "load", self.dir, self.path(name))

    def reconcile(self, *options):
        """The summary, and the rows of classes.tsv by volume and number."""
        told = self.ok("reconcile", self.dir, "--out", self.path("c.tsv"),
                       "--json", *options).json()
        with open(self.path("c.tsv"), encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f, delimiter="\t",
                                       quoting=csv.QUOTE_NONE))
        return told, {r["so"]: r for r in rows}

    def test_nothing_is_concluded_without_people(self):
        self.refused("reconcile", self.dir, says="population load")

    def test_each_entry_gets_its_class_and_its_fields(self):
        self.load(PEOPLE)
        told, rows = self.reconcile()
        self.assertEqual(self.read("c.tsv").split("\n")[0], "\t".join(
            "loai maNoiDangKy noiDangKy quyenSo so vai lop soDinhDanh xacSuat "
            "truongSai trungVoi truongKhac".split()))
        self.assertEqual(
            {n: (r["lop"], r["soDinhDanh"][-2:]) for n, r in rows.items()},
            {"01/2016": ("MATCH", "01"), "02/2016": ("DIFF", "02"),
             "03/2016": ("MATCH", "03"), "04/2016": ("NOTFOUND", ""),
             "05/2016": ("MATCH", "04"), "06/2016": ("MATCH", "05"),
             "09/2018": ("MATCH", "01")})
        self.assertEqual(set(rows["02/2016"]["truongSai"].split(",")),
                         {"nksHoTen", "nksNgaySinh", "meNgaySinh"})
        for number in ("01/2016", "03/2016", "04/2016"):
            self.assertEqual(rows[number]["truongSai"], "")
        for row in rows.values():
            self.assertEqual((row["loai"], row["maNoiDangKy"],
                              row["noiDangKy"], row["vai"]),
                             ("KS", UNIT, OFFICE, "nks"))
            self.assertRegex(row["xacSuat"], r"^[01]\.\d{4}$")
        self.assertEqual((told["entries"], told["match"], told["diff"],
                          told["notfound"], told["review"]), (7, 5, 1, 1, 0))
        self.assertEqual({k["kind"] for k in told["kinds"]},
                         {"tone", "day", "year_near"})

    def test_the_same_event_is_named_on_both_sides_and_twins_are_not(self):
        self.load(PEOPLE)
        told, rows = self.reconcile()
        self.assertEqual(told["duplicates"], 1)
        self.assertEqual(
            {n: r["trungVoi"] for n, r in rows.items() if r["trungVoi"]},
            {"01/2016": f"KS:{UNIT}:01/2018:09/2018",
             "09/2018": f"KS:{UNIT}:01/2016:01/2016"})

    def acts(self):
        return self.ok("journal", "verify", self.dir, "--json").json()

    def test_a_second_run_changes_nothing(self):
        self.load(PEOPLE)
        first, rows = self.reconcile()
        self.assertEqual(first["changed"], 7)
        before = self.acts()
        second, again = self.reconcile()
        self.assertEqual(second["changed"], 0)
        self.assertEqual(again, rows)
        self.assertEqual(self.acts()["journal_rows"], before["journal_rows"])

    def test_another_population_changes_what_it_changes(self):
        self.load(PEOPLE)
        self.reconcile()
        people = [dict(p) for p in PEOPLE]
        people[0]["hoTen"] = "NGUYỄN HỮU ÂN"
        people[1].update(hoTen="TRẦN NGỌC BÍNH", ngaySinh="03/05/2016",
                         ngaySinhMe="1987")
        people.append(person(9, "HUỲNH KIM VẮNG", "04/04/2016", "2",
                             "HUỲNH ĐẤT", "CAO MÂY"))
        self.load(people, "people2.tsv")
        told, rows = self.reconcile()
        self.assertEqual(rows["01/2016"]["lop"], "DIFF")
        self.assertEqual(rows["01/2016"]["truongSai"], "nksHoTen")
        self.assertEqual(rows["02/2016"]["lop"], "MATCH")
        self.assertEqual(rows["02/2016"]["truongSai"], "")
        self.assertEqual(rows["04/2016"]["lop"], "MATCH")
        self.assertEqual(told["changed"], 4)
        self.assertEqual(self.reconcile()[0]["changed"], 0)
        self.ok("journal", "verify", self.dir)

    def listed(self):
        return {e["number"]: e for e in
                self.ok("entry", "list", self.dir, "--json").json()["entries"]}

    def test_decisions_outlive_the_next_run(self):
        self.load(PEOPLE)
        self.reconcile()
        second = self.listed()["02/2016"]["id"]
        self.ok("entry", "decide", self.dir, second, "--field", "nksNgaySinh",
                "--outcome", "book", "--basis", "Giấy chứng sinh", "--as",
                "tu", "--purpose", "xác minh")
        self.assertEqual(self.reconcile()[0]["changed"], 0)
        shown = self.ok("entry", "show", self.dir, second, "--purpose",
                        "kiểm tra", "--json").json()
        self.assertEqual({d["field"]: d["decision"]
                          for d in shown["differences"]},
                         {"nksNgaySinh": "book", "nksHoTen": "",
                          "meNgaySinh": ""})

    def test_what_an_officer_picked_stays(self):
        self.load(PEOPLE)
        self.reconcile()
        fourth = self.listed()["04/2016"]["id"]
        self.ok("entry", "pick", self.dir, fourth, "--person", "000000000005",
                "--basis", "hồ sơ hộ khẩu", "--as", "tu", "--purpose",
                "xác minh")
        told, rows = self.reconcile()
        self.assertEqual(rows["04/2016"]["lop"], "DIFF")
        self.assertEqual(rows["04/2016"]["soDinhDanh"], "000000000005")

    def test_the_list_goes_out_and_comes_back_decided(self):
        self.load(PEOPLE)
        self.reconcile()
        self.refused("difference", "export", self.dir, "--out",
                     self.path("d.tsv"), says="mục đích")
        self.assertEqual(self.ok(
            "difference", "export", self.dir, "--out", self.path("d.tsv"),
            "--purpose", "xác minh", "--json").json()["rows"], 3)
        with open(self.path("d.tsv"), encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f, delimiter="\t",
                                       quoting=csv.QUOTE_NONE))
        name = next(r for r in rows if r["truong"] == "nksHoTen")
        self.assertEqual(
            (name["so"], name["hoTen"], name["soDinhDanh"], name["theoSo"],
             name["theoDanCu"], name["kieuKhac"]),
            ("02/2016", "Trần Ngọc Bính", "000000000002", "Trần Ngọc Bính",
             "TRẦN NGỌC BÌNH", "khác dấu thanh"))
        words = {"nksHoTen": ("book", "Giấy khai sinh gốc"),
                 "nksNgaySinh": ("population", "Thẻ căn cước"),
                 "meNgaySinh": ("", "")}
        for row in rows:
            row["quyetDinh"], row["canCu"] = words[row["truong"]]
        bad = [dict(name, so="77/2016", quyetDinh="book", canCu="x"),
               dict(name, theoDanCu="TRẦN NGỌC BÍCH", quyetDinh="book",
                    canCu="x"),
               dict(name, quyetDinh="maybe"),
               dict(name, quyetDinh="book", canCu="")]
        header = list(name)
        self.write("back.tsv", table(header, *rows, *bad))
        self.refused("difference", "import", self.dir, self.path("back.tsv"),
                     "--as", "ba")
        told = self.ok("difference", "import", self.dir, self.path("back.tsv"),
                       "--as", "tu", "--json").json()
        self.assertEqual([told[k] for k in ("decided", "unchanged", "waiting",
                                            "refused")], [2, 0, 1, 4])
        self.assertEqual([(r["line"], r["key"]) for r in told["refusals"]],
                         [(5, "differences.unknown"),
                          (6, "differences.stale"),
                          (7, "differences.decision"),
                          (8, "differences.basis")])
        self.assertEqual(self.listed()["02/2016"]["state"], "verifying")
        # the same list again changes nothing
        told = self.ok("difference", "import", self.dir, self.path("back.tsv"),
                       "--as", "tu", "--json").json()
        self.assertEqual([told[k] for k in ("decided", "unchanged")], [0, 2])
        # what is left open goes out again; --all gives the decided ones too
        export = ("difference", "export", self.dir, "--purpose", "x", "--json",
                  "--out", self.path("e.xlsx"))
        self.assertEqual(self.ok(*export).json()["rows"], 1)
        self.assertEqual(self.ok(*export, "--all").json()["rows"], 3)
        self.ok("difference", "import", self.dir, self.path("e.xlsx"), "--as",
                "tu")
        # the last one settles the entry
        for row in rows:
            row["quyetDinh"], row["canCu"] = "population", "Thẻ căn cước"
        self.write("last.tsv", table(header, *[
            r for r in rows if r["truong"] == "meNgaySinh"]))
        self.ok("difference", "import", self.dir, self.path("last.tsv"),
                "--as", "tu")
        self.assertEqual(self.listed()["02/2016"]["state"], "decided")
        self.ok("journal", "verify", self.dir)


if __name__ == "__main__":
    unittest.main()
