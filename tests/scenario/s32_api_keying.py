"""Keying over HTTP: from a book's cover to the hand-over, by the people who
may; what each is refused, and what is left in the chains."""
import json
import sqlite3
import unittest
import urllib.parse

from hotich import Scenario, table, POPULATION
from s09_reconcile import OFFICE, PEOPLE, others
from s31_keying import AN, BINH, NOBODY, UNIT
from s34_pages import png
from web import Browser, Server, password_of, until

SECRET = "một câu dài dễ nhớ"
WHY = "nhập sổ"
CREW = (("ba", "keyer"), ("bon", "keyer"), ("tu", "checker"),
        ("nam", "acceptor"), ("sau", "approver"), ("chin", "scanner"))


class Keying(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo", "--unit", UNIT)
        for login, role in CREW:
            self.ok("staff", "add", self.dir, login, "--role", role)
        self.write("people.tsv", "# as_of 2026-06-30\n" +
                   table(POPULATION, *PEOPLE, *others()))
        self.ok("population", "load", self.dir, self.path("people.tsv"))
        self.server = Server(self.dir, "--rate", "0")
        self.addCleanup(self.end)
        self.people = {}

    def end(self):
        with self.server:
            pass
        self.ok("journal", "verify", self.dir)

    def as_(self, login):
        if login not in self.people:
            once = password_of(self, self.dir, login)
            browser = Browser(self.server, login, once)
            done = browser.put("/api/session/password",
                               {"old": once, "new": SECRET})
            self.assertEqual(done.status, 204, repr(done))
            self.people[login] = browser
        return self.people[login]

    def good(self, reply, status=200):
        self.assertEqual(reply.status, status, repr(reply))
        return reply.json() if reply.body else None

    def bad(self, reply, status, key):
        self.assertEqual((reply.status, reply.key), (status, key), repr(reply))
        self.assertNotIn("{", reply.json()["error"]["text"])

    def make_book(self, volume="01/2016"):
        return self.good(self.as_("ba").post("/api/books", {
            "type": "KS", "unit_code": UNIT, "office": OFFICE,
            "volume": volume, "stream": "DC",
            "numbers": {"from": 1, "to": 5}}), 201)["id"]

    def key(self, book, values, status=201, as_="ba", **more):
        headers = more.pop("headers", None)
        return self.good(self.as_(as_).post(
            "/api/entries", {"book": book, "number": values["so"],
                             "stream": "DC", "values": values, "seconds": 60,
                             "keys": 119, **more},
            purpose=WHY, headers=headers), status)

    def rows(self, sql):
        base = sqlite3.connect(f"file:{self.dir}/hotich.db?mode=ro", uri=True)
        try:
            return base.execute(sql).fetchall()
        finally:
            base.close()

    def test_one_book_is_walked_from_its_cover_to_the_hand_over(self):
        ba, tu = self.as_("ba"), self.as_("tu")
        book = self.make_book()
        self.bad(ba.post("/api/books", {"type": "KS", "unit_code": UNIT,
                                        "volume": "01/2016"}),
                 409, "book.exists")
        listed = self.good(ba.get("/api/books?q=" +
                                  urllib.parse.quote("dai lanh 2016")))
        self.assertEqual([(b["id"], b["to"], b["entries"])
                          for b in listed["items"]], [(book, 5, 0)])
        seen = self.good(ba.get(f"/api/books/{book}/next"))
        self.assertEqual((seen["number"], seen["carry"]["noiDangKy"]),
                         ("01/2016", OFFICE))

        # typing: the verdict, suggestions, a draft
        look = {"book": book, "type": "KS", "number": "02/2016",
                "values": BINH}
        self.bad(ba.post("/api/lookup", look), 400, "right.purpose")
        verdict = self.good(ba.post("/api/lookup", look, purpose=WHY))
        self.assertEqual(verdict["class"], "DIFF")
        self.assertEqual(verdict["roles"][0]["candidates"][0]["id12"],
                         "000000000002")
        slot = f"/api/books/{book}/drafts/02%2F2016"
        half = {"nksHoTen": {"raw": "Trần"}}
        self.good(ba.put(slot, {"values": half, "seconds": 9, "keys": 7}), 204)
        self.assertEqual(self.good(ba.get(slot))["values"], half)
        self.bad(self.as_("bon").get(slot), 404, "keying.no_draft")

        # saved: in another's name nothing, twice the same
        again = {"Idempotency-Key": "a0e2"}
        done = self.key(book, BINH, headers=again)
        self.assertEqual((done["state"], done["class"]),
                         ("classified", "DIFF"))
        self.assertEqual(self.key(book, BINH, 200, headers=again)["id"],
                         done["id"])
        self.bad(ba.post("/api/entries", {
            "book": book, "number": "03/2016", "values": NOBODY},
            purpose=WHY, headers=again), 409, "keying.request")
        self.bad(ba.get(slot), 404, "keying.no_draft")
        self.key(book, AN)
        self.key(book, NOBODY)
        self.bad(ba.post("/api/entries", {
            "book": book, "number": "01/2016", "stream": "DC",
            "values": {**AN, "meHoTen": "Ai Khác"}}, purpose=WHY),
            409, "keying.slot_taken")
        self.bad(tu.post("/api/entries", {"book": book, "values": AN},
                         purpose=WHY), 403, "right.none")
        offered = self.good(ba.post("/api/suggest", {
            "book": book, "field": "nksDanToc", "prefix": "ki"}))
        self.assertEqual(offered["items"], [{"text": "Kinh", "count": 3}])

        # the map
        cells = self.good(ba.get(f"/api/books/{book}/map"))["cells"]
        self.assertEqual([c["class"] for c in cells],
                         ["MATCH", "DIFF", "NOTFOUND", "", ""])

        # own entry amended; another's not; an old version not
        entry = done["id"]
        amend = {"version": done["version"], "stream": "DC",
                 "values": {**BINH, "nksHoTen": "Trần Ngọc Bình"}}
        self.bad(self.as_("bon").put(f"/api/entries/{entry}", amend), 403,
                 "flow.other_person")
        now = self.good(ba.put(f"/api/entries/{entry}", amend))
        self.bad(ba.put(f"/api/entries/{entry}", amend), 409, "work.stale")

        # verified
        self.bad(tu.get(f"/api/entries/{entry}"), 400, "right.purpose")
        view = self.good(tu.get(f"/api/entries/{entry}", purpose="xác minh"))
        (work,) = view["works"]
        self.assertEqual(work["people"]["keyer"], "ba")
        steps = {s["id"] for s in work["steps"]}
        self.assertIn("decide", steps)
        self.assertNotIn("amend", steps)
        self.assertNotIn("check", steps)  # differences are open
        (role,) = view["roles"]
        self.assertEqual(role["candidates"][0]["hoTen"], "TRẦN NGỌC BÌNH")
        self.assertTrue(role["candidates"][0]["fields"])
        open_ = [d for d in view["differences"] if d["decides"]]
        self.assertEqual({d["field"] for d in open_},
                         {"nksNgaySinh", "meNgaySinh"})
        self.assertTrue(all(d["kind_label"] for d in open_))
        self.bad(tu.post(f"/api/entries/{entry}/steps/check",
                         {"version": now["version"]}), 409,
                 "flow.differences_open")
        self.bad(tu.post(f"/api/entries/{entry}/steps/decide", {}), 400,
                 "work.step_own")
        version = now["version"]
        for d in open_:
            stand = self.good(tu.post(f"/api/entries/{entry}/decide", {
                "version": version, "stream": "DC", "role": d["role"],
                "field": d["field"], "outcome": "book",
                "basis": "Giấy khai sinh bản chính"}))
            version = stand["version"]
        self.assertEqual(stand["state"], "decided")
        (gone,) = [c["entry"] for c in cells if c["class"] == "NOTFOUND"]
        self.good(tu.post(f"/api/entries/{gone}/confirm",
                          {"stream": "DC", "basis": "đã hỏi công an"}))
        tally = self.good(tu.post(f"/api/books/{book}/steps/check",
                                  {"stream": "DC"}))
        self.assertEqual((tally["done"], tally["left"]), (3, 0))

        # accepted, approved, handed over by others than the keyer
        self.bad(ba.post(f"/api/entries/{entry}/steps/accept", {}), 403,
                 "right.none")
        for who, step in (("nam", "accept"), ("sau", "approve"),
                          ("sau", "handover")):
            tally = self.good(self.as_(who).post(
                f"/api/books/{book}/steps/{step}", {"stream": "DC"}))
            self.assertEqual(tally["done"], 3, step)
        listed = self.good(tu.get(f"/api/entries?book={book}"
                                  "&state=handed_over,approved&limit=2"))
        self.assertEqual([i["state_label"] for i in listed["items"]],
                         ["Đã chuyển giao"] * 2)
        rest = self.good(tu.get(f"/api/entries?book={book}&limit=2&after=" +
                                listed["next"]))
        self.assertEqual((len(rest["items"]), rest["next"]), (1, None))
        acts = self.good(tu.get(f"/api/entries/{entry}", purpose="xem lại")
                         )["acts"]
        self.assertEqual([(a["login"], a["action"]) for a in acts],
                         [("ba", "entry.key"), ("ba", "entry.key"),
                          ("tu", "entry.decide"), ("tu", "entry.decide"),
                          ("tu", "entry.check"), ("nam", "entry.accept"),
                          ("sau", "entry.approve"), ("sau", "entry.handover")])

        # who looked at whom is in the access chain, within a second
        self.assertTrue(until(3, lambda: self.rows(
            "SELECT COUNT(*) FROM journal WHERE chain = 2 AND action = "
            "'entry.read'")[0][0] >= 2))
        marks = self.rows("SELECT COUNT(*) FROM journal WHERE chain = 2 AND "
                          "action = 'population.find' AND kind = 'book'")
        self.assertLessEqual(marks[0][0], 2)  # not one a request

    def test_differences_that_are_alike_are_decided_together(self):
        book = self.make_book()
        people = [("01/2016", AN), ("02/2016", BINH)]
        same = {"nksDanToc": "Tày"}
        ids = [self.key(book, {**v, **same, "so": n})["id"]
               for n, v in people]
        tu = self.as_("tu")
        alike = self.good(tu.get(
            f"/api/entries/{ids[1]}/alike?role=nks&field=nksDanToc",
            purpose="xác minh"))
        self.assertEqual((alike["count"], [i["id"] for i in alike["items"]]),
                         (2, [ids[1], ids[0]]))
        self.assertEqual(alike["items"][0]["book_value"], "Tày")
        self.bad(tu.get(f"/api/entries/{ids[1]}/alike?role=nks&field=so",
                        purpose="x"), 404, "verify.difference")
        items = [{"entry": i["id"], "version": i["version"],
                  "stream": i["stream"], "role": "nks", "field": "nksDanToc"}
                 for i in alike["items"]]
        items[1]["version"] += 7
        done = self.good(tu.post("/api/differences/decide", {
            "items": items, "outcome": "book", "basis": "sổ gốc"}))
        self.assertEqual(done["done"], 1)
        (refused,) = done["refused"]
        self.assertEqual((refused["entry"], refused["error"]["key"]),
                         (ids[0], "work.stale"))
        self.bad(self.as_("ba").post("/api/differences/decide", {
            "items": items, "outcome": "book", "basis": "x"}), 403,
            "right.none")
        sheet = tu.get(f"/api/differences.xlsx?book={book}", purpose="in ra")
        self.assertEqual(sheet.body[:2], b"PK")
        back = self.good(tu.send("POST", "/api/differences?stream=DC",
                                 sheet.body, type="application/octet-stream"))
        self.assertEqual(back["refused"], 0, back)

    def test_pages_are_put_shown_and_laid_out(self):
        book = self.make_book()
        chin, ba = self.as_("chin"), self.as_("ba")
        url = f"/api/books/{book}/pages/1"
        page = self.good(chin.send("PUT", url, png(30, 20, 9),
                                   type="image/png"), 201)
        self.assertEqual((page["width"], page["kind"]), (30, "png"))
        self.good(chin.send("PUT", url, png(30, 20, 9), type="image/png"))
        self.bad(chin.send("PUT", url, b"text", type="image/png"), 400,
                 "picture.kind")
        self.bad(ba.send("PUT", url, png(30, 20, 9), type="image/png"), 403,
                 "right.none")
        boxes = {"boxes": {"nksHoTen": {"x": 1000, "y": 2000, "w": 3000,
                                        "h": 400}}, "entries_per_page": 2}
        self.good(ba.put(f"/api/books/{book}/layout", boxes), 204)
        boxes["boxes"]["khong"] = {"x": 0, "y": 0, "w": 1, "h": 1}
        self.bad(ba.put(f"/api/books/{book}/layout", boxes), 400,
                 "layout.shape")
        del boxes["boxes"]["khong"]
        seen = self.good(ba.get(f"/api/books/{book}/pages"))
        self.assertEqual(seen["layout"], boxes)
        self.assertEqual([p["id"] for p in seen["pages"]], [page["id"]])
        image = f"/api/pages/{page['id']}/image"
        self.bad(ba.get(image), 400, "right.purpose")
        shown = ba.get(image, purpose=WHY)
        self.assertEqual((shown.body, shown.headers["Content-Type"]),
                         (png(30, 20, 9), "image/png"))
        self.bad(ba.get("/api/pages/1/image", purpose=WHY), 404,
                 "page.unknown")

    def test_what_forms_and_lists_are_made_from(self):
        ba = self.as_("ba")
        self.key(self.make_book(), BINH)
        form = self.good(ba.get("/api/types/KS"))
        groups = form["groups"]
        self.assertEqual((groups[0]["id"], groups[-1]["id"]),
                         ("head", "rest"))
        told = [f for g in groups for f in g["fields"]]
        self.assertEqual(sorted(told), sorted(f["id"] for f in form["fields"]))
        for queue in self.good(self.as_("tu").get("/api/work"))["queues"]:
            opened = self.good(self.as_("tu").get(
                "/api/entries?" + urllib.parse.urlencode(queue["filter"])))
            self.assertGreaterEqual(len(opened["items"]),
                                    queue["count"], queue)
        short = {"items": [{"short": "dl", "text": "Đại Lãnh"}]}
        self.good(ba.put("/api/me/abbreviations", short), 204)
        self.assertEqual(self.good(ba.get("/api/me/abbreviations")), short)
        found = self.good(ba.post("/api/search", {"name": "ngoc binh"},
                                  purpose="tìm"))
        self.assertEqual([h["number"] for h in found["items"]], ["02/2016"])
        people = self.good(ba.post("/api/population/find",
                                   {"name": "Trần Ngọc Bình",
                                    "born": "02/05/2016"}, purpose="tra"))
        self.assertEqual(people["candidates"][0]["id12"], "000000000002")

    def test_what_was_acknowledged_survives_a_kill(self):
        ba = self.as_("ba")
        book = self.make_book()
        slot = f"/api/books/{book}/drafts/05%2F2016"
        self.good(ba.put(slot, {"values": {"nksHoTen": "Ng"}}), 204)
        entry = self.key(book, AN)["id"]
        self.server.kill()
        self.server = Server(self.dir, "--rate", "0")
        fresh = Browser(self.server, "ba", SECRET)
        self.assertEqual(self.good(fresh.get(slot))["values"],
                         {"nksHoTen": "Ng"})
        self.assertEqual(self.good(fresh.get(
            f"/api/entries/{entry}", purpose=WHY))["number"], "01/2016")


if __name__ == "__main__":
    unittest.main(verbosity=2)
