"""Every route as every role: allowed or refused as schema/rights.json says.

The routes are asked of the server itself (OpenAPI, made from routes.def); the
rights are read from the file, not from the program.
"""
import glob
import json
import os
import re
import unittest

from hotich import ROOT, Scenario
from web import Browser, Server, password_of

with open(os.path.join(ROOT, "schema/rights.json"), encoding="utf-8") as f:
    RIGHTS = json.load(f)
VERBS = {v["id"]: v for v in RIGHTS["verbs"]}
ROLES = {r["id"]: r for r in RIGHTS["roles"]}
SECRET = "một câu dài dễ nhớ"
# asked for by what is found: the use case has its own tests of rights
BY_CASE = {"", "-"}


def fill(path):
    """A path whose ids lead nowhere: rights are asked before it is looked."""
    return re.sub(r"\{(\w+)\}", lambda m: "KS" if m[1] == "type" else
                  "check" if m[1] == "step" else "1", path)


class Routes(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo", "--unit", "22492")
        for role in ROLES:
            self.ok("staff", "add", self.dir, "x." + role, "--role", role)
        self.server = Server(self.dir, "--rate", "0")
        self.addCleanup(self.end)

    def end(self):
        with self.server:
            pass

    def person(self, role):
        once = password_of(self, self.dir, "x." + role)
        browser = Browser(self.server, "x." + role, once)
        self.assertEqual(browser.put("/api/session/password", {
            "old": once, "new": SECRET}).status, 204)
        return browser

    def routes(self, browser):
        """(method, path, its description), sessions last."""
        about = browser.get("/api/openapi.json").json()
        found = [(method.upper(), path, what)
                 for path, methods in about["paths"].items()
                 for method, what in methods.items()]
        return sorted(found, key=lambda r: (r[1] == "/api/session", r[0]))

    def ask(self, browser, method, path, what, **how):
        body, kind = None, "application/json"
        if "requestBody" in what:
            kind = next(iter(what["requestBody"]["content"]))
            body = "{}" if kind == "application/json" else b"x"
            kind = kind.replace("image/*", "image/png")
        return browser.send(method, fill(path), body, type=kind, **how)

    def test_nobody_is_answered_who_is_not_signed_in(self):
        routes = self.routes(self.person("administrator"))
        self.assertGreater(len(routes), 40)
        stranger = Browser(self.server)
        for method, path, what in routes:
            reply = self.ask(stranger, method, path, what, purpose="thử")
            if what["x-right"] == "-":
                self.assertFalse(what["security"])
            else:
                self.assertEqual((reply.status, reply.key),
                                 (401, "session.none"), f"{method} {path}")

    def test_each_role_may_what_the_rights_say_and_nothing_else(self):
        asked = 0
        for role, rights in ROLES.items():
            browser = self.person(role)
            for method, path, what in self.routes(browser):
                right = what["x-right"]
                where = f"{role}: {method} {path} ({right})"
                if right in BY_CASE and path == "/api/session":
                    continue
                reply = self.ask(browser, method, path, what, purpose="thử")
                self.assertNotEqual(reply.status, 401, where)
                self.assertLess(reply.status, 500, where + repr(reply))
                asked += 1
                if right in BY_CASE:
                    continue
                if right in rights["here"]:
                    refused = (reply.status == 403 and
                               reply.key.startswith("right."))
                    self.assertFalse(refused, where + repr(reply))
                else:
                    self.assertEqual((reply.status, reply.key),
                                     (403, "right.none"), where + repr(reply))
        self.assertGreater(asked, 13 * 40)

    def test_who_reads_of_people_says_why(self):
        browser = self.person("registrar")
        for method, path, what in self.routes(browser):
            right = what["x-right"]
            self.assertTrue(right in BY_CASE or right in VERBS, path)
            needs = bool(right in VERBS and VERBS[right].get("purpose"))
            self.assertEqual(what["x-purpose"], needs, path)
            if needs and right in ROLES["registrar"]["here"]:
                reply = self.ask(browser, method, path, what)
                self.assertEqual((reply.status, reply.key),
                                 (400, "right.purpose"), f"{method} {path}")

    def test_each_route_has_words_and_a_test(self):
        browser = self.person("administrator")
        text = ""
        for path in (glob.glob(ROOT + "/tests/scenario/s3*.py") +
                     glob.glob(ROOT + "/tests/browser/*.mjs")):
            if not path.endswith("s36_routes.py"):
                with open(path, encoding="utf-8") as f:
                    text += f.read()
        text = re.sub(r'"\s*\n?\s*f?"|" \+ \w+ \+ "', "", text)
        untried = []
        for method, path, what in self.routes(browser):
            self.assertFalse(what["summary"].startswith("http."), path)
            self.assertTrue(what["operationId"].startswith("ht_api_"))
            # where it is called, ids and words are whatever they are
            pattern = re.sub(r"\\\{\w+\\\}", r"[^ ]+?", re.escape(path))
            tail = re.escape(path.rsplit("}", 1)[-1])
            if not (re.search(pattern, text) or "}" in path and
                    re.search(r"[}\w\"`]" + tail + r"[\"`?,]", text)):
                untried.append(f"{method} {path}")
        self.assertEqual(untried, [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
