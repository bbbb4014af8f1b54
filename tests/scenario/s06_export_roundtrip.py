"""A book goes out as the Ministry's package and comes back the same."""
import glob
import os
import re
import unittest
import zipfile

from hotich import KS, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"


def birth(i, **more):
    return {**dict(so=f"{i:02d}/2016", quyenSo="01/2016", noiDangKy=OFFICE,
                   ngayDangKy=f"{i % 28 + 1:02d}.05.2016", loaiDangKy="1",
                   nksHoTen=f"NGUYỄN THỊ {chr(64 + i)}", nksGioiTinh="2",
                   nksNgaySinh=f"{i % 28 + 1:02d}.04.2016",
                   nksDanToc="Kinh", nksQuocTich="Việt Nam",
                   chaHoTen="NGUYỄN VĂN B", meHoTen="LÊ THỊ C"), **more}


ODD = [birth(1), birth(2, nksNgaySinh="01.2019", ghiChu="=1+1"),
       birth(3, meHoTen="[không đọc được]", chaHoTen="[không ghi]"),
       birth(4, chaHoTen="NGUY?N V[...]", chaNgaySinh="35 tuổi"),
       birth(5, nksQueQuan=", , ,", ghiChu="'tháng 5, \"âm lịch\""),
       birth(6, nksHoTen="H'HEN NIÊ", ghiChu="_x0041_ 007"),
       birth(7, so="07", meHoTen="[rách]"), birth(8, so="", ghiChu="mất số"),
       birth(9, so="09/2016 bis")]


def cells(path):
    """Rows of a sheet this program wrote, as lists of texts."""
    with zipfile.ZipFile(path) as z:
        shared = []
        if "xl/sharedStrings.xml" in z.namelist():
            shared = re.findall(r"<si>(.*?)</si>",
                                z.read("xl/sharedStrings.xml").decode(), re.S)
        sheet = z.read("xl/worksheets/sheet1.xml").decode()
    rows = []
    for row in re.findall(r"<row [^>]*>(.*?)</row>", sheet, re.S):
        found = {}
        for name, kind, body in re.findall(
                r'<c r="([A-Z]+)\d+"(?:[^>]*? t="(\w+)")?[^>]*?>(.*?)</c>',
                row, re.S):
            value = re.sub(r"<[^>]*>", "", body)
            found[name] = shared[int(value)] if kind == "s" else value
        rows.append({k: re.sub(r"<[^>]*>", "", v) for k, v in found.items()})
    return rows


class RoundTrip(Scenario):
    def make(self, name, *files):
        home = self.path(name)
        self.ok("init", home, "--demo")
        for f in files:
            done = self.ok("book", "import", home, f, "--json").json()
            self.assertEqual(done["refused"], 0, done)
        return home

    def book(self, home):
        books = self.ok("book", "list", home, "--json").json()["books"]
        self.assertEqual(len(books), 1, books)
        return books[0]

    def export(self, home, out, *options):
        return self.ok("book", "export", home, "--book",
                       str(self.book(home)["id"]), "--out", self.path(out),
                       "--json", *options)

    def sheet(self, out):
        made = glob.glob(self.path(out) + "/*.xlsx")
        self.assertEqual(len(made), 1, os.listdir(self.path(out)))
        return made[0]

    def test_out_in_and_out_again_gives_the_same_rows(self):
        self.write("ks.tsv", table(KS, *ODD))
        first = self.make("first", self.path("ks.tsv"))
        self.export(first, "out1", "--draft")
        second = self.make("second", self.sheet("out1"))
        self.export(second, "out2", "--draft")
        a, b = cells(self.sheet("out1")), cells(self.sheet("out2"))
        self.assertEqual(len(a), len(ODD) + 1)
        self.assertEqual(a, b)
        self.assertEqual(self.book(first)["entries"],
                         self.book(second)["entries"])
        self.assertEqual(len(glob.glob(self.path("out1") + "/*.zip")), 1)

    def test_every_value_is_in_the_sheet_as_it_was_imported(self):
        self.write("ks.tsv", table(KS, *ODD))
        home = self.make("data", self.path("ks.tsv"))
        self.export(home, "out", "--draft")
        text = "\n".join(" ".join(r.values()) for r in
                         cells(self.sheet("out")))
        text = (text.replace("&quot;", '"').replace("&apos;", "'")
                .replace("&amp;", "&").replace("_x005F_", "_"))
        for value in ("01.2019", "=1+1", "[không đọc được]", "NGUY?N V[...]",
                      "35 tuổi", ", , ,", "H'HEN NIÊ", "[rách]", "mất số",
                      "09/2016 bis"):
            self.assertIn(value, text)

    def test_only_what_was_approved_goes_out_unless_it_is_a_draft(self):
        self.write("ks.tsv", table(KS, birth(1), birth(2)))
        home = self.make("data", self.path("ks.tsv"))
        self.refused("book", "export", home, "--book",
                     str(self.book(home)["id"]), "--out", self.path("out"))
        self.assertEqual(glob.glob(self.path("out") + "/*.xlsx"), [])
        self.export(home, "out", "--draft")
        self.assertEqual(len(cells(self.sheet("out"))), 3)

    def test_what_is_there_is_not_written_over(self):
        self.write("ks.tsv", table(KS, birth(1)))
        home = self.make("data", self.path("ks.tsv"))
        self.export(home, "out", "--draft")
        with open(self.sheet("out"), "rb") as f:
            before = f.read()
        again = self.export(home, "out2", "--draft")
        with open(self.sheet("out2"), "rb") as f:
            self.assertEqual(f.read(), before)  # the same book, the same bytes
        self.assertEqual(again.code, 0)

    def test_a_book_that_is_not_there_and_a_layout_that_is_not(self):
        self.write("ks.tsv", table(KS, birth(1)))
        home = self.make("data", self.path("ks.tsv"))
        self.refused("book", "export", home, "--book", "12345", "--out",
                     self.path("out"), says="12345")
        self.refused("book", "export", home, "--book",
                     str(self.book(home)["id"]), "--layout", "nope", "--out",
                     self.path("out"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
