"""Books against the population: what differs in law and what does not, who is
not there, which entries are one event; and what a second look changes."""
import csv
import os
import unittest

from hotich import KS, POPULATION, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
PLACE = "Xã Đại Lãnh, Huyện Vạn Ninh, Tỉnh Khánh Hòa"
FAMILY = "Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
GIVEN = "Bảo Châu Dũng Giang Hạnh Khôi Linh Minh Nga Oanh".split()


class Child:
    """A person of the population and the entry that says the same."""

    def __init__(self, i, name, born, sex, father, mother, **person):
        year = born[-4:]
        self.person = dict(
            soDinhDanh=f"000{3 if sex == '2' else 2}{year[2:]}{i:06d}",
            hoTen=name, ngaySinh=born, gioiTinh=sex, danToc="Kinh",
            quocTich="Việt Nam", maNoiDangKyKhaiSinh="22492",
            noiDangKyKhaiSinh=PLACE, maQueQuan="22492", queQuan=PLACE,
            hoTenCha=father, hoTenMe=mother, ngaySinhCha="1980",
            ngaySinhMe="1982")
        self.person.update(person)
        self.entry = dict(
            so=f"{i:02d}/{year}", quyenSo=f"01/{year}", loaiDangKy="1",
            ngayDangKy=f"20.12.{year}", noiDangKy=OFFICE, nksHoTen=name,
            nksNgaySinh=born.replace("/", "."), nksGioiTinh=sex,
            nksDanToc="Kinh", nksQuocTich="Việt Nam", nksQueQuan=PLACE,
            chaHoTen=father, meHoTen=mother, chaNgaySinh="1980",
            meNgaySinh="1982")

    def says(self, **entry):
        self.entry.update(entry)
        return self


def crowd():
    """So many others that a name alone says something."""
    for i in range(300):
        yield Child(500 + i, f"{FAMILY[i % 10]} Văn {GIVEN[i // 10 % 10]}",
                    f"{i % 28 + 1:02d}/{i % 12 + 1:02d}/20{i % 17:02d}", "1",
                    f"{FAMILY[i % 10]} Văn {GIVEN[(i + 3) % 10]}",
                    f"Lê Thị {GIVEN[i // 30]}").person


def child(i, **person):
    """One of a kind: nobody of the crowd is near."""
    names = ["Nguyễn Thái Học", "Trần Khánh Dư", "Lê Ngọc Hân", "Mai Kiện",
             "Cao Thế Uy", "Tạ Quang Bửu", "Huỳnh Thúc Kha", "Đoàn Lệ Quyên",
             "Châu Văn Tiếp", "Lương Hữu Khánh", "Triệu Quốc Đạt",
             "Quách Phẩm Tuấn"]
    return Child(i, names[i % 12], f"{i % 12 + 13}/{i % 11 + 1:02d}/2012",
                 "1", f"Nguyễn Hữu {GIVEN[i % 10]}",
                 f"Trần Thị {GIVEN[(i + 4) % 10]}", **person)


class Books(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")

    def load(self, people):
        self.write("people.tsv", "# as-of 2025-06-30\n" +
                   table(POPULATION, *people, *crowd()))
        self.ok("population", "load", self.dir, self.path("people.tsv"))

    def bring(self, *entries, name="ks.tsv"):
        self.write(name, table(KS, *entries))
        done = self.ok("book", "import", self.dir, self.path(name), "--json")
        self.assertEqual(done.json()["refused"], 0, repr(done))

    def reconcile(self):
        return self.ok("reconcile", self.dir, "--out",
                       self.path("classes.tsv"), "--json").json()

    def classes(self):
        """Rows of the classes file by number."""
        with open(self.path("classes.tsv"), encoding="utf-8") as f:
            rows = list(csv.DictReader(f, delimiter="\t",
                                       quoting=csv.QUOTE_NONE))
        found = {row["so"]: row for row in rows}
        self.assertEqual(len(found), len(rows))
        return found


class Reconcile(Books):
    def check(self, cases):
        """(child, truongSai) of each; all of them are found."""
        self.load([c.person for c, _ in cases])
        self.bring(*[c.entry for c, _ in cases])
        self.reconcile()
        rows = self.classes()
        for c, wrong in cases:
            row = rows[c.entry["so"]]
            with self.subTest(entry=c.entry["so"], wrong=wrong):
                self.assertEqual(
                    (row["lop"], row["truongSai"], row["soDinhDanh"]),
                    ("DIFF" if wrong else "MATCH", wrong,
                     c.person["soDinhDanh"]))
        self.ok("journal", "verify", self.dir)

    def test_names_differ_as_the_law_has_it(self):
        self.check([
            (child(1), ""),
            (child(2).says(nksHoTen="Lê Ngọc Han"), "nksHoTen"),
            (child(3, hoTen="Mai Văn Lý").says(nksHoTen="Mai Văn Lí"),
             "nksHoTen"),
            (child(4).says(nksHoTen="CAO THẾ  UY"), ""),
            (child(5).says(chaHoTen="Ng Hữu Ngọc"), "chaHoTen"),
            (child(6, hoTenMe="Nguyễn Thị Oanh").says(
                meHoTen="Ng. T. Oanh"), ""),
            (child(7).says(nksHoTen="Đoàn Lệ Quy?n"), ""),
            (child(8, hoTen="Châu Hoà Thuỳ").says(nksHoTen="Châu Hòa Thùy"),
             ""),
            (child(9).says(meHoTen="Trần Thị"), "meHoTen"),
            (child(10).says(meHoTen=""), ""),
        ])

    def test_dates_differ_where_both_say_it(self):
        self.check([
            (child(1, ngaySinh="05/03/2012").says(nksNgaySinh="03.05.2012"),
             "nksNgaySinh"),
            (child(2).says(nksNgaySinh="2012"), ""),
            (child(3).says(nksNgaySinh="04.2012"), ""),
            (child(4).says(nksNgaySinh="1?.05.2012"), ""),
            (child(5).says(nksNgaySinh="19.06.2012"), "nksNgaySinh"),
            # of the parents the years alone are compared
            (child(6).says(meNgaySinh="30 tuổi"), ""),
            (child(7).says(meNgaySinh="05.05.1982"), ""),
            (child(8).says(meNgaySinh="41 tuổi"), "meNgaySinh"),
        ])

    def test_peoples_and_places_have_several_names(self):
        self.check([
            (child(1, danToc="Raglay").says(nksDanToc="Ra-glai"), ""),
            (child(2).says(nksDanToc="Tày"), "nksDanToc"),
            (child(3).says(
                nksQueQuan="Xã Đại Lãnh, huyện Vạn Ninh, tỉnh Phú Khánh"), ""),
            (child(4).says(nksQueQuan="Huyện Vạn Ninh, tỉnh Khánh Hòa"), ""),
            (child(5).says(nksGioiTinh="2"), "nksGioiTinh"),
        ])

    def test_who_is_not_there_is_said_so_with_no_person(self):
        self.load([child(1).person])
        self.bring(child(1).entry, Child(
            2, "Huỳnh Kim Không Ai", "09/04/2012", "2", "Huỳnh Đất",
            "Cao Mây").entry)
        done = self.reconcile()
        self.assertEqual((done["match"], done["notfound"]), (1, 1))
        row = self.classes()["02/2012"]
        self.assertEqual((row["lop"], row["soDinhDanh"], row["truongSai"]),
                         ("NOTFOUND", "", ""))

    def test_entries_of_one_event_name_each_other(self):
        twin = Child(9, "Nguyễn Thái Hòa", child(1).person["ngaySinh"], "1",
                     child(1).person["hoTenCha"], child(1).person["hoTenMe"])
        again = child(1).says(so="31/2016", quyenSo="02/2016", loaiDangKy="2",
                              ngayDangKy="03.08.2016")
        self.load([child(i).person for i in range(1, 7)] + [twin.person])
        self.bring(*[child(i).entry for i in range(1, 7)], again.entry,
                   twin.entry)
        self.assertEqual(self.reconcile()["duplicates"], 1)
        rows = self.classes()
        self.assertEqual(rows["01/2012"]["trungVoi"],
                         "KS:22492:02/2016:31/2016")
        self.assertEqual(rows["31/2016"]["trungVoi"],
                         "KS:22492:01/2012:01/2012")
        self.assertEqual({r["trungVoi"] for n, r in rows.items()
                          if n not in ("01/2012", "31/2016")}, {""})
        self.assertEqual(self.reconcile()["changed"], 0)
        self.ok("journal", "verify", self.dir)

    def test_a_second_look_writes_nothing_and_a_changed_person_does(self):
        cases = [child(i) for i in range(1, 7)]
        cases[1].says(nksHoTen="Lê Ngọc Han")
        self.load([c.person for c in cases])
        self.bring(*[c.entry for c in cases])
        first = self.reconcile()
        self.assertEqual((first["changed"], first["match"], first["diff"]),
                         (6, 5, 1))
        before = self.read("classes.tsv")
        again = self.reconcile()
        self.assertEqual((again["changed"], again["match"], again["diff"]),
                         (0, 5, 1))
        self.assertEqual(self.read("classes.tsv"), before)
        cases[0].person["hoTen"] = "Nguyễn Thai Học"
        cases[1].person["hoTen"] = "Lê Ngọc Han"
        self.load([c.person for c in cases])
        last = self.reconcile()
        self.assertEqual((last["match"], last["diff"]), (5, 1))
        rows = self.classes()
        self.assertEqual((rows["01/2012"]["lop"], rows["01/2012"]["truongSai"]),
                         ("DIFF", "nksHoTen"))
        self.assertEqual(rows["02/2012"]["lop"], "MATCH")
        self.ok("journal", "verify", self.dir)

    def test_without_people_it_says_what_to_load(self):
        self.bring(child(1).entry)
        self.refused("reconcile", self.dir, says="hotich population load")


class Differences(Books):
    def setUp(self):
        super().setUp()
        for login, role in (("ba", "keyer"), ("tu", "checker"),
                            ("bay", "keyer2")):
            self.ok("staff", "add", self.dir, login, "--role", role)
        self.cases = [child(i) for i in range(1, 7)]
        self.cases[1].says(nksHoTen="Lê Ngọc Han", nksDanToc="Tày")
        self.cases[2].says(nksHoTen="Mai Kiên")
        self.load([c.person for c in self.cases])
        self.write("ks.tsv", table(KS, *[c.entry for c in self.cases]))
        self.ok("book", "import", self.dir, self.path("ks.tsv"), "--as", "ba")
        self.ok("reconcile", self.dir, "--as", "ba")

    def export(self, name="list.tsv"):
        done = self.ok("difference", "export", self.dir, "--out",
                       self.path(name), "--purpose", "chuyển hộ tịch",
                       "--json").json()
        return done["rows"]

    def rows(self, name="list.tsv"):
        with open(self.path(name), encoding="utf-8") as f:
            return list(csv.DictReader(f, delimiter="\t",
                                       quoting=csv.QUOTE_NONE))

    def bring_back(self, rows, name="back.tsv"):
        self.write(name, table(list(rows[0]), *rows))
        done = self.ok("difference", "import", self.dir, self.path(name),
                       "--as", "tu", "--json").json()
        return done, (done["decided"], done["unchanged"], done["waiting"],
                      done["refused"])

    def test_the_list_says_who_what_and_both_values(self):
        self.assertEqual(self.export(), 3)
        rows = self.rows()
        self.assertEqual([(r["so"], r["truong"]) for r in rows],
                         [("02/2012", "nksDanToc"), ("02/2012", "nksHoTen"),
                          ("03/2012", "nksHoTen")])
        name = rows[1]
        self.assertEqual(
            (name["loai"], name["maNoiDangKy"], name["noiDangKy"],
             name["quyenSo"], name["vai"], name["hoTen"], name["soDinhDanh"],
             name["theoSo"], name["theoDanCu"], name["quyetDinh"]),
            ("KS", "22492", OFFICE, "01/2012", "nks", "Lê Ngọc Han",
             self.cases[1].person["soDinhDanh"], "Lê Ngọc Han", "Lê Ngọc Hân",
             ""))
        self.assertTrue(name["tenTruong"] and name["kieuKhac"])
        self.assertNotIn("diff.", name["kieuKhac"])
        self.assertEqual(os.stat(self.path("list.tsv")).st_mode & 0o777, 0o600)

    def test_people_do_not_leave_without_right_and_purpose(self):
        words = ("difference", "export", self.dir, "--out",
                 self.path("list.tsv"))
        self.refused(*words, says="mục đích")
        self.refused(*words, "--as", "bay", "--purpose", "xem", says="quyền")
        self.assertFalse(os.path.exists(self.path("list.tsv")))

    def test_decisions_come_back_once(self):
        self.export()
        rows = self.rows()
        rows[0].update(quyetDinh="population", canCu="Hộ khẩu gốc")
        rows[1].update(quyetDinh="book", canCu="Giấy khai sinh")
        told, counts = self.bring_back(rows)
        self.assertEqual(counts, (2, 0, 1, 0), told)
        self.assertEqual(self.bring_back(rows)[1], (0, 2, 1, 0))
        self.assertEqual(self.export("rest.tsv"), 1)
        # decided stays decided when the machine looks again
        self.ok("reconcile", self.dir)
        self.assertEqual(self.export("rest.tsv"), 1)
        self.ok("journal", "verify", self.dir)

    def test_a_refused_row_is_named_and_keeps_nobody_back(self):
        self.export()
        rows = self.rows()
        rows[0].update(quyetDinh="maybe", canCu="x")
        rows[1].update(quyetDinh="book", canCu="")
        rows[2].update(quyetDinh="book", canCu="Giấy khai sinh")
        old = dict(rows[1], canCu="x", theoDanCu="Lê Ngọc Huân")
        none = dict(rows[1], canCu="x", so="77/2012")
        told, counts = self.bring_back([rows[0], rows[1], old, none, rows[2]])
        self.assertEqual(counts, (1, 0, 0, 4))
        said = self.ok("difference", "import", self.dir,
                       self.path("back.tsv"), "--as", "tu").out
        self.assertIn("dòng 5", said)

    def test_another_person_and_a_keying_error_open_the_entry_again(self):
        self.export()
        rows = self.rows()
        rows[1].update(quyetDinh="other_person", canCu="Trùng tên")
        rows[2].update(quyetDinh="evidence", canCu="Xin bản sao")
        told, counts = self.bring_back(rows[1:])
        self.assertEqual(counts, (2, 0, 0, 0), told)
        self.assertEqual(self.export("rest.tsv"), 1)

    def test_the_same_list_again_changes_nothing(self):
        self.export()
        rows = self.rows()
        # another person takes all his differences with him: the name was
        # decided so, the ethnic group on the same list as well
        rows[0].update(quyetDinh="other_person", canCu="Trùng tên")
        rows[1].update(quyetDinh="other_person", canCu="Trùng tên")
        rows[2].update(quyetDinh="evidence", ghiChu="Xin bản sao")
        told, counts = self.bring_back(rows)
        self.assertEqual(counts, (2, 1, 0, 0), told)
        for _ in range(2):
            told, counts = self.bring_back(rows)
            self.assertEqual(counts, (0, 3, 0, 0), told)
        # a conclusion on what fell away is still none
        told, counts = self.bring_back([dict(rows[1], quyetDinh="book")])
        self.assertEqual(counts, (0, 0, 0, 1), told)
        self.ok("journal", "verify", self.dir)

    def test_waiting_for_evidence_rests_on_nothing_yet(self):
        self.export()
        rows = self.rows()
        rows[2].update(quyetDinh="evidence")
        self.assertEqual(self.bring_back(rows)[1], (1, 0, 2, 0))
        self.assertEqual(self.bring_back(rows)[1], (0, 1, 2, 0))
        # it waits: the next list has it again
        self.assertEqual(self.export("rest.tsv"), 3)
        waiting = [r for r in self.rows("rest.tsv") if r["quyetDinh"]]
        self.assertEqual([(r["so"], r["quyetDinh"], r["canCu"])
                          for r in waiting], [("03/2012", "evidence", "")])
        entry = self.ok("entry", "list", self.dir, "--json", "--field",
                        "nksHoTen", "--open").json()["entries"]
        one = [e["id"] for e in entry if e["number"] == "03/2012"]
        # the same from the command line, and a conclusion still wants a basis
        self.ok("entry", "decide", self.dir, one[0], "--field", "nksHoTen",
                "--outcome", "evidence", "--as", "tu")
        self.refused("entry", "decide", self.dir, one[0], "--field",
                     "nksHoTen", "--outcome", "book", "--as", "tu")

    def test_a_list_of_unknown_kind_is_not_begun(self):
        for name in ("list.doc", "list", "list.tsv.bak"):
            self.refused("difference", "export", self.dir, "--out",
                         self.path(name), "--purpose", "x", code=2,
                         says=(name, ".xlsx"))
            self.assertFalse(os.path.exists(self.path(name)))

    def test_a_spreadsheet_goes_out_and_comes_back(self):
        for name in ("list.xlsx", "list.csv"):
            self.assertEqual(self.export(name), 3)
            done = self.ok("difference", "import", self.dir, self.path(name),
                           "--as", "tu", "--json").json()
            self.assertEqual((done["waiting"], done["refused"]), (3, 0))

    def test_who_keyed_does_not_decide(self):
        self.export()
        rows = self.rows()
        rows[1].update(quyetDinh="book", canCu="Giấy khai sinh")
        self.write("back.tsv", table(list(rows[0]), *rows))
        self.refused("difference", "import", self.dir, self.path("back.tsv"),
                     "--as", "ba", says="quyền")


if __name__ == "__main__":
    unittest.main(verbosity=2)
