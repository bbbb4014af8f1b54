"""What leaders read: every figure counted by hand here, and opened down to
exactly the entries it counts."""
import csv
import io
import json
import shlex
import unittest
import zipfile

from hotich import KS, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
HEAD = dict(quyenSo="01/2016", loaiDangKy="1", noiDangKy=OFFICE,
            nksDanToc="Kinh", nksQuocTich="Việt Nam", nksGioiTinh="1",
            meHoTen="Trần Thị Mẹ", chucVuNguoiKy="Chủ tịch",
            nycHoTen="Trần Thị Mẹ")
PLAN = """KẾ HOẠCH
Thời gian thực hiện: Từ ngày 01/06/2024 đến hết ngày 30/09/2024.

Số TT\tLoại sổ hộ tịch\tTổng số dữ liệu\tThời gian và chỉ tiêu\t\t\t\tGhi chú
\t\t\tTháng 6\tTháng 7\tTháng 8\tTháng 9\t
1\tSổ Khai sinh\t<b>1.972</b>\t493\t493\t493\t493\t
2\tSổ Khai tử\t<b>461</b>\t116\t115\t115\t115\t
3\tSổ Kết hôn\t<b>707</b>\t177\t177\t177\t176\t
\t<b>Tổng</b>\t<b>3.140</b>\t726\t725\t725\t724\t
"""


def birth(n, born="01.05.2016", registered="12.05.2016", **more):
    return dict(HEAD, so=f"{n:02d}/2016",
                nksHoTen=f"Nguyễn Văn {'ABCDEFGHIJ'[n % 10]}",
                nksNgaySinh=born, ngayDangKy=registered, **more)


class Reports(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.env = {"HT_NOW": "2024-06-15"}
        self.do("init", self.dir, "--demo")
        for login, role in (("ba", "keyer"), ("tu", "checker")):
            self.do("staff", "add", self.dir, login, "--role", role)

    def do(self, *words, **how):
        return self.ok(*words, env=self.env, **how)

    def bring(self, name, rows, stream, header=KS, **how):
        self.write(name, table(header, *rows))
        self.do("book", "import", self.dir, self.path(name), "--stream",
                stream, "--as", "ba", **how)

    def report(self, name, *more):
        return self.do("report", self.dir, name, "--json", *more).json()

    def opened(self, words):
        listed = self.do("entry", "list", self.dir, "--json",
                         *shlex.split(words)).json()["entries"]
        return [(e["id"], e["stream"]) for e in listed]

    def check_every_row_opens(self, report, count="so_muc"):
        for row in report["rows"]:
            found = self.opened(row["xem"])
            self.assertEqual(len(found), row[count], row)
            self.assertEqual(len(found), len(set(found)), row)

    def test_an_empty_directory_says_so(self):
        for name in ("summary", "progress", "differences", "not-found",
                     "quality", "block-dates"):
            found = self.report(name)
            self.assertEqual(found["rows"], [])
            self.assertTrue(found["headline"])
            self.assertTrue(found["demo"])
        self.refused("report", self.dir, "khong-co", says="tong-hop")
        self.refused("report", self.dir, "summary", "--format", "doc",
                     code=2)
        self.refused("report", self.dir, "summary", "--format", "xlsx",
                     code=2)
        self.refused("report", self.dir, "summary", "--at", "hôm qua", code=2)

    def test_the_summary_counts_each_stream_for_itself(self):
        self.bring("a.tsv", [birth(n) for n in (1, 2, 3)], "LS")
        # the same book once more in the other stream
        self.bring("b.tsv", [birth(n) for n in (1, 2, 3)], "DC")
        first = self.opened("--stream DC")[0][0]
        self.do("entry", "return", self.dir, first, "--stream", "DC",
                "--reason", "thiếu trang", "--as", "tu")
        found = self.report("tong-hop")
        counts = {(r["luong"], r["chi_tieu_dem"]): r["so_muc"]
                  for r in found["rows"]}
        self.assertEqual(counts[("LS", "Tổng số mục")], 3)
        self.assertEqual(counts[("DC", "Tổng số mục")], 3)
        # keyed counts in the keying stream, not in digitising
        self.assertEqual(counts[("LS", "Đã tính là xong")], 0)
        self.assertEqual(counts[("DC", "Đã tính là xong")], 2)
        self.assertEqual(counts[("DC", "Trạng thái: Bị trả lại")], 1)
        self.assertEqual(counts[("LS", "Trạng thái: Đã nhập")], 3)
        self.assertNotIn("6 mục", found["headline"])
        self.check_every_row_opens(found)

    def test_progress_against_a_signed_plan(self):
        self.write("kh.txt", PLAN)
        self.do("plan", "import", self.dir, self.path("kh.txt"), "--stream",
                "DC")
        self.bring("june.tsv", [birth(n) for n in range(1, 6)], "DC")
        self.env["HT_NOW"] = "2024-07-02"
        self.bring("july.tsv", [birth(n) for n in range(6, 8)], "DC")
        self.bring("other.tsv", [birth(n) for n in range(8, 9)], "LS")
        found = self.report("tien-do")
        total = {r["loai"]: r for r in found["rows"] if not r["thang"]}
        self.assertEqual({k: r["chi_tieu"] for k, r in total.items()},
                         {"KS": 1972, "KT": 461, "KH": 707})
        # by the 2nd of July: June whole and 2 of 31 days of July
        self.assertEqual(total["KS"]["den_han"], 493 + 493 * 2 // 31)
        self.assertEqual(total["KT"]["den_han"], 116 + 115 * 2 // 31)
        self.assertEqual(total["KH"]["den_han"], 177 + 177 * 2 // 31)
        self.assertEqual(total["KS"]["da_lam"], 7)
        self.assertEqual(total["KT"]["da_lam"], 0)
        self.assertEqual(total["KS"]["chenh"], 7 - 524)
        months = {r["thang"]: (r["chi_tieu"], r["da_lam"])
                  for r in found["rows"] if r["loai"] == "KS" and r["thang"]}
        self.assertEqual(months, {"2024-06": (493, 5), "2024-07": (493, 2),
                                  "2024-08": (493, 0), "2024-09": (493, 0)})
        # the paper's 726 + 725 + 725 + 724 is nowhere: 3,140 is computed
        self.assertIn("7/3.140", found["headline"])
        self.assertIn("chậm", found["headline"])
        self.check_every_row_opens(found, "da_lam")
        # of an earlier day, what was done by then
        june = self.report("tien-do", "--at", "2024-06-30")
        done = {r["loai"]: (r["den_han"], r["da_lam"])
                for r in june["rows"] if not r["thang"]}
        self.assertEqual(done, {"KS": (493, 5), "KT": (116, 0),
                                "KH": (177, 0)})

    def test_a_printed_total_is_held_against_its_months(self):
        self.write("kh.tsv", "donVi\tmaDonVi\tluong\tloaiSo\tgiaiDoan\ttong\t"
                   "2024-06\t2024-07\tghiChu\n"
                   "Xã A\t\tDC\tKS\t\t100\t40\t50\t\n")
        self.do("plan", "import", self.dir, self.path("kh.tsv"))
        found = self.report("progress")
        self.assertIn("100", "".join(found["notes"]))
        self.assertIn("90", "".join(found["notes"]))
        self.assertEqual([r["chi_tieu"] for r in found["rows"]
                          if not r["thang"]], [90])

    def test_quality_counts_each_entry_once_a_rule(self):
        self.bring("a.tsv", [
            birth(1),
            birth(2, born="20.05.2016"),          # Q3: born after
            birth(3, born="21.05.2016"),          # Q3
            dict(birth(5), nksDanToc="Người Sao Hoả"),   # Q15
        ], "LS")
        found = self.report("chat-luong")
        lines = {r["quy_tac"]: r for r in found["rows"] if r["luong"]}
        self.assertEqual(lines["Q3"]["so_muc"], 2)
        self.assertIn("01/2016:02/2016", lines["Q3"]["vi_du"])
        self.assertEqual(lines["Q15"]["so_muc"], 1)
        for row in lines.values():
            self.assertEqual(len(self.opened(row["xem"])), row["so_muc"], row)
        # number 4 is missing in the book
        gaps = [r for r in found["rows"] if not r["luong"]]
        self.assertEqual([(r["quy_tac"], r["so_muc"]) for r in gaps],
                         [("Q1", 1)])
        summary = self.report("summary")
        warned = [r for r in summary["rows"]
                  if r["chi_tieu_dem"] == "Có điều cần xem lại"]
        self.assertEqual([r["so_muc"] for r in warned], [3])
        self.check_every_row_opens(summary)

    def test_a_day_that_carries_too_much(self):
        self.bring("a.tsv", [birth(n, registered="12.05.2016")
                             for n in range(1, 61)]
                   + [birth(n, registered="13.05.2016")
                      for n in range(61, 64)], "LS")
        found = self.report("ngay-trung")
        self.assertEqual([(r["ngay"], r["so_muc"]) for r in found["rows"]],
                         [("2016-05-12", 60)])
        self.check_every_row_opens(found)

    def test_forms_of_one_report(self):
        self.bring("a.tsv", [birth(n) for n in (1, 2)], "LS")
        text = self.do("report", self.dir, "summary").out
        self.assertIn("TRÌNH DIỄN", text.splitlines()[0])
        self.assertIn("2 mục", text.splitlines()[1])
        rows = list(csv.reader(io.StringIO(
            self.do("report", self.dir, "summary", "--format", "csv").out)))
        self.assertEqual(rows[1][:5], ["KS", "Sổ đăng ký khai sinh", "LS",
                                       "Tổng số mục", "2"])
        self.assertIn("TRÌNH DIỄN", rows[-1][0])
        out = self.path("b.xlsx")
        self.do("report", self.dir, "summary", "--format", "xlsx", "--out",
                out)
        with zipfile.ZipFile(out) as z:
            text = "".join(z.read(n).decode() for n in z.namelist()
                           if n.endswith(".xml"))
        self.assertIn("Tổng số mục", text)
        self.assertIn("TRÌNH DIỄN", text)
        self.do("report", self.dir, "summary", "--json", "--out",
                self.path("c.json"))
        self.assertEqual(json.loads(self.read("c.json"))["report"],
                         "tong-hop")

    def test_a_report_has_nobody_in_it(self):
        self.bring("a.tsv", [birth(n) for n in (1, 2)], "LS")
        for name in ("summary", "progress", "differences", "not-found",
                     "quality", "block-dates"):
            for form in ("table", "json", "csv"):
                out = self.do("report", self.dir, name, "--format", form).out
                self.assertNotIn("Nguyễn", out)

    def test_a_list_goes_page_by_page(self):
        self.bring("a.tsv", [birth(n) for n in range(1, 8)], "LS")
        seen, after = [], []
        while True:
            page = self.do("entry", "list", self.dir, "--json", "--limit",
                           "3", *after).json()
            seen += [e["number"] for e in page["entries"]]
            if "after" not in page:
                break
            after = ["--after", page["after"]]
        self.assertEqual(seen, [f"{n:02d}/2016" for n in range(1, 8)])


if __name__ == "__main__":
    unittest.main(verbosity=2)
