"""What screens are made from: types, flows, work, staff, reports."""
import io
import json
import os
import unittest
import zipfile

from hotich import Scenario, table
from web import Browser, Server, password_of

KS_ROWS = [{"so": f"{n}/2004", "quyenSo": "Q1", "ngayDangKy": "02.03.2004",
            "noiDangKy": "UBND xã Đại Lãnh", "nksHoTen": f"Nguyễn Văn {c}",
            "nksGioiTinh": "1", "nksNgaySinh": "01.02.2004"}
           for n, c in enumerate("ABC", 1)]
KS = "so quyenSo ngayDangKy noiDangKy nksHoTen nksGioiTinh nksNgaySinh".split()


class Api(Scenario):
    crew = (("quan", "administrator"), ("an", "keyer"), ("dung", "checker"),
            ("giang", "acceptor"), ("khanh", "leader"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo", "--unit", "22492")
        for login, role in self.crew:
            self.ok("staff", "add", self.dir, login, "--role", role)
        self.write("ks.tsv", table(KS, *KS_ROWS))
        self.ok("book", "import", self.dir, self.path("ks.tsv"), "--type",
                "KS", "--as", "an")
        self.server = Server(self.dir)
        self.addCleanup(self.end)

    def end(self):
        with self.server:
            pass

    def person(self, login):
        once = password_of(self, self.dir, login)
        browser = Browser(self.server, login, once)
        done = browser.put("/api/session/password",
                           {"old": once, "new": "một câu dài dễ nhớ"})
        self.assertEqual(done.status, 204, repr(done))
        return browser

    def test_a_form_is_made_from_a_type(self):
        browser = self.person("an")
        reply = browser.get("/api/types/KS")
        form = reply.json()
        with open(os.path.join(os.path.dirname(__file__),
                               "../../schema/registers/birth.json"),
                  encoding="utf-8") as f:
            file = json.load(f)
        groups = form.pop("groups")
        self.assertEqual(form, file)
        listed = [f for g in groups for f in g["fields"]]
        self.assertEqual(sorted(listed), sorted(f["id"] for f in file["fields"]))
        where = {f: g["id"] for g in groups for f in g["fields"]}
        for field, group in (("so", "head"), ("nksHoTen", "nks"),
                             ("meNgaySinh", "me"), ("nksMatTich", "rest"),
                             ("nksNgaySinhBangChu", "nks"),
                             ("cqNuocNgoaiDaDangKy", "rest")):
            self.assertEqual(where[field], group, field)
        again = browser.get("/api/types/KS", headers={
            "If-None-Match": reply.headers["ETag"]})
        self.assertEqual(again.status, 304)
        self.assertEqual(browser.get("/api/types/NONE").key, "http.no_type")

    def test_flows_outcomes_and_units(self):
        browser = self.person("an")
        flows = browser.get("/api/flows").json()["flows"]
        self.assertEqual(sorted(f["id"] for f in flows), ["DC", "LS", "MOI"])
        self.assertIn("approved", [s["id"] for s in flows[0]["states"]])
        outcomes = browser.get("/api/rights/outcomes").json()["outcomes"]
        self.assertEqual([o["key"] for o in outcomes], list("123456"))
        for o in outcomes:
            self.assertFalse(o["label"].startswith("outcome."))
        found = browser.get("/api/units?q=22492").json()["items"]
        self.assertEqual(found[0]["code"], "22492")
        self.assertEqual(browser.get("/api/units?q=xyzxyz").json()["items"], [])
        self.assertEqual(browser.get("/api/units").json()["items"], [])

    def test_each_sees_the_work_that_waits_for_his_roles(self):
        queues = {q["verb"]: q for q in
                  self.person("giang").get("/api/work").json()["queues"]
                  if q["stream"] == "LS"}
        self.assertEqual(set(queues), {"entry.accept"})
        self.assertEqual(queues["entry.accept"]["count"], 0)
        verbs = {q["verb"] for q in
                 self.person("dung").get("/api/work").json()["queues"]}
        self.assertLessEqual({"entry.check", "entry.decide", "entry.pick",
                              "entry.confirm"}, verbs)
        self.assertNotIn("entry.approve", verbs)

    def test_an_administrator_looks_after_people(self):
        quan = self.person("quan")
        made = quan.post("/api/staff", {"login": "moi", "name": "Hoàng Mới",
                                        "role": "keyer"})
        self.assertEqual(made.status, 201, repr(made))
        once = made.json()["password"]
        moi = Browser(self.server, "moi", once)
        self.assertTrue(moi.get("/api/session").json()["must_change"])
        person = [p for p in quan.get("/api/staff").json()["items"]
                  if p["login"] == "moi"][0]
        self.assertEqual(person["id"], made.json()["id"])
        self.assertEqual(person["terms"], [{
            "role": "keyer", "label": "Người nhập liệu", "from": "", "to": ""}])
        where = f"/api/staff/{person['id']}"
        for body, status, key in (
                ({"role": "keyer"}, 409, "staff.has_role"),
                ({"role": "approver"}, 403, "right.apart"),
                ({"role": "no"}, 404, "right.role"),
                ({"role": "scanner", "from": "1/1/2026"}, 400, "staff.day"),
                ({"role": ""}, 400, "http.missing"), ({}, 400, "http.missing")):
            reply = quan.post(where + "/terms", body)
            self.assertEqual((reply.status, reply.key), (status, key), body)
        self.assertEqual(quan.post(where + "/terms", {
            "role": "scanner", "to": "2099-12-31"}).status, 204)
        self.assertEqual(quan.post(where + "/terms/end", {
            "role": "keyer", "to": "2020-01-01"}).status, 204)
        reply = quan.post(where + "/terms/end", {"role": "keyer",
                                                 "to": "2020-01-01"})
        self.assertEqual((reply.status, reply.key), (404, "staff.no_term"))
        again = quan.post(where + "/password", {}).json()["password"]
        self.assertNotEqual(again, once)
        self.assertEqual(moi.get("/api/session").status, 401)
        self.assertEqual(Browser(self.server).sign_in("moi", once).status, 401)
        self.assertEqual(Browser(self.server).sign_in("moi", again).status, 200)
        self.assertEqual(quan.post("/api/staff/123/password").status, 404)
        self.assertEqual(self.person("an").get("/api/staff").status, 403)
        roles = quan.get("/api/roles").json()["roles"]
        self.assertIn("keyer", [r["id"] for r in roles])
        self.ok("journal", "verify", self.dir)

    def test_reports_open_down_to_entries_and_come_as_a_sheet(self):
        khanh = self.person("khanh")
        names = [r["name"] for r in khanh.get("/api/reports").json()["reports"]]
        self.assertIn("tong-hop", names)
        report = khanh.get("/api/reports/tong-hop").json()
        self.assertTrue(report["headline"])
        self.assertIs(report["is_demo"], True)
        for row in report["rows"]:
            self.assertEqual(len(row["cells"]), len(report["columns"]))
        opened = [r["filter"] for r in report["rows"] if r["filter"]]
        self.assertTrue(any(f.get("stream") == "LS" for f in opened), opened)
        sheet = khanh.get("/api/reports/tong-hop.xlsx")
        self.assertEqual(sheet.status, 200)
        self.assertIn("tong-hop.xlsx", sheet.headers["Content-Disposition"])
        zipfile.ZipFile(io.BytesIO(sheet.body)).testzip()
        self.assertEqual(os.listdir(self.dir + "/tmp"), [])
        self.assertEqual(khanh.get("/api/reports/nope").status, 404)
        self.assertEqual(khanh.get("/api/reports/tong-hop?at=x").status, 400)
        self.assertEqual(khanh.get(
            "/api/reports/tien-do?at=2024-01-31").json()["at"], "2024-01-31")
        for name in names:
            reply = khanh.get("/api/reports/" + name, purpose="kiểm tra")
            self.assertEqual(reply.status, 200, name + repr(reply))


if __name__ == "__main__":
    unittest.main(verbosity=2)
