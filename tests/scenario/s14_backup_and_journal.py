"""What is kept elsewhere, what comes back from it, and who notices a change
that nobody made through the program."""
import glob
import os
import shutil
import sqlite3
import unittest

from hotich import KS, Scenario, table

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"
REGISTER = KS + ["maNoiDangKy", "maHoSo", "trangThai"]


def row(i, **more):
    return {**dict(so=f"{i:02d}/2016", quyenSo="01/2016", noiDangKy=OFFICE,
                   ngayDangKy="12.05.2016", nksHoTen=f"NGUYỄN VĂN {i}",
                   maHoSo=f"H{i}", trangThai="7"), **more}


def tamper(home, *statements):
    """As someone with the file, not the program: without its triggers."""
    base = sqlite3.connect(home + "/hotich.db")
    for (name,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        base.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()


class Kept(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")
        self.ok("staff", "add", self.dir, "hoa", "--role", "keyer")
        self.write("r.tsv", table(REGISTER, *[row(i) for i in range(1, 21)]))
        self.ok("register", "load", self.dir, self.path("r.tsv"))

    # -- verify

    def test_agreement_without_a_checkpoint_is_called_unanchored(self):
        self.assertIn("unanchored", self.ok("journal", "verify", self.dir).out)
        result = self.ok("journal", "verify", self.dir, "--json").json()
        self.assertEqual((result["agrees"], result["anchored"]), (True, False))

    def test_a_checkpoint_anchors_what_was_before_it(self):
        point = self.path("point")
        self.ok("journal", "checkpoint", self.dir, point)
        self.assertIn("/register", self.read("point"))
        self.refused("journal", "checkpoint", self.dir, point, says="point")
        self.ok("staff", "add", self.dir, "binh", "--role", "checker")
        done = self.ok("journal", "verify", self.dir, "--checkpoint", point)
        self.assertNotIn("unanchored", done.out)

    def test_each_kind_of_tampering_is_named(self):
        cases = (
            ("UPDATE staff SET name = 'Ai Khác' WHERE login = 'hoa'", "staff"),
            ("UPDATE term SET role = 'approver' WHERE role = 'keyer'", "term"),
            ("DELETE FROM register_row WHERE number_raw = '07/2016'",
             "register_row"),
            ("UPDATE register_row SET body = REPLACE(body, 'VĂN 3\"', "
             "'VĂN 4\"') WHERE number_raw = '03/2016'", "register_row"),
            ("UPDATE journal SET actor = actor + 1 WHERE seq = 3", "seq 3"),
            ("UPDATE journal SET payload = '{}' WHERE seq = 3", "seq 3"),
            ("DELETE FROM journal WHERE chain = 1 AND seq = "
             "(SELECT MAX(seq) FROM journal WHERE chain = 1)", "import"),
        )
        for i, (statement, says) in enumerate(cases):
            home = self.path(f"t{i}")
            shutil.copytree(self.dir, home)
            tamper(home, statement)
            self.refused("journal", "verify", home, says=says)
            told = self.refused("journal", "verify", home, "--json")
            self.assertIn('"agrees":false', told.out)

    def test_another_history_does_not_fit_the_checkpoint(self):
        other, point = self.path("other"), self.path("point")
        shutil.copytree(self.dir, other)
        self.ok("staff", "add", self.dir, "binh", "--role", "checker")
        self.ok("journal", "checkpoint", self.dir, point)
        # taken back to what was before, then led elsewhere
        self.ok("journal", "verify", other)
        self.refused("journal", "verify", other, "--checkpoint", point,
                     says="checkpoint")
        for login in ("mot", "hai"):
            self.ok("staff", "add", other, login, "--role", "checker")
        self.ok("journal", "verify", other)
        self.refused("journal", "verify", other, "--checkpoint", point,
                     says="checkpoint")
        # and the key of one directory opens no other
        self.ok("init", self.path("third"), "--demo")
        shutil.copy(self.dir + "/keys/node.key",
                    self.path("third", "keys", "node.key"))
        self.refused("journal", "verify", self.path("third"), code=2)

    def test_when_it_cannot_look_it_leaves_with_2(self):
        self.refused("journal", "verify", self.path("none"), code=2)
        self.refused("journal", "verify", self.dir, "--checkpoint",
                     self.path("none"), code=2)
        self.write("junk", "not a note\n")
        self.refused("journal", "verify", self.dir, "--checkpoint",
                     self.path("junk"), code=2)

    # -- backup

    def test_a_backup_comes_back_as_it_was(self):
        os.makedirs(self.dir + "/population")
        self.write("data/population/people", "people")
        out, home = self.path("copy"), self.path("again")
        made = self.ok("backup", self.dir, out, "--json").json()
        self.assertEqual(made["files"], 4)
        self.assertFalse(os.path.exists(out + ".part"))
        for path in [out] + glob.glob(out + "/**", recursive=True):
            self.assertEqual(os.stat(path).st_mode & 0o077, 0, path)
        self.ok("restore", out, home)
        self.assertEqual(self.read("again/population/people"), "people")
        self.ok("journal", "verify", home, "--checkpoint", out + "/checkpoint")
        staff = self.ok("staff", "list", home, "--json").json()
        self.assertEqual(staff, self.ok("staff", "list", self.dir,
                                        "--json").json())

    def test_neither_way_writes_over_anything(self):
        out = self.path("copy")
        self.ok("backup", self.dir, out)
        self.refused("backup", self.dir, out, says=out)
        self.refused("restore", out, self.dir, says=self.dir)
        os.mkdir(self.path("full"))
        self.write("full/letter.txt", "thư")
        self.refused("restore", out, self.path("full"), says="full")
        self.assertEqual(os.listdir(self.path("full")), ["letter.txt"])
        self.refused("restore", self.path("none"), self.path("x"), says="none")
        self.assertFalse(os.path.exists(self.path("x")))

    def test_a_backup_that_was_altered_is_not_restored(self):
        out, home = self.path("copy"), self.path("again")
        self.ok("backup", self.dir, out)
        tamper(out, "UPDATE staff SET name = 'Ai Khác' WHERE login = 'hoa'")
        self.refused("restore", out, home, says="staff")
        self.assertFalse(os.path.exists(home))

    def test_a_killed_restore_is_cleared_away_by_the_next(self):
        out, home = self.path("copy"), self.path("again")
        self.ok("backup", self.dir, out)
        os.makedirs(home + "/.restore/keys")
        os.makedirs(home + "/keys")
        self.write("again/keys/node.key", "half")
        self.write("again/.restore/hotich.db", "half")
        self.ok("restore", out, home)
        self.ok("journal", "verify", home)
        self.assertEqual(sorted(os.listdir(home)), ["hotich.db", "keys"])
        # but keys alone may be all that is left of something
        os.makedirs(self.path("lost", "keys"))
        self.refused("restore", out, self.path("lost"), says="lost")

    def test_backing_up_is_a_right(self):
        self.refused("backup", self.dir, self.path("copy"), "--as", "hoa")
        self.assertFalse(os.path.exists(self.path("copy")))

    def test_a_backup_is_made_while_another_program_writes(self):
        other = sqlite3.connect(self.dir + "/hotich.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO meta VALUES ('never', 'committed')")
        # the copy is made; only its line in the journal has to wait
        busy = self.refused("backup", self.dir, self.path("copy"))
        self.assertIn("hotich:", busy.err)
        other.execute("ROLLBACK")
        other.close()
        self.ok("restore", self.path("copy"), self.path("again"))
        self.ok("journal", "verify", self.path("again"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
