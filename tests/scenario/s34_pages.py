"""Pictures of pages: taken in whole or not at all, held by the journal, kept
in a backup, and named when somebody has been at them."""
import os
import shutil
import struct
import unittest
import zlib

from hotich import Scenario
from s09_reconcile import OFFICE


def png(width, height, shade):
    """A real picture of one shade."""
    def chunk(name, data):
        body = name + data
        return (struct.pack(">I", len(data)) + body +
                struct.pack(">I", zlib.crc32(body)))
    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0,
                                       0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Pages(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")
        self.ok("staff", "add", self.dir, "ba", "--role", "keyer")
        self.ok("staff", "add", self.dir, "chin", "--role", "scanner")
        self.book = self.ok("book", "new", self.dir, "--as", "chin", "--type",
                            "KS", "--office", OFFICE, "--volume", "01/1999",
                            "--json").json()["id"]

    def picture(self, name, *how):
        with open(self.path(name), "wb") as f:
            f.write(png(*how))
        return self.path(name)

    def attach(self, *files, page=1, as_="chin", **how):
        run = self.refused if how else self.ok
        return run("page", "attach", self.dir, *files, "--as", as_, "--book",
                   self.book, "--page", page, "--json", **how)

    def stored(self):
        found = []
        for folder, _, names in os.walk(self.dir + "/images"):
            found += [os.path.join(folder, n) for n in names]
        return found

    def test_pages_are_taken_once_and_replaced_by_a_new_picture(self):
        a, b = self.picture("a.png", 30, 20, 9), self.picture("b.png", 31, 20,
                                                             9)
        one, two = self.attach(a, b).json()["pages"]
        self.assertEqual((one["page"], one["width"], one["height"],
                          one["kind"], two["page"]), (1, 30, 20, "png", 2))
        again = self.attach(a, b).json()["pages"]
        self.assertEqual([(p["id"], p["is_new"]) for p in again],
                         [(one["id"], False), (two["id"], False)])
        other = self.attach(b).json()["pages"][0]
        self.assertEqual((other["id"], other["is_new"]), (one["id"], True))
        self.assertEqual(len(self.stored()), 2)  # what was taken stays
        for path in self.stored():
            self.assertEqual(os.stat(path).st_mode & 0o077, 0)
            self.assertIn(os.path.basename(path)[:2], path.split("/")[-2])
        seen = self.ok("journal", "verify", self.dir, "--json").json()
        self.assertEqual((seen["agrees"], seen["pages"]), (True, 2))

    def test_what_is_no_picture_or_too_large_leaves_nothing(self):
        whole = png(30, 20, 9)
        for name, data, says in (
                ("t.txt", b"not a picture", "t.txt"),
                ("cut.png", whole[:-9], "cut.png"),
                ("wide.png", png(30, 20, 9)[:16] + struct.pack(">I", 12001) +
                 whole[20:], "12001"),
                ("empty.png", b"", "empty.png")):
            with open(self.path(name), "wb") as f:
                f.write(data)
            self.attach(self.path(name), says=says)
        self.attach(self.path("none.png"), says="none.png")
        self.attach(self.picture("a.png", 3, 2, 1), page=0, says="2000")
        self.attach(self.path("a.png"), as_="ba", says="quyền")
        self.assertEqual(self.stored(), [])

    def test_a_picture_that_was_altered_or_is_gone_is_named(self):
        one = self.attach(self.picture("a.png", 30, 20, 9)).json()["pages"][0]
        (path,) = self.stored()
        with open(path, "r+b") as f:
            f.seek(40)
            f.write(b"\0")
        self.refused("journal", "verify", self.dir, says=one["id"])
        # taken in again it is whole again
        self.attach(self.path("a.png"))
        self.ok("journal", "verify", self.dir)
        os.remove(path)
        told = self.refused("journal", "verify", self.dir, "--json")
        self.assertIn('"agrees":false', told.out)
        self.assertIn("page.lost_short", told.out)

    def test_a_backup_has_the_pictures_and_is_refused_without_them(self):
        self.attach(self.picture("a.png", 30, 20, 9))
        out, home = self.path("copy"), self.path("again")
        self.assertEqual(self.ok("backup", self.dir, out, "--json")
                         .json()["files"], 4)  # database, key, note, picture
        self.ok("restore", out, home)
        self.assertEqual(self.ok("journal", "verify", home, "--json")
                         .json()["pages"], 1)
        broken = self.path("broken")
        shutil.copytree(out, broken)
        shutil.rmtree(broken + "/images")
        self.refused("restore", broken, self.path("third"), says="page_image")
        self.assertFalse(os.path.exists(self.path("third")))

    def test_what_a_killed_attach_left_is_in_nobodys_way(self):
        self.attach(self.picture("a.png", 30, 20, 9))
        (path,) = self.stored()
        part = os.path.join(os.path.dirname(path), "." +
                            os.path.basename(path) + ".1")
        with open(part, "wb") as f:
            f.write(b"half")
        self.ok("backup", self.dir, self.path("copy"))
        self.ok("restore", self.path("copy"), self.path("again"))
        self.ok("journal", "verify", self.path("again"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
