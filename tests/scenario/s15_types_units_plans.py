"""Types, units, plans and the electronic register are brought in as data."""
import json
import os
import unittest

from hotich import KS, ROOT, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
REGISTER = KS + ["maNoiDangKy", "maHoSo", "trangThai"]

# the table of a commune's signed plan: its totals row does not add up
PLAN = """KẾ HOẠCH
Thời gian thực hiện: Từ ngày 01/06/2024 đến hết ngày 30/09/2024.

Số TT\tLoại sổ hộ tịch\tTổng số dữ liệu\tThời gian và chỉ tiêu\t\t\t\tGhi chú
\t\t\tTháng 6\tTháng 7\tTháng 8\tTháng 9\t
1\tSổ Khai sinh\t<b>1.972</b>\t493\t493\t493\t493\t
2\tSổ Khai tử\t<b>461</b>\t116\t115\t115\t115\t
3\tSổ Kết hôn\t<b>707</b>\t177\t177\t177\t176\t
\t<b>Tổng</b>\t<b>3.140</b>\t726\t725\t725\t724\t
"""


class Data(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")

    # -- types

    def birth(self, version, label="Sổ đăng ký khai sinh"):
        with open(ROOT + "/schema/registers/birth.json",
                  encoding="utf-8") as f:
            text = f.read()
        self.assertIn('"version": 1', text)
        text = text.replace('"version": 1', f'"version": {version}', 1)
        text = text.replace("Sổ đăng ký khai sinh", label, 1)
        return self.write(f"ks{version}.json", text)

    def install(self, path, **how):
        return self.ok("type", "install", self.dir, path, "--json",
                       **how).json()["types"][0]

    def test_a_change_of_a_type_comes_as_its_next_version(self):
        self.assertFalse(self.install(self.birth(1))["new"])
        self.refused("type", "install", self.dir, self.birth(1, "Sổ khác"),
                     says="2")
        self.refused("type", "install", self.dir, self.birth(3), says="2")
        self.assertTrue(self.install(self.birth(2, "Sổ mới"))["new"])
        self.assertFalse(self.install(self.birth(2, "Sổ mới"))["new"])
        listed = self.ok("type", "list", self.dir, "--json").json()["types"]
        ks = [t for t in listed if t["id"] == "KS"]
        self.assertEqual([(t["version"], t["label"]) for t in ks],
                         [(2, "Sổ mới")])
        self.ok("journal", "verify", self.dir)

    def test_two_versions_can_come_in_one_command(self):
        self.ok("type", "install", self.dir, self.birth(2), self.birth(3))
        self.assertIn("KS\t3\t", self.ok("type", "list", self.dir).out)

    def test_a_type_that_is_wrong_is_refused_with_its_place(self):
        self.write("bad.json", json.dumps({"id": "X", "version": 1}))
        self.refused("type", "install", self.dir, self.path("bad.json"))
        self.write("worse.json", "{")
        self.refused("type", "install", self.dir, self.path("worse.json"))
        self.refused("type", "install", self.dir, self.path("none.json"),
                     says="none.json")
        self.ok("staff", "add", self.dir, "hoa", "--role", "keyer")
        self.refused("type", "install", self.dir, self.birth(2), "--as", "hoa")

    # -- units

    def find(self, *words):
        return self.ok("unit", "find", self.dir, *words, "--json").json()

    def test_a_unit_of_the_book_is_found_and_what_it_is_now(self):
        found = self.find(OFFICE)
        self.assertEqual((found["code"], found["level"]), ("22492", 3))
        self.assertEqual([n["path"] for n in found["now"]],
                         ["Xã Đại Lãnh, Tỉnh Khánh Hòa"])
        by_code = self.find("22492", "--code", "--on", "2020-01-01")
        self.assertEqual(by_code["path"], found["path"])
        self.refused("unit", "find", self.dir, "xã Không Đâu Cả", says="Đâu")
        self.refused("unit", "find", self.dir, "00000", "--code",
                     says="00000")

    def test_an_official_list_is_laid_over_the_table(self):
        list_of = ("code\tlevel\tname\tparent\tvalid_from\tvalid_to\n"
                   "99999\t3\tXã Thử Nghiệm\t56\t2025-07-01\t\n")
        self.write("list.tsv", list_of)
        done = self.ok("unit", "import", self.dir, self.path("list.tsv"),
                       "--json").json()
        self.assertEqual((done["new"], done["version"],
                          done["after"] - done["before"]), (True, 2, 1))
        self.assertEqual(self.find("99999", "--code")["name"],
                         "Xã Thử Nghiệm")
        again = self.ok("unit", "import", self.dir, self.path("list.tsv"),
                        "--json").json()
        self.assertEqual((again["new"], again["version"]), (False, 2))
        self.write("bad.tsv", list_of.replace("2025-07-01", "1/7/2025"))
        self.refused("unit", "import", self.dir, self.path("bad.tsv"),
                     says="2")
        self.ok("journal", "verify", self.dir)

    # -- plans

    def plan(self, name, *options):
        return self.ok("plan", "import", self.dir, self.path(name), "--json",
                       *options).json()["plans"][0]

    def test_every_printed_total_that_is_wrong_is_told_with_both_figures(self):
        self.write("kh.txt", PLAN)
        told = self.plan("kh.txt")
        self.assertEqual((told["lines"], told["total"]), (3, 3140))
        self.assertEqual(
            [(d["where"], d["month"], d["printed"], d["computed"])
             for d in told["disagreements"]],
            [("month", "06/2024", 726, 786), ("month", "07/2024", 725, 785),
             ("month", "08/2024", 725, 785), ("month", "09/2024", 724, 784)])
        words = self.ok("plan", "import", self.dir, self.path("kh.txt")).out
        self.assertIn("726", words)
        self.assertIn("786", words)

    def test_the_same_plan_again_changes_only_what_changed(self):
        self.write("kh.txt", PLAN)
        self.assertEqual(self.plan("kh.txt")["written"], 15)
        self.assertEqual(self.plan("kh.txt")["unchanged"], 15)
        fewer = [l for l in PLAN.split("\n") if "Kết hôn" not in l]
        self.write("kh.txt", "\n".join(fewer).replace("493\t493\t493\t493",
                                                      "493\t493\t493\t494"))
        third = self.plan("kh.txt")
        self.assertEqual((third["written"], third["unchanged"],
                          third["dropped"]), (1, 9, 5))
        self.ok("journal", "verify", self.dir)

    def test_what_is_not_understood_is_not_half_taken_in(self):
        for old, new, says in (("Sổ Khai tử", "Sổ Thuyền", "Thuyền"),
                               ("Sổ Khai tử", "Sổ Khai sinh", "KS"),
                               ("<b>461</b>", "4x1", "dòng 7")):
            self.write("kh.txt", PLAN.replace(old, new))
            self.refused("plan", "import", self.dir, self.path("kh.txt"),
                         says=says)
        self.write("kh.txt", PLAN.replace("2024", "năm nay"))
        self.refused("plan", "import", self.dir, self.path("kh.txt"))
        self.assertEqual(self.plan("kh.txt", "--year", "2024")["written"], 15)
        self.refused("plan", "import", self.dir, self.path("kh.txt"),
                     "--year", "2024", "--stream", "XX", says="XX")

    # -- the electronic register

    def row(self, i, **more):
        return {**dict(so=f"{i:02d}/2016", quyenSo="01/2016",
                       noiDangKy=OFFICE, ngayDangKy="12.05.2016",
                       nksHoTen=f"NGUYỄN VĂN {i}", maHoSo=f"H{i}",
                       trangThai="7"), **more}

    def load(self, rows, text=""):
        self.write("r.tsv", table(REGISTER, *rows) + text)
        done = self.ok("register", "load", self.dir, self.path("r.tsv"),
                       "--json").json()
        return tuple(done[k] for k in ("accepted", "changed", "unchanged",
                                       "refused"))

    def test_rows_of_the_register_come_in_and_are_brought_up_to_date(self):
        rows = [self.row(i) for i in range(1, 6)]
        self.assertEqual(self.load(rows), (5, 0, 0, 0))
        self.assertEqual(self.load(rows), (0, 0, 5, 0))
        rows[0]["trangThai"] = "8"           # the Ministry's status moved on
        rows[1]["nksHoTen"] = "NGUYỄN VĂN B"  # was corrected there
        rows[2]["so"] = "30/2016"            # so was its number
        rows.append(self.row(9, maHoSo=""))  # no file number: by its place
        self.assertEqual(self.load(rows), (1, 3, 2, 0))
        rows[5]["nksHoTen"] = "LÊ VĂN CHÍN"
        self.assertEqual(self.load(rows), (0, 1, 5, 0))
        self.ok("journal", "verify", self.dir)

    def test_a_refused_row_is_kept_for_correction(self):
        rows = [self.row(1)]
        self.assertEqual(self.load(rows, "a\tb\n"), (1, 0, 0, 1))
        self.assertIn("r.tsv:3", self.read("r.tu-choi.tsv"))
        self.assertEqual(self.load(rows), (0, 0, 1, 0))
        self.assertFalse(os.path.exists(self.path("r.tu-choi.tsv")))
        self.refused("register", "load", self.dir, self.path("r.tsv"),
                     self.path("r.tsv"), "--refused", self.path("x.tsv"),
                     code=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
