"""A report nobody has thought of is a file: installed, counted by hand here,
opened down to its entries, and no program was built for it."""
import json
import os
import shlex
import sqlite3
import unittest

from hotich import KS, POPULATION, Scenario, table

OFFICES = {"22492": "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa",
           "": "UBND xã không ai biết"}


def form(**more):
    return {
        "id": "theo-xa", "version": 1, "english": "by-commune",
        "label": "Mục theo xã và kết quả",
        "groups": ["unit", "class", "stream"],
        "lines": [
            {"text": "Mọi mục", "counts": "entries"},
            {"text": "Đã xong", "counts": "entries",
             "where": {"done": "yes"}},
            {"text": "Tháng {label}", "counts": "entries", "each": "month"},
            {"text": "Chưa xong", "counts": "entries", "where": {"done": "no"}},
            {"text": "Giai đoạn {label}", "counts": "entries", "each": "era"},
            {"text": "Cần xem", "counts": "warned", "where": {"era": "E1"}},
        ],
        "columns": [
            {"id": "ma", "label": "Mã xã", "is": "unit"},
            {"id": "xa", "label": "Xã", "is": "unit_label"},
            {"id": "lop", "is": "class"},
            {"id": "ketqua", "is": "class_label"},
            {"id": "luong", "is": "stream"},
            {"id": "noi_dung", "is": "line"},
            {"id": "so_muc", "is": "count"},
            {"id": "nam", "is": "count", "where": {"era": "E1"}},
            {"id": "ty_le", "is": "share"},
            {"id": "xem", "is": "open"},
        ],
        "headline": {"text": "{stream}: {n} mục, {sai} sai khác ({phan} %)",
                     "none": "chưa có gì", "each": "stream",
                     "args": {"n": {}, "sai": {"where": {"class": "DIFF"}},
                              "phan": {"part": "sai", "of": "n"}}},
        **more}


def birth(n, year=2016, code="22492", **more):
    return dict(so=f"{n:02d}/{year}", quyenSo=f"01/{year}",
                noiDangKy=OFFICES[code], ngayDangKy=f"12.05.{year}",
                nksHoTen=f"Nguyễn Văn {'ABCDEFGHIJ'[n % 10]}",
                nksNgaySinh=f"0{n % 9 + 1}.05.{year}", nksGioiTinh="1",
                maNoiDangKy=code, **more)


class Files(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.env = {"HT_NOW": "2024-06-15"}
        self.do("init", self.dir, "--demo")
        self.do("staff", "add", self.dir, "ba", "--role", "keyer")

    def do(self, *words, **how):
        return self.ok(*words, env=self.env, **how)

    def bring(self, name, rows, stream):
        self.write(name, table(KS + ["maNoiDangKy"], *rows))
        self.do("book", "import", self.dir, self.path(name), "--stream",
                stream, "--as", "ba")

    def put(self, what, name="r.json"):
        return self.write(name, json.dumps(what, ensure_ascii=False))

    def fill(self):
        self.bring("a.tsv", [birth(n) for n in (1, 2, 3)]
                   + [birth(1, 2008), birth(7, code="")], "DC")
        self.env["HT_NOW"] = "2024-07-02"
        self.bring("b.tsv", [birth(4), birth(9, nksDanToc="Sao Hoả")], "DC")
        self.bring("c.tsv", [birth(n) for n in (1, 2)], "LS")
        self.write("p.tsv", "# as-of 2025-06-30\n" + table(
            POPULATION,
            dict(soDinhDanh="000216000001", hoTen="Nguyễn Văn B",
                 ngaySinh="02/05/2016", gioiTinh="1"),
            dict(soDinhDanh="000216000002", hoTen="Nguyễn Văn C",
                 ngaySinh="03/05/2016", gioiTinh="1")))
        self.do("population", "load", self.dir, self.path("p.tsv"))
        self.do("reconcile", self.dir)

    def opened(self, words):
        listed = self.do("entry", "list", self.dir, "--json",
                         *shlex.split(words)).json()["entries"]
        found = [(e["id"], e["stream"]) for e in listed]
        self.assertEqual(len(found), len(set(found)))
        return len(found)

    def test_a_made_up_report_counts_and_opens(self):
        self.fill()
        told = self.do("report", "install", self.dir, self.put(form()),
                       "--json").json()["reports"]
        self.assertEqual([(r["id"], r["new"]) for r in told],
                         [("theo-xa", True)])
        for name in ("theo-xa", "by-commune"):
            found = self.do("report", self.dir, name, "--json").json()
            self.assertEqual(found["report"], "theo-xa")
        every = [r for r in found["rows"] if r["noi_dung"] == "Mọi mục"]
        sums = {}
        for row in every:
            key = row["ma"], row["luong"]
            sums[key] = sums.get(key, 0) + row["so_muc"]
        self.assertEqual(sums, {("22492", "DC"): 6, ("22492", "LS"): 2,
                                ("", "DC"): 1})
        for row in found["rows"]:
            self.assertEqual(self.opened(row["xem"]), row["so_muc"], row)
        said = {r["noi_dung"] for r in found["rows"]}
        self.assertLessEqual({"Mọi mục", "Đã xong", "Tháng 2024-06",
                              "Tháng 2024-07", "Chưa xong",
                              "Giai đoạn Từ 01/01/2016 đến 01/4/2019",
                              "Cần xem"}, said)
        # a column under its own filter: 2008 is of another era
        old = [r for r in every if r["nam"] != r["so_muc"]]
        self.assertEqual(sum(r["so_muc"] - r["nam"] for r in old), 1)
        # shares are of the stream
        for stream in ("DC", "LS"):
            self.assertAlmostEqual(
                sum(float(r["ty_le"].replace(",", ".")) for r in every
                    if r["luong"] == stream), 100, delta=0.5)
        self.assertIn("Đại Lãnh", every[-1]["xa"])
        self.assertIn("7 mục", found["headline"])
        self.assertIn("2 mục", found["headline"])
        self.assertNotIn("9 mục", found["headline"])
        titles = {c["id"]: c["title"] for c in found["columns"]}
        self.assertEqual(titles["ma"], "Mã xã")
        self.assertEqual(titles["so_muc"], "Số mục")

    def test_differences_by_commune(self):
        self.fill()
        self.do("report", "install", self.dir, self.put(form(
            groups=["unit", "field", "kind"], order="count",
            lines=[{"text": "x", "counts": "differences"}],
            columns=[{"id": "xa", "is": "unit"}, {"id": "f", "is": "field"},
                     {"id": "so", "is": "count"},
                     {"id": "cho", "is": "count",
                      "where": {"settled": "open"}},
                     {"id": "xem", "is": "open"}],
            headline={"text": "{n}, nhất: {f}", "none": "không có",
                      "args": {"n": {}, "f": {"top": "field_label"}}})))
        self.assertEqual(self.do("report", self.dir, "theo-xa",
                                 "--json").json()["headline"], "không có")

    def test_it_is_kept_versioned_and_journalled(self):
        path = self.put(form())
        self.do("report", "install", self.dir, path)
        again = self.do("report", "install", self.dir, path, "--json").json()
        self.assertFalse(again["reports"][0]["new"])
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            acts = db.execute("SELECT action, kind FROM journal WHERE chain "
                              "= 1 AND action = 'report.install'").fetchall()
        self.assertEqual(acts, [("report.install", "report")])
        # another content must say that it is another version
        self.refused("report", "install", self.dir,
                     self.put(form(label="Khác")), env=self.env, says="2")
        self.do("report", "install", self.dir,
                self.put(form(label="Khác", version=2)))
        listed = self.do("report", "list", self.dir, "--json").json()
        mine = [r for r in listed["reports"] if r["id"] == "theo-xa"]
        self.assertEqual([(r["version"], r["title"]) for r in mine],
                         [(2, "Khác")])
        self.assertEqual(len(listed["reports"]), 8)
        self.do("journal", "verify", self.dir)
        # a report of the program can be given another version as well
        with open(os.path.join(os.path.dirname(__file__),
                               "../../schema/reports/progress.json"),
                  encoding="utf-8") as f:
            plan = json.load(f)
        plan.update(version=2, columns=plan["columns"][2:5])
        self.do("report", "install", self.dir, self.put(plan))
        found = self.do("report", self.dir, "tien-do", "--json").json()
        self.assertEqual([c["id"] for c in found["columns"]],
                         ["don_vi", "loai", "giai_doan"])

    def test_what_is_refused(self):
        for what, says in (
                (form(groups=["unit"]), "stream"),
                (form(groups=["stream", "colour"]), "colour"),
                (form(groups=["stream", "kind"]), "kind"),
                (form(english="progress"), "progress"),
                ({"id": "x", "version": 1, "label": "x", "counter": "moon",
                  "columns": [{"id": "a", "is": "a"}]}, "moon"),
                ({"id": "x", "version": 1, "label": "x", "counter": "plan",
                  "columns": [{"id": "a", "is": "tide"}]}, "tide")):
            self.refused("report", "install", self.dir, self.put(what),
                         env=self.env, says=says)
        self.refused("report", "install", self.dir, self.put(form()),
                     "--as", "ba", env=self.env)
        self.refused("report", self.dir, "theo-xa", env=self.env,
                     says="tong-hop")


if __name__ == "__main__":
    unittest.main(verbosity=2)
