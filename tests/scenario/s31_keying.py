"""A book keyed entry by entry: what is next, what is seen while typing, what
saving writes, and who may change it afterwards."""
import json
import os
import signal
import sqlite3
import subprocess
import unittest

from hotich import HOTICH, Scenario, table, POPULATION
from s09_reconcile import OFFICE, PEOPLE, others

UNIT = "22492"  # of the office

WHY = ["--purpose", "nhập sổ"]


def values(number, name, born, sex, father, mother, **more):
    return {"so": number, "nksHoTen": name, "nksNgaySinh": born,
            "nksGioiTinh": sex, "chaHoTen": father, "meHoTen": mother,
            "ngayDangKy": "20.06.2016", "nksDanToc": "Kinh",
            "nksQuocTich": "Việt Nam", **more}


AN = values("01/2016", "Nguyễn Hữu An", "01.05.2016", "1", "Nguyễn Hữu Tám",
            "Trần Thị Chín", meNgaySinh="1990")
BINH = values("02/2016", "Trần Ngọc Bính", "03.05.2016", "2",
              "Trần Văn Mười", "Lê Thị Hai", meNgaySinh="1987")
NOBODY = values("03/2016", "Huỳnh Kim Vắng", "04.04.2016", "2", "Huỳnh Đất",
                "Cao Mây")


class Keying(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo", "--unit", UNIT)
        for login, role in (("ba", "keyer"), ("bon", "keyer"),
                            ("tu", "checker"), ("nam", "acceptor"),
                            ("sau", "approver"), ("muoi", "leader")):
            self.ok("staff", "add", self.dir, login, "--role", role)
        self.write("people.tsv", "# as_of 2026-06-30\n" +
                   table(POPULATION, *PEOPLE, *others()))
        self.ok("population", "load", self.dir, self.path("people.tsv"))
        self.book = self.ok(
            "book", "new", self.dir, "--as", "ba", "--type", "KS", "--unit",
            UNIT, "--office", OFFICE, "--volume", "01/2016", "--stream", "DC",
            "--numbers", "1-5", "--json").json()["id"]

    def file(self, what):
        return self.write("values.json", json.dumps(what, ensure_ascii=False))

    def key(self, what, *more, as_="ba", number=None, **how):
        number = what.get("so", "") if number is None else number
        run = self.refused if "says" in how or "code" in how else self.ok
        return run("entry", "key", self.dir, "--as", as_, *WHY, "--book",
                   self.book, "--number", number, "--values",
                   self.file(what), "--json", *more, **how)

    def look(self, what, **how):
        return self.key(what, "--look", **how)

    def amend(self, entry, version, what, as_="ba", **how):
        run = self.refused if "says" in how or "code" in how else self.ok
        return run("entry", "amend", self.dir, entry, "--as", as_, *WHY,
                   "--version", version, "--values", self.file(what),
                   "--json", **how)

    def next(self, *more, as_="ba"):
        return self.ok("entry", "next", self.dir, "--as", as_, "--book",
                       self.book, "--json", *more).json()

    def rows(self, sql):
        base = sqlite3.connect(f"file:{self.dir}/hotich.db?mode=ro", uri=True)
        try:
            return base.execute(sql).fetchall()
        finally:
            base.close()

    # -- books

    def test_a_book_is_made_once_and_is_the_one_an_import_finds(self):
        again = ["book", "new", self.dir, "--as", "ba", "--type", "KS",
                 "--volume", "01/2016"]
        self.refused(*again, "--unit", UNIT, says=self.book)
        self.refused(*again, "--office", OFFICE, says=self.book)
        self.refused(*again, says="cơ quan")
        self.refused(*again, "--unit", "99999", says="99999")
        self.refused(*again, "--unit", UNIT, "--numbers", "9-2", says="9-2")
        self.refused(*again, "--unit", UNIT, "--numbers", "chín", code=2)
        self.refused("book", "new", self.dir, "--as", "tu", "--type", "KS",
                     "--office", "x", says="quyền")
        self.refused("book", "new", self.dir, "--as", "ba", "--type", "XX",
                     "--office", "x", says="XX")
        row = {**AN, "so": "09/2016", "quyenSo": "01/2016",
               "noiDangKy": OFFICE}
        self.write("ks.tsv", table(list(row), row))
        self.ok("book", "import", self.dir, self.path("ks.tsv"), "--as", "ba",
                "--type", "KS")
        books = self.ok("book", "list", self.dir, "--json").json()["books"]
        self.assertEqual([b["id"] for b in books], [self.book])

    # -- look up

    def test_the_verdict_comes_before_anything_is_written(self):
        seen = self.look(AN).json()
        self.assertEqual(seen["class"], "MATCH")
        (role,) = seen["roles"]
        best = role["candidates"][0]
        self.assertEqual((best["id12"], best["hoTen"]),
                         ("000000000001", "NGUYỄN HỮU AN"))
        self.assertGreater(best["probability"], 0.9)
        self.assertEqual({f["field"]: f["agree"] for f in role["fields"]}
                         ["nksHoTen"], "same")
        self.assertIsNone(seen["taken"])
        self.assertFalse(seen["register"]["is_there"])
        seen = self.look(BINH).json()
        self.assertEqual(seen["class"], "DIFF")
        differs = {f["field"]: (f["agree"], f["kind"], f["decides"])
                   for f in seen["roles"][0]["fields"]
                   if f["agree"] == "differs"}
        self.assertEqual(differs["nksHoTen"], ("differs", "tone", True))
        self.assertIn("nksNgaySinh", differs)
        self.assertEqual(self.look(NOBODY).json()["class"], "NOTFOUND")
        # a name alone is enough for a verdict, and so is nothing
        self.look({"nksHoTen": "Nguyễn"}, number="")
        self.look({}, number="")
        self.assertEqual(self.rows("SELECT COUNT(*) FROM entry"), [(0,)])

    def test_a_look_up_needs_a_purpose_and_leaves_its_mark(self):
        self.refused("entry", "key", self.dir, "--as", "ba", "--book",
                     self.book, "--number", "1", "--values", self.file(AN),
                     "--look", says="mục đích")
        before = self.rows("SELECT COUNT(*) FROM journal WHERE chain = 2 "
                           "AND action = 'population.find' AND kind = 'book'")
        self.look(AN)
        after = self.rows("SELECT COUNT(*) FROM journal WHERE chain = 2 "
                          "AND action = 'population.find' AND kind = 'book'")
        self.assertEqual(after[0][0], before[0][0] + 1)

    def test_a_warning_is_said_and_refuses_nothing(self):
        late = {**AN, "nksNgaySinh": "31.12.2016"}  # born after registration
        seen = self.look(late).json()
        self.assertTrue(seen["warnings"], seen)
        self.assertTrue(seen["warnings"][0]["fields"])
        self.assertNotIn("{", seen["warnings"][0]["text"])
        self.assertEqual(self.key(late).json()["state"], "classified")

    # -- saving

    def test_saving_keys_classifies_and_lists_differences_in_one_act(self):
        done = self.key(BINH).json()
        self.assertEqual((done["state"], done["class"], done["is_new"]),
                         ("classified", "DIFF", True))
        acts = self.rows("SELECT action FROM journal WHERE chain = 1 AND "
                         f"subject = {done['id']}")
        self.assertEqual(acts, [("entry.key",)])
        view = self.ok("entry", "show", self.dir, done["id"], "--as", "ba",
                       *WHY, "--json").json()
        self.assertEqual({d["field"] for d in view["differences"]
                          if d["decides"]},
                         {"nksHoTen", "nksNgaySinh", "meNgaySinh"})
        self.assertEqual(view["work"][0]["keyer"], "ba")
        # the cover was carried into the entry, and nothing of the people
        said = {v["field"]: (v["value"], v["origin"]) for v in view["values"]}
        self.assertEqual(said["quyenSo"], ("01/2016", "carried"))
        self.assertEqual(said["noiDangKy"], (OFFICE, "carried"))
        self.assertEqual(said["nksHoTen"], ("Trần Ngọc Bính", "typed"))
        self.assertNotIn("nksSoDinhDanh", said)
        # a run over everything finds what keying found
        self.assertEqual(self.ok("reconcile", self.dir, "--json")
                         .json()["changed"], 0)
        self.ok("journal", "verify", self.dir)

    def test_the_same_again_changes_nothing_and_other_content_is_refused(self):
        first = self.key(AN).json()
        acts = self.rows("SELECT COUNT(*) FROM journal WHERE chain = 1")
        again = self.key(AN).json()
        self.assertEqual((again["id"], again["version"], again["is_new"]),
                         (first["id"], first["version"], False))
        self.assertEqual(self.key(AN, as_="bon").json()["id"], first["id"])
        self.assertEqual(self.rows("SELECT COUNT(*) FROM journal WHERE "
                                   "chain = 1"), acts)
        other = {**AN, "nksHoTen": "Nguyễn Hữu Anh"}
        self.key(other, says=["01/2016", first["id"]])
        self.assertEqual(self.look(other).json()["taken"],
                         {"entry": first["id"], "same": False})
        twice = self.key(other, "--doubled", "sổ ghi hai lần số 01").json()
        self.assertNotEqual(twice["id"], first["id"])
        self.assertEqual(self.key(other).json()["id"], twice["id"])
        why = self.rows("SELECT purpose FROM journal WHERE chain = 1 AND "
                        f"subject = {twice['id']}")
        self.assertIn("sổ ghi hai lần số 01", why[0][0])
        cells = self.ok("book", "map", self.dir, "--book", self.book,
                        "--json").json()["cells"]
        self.assertEqual([(c["number"], c["marks"]) for c in cells],
                         [(1, ["doubled"]), (1, ["doubled", "differs"])] +
                         [(n, ["gap"]) for n in range(2, 6)])
        self.ok("journal", "verify", self.dir)

    def test_what_cannot_be_an_entry_is_refused_in_words(self):
        self.key({**AN, "khongCo": "x"}, says="khongCo")
        self.key({**AN, "nksHoTen": {"raw": "An", "state": "torn"}},
                 says="nksHoTen")
        self.key({**AN, "nksHoTen": {"raw": "An", "origin": "imported"}},
                 says="nksHoTen")
        self.key({**AN, "nksHoTen": {"raw": "An", "soi": 1}},
                 says="nksHoTen")
        self.key({**AN, "nksHoTen": "A\tn"}, says="")
        self.key(AN, number="07/2016", says=["07/2016", "01/2016"])
        self.key(AN, "--stream", "XX", says="XX")
        self.key([1], number="1", code=1)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM entry"), [(0,)])

    def test_states_origins_and_doubts_are_kept(self):
        done = self.key({**AN,
                         "nksHoTen": {"raw": "Nguyễn Hữu An", "doubt": True},
                         "chaHoTen": {"raw": "", "state": "illegible"},
                         "meHoTen": "[rách]",
                         "nksQueQuan": {"raw": OFFICE, "origin": "carried"},
                         "nksDanToc": {"raw": "Ki?h"}}).json()
        (body,) = self.rows("SELECT body FROM transcription WHERE entry = "
                            + done["id"])
        said = json.loads(body[0])["f"]
        self.assertEqual(said["nksHoTen"], {"d": 1, "r": "Nguyễn Hữu An"})
        self.assertEqual(said["chaHoTen"], {"s": "illegible"})
        self.assertEqual(said["meHoTen"], {"s": "torn"})
        self.assertEqual(said["nksQueQuan"], {"o": "carried", "r": OFFICE})
        self.assertEqual(said["nksDanToc"], {"r": "Ki?h", "s": "partial"})

    def test_without_a_population_it_is_keyed_all_the_same(self):
        bare = self.path("bare")
        self.ok("init", bare, "--demo")
        book = self.ok("book", "new", bare, "--type", "KS", "--office",
                       OFFICE, "--json").json()["id"]
        self.refused("entry", "key", bare, "--book", book, "--number", "1",
                     "--values", self.file({}), says="quyền")  # administrator
        self.ok("staff", "add", bare, "ba", "--role", "keyer")
        done = self.ok("entry", "key", bare, "--as", "ba", "--book", book,
                       "--number", "01/2016", "--values", self.file(AN),
                       "--json").json()
        self.assertEqual((done["state"], done["class"]), ("keyed", ""))
        self.assertEqual(done["verdict"]["class"], "")

    # -- amending

    def test_a_keyer_amends_her_own_until_somebody_has_touched_it(self):
        done = self.key(BINH).json()
        entry, version = done["id"], done["version"]
        right = {**BINH, "nksHoTen": "Trần Ngọc Bình",
                 "nksNgaySinh": "02.05.2016", "meNgaySinh": "1988"}
        self.amend(entry, version, right, as_="bon", says="chính người")
        self.amend(entry, version - 1, right, says=str(version))
        self.amend(entry, version, {**right, "so": "05/2016"},
                   says="05/2016")
        now = self.amend(entry, version, right).json()
        self.assertEqual((now["state"], now["class"]),
                         ("classified", "MATCH"))
        self.assertGreater(now["version"], version)
        # once more the same: nothing happens
        again = self.amend(entry, now["version"], right).json()
        self.assertEqual(again["version"], now["version"])
        view = self.ok("entry", "show", self.dir, entry, "--as", "ba", *WHY,
                       "--json").json()
        self.assertEqual(view["differences"], [])
        self.assertEqual(self.ok("reconcile", self.dir, "--json")
                         .json()["changed"], 0)
        self.ok("entry", "check", self.dir, entry, "--as", "tu")
        self.amend(entry, now["version"] + 1, BINH, says="Đã đối soát")
        self.ok("journal", "verify", self.dir)

    def test_what_was_returned_is_keyed_again_and_compared_anew(self):
        entry = self.key(BINH).json()["id"]
        self.ok("entry", "decide", self.dir, entry, "--as", "tu", "--field",
                "nksHoTen", "--outcome", "keying", "--basis", "sổ ghi Bình")
        (row,) = self.rows("SELECT state, version FROM work WHERE entry = "
                           + entry)
        self.assertEqual(row[0], "returned")
        now = self.amend(entry, row[1],
                         {**BINH, "nksHoTen": "Trần Ngọc Bình"}).json()
        self.assertEqual((now["state"], now["class"]), ("classified", "DIFF"))
        open_ = self.rows("SELECT field, decision FROM difference WHERE "
                          f"entry = {entry} AND is_gone = 0 AND decides = 1 "
                          "ORDER BY field")
        self.assertEqual(open_, [("meNgaySinh", ""), ("nksNgaySinh", "")])

    def test_what_people_said_stays_where_it_still_speaks_of_the_entry(self):
        entry = self.key(NOBODY).json()["id"]
        self.ok("entry", "pick", self.dir, entry, "--as", "tu", "--person",
                "000000000002", "--basis", "tự nhận")
        (row,) = self.rows("SELECT version FROM work WHERE entry = " + entry)
        self.ok("entry", "return", self.dir, entry, "--as", "tu", "--reason",
                "xem lại ngày sinh")
        now = self.amend(entry, row[0] + 1,
                         {**NOBODY, "nksNgaySinh": "02.05.2016"}).json()
        self.assertEqual(now["class"], "DIFF")
        (match,) = self.rows("SELECT id12, decided FROM match WHERE entry = "
                             + entry)
        self.assertEqual(match, ("000000000002", "picked"))
        fields = self.rows("SELECT field FROM difference WHERE is_gone = 0 "
                           f"AND entry = {entry} AND decides = 1")
        self.assertNotIn(("nksNgaySinh",), fields)
        self.assertIn(("nksHoTen",), fields)
        self.ok("journal", "verify", self.dir)

    # -- what comes next

    def test_the_next_number_is_proposed_as_the_book_writes_it(self):
        self.assertEqual(self.next()["number"], "01/2016")
        self.key(AN)
        seen = self.next()
        self.assertEqual(seen["number"], "02/2016")
        self.assertEqual(seen["stream"], "DC")
        self.assertEqual(seen["carry"]["ngayDangKy"], "20.06.2016")
        self.assertEqual(seen["carry"]["noiDangKy"], OFFICE)
        self.assertNotIn("nksHoTen", seen["carry"])
        self.assertEqual(seen["previous"]["nksHoTen"], "Nguyễn Hữu An")
        self.key({**BINH, "so": "04/2016"})
        self.assertEqual(self.next()["number"], "05/2016")
        self.assertEqual(self.next("--gaps")["number"], "02/2016")
        self.assertEqual(self.next("--after", "01/2016")["number"], "02/2016")
        self.assertEqual(self.next("--after", "03/2016")["number"], "05/2016")
        self.assertEqual(self.next("--number", "03/2016")["previous"]
                         ["nksHoTen"], "Nguyễn Hữu An")
        self.key({**NOBODY, "so": "05/2016"})
        self.assertEqual(self.next()["number"], "02/2016")
        for i in (2, 3):
            self.key({**NOBODY, "so": f"0{i}/2016"})
        self.assertEqual(self.next()["number"], "")

    # -- drafts

    def draft(self, number, what=None, as_="ba", **how):
        run = self.refused if how else self.ok
        more = ["--values", self.file(what)] if what is not None else []
        return run("entry", "draft", self.dir, "--as", as_, "--book",
                   self.book, "--number", number, *more, **how)

    def test_a_draft_is_ones_own_and_goes_with_the_saving(self):
        half = {"nksHoTen": {"raw": "Nguy"}, "ghiChu": "dở"}
        self.draft("01/2016", half)
        self.assertEqual(json.loads(self.draft("01/2016").out), half)
        self.draft("01/2016", as_="bon", says="01/2016")
        self.assertEqual(self.next()["draft"]["values"], half)
        self.assertIsNone(self.next(as_="bon")["draft"])
        cells = self.ok("book", "map", self.dir, "--as", "ba", "--book",
                        self.book, "--json").json()["cells"]
        self.assertEqual(cells[0]["marks"], ["gap", "draft"])
        self.key(AN)
        self.draft("01/2016", says="01/2016")
        self.ok("journal", "verify", self.dir)

    def test_a_draft_survives_being_killed(self):
        kept = 0
        for i in range(12):
            half = {"nksHoTen": f"Nguyễn {i}"}
            path = self.write("d.json", json.dumps(half))
            child = subprocess.Popen(
                [HOTICH, "entry", "draft", self.dir, "--as", "ba", "--book",
                 self.book, "--number", f"{i}", "--values", path],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                child.wait(timeout=0.004 * i)
            except subprocess.TimeoutExpired:
                os.kill(child.pid, signal.SIGKILL)
            if child.wait() == 0:  # acknowledged
                self.assertEqual(json.loads(self.draft(f"{i}").out), half)
                kept += 1
        self.draft("last", {"so": "1"})
        self.assertEqual(json.loads(self.draft("last").out), {"so": "1"})
        self.ok("journal", "verify", self.dir)

    # -- rights

    def test_who_may_not_key_is_told_so_and_it_is_written_down(self):
        for who in ("tu", "nam", "sau"):
            self.key(AN, as_=who, says="quyền")
        seen = self.rows("SELECT COUNT(*) FROM journal WHERE chain = 2 AND "
                         "action = 'entry.key'")
        self.assertEqual(seen, [(3,)])


if __name__ == "__main__":
    unittest.main(verbosity=2)
