"""What is refused, with one clear line, nothing changed, and the attempt in
the access chain."""
import json
import os
import sqlite3
import unittest

from hotich import KS, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
ROWS = [dict(quyenSo="01/2016", ngayDangKy="12.05.2016", loaiDangKy="1",
             noiDangKy=OFFICE, so=f"{n:02d}/2016", nksHoTen="Nguyễn Văn An",
             nksGioiTinh="1", nksNgaySinh=f"{n:02d}.05.2016")
        for n in (1, 2, 3)]


class Refusals(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")
        for login, role in (("ba", "keyer"), ("tu", "checker"),
                            ("nam", "acceptor"), ("sau", "approver")):
            self.ok("staff", "add", self.dir, login, "--role", role)
        self.write("ks.tsv", table(KS, *ROWS))
        self.ok("book", "import", self.dir, self.path("ks.tsv"), "--as", "ba")
        listed = self.ok("entry", "list", self.dir, "--json").json()
        self.entry = listed["entries"][0]["id"]
        self.book = listed["entries"][0]["book"]

    def chain(self, number):
        with sqlite3.connect(os.path.join(self.dir, "hotich.db")) as db:
            return db.execute(
                "SELECT action, kind, subject, payload FROM journal "
                "WHERE chain = ? ORDER BY seq", (number,)).fetchall()

    def attempt(self, *words, verb, key, says=(), subject=None):
        """Refused: one line, one row in the access chain, none elsewhere."""
        before, register = self.chain(2), self.chain(1)
        self.refused(*words, says=says)
        after = self.chain(2)
        self.assertEqual(self.chain(1), register)
        self.assertEqual(len(after), len(before) + 1, words)
        action, _, of, payload = after[-1]
        self.assertEqual(action, verb)
        self.assertEqual(json.loads(payload), {"refused": key})
        if subject is not None:
            self.assertEqual(of, int(subject))

    def test_each_refusal_leaves_a_trace(self):
        e = self.entry
        step = ("entry", "check", self.dir, e, "--as")
        # the right
        self.attempt(*step, "ba", verb="entry.check", key="right.none",
                     says="Người đối soát")
        self.attempt("entry", "approve", self.dir, e, "--as", "tu",
                     verb="entry.approve", key="right.none")
        # the state
        self.attempt(*step, "tu", verb="entry.check", key="flow.state",
                     says="Đã nhập", subject=e)
        # a reason that is missing
        self.attempt("entry", "return", self.dir, e, "--as", "tu",
                     verb="entry.return", key="flow.reason", subject=e)
        # a version somebody else has passed
        self.attempt("entry", "return", self.dir, e, "--as", "tu",
                     "--reason", "x", "--version", "7", verb="entry.return",
                     key="work.stale", says="7", subject=e)
        # entries and books that are not there
        self.attempt("entry", "check", self.dir, "12345", "--as", "tu",
                     verb="entry.check", key="entry.unknown", says="12345",
                     subject=12345)
        self.attempt("entry", "check", self.dir, "--book", "12345", "--as",
                     "tu", verb="entry.check", key="book.unknown")
        # nothing of a book is ready
        self.attempt("entry", "check", self.dir, "--book", self.book, "--as",
                     "tu", verb="entry.check", key="flow.state",
                     subject=self.book)
        # no basis, no such outcome
        decide = ("entry", "decide", self.dir, e, "--as", "tu", "--role",
                  "nks", "--field", "nksHoTen", "--outcome")
        self.attempt(*decide, "book", verb="entry.decide", key="verify.basis",
                     says="--basis")
        self.attempt(*decide, "có lẽ", "--basis", "x", verb="entry.decide",
                     key="verify.outcome", says="population")
        # a person's data without a purpose
        self.attempt("entry", "show", self.dir, e, verb="entry.read",
                     key="right.purpose")
        self.ok("journal", "verify", self.dir)

    def test_the_error_has_a_machine_s_form(self):
        result = self.refused("entry", "check", self.dir, "12345", "--as",
                              "tu", "--json")
        error = json.loads(result.err)["error"]
        self.assertEqual(error["key"], "entry.unknown")
        self.assertEqual(error["class"], "not_found")
        self.assertEqual(error["args"]["entry"], "12345")

    def test_a_version_that_is_right_goes_through(self):
        shown = self.ok("entry", "show", self.dir, self.entry, "--purpose",
                        "x", "--json").json()
        self.ok("entry", "return", self.dir, self.entry, "--as", "tu",
                "--reason", "thiếu trang", "--version",
                str(shown["work"][0]["version"]))
        shown = self.ok("entry", "show", self.dir, self.entry, "--purpose",
                        "x", "--json").json()
        self.assertEqual(shown["work"][0]["state"], "returned")
        self.assertEqual(shown["history"][-1]["who"], "tu")
        self.assertEqual(shown["history"][-1]["why"], "thiếu trang")

    def test_reading_an_entry_leaves_a_row_without_its_content(self):
        before = len(self.chain(2))
        self.ok("entry", "show", self.dir, self.entry, "--purpose",
                "kiểm tra")
        rows = self.chain(2)
        self.assertEqual(len(rows), before + 1)
        self.assertEqual(rows[-1][0], "entry.read")
        self.assertEqual(rows[-1][2], int(self.entry))
        self.assertEqual(rows[-1][3], "{}")

    def test_wrong_words_are_wrong_usage(self):
        for words in (("entry", "check", self.dir),
                      ("entry", "check", self.dir, self.entry, "--book",
                       self.book),
                      ("entry", "check", self.dir, "một"),
                      ("entry", "pick", self.dir, self.entry),
                      ("entry", "list", self.dir, "--on", "hôm qua")):
            self.refused(*words, code=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
