"""A clerk imports books: what comes in, what is refused, what happens twice."""
import unittest
import zipfile

from hotich import KS, POPULATION, Scenario, table

BOOK = dict(quyenSo="01/2016", ngayDangKy="12.05.2016", loaiDangKy="1",
            noiDangKy="UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa",
            nksGioiTinh="1", nksDanToc="Kinh", nksQuocTich="Việt Nam",
            nksNgaySinh="01.05.2016")


def birth(number, name, **more):
    return {**BOOK, "so": f"{number:02d}/2016", "nksHoTen": name, **more}


class Import(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")

    def bring(self, name, *options, code=0):
        result = self.ok if code == 0 else self.refused
        return result("book", "import", self.dir, self.path(name), "--json",
                      *options)

    def test_rows_come_in_and_coming_again_changes_nothing(self):
        self.write("ks.tsv", table(KS, birth(1, "NGUYỄN VĂN AN"),
                                   birth(2, "TRẦN THỊ BÌNH", nksGioiTinh="2")))
        first = self.bring("ks.tsv").json()
        self.assertEqual((first["accepted"], first["refused"],
                          first["unchanged"]), (2, 0, 0))
        again = self.bring("ks.tsv").json()
        self.assertEqual((again["accepted"], again["refused"],
                          again["unchanged"]), (0, 0, 2))
        self.ok("journal", "verify", self.dir)

    def test_a_number_used_twice_is_refused_until_someone_declares_it(self):
        self.write("ks.tsv", table(KS, birth(1, "NGUYỄN VĂN AN"),
                                   birth(1, "LÊ VĂN CƯỜNG")))
        done = self.bring("ks.tsv", "--refused", self.path("bad.tsv")).json()
        self.assertEqual((done["accepted"], done["refused"]), (1, 1))
        bad = self.read("bad.tsv")
        self.assertIn("LÊ VĂN CƯỜNG", bad)
        self.assertIn("ks.tsv:3:so", bad)
        done = self.bring("bad.tsv", "--doubled").json()
        self.assertEqual((done["accepted"], done["refused"]), (1, 0))
        done = self.bring("bad.tsv", "--doubled").json()
        self.assertEqual((done["accepted"], done["unchanged"]), (0, 1))

    def test_a_refused_row_says_where_and_comes_in_when_corrected(self):
        good = table(KS, birth(1, "NGUYỄN VĂN AN"))
        bad = table(KS, birth(2, "TRẦN\x07THỊ BÌNH")).split("\n")[1]
        self.write("ks.tsv", good + bad + "\n" + "chỉ\tba\tô\n")
        done = self.bring("ks.tsv", "--refused", self.path("bad.tsv")).json()
        self.assertEqual((done["accepted"], done["refused"]), (1, 2))
        text = self.read("bad.tsv")
        self.assertIn("ks.tsv:3:nksHoTen", text)
        rows = text.split("\n")
        fixed = "\n".join([rows[0], rows[1].replace("\ufffd", " ")]) + "\n"
        self.write("fixed.tsv", fixed)
        done = self.bring("fixed.tsv").json()
        self.assertEqual((done["accepted"], done["refused"]), (1, 0))

    def test_values_stay_as_the_book_has_them(self):
        odd = dict(nksNgaySinh="01.2019", ngayDangKy="27.10.2019",
                   nksQueQuan=", , , ", chaNgaySinh="35 tuổi",
                   meHoTen="[không đọc được]", nksNoiSinh="=1+1",
                   chaHoTen="NGUY?N V[...]", so="01/")
        self.write("ks.tsv", table(KS, {**birth(1, "H'HEN NIÊ"), **odd}))
        self.bring("ks.tsv")
        books = self.ok("book", "list", self.dir, "--json").json()
        self.assertEqual(len(books["books"]), 1)
        out = self.path("out")
        self.ok("book", "export", self.dir, "--book", books["books"][0]["id"],
                "--out", out, "--draft")
        import glob
        made = glob.glob(out + "/*.xlsx")
        self.assertEqual(len(made), 1)
        with zipfile.ZipFile(made[0]) as z:
            text = "".join(z.read(n).decode() for n in z.namelist()
                           if n.endswith(".xml"))
        for value in ("01.2019", ", , ,", "35 tuổi", "[không đọc được]",
                      "=1+1", "NGUY?N V[...]", "01/"):
            self.assertTrue(value in text, value)
        self.assertNotIn("<f>", text)  # outer blanks of a cell are cut

    def test_an_old_encoding_is_recognised(self):
        rows = table(KS, *[birth(i, n) for i, n in enumerate(
            ["Nguyễn Văn Thắng", "Trần Thị Hường", "Lê Đình Phước",
             "Phạm Thuỳ Dương", "Hoàng Ngọc Ánh"], 1)])
        with open(self.path("ks.tsv"), "wb") as f:
            f.write(rows.encode("utf-16"))
        done = self.bring("ks.tsv").json()
        self.assertEqual((done["accepted"], done["refused"]), (5, 0))

    def test_a_date_on_many_entries_is_reported_not_believed(self):
        self.write("ks.tsv", table(KS, *[birth(
            i, f"NGUYỄN VĂN {c}", ngayDangKy="19.11.1999", so=f"{i}/1999",
            quyenSo="01/1999", nksNgaySinh=f"{i % 27 + 1:02d}.03.1999")
            for i, c in enumerate("ABCDĐEGHIKLMNOPQRSTUVXYABCDĐEGHIKLMN", 1)]))
        done = self.bring("ks.tsv").json()
        self.assertEqual([d["value"] for d in done["block_dates"]],
                         ["19.11.1999"])

    def test_a_file_that_is_no_book_is_refused_in_one_line(self):
        self.write("x.tsv", "a\tb\n1\t2\n")
        self.refused("book", "import", self.dir, self.path("x.tsv"),
                     says="x.tsv")
        self.refused("book", "import", self.dir, self.path("none.tsv"),
                     says="none.tsv")


if __name__ == "__main__":
    unittest.main(verbosity=2)
