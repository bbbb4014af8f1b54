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


class Imports(Api):
    """The browser's way in: look, name columns, run, correct, run again."""

    def events(self, browser, job):
        reply = browser.get(f"/api/jobs/{job}/events")
        self.assertEqual(reply.headers["Content-Type"], "text/event-stream")
        found = []
        for block in reply.body.decode().strip().split("\n\n"):
            lines = dict(l.split(": ", 1) for l in block.split("\n")
                         if not l.startswith(":"))
            if lines:
                found.append((lines["event"], json.loads(lines["data"])))
        self.assertEqual(found[-1][0], "end")
        return found

    def result(self, browser, reply):
        self.assertEqual(reply.status, 202, repr(reply))
        job = reply.json()["job"]
        end = self.events(browser, job)[-1][1]
        look = browser.get(f"/api/jobs/{job}").json()
        self.assertEqual(look["state"], "done" if "result" in end else "failed")
        return end

    def upload(self, browser, text, name="Sổ 1.tsv", what="book", status=201,
               type=""):
        body = text if isinstance(text, bytes) else text.encode()
        reply = browser.post(f"/api/imports?what={what}&type={type}&name=" +
                             __import__("urllib.parse").parse.quote(name),
                             body, type="application/octet-stream")
        self.assertEqual(reply.status, status, repr(reply))
        return reply.json()

    def test_a_file_is_seen_before_it_is_taken_in(self):
        an = self.person("an")
        rows = [dict(r, so=f"{n}/2005") for n, r in enumerate(KS_ROWS, 1)]
        look = self.upload(an, table(KS, *rows), type="KS")
        self.assertEqual((look["type"], look["rows"], look["encoding"]),
                         ("KS", 3, "UTF-8"))
        self.assertEqual([c["field"] for c in look["columns"]], KS)
        self.assertEqual(look["columns"][4]["label"],
                         "Họ, chữ đệm, tên người được khai sinh")
        self.assertEqual(look["sample"][0][4], "Nguyễn Văn A")
        end = self.result(an, an.post(f"/api/imports/{look['id']}/run",
                                      {"stream": "LS"}))
        self.assertEqual((end["result"]["accepted"], end["result"]["refused"]),
                         (3, 0))
        again = self.result(an, an.post(f"/api/imports/{look['id']}/run",
                                        {"stream": "LS"}))
        self.assertEqual(again["result"]["unchanged"], 3)
        # the journal names the file as the clerk does
        self.assertEqual(self.person("dung").post(
            f"/api/imports/{look['id']}/run", {}).status, 404)
        self.assertEqual(an.get("/api/books").json()["items"][0]["entries"], 3)

    def test_columns_of_any_name_are_given_a_meaning(self):
        an = self.person("an")
        mine = dict(zip(KS, ("Số", "Quyển", "Ngày ĐK", "Nơi ĐK", "Họ tên",
                             "Giới", "Ngày sinh")))
        rows = [{mine[k]: v for k, v in dict(r, quyenSo="Q9").items()}
                for r in KS_ROWS]
        look = self.upload(an, table(list(mine.values()), *rows))
        self.assertEqual(look["type"], "")
        columns = [{"header": c["header"], "field": KS[i]}
                   for i, c in enumerate(look["columns"])]
        where = f"/api/imports/{look['id']}/run"
        self.assertEqual(an.post(where, {"columns": columns[1:]}).key,
                         "http.columns")
        columns[2]["field"] = ""
        end = self.result(an, an.post(where, {"columns": columns, "type": "KS",
                                              "stream": "DC"}))
        self.assertEqual(end["result"]["accepted"], 3, end)

    def test_refused_rows_are_corrected_on_the_screen(self):
        an = self.person("an")
        rows = [dict(KS_ROWS[0], so="7/2006"), dict(KS_ROWS[1], so="8/2006")]
        text = table(KS, *rows).replace("Nguyễn Văn B", "Nguyễn \ufffdăn B")
        look = self.upload(an, text, type="KS")
        end = self.result(an, an.post(f"/api/imports/{look['id']}/run", {}))
        self.assertEqual((end["result"]["accepted"], end["result"]["refused"]),
                         (1, 1), end)
        bad = an.get(f"/api/imports/{look['id']}/refused").json()
        self.assertEqual(bad["columns"], KS)
        row = bad["rows"][0]
        self.assertTrue(row["reason"])
        self.assertEqual(row["field"], "nksHoTen")
        row["cells"][4] = "Nguyễn Văn B"
        end = self.result(an, an.post(f"/api/imports/{look['id']}/refused", {
            "rows": [{"line": row["line"], "cells": row["cells"]}]}))
        self.assertEqual((end["result"]["accepted"], end["result"]["refused"]),
                         (1, 0), end)
        self.assertEqual(an.get(f"/api/imports/{look['id']}/refused").key,
                         "http.none_refused")

    def test_what_is_no_table_and_who_may_not(self):
        an = self.person("an")
        for text in (b"", b"\x00\x01\x02" * 99):
            self.upload(an, text, status=400)
        self.upload(an, "a\tb\n1\t2\n", what="population", status=403)
        self.upload(an, "a\tb\n1\t2\n", what="nothing", status=400)
        self.assertEqual(an.get("/api/jobs/123").key, "http.no_job")
        self.assertEqual(an.get("/api/jobs/123/events").status, 404)
        self.assertEqual(an.post("/api/imports/123/run", {}).status, 404)
        names = os.listdir(self.dir + "/tmp")
        self.assertFalse([n for n in names if n.endswith(".upload")], names)

    def test_an_administrator_keeps_the_directory(self):
        quan = self.person("quan")
        before = quan.get("/api/system").json()
        self.assertEqual(before["entries"], 3)
        self.assertIsNone(before["last_backup"])
        self.assertEqual({c["id"] for c in before["checks"]},
                         {"disk", "backup", "checkpoint", "population", "tls"})
        end = self.result(quan, quan.post("/api/reconcile", {}))
        self.assertEqual(end["error"]["key"], "population.none")
        end = self.result(quan, quan.post("/api/reconcile",
                                          {"between": "register-book"}))
        self.assertEqual(end["error"]["key"], "register.none")
        self.assertEqual(quan.post("/api/reconcile",
                                   {"between": "x"}).status, 400)
        end = self.result(quan, quan.post("/api/system/journal/verify", {}))
        self.assertIs(end["result"]["agrees"], True)
        made = quan.post("/api/system/backup", {})
        self.assertEqual(made.status, 200, repr(made))
        self.ok("journal", "verify", made.json()["path"])
        note = quan.post("/api/system/journal/checkpoint", {}).json()["note"]
        self.write("note.txt", note)
        self.ok("journal", "verify", self.dir, "--checkpoint",
                self.path("note.txt"))
        self.assertEqual(quan.post("/api/system/backup", {}).status, 200)
        self.assertEqual(quan.post("/api/system/journal/checkpoint",
                                   {}).status, 200)
        after = quan.get("/api/system").json()
        self.assertGreater(after["last_backup"]["at_ms"], 0)
        self.assertGreater(after["last_checkpoint"]["at_ms"], 0)

    def test_people_loaded_while_serving_are_found_at_once(self):
        quan = self.person("quan")
        self.assertIsNone(quan.get("/api/system").json()["population"])
        from hotich import POPULATION
        text = table(POPULATION, {"soDinhDanh": "000104000001",
                                  "hoTen": "Nguyễn Văn A", "gioiTinh": "1",
                                  "ngaySinh": "01/02/2004"})
        look = self.upload(quan, "# as-of 2025-06-30\n" + text,
                           name="dan-cu.tsv", what="population")
        end = self.result(quan, quan.post(f"/api/imports/{look['id']}/run", {}))
        self.assertEqual(end["result"]["people"], 1, end)
        self.assertEqual(quan.get("/api/system").json()["population"]["people"],
                         1)
        end = self.result(quan, quan.post("/api/reconcile", {}))
        self.assertEqual(end["result"]["entries"], 3, end)
        dung = self.person("dung")
        entry = dung.get("/api/entries?limit=1").json()["items"][0]
        body = {"stream": entry["stream"], "version": entry["version"],
                "role": "nks", "person": "", "basis": "không đúng người"}
        reply = dung.post(f"/api/entries/{entry['id']}/pick", body)
        self.assertIn(reply.status, (200, 204), repr(reply))
        reply = dung.post(f"/api/entries/{entry['id']}/pick", body)
        self.assertEqual((reply.status, reply.key), (409, "work.stale"))

    def test_figures_and_the_description_of_all_routes(self):
        quan = self.person("quan")
        text = Browser(self.server).get("/metrics").body.decode()
        self.assertIn("hotich_sessions 1\n", text)
        self.assertIn('hotich_replies_total{status="2xx"}', text)
        about = quan.get("/api/openapi.json").json()
        self.assertEqual(about["openapi"], "3.1.0")
        self.assertIn("post", about["paths"]["/api/session"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
