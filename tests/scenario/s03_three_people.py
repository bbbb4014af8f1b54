"""A whole book, from import to package, by three different people; the same
person is refused twice."""
import glob
import unittest

from hotich import KS, POPULATION, ROOT, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
HEAD = dict(quyenSo="01/2016", ngayDangKy="12.05.2016", loaiDangKy="1",
            noiDangKy=OFFICE, nksDanToc="Kinh", nksQuocTich="Việt Nam")


def people():
    yield dict(soDinhDanh="000216000001", hoTen="NGUYỄN VĂN AN",
               ngaySinh="01/05/2016", gioiTinh="1", danToc="Kinh",
               quocTich="Việt Nam", hoTenCha="NGUYỄN VĂN TÁM",
               hoTenMe="TRẦN THỊ CHÍN")
    yield dict(soDinhDanh="000316000002", hoTen="TRẦN THỊ BÌNH",
               ngaySinh="02/05/2016", gioiTinh="2", danToc="Kinh",
               quocTich="Việt Nam", hoTenCha="TRẦN VĂN MƯỜI",
               hoTenMe="LÊ THỊ HAI")
    for i in range(200):
        family = "PHẠM HOÀNG VŨ ĐẶNG BÙI ĐỖ HỒ NGÔ DƯƠNG LÝ".split()[i % 10]
        given = "Bảo Châu Dũng Giang Hạnh Khôi Linh Minh Nga Oanh".split()
        yield dict(soDinhDanh=f"0002{(i % 20):02d}{i:06d}",
                   hoTen=f"{family} VĂN {given[i // 20].upper()}",
                   ngaySinh=f"{i % 28 + 1:02d}/{i % 12 + 1:02d}/20{i % 20:02d}",
                   gioiTinh="1", danToc="Kinh", quocTich="Việt Nam")


ROWS = [
    dict(HEAD, so="01/2016", nksHoTen="Nguyễn Văn An", nksGioiTinh="1",
         nksNgaySinh="01.05.2016", chaHoTen="Nguyễn Văn Tám",
         meHoTen="Trần Thị Chín"),
    dict(HEAD, so="02/2016", nksHoTen="Trần Thị Bính", nksGioiTinh="2",
         nksNgaySinh="02.05.2016", chaHoTen="Trần Văn Mười",
         meHoTen="Lê Thị Hai"),
    dict(HEAD, so="03/2016", nksHoTen="Huỳnh Kim Không Ai", nksGioiTinh="2",
         nksNgaySinh="09.04.2016", chaHoTen="Huỳnh Đất", meHoTen="Cao Mây"),
]


class ThreePeople(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")
        for login, role in (("ba", "keyer"), ("tu", "checker"),
                            ("nam", "acceptor"), ("sau", "approver")):
            self.ok("staff", "add", self.dir, login, "--name",
                    "Cán bộ " + login, "--role", role)
        self.write("people.tsv", table(POPULATION, *people()))
        self.write("ks.tsv", table(KS, *ROWS))
        self.ok("population", "load", self.dir, self.path("people.tsv"))

    def work(self):
        """State and class of the three entries, by number."""
        listed = self.ok("entry", "list", self.dir, "--json").json()
        return {e["number"]: e for e in listed["entries"]}

    def as_(self, who, *words, **how):
        return self.ok(*words, "--as", who, "--purpose", "đối chiếu sổ", **how)

    def test_the_book_goes_from_file_to_package(self):
        self.as_("ba", "book", "import", self.dir, self.path("ks.tsv"))
        self.as_("ba", "reconcile", self.dir)
        work = self.work()
        self.assertEqual({n: w["class"] for n, w in work.items()},
                         {"01/2016": "MATCH", "02/2016": "DIFF",
                          "03/2016": "NOTFOUND"})
        first, second, third = (work[f"0{i}/2016"]["id"] for i in (1, 2, 3))

        # a difference waits for its decision, a missing person for a word
        self.refused("entry", "check", self.dir, second, "--as", "tu")
        self.refused("entry", "check", self.dir, third, "--as", "tu")
        # who keyed does not decide, check, accept or approve
        for verb in ("check", "accept", "approve"):
            self.refused("entry", verb, self.dir, first, "--as", "ba")
        self.as_("tu", "entry", "decide", self.dir, second, "--role", "nks",
                 "--field", "nksHoTen", "--outcome", "book",
                 "--basis", "Giấy khai sinh bản chính", "--document", "12/XM")
        self.as_("tu", "entry", "confirm", self.dir, third)
        for entry in (first, second, third):
            self.as_("tu", "entry", "check", self.dir, entry)
        self.refused("entry", "accept", self.dir, first, "--as", "tu")
        for entry in (first, second, third):
            self.as_("nam", "entry", "accept", self.dir, entry)
            self.refused("entry", "approve", self.dir, entry, "--as", "nam")
            self.as_("sau", "entry", "approve", self.dir, entry)
        book = self.ok("book", "list", self.dir, "--json").json()["books"][0]
        self.as_("sau", "book", "export", self.dir, "--book", book["id"],
                 "--out", self.path("out"))
        self.assertEqual(len(glob.glob(self.path("out") + "/*.xlsx")), 1)
        self.assertEqual(len(glob.glob(self.path("out") + "/*.zip")), 1)
        self.as_("sau", "entry", "handover", self.dir, "--book", book["id"])
        self.assertEqual({w["state"] for w in self.work().values()},
                         {"handed_over"})
        shown = self.ok("entry", "show", self.dir, second, "--purpose",
                        "kiểm tra", "--json").json()
        self.assertGreaterEqual(len(shown["history"]), 6)
        self.ok("journal", "verify", self.dir)

    def test_three_people_are_enough_and_two_are_not(self):
        """Keyer, checker, and one who accepts and approves."""
        self.ok("staff", "add", self.dir, "nam", "--role", "approver")
        # who keys may never be given the last word
        self.refused("staff", "add", self.dir, "ba", "--role", "approver")
        self.ok("staff", "add", self.dir, "ba", "--role", "checker")
        self.as_("ba", "book", "import", self.dir, self.path("ks.tsv"))
        self.as_("ba", "reconcile", self.dir)
        work = self.work()
        book = work["01/2016"]["book"]
        # nor check her own entries, whatever roles she holds
        self.refused("entry", "check", self.dir, work["01/2016"]["id"],
                     "--as", "ba")
        self.refused("entry", "check", self.dir, "--book", book, "--as", "ba")
        self.as_("tu", "entry", "decide", self.dir, work["02/2016"]["id"],
                 "--role", "nks", "--field", "nksHoTen", "--outcome",
                 "population", "--basis", "Sổ hộ khẩu gốc")
        self.as_("tu", "entry", "confirm", self.dir, "--book", book)
        for who, verb in (("tu", "check"), ("nam", "accept"),
                          ("nam", "approve"), ("nam", "handover")):
            done = self.as_(who, "entry", verb, self.dir, "--book", book,
                            "--json").json()
            self.assertEqual((done["done"], done["left"]), (3, 0), verb)
        self.assertEqual({w["state"] for w in self.work().values()},
                         {"handed_over"})
        # the police have their list, with names for a stated purpose only
        plain = self.ok("report", self.dir, "khong-tim-thay").out
        self.assertNotIn("Huỳnh", plain)
        named = self.ok("report", self.dir, "khong-tim-thay", "--purpose",
                        "chuyển công an", "--json").json()
        self.assertEqual([(r["ho_ten"], r["so"]) for r in named["rows"]],
                         [("Huỳnh Kim Không Ai", "03/2016")])
        found = self.ok("report", self.dir, "sai-khac", "--json").json()
        self.assertEqual([(r["truong"], r["so_diem"], r["cho"])
                          for r in found["rows"]], [("nksHoTen", 1, 0)])
        self.ok("journal", "verify", self.dir)

    def test_who_it_is_is_picked_by_number(self):
        self.as_("ba", "book", "import", self.dir, self.path("ks.tsv"))
        self.as_("ba", "reconcile", self.dir)
        first = self.work()["01/2016"]["id"]
        self.refused("entry", "pick", self.dir, first, "--person",
                     "000999999999", "--as", "tu", says="000999999999")
        # the wrong person: name, day and sex differ
        self.as_("tu", "entry", "pick", self.dir, first, "--person",
                 "000316000002", "--basis", "thử")
        self.assertEqual(self.work()["01/2016"]["class"], "DIFF")
        shown = self.as_("tu", "entry", "show", self.dir, first,
                         "--json").json()
        fields = {d["field"] for d in shown["differences"]}
        self.assertLessEqual({"nksHoTen", "nksNgaySinh", "nksGioiTinh"},
                             fields)
        # the right one: nothing is left of the differences
        self.as_("tu", "entry", "pick", self.dir, first, "--person",
                 "000216000001")
        work = self.work()["01/2016"]
        self.assertEqual((work["class"], work["state"]), ("MATCH", "decided"))
        shown = self.as_("tu", "entry", "show", self.dir, first,
                         "--json").json()
        self.assertEqual(shown["differences"], [])
        self.ok("journal", "verify", self.dir)

    def test_entries_of_an_older_type_go_on(self):
        self.as_("ba", "book", "import", self.dir, self.path("ks.tsv"))
        with open(ROOT + "/schema/registers/birth.json",
                  encoding="utf-8") as f:
            newer = f.read().replace('"version": 1', '"version": 2', 1)
        self.ok("type", "install", self.dir, self.write("ks2.json", newer))
        self.as_("ba", "reconcile", self.dir)
        work = self.work()
        self.assertEqual([work[f"0{i}/2016"]["class"] for i in (1, 2, 3)],
                         ["MATCH", "DIFF", "NOTFOUND"])
        book = work["01/2016"]["book"]
        self.ok("book", "export", self.dir, "--book", book, "--out",
                self.path("out"), "--draft")
        self.assertEqual(len(glob.glob(self.path("out") + "/*.xlsx")), 1)
        self.as_("tu", "entry", "show", self.dir, work["01/2016"]["id"])
        found = self.ok("report", self.dir, "chat-luong", "--json").json()
        for row in found["rows"]:
            self.assertLessEqual(row["so_muc"], 3)

    def test_a_step_out_of_order_is_refused(self):
        self.as_("ba", "book", "import", self.dir, self.path("ks.tsv"))
        entry = self.work()["01/2016"]["id"]
        self.refused("entry", "approve", self.dir, entry, "--as", "sau")
        self.refused("entry", "check", self.dir, entry, "--as", "tu")

    def test_reading_a_person_needs_a_purpose_and_leaves_a_trace(self):
        self.refused("population", "find", self.dir, "--name",
                     "Nguyễn Văn An")
        found = self.ok("population", "find", self.dir, "--name",
                        "Nguyễn Văn An", "--born", "01.05.2016", "--purpose",
                        "xác minh", "--json").json()
        self.assertEqual(found["candidates"][0]["soDinhDanh"], "000216000001")
        self.refused("population", "find", self.dir, "--name", "An",
                     "--purpose", "x", "--as", "khong-co")
        self.ok("journal", "verify", self.dir)


if __name__ == "__main__":
    unittest.main(verbosity=2)
