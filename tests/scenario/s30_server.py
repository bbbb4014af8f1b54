"""The server: signing in, what a browser may send, what it gets back."""
import json
import os
import socket
import sqlite3
import subprocess
import unittest

from hotich import HOTICH, Scenario
from web import Browser, Server, password_of, until

CREW = (("quan", "administrator"), ("an", "keyer"), ("dung", "checker"))
SECRET = "một câu dài dễ nhớ"


class Served(Scenario):
    """A directory with three people who have changed their passwords."""
    options = ()

    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo", "--unit", "22492")
        for login, role in CREW:
            self.ok("staff", "add", self.dir, login, "--role", role)
        self.server = Server(self.dir, *self.options)
        self.addCleanup(self.end)

    def end(self):
        with self.server:
            pass

    def person(self, login="an"):
        once = password_of(self, self.dir, login)
        browser = Browser(self.server, login, once)
        done = browser.put("/api/session/password", {"old": once, "new": SECRET})
        self.assertEqual(done.status, 204, repr(done))
        return browser

    def access(self):
        """(action, what) of the access chain."""
        base = sqlite3.connect(self.dir + "/hotich.db")
        rows = base.execute("SELECT action, payload, purpose, actor FROM "
                            "journal WHERE chain = 2 ORDER BY seq").fetchall()
        base.close()
        return rows


class SigningIn(Served):
    def test_a_one_time_password_opens_only_its_own_change(self):
        once = password_of(self, self.dir, "an")
        browser = Browser(self.server, "an", once)
        self.assertTrue(browser.get("/api/session").json()["must_change"])
        for path in ("/api/types", "/api/books"):
            reply = browser.get(path)
            self.assertEqual((reply.status, reply.key),
                             (403, "session.must_change"))
        for new, key in (("ngắn", "password.short"), (once, "password.unchanged"),
                         ("a" * 129, "password.long"), ("a" * 20, "password.same")):
            reply = browser.put("/api/session/password", {"old": once, "new": new})
            self.assertEqual((reply.status, reply.key), (400, key))
        self.assertEqual(browser.put("/api/session/password", {
            "old": once, "new": SECRET}).status, 204)
        self.assertEqual(browser.get("/api/types").status, 200)
        self.assertFalse(browser.get("/api/session").json()["must_change"])
        self.assertEqual(Browser(self.server).sign_in("an", once).status, 401)
        self.assertEqual(Browser(self.server).sign_in("an", SECRET).status, 200)

    def test_who_is_signed_in(self):
        me = self.person("an").get("/api/session").json()
        self.assertEqual(me["user"]["login"], "an")
        self.assertTrue(me["user"]["id"].isdigit())
        self.assertEqual(me["office"]["unit_code"], "22492")
        self.assertEqual([r["id"] for r in me["roles"]], ["keyer"])
        self.assertIn("entry.key", me["verbs"])
        self.assertNotIn("entry.approve", me["verbs"])
        self.assertIs(me["is_demo"], True)
        self.assertRegex(me["today"], r"^\d{4}-\d\d-\d\d$")

    def test_wrong_ones_are_told_nothing_and_leave_a_mark(self):
        self.person("an")
        for login, password in (("an", "sai mật khẩu rồi"), ("nobody", SECRET),
                                ("dung", SECRET), ("admin", "")):
            reply = Browser(self.server).sign_in(login, password)
            self.assertEqual((reply.status, reply.key), (401, "session.wrong"))
            self.assertNotIn("Set-Cookie", reply.headers)
        self.assertTrue(until(5, lambda: sum(
            "session.wrong" in what for _, what, *_ in self.access()) == 4))

    def test_the_cookie_is_for_this_server_alone(self):
        once = password_of(self, self.dir, "an")
        reply = Browser(self.server).sign_in("an", once)
        cookie = reply.headers["Set-Cookie"]
        for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(word, cookie)
        self.assertNotIn(once, reply.body.decode())
        token = cookie.split("=")[1].split(";")[0]
        self.assertEqual(len(token), 64)
        self.assertTrue(until(5, self.is_saved))
        with open(self.dir + "/hotich.db", "rb") as f:
            stored = f.read()
        if os.path.exists(self.dir + "/hotich.db-wal"):
            with open(self.dir + "/hotich.db-wal", "rb") as f:
                stored += f.read()
        self.assertNotIn(token.encode(), stored)
        self.assertNotIn(once.encode(), stored)

    def is_saved(self):
        base = sqlite3.connect(self.dir + "/hotich.db")
        count = base.execute("SELECT COUNT(*) FROM session").fetchone()[0]
        base.close()
        return count == 1

    def test_signing_out_ends_it_everywhere_it_was_copied_to(self):
        browser = self.person("an")
        copy = Browser(self.server)
        copy.cookie = browser.cookie
        self.assertEqual(copy.get("/api/types").status, 200)
        self.assertEqual(browser.delete("/api/session").status, 204)
        reply = copy.get("/api/types")
        self.assertEqual((reply.status, reply.key), (401, "session.none"))

    def test_a_new_password_signs_the_others_out(self):
        first = self.person("an")
        second = Browser(self.server, "an", SECRET)
        self.assertEqual(second.put("/api/session/password", {
            "old": SECRET, "new": SECRET + " hơn"}).status, 204)
        self.assertEqual(second.get("/api/types").status, 200)
        self.assertEqual(first.get("/api/types").status, 401)

    def test_a_term_that_ends_is_noticed_and_a_restart_signs_nobody_out(self):
        browser = self.person("an")
        self.assertEqual(browser.get("/api/books").status, 200)
        self.assertTrue(until(5, self.is_saved))
        self.end()
        self.server = browser.server = Server(self.dir)
        browser.connection = None
        self.assertEqual(browser.get("/api/books").status, 200)
        self.ok("journal", "verify", self.dir)

    def test_the_journal_says_who_set_whose_password(self):
        self.person("an")
        base = sqlite3.connect(self.dir + "/hotich.db")
        rows = base.execute("SELECT actor, subject FROM journal WHERE "
                            "kind = 'credential' ORDER BY seq").fetchall()
        base.close()
        self.assertEqual(len(rows), 2)  # the administrator, then she herself
        self.assertNotEqual(*rows[0])
        self.assertEqual(*rows[1])


class Requests(Served):
    def test_nobody_signed_in_gets_401_whatever_he_asks(self):
        stranger = Browser(self.server)
        for path in ("/api/types", "/api/books", "/api/session"):
            self.assertEqual(stranger.get(path).status, 401)
        stranger.cookie = "sid=" + "0" * 64
        self.assertEqual(stranger.get("/api/types").status, 401)

    def test_a_page_of_another_site_can_write_nothing(self):
        browser = self.person("an")
        body = {"old": SECRET, "new": SECRET + "!"}
        host = self.server.host
        for headers, how in (({}, {"plain": True}),
                             ({"Sec-Fetch-Site": "cross-site"}, {}),
                             ({"Sec-Fetch-Site": "same-site"}, {}),
                             ({"Origin": "http://evil.example"}, {}),
                             ({"Origin": "null"}, {}),
                             ({"Origin": "https://" + host}, {})):
            reply = browser.put("/api/session/password", body, headers=headers,
                                **how)
            self.assertEqual((reply.status, reply.key), (403, "http.origin"),
                             headers)
        reply = browser.put("/api/session/password", body, type="text/plain")
        self.assertEqual((reply.status, reply.key), (415, "http.type"))
        self.assertEqual(browser.put("/api/session/password", body, headers={
            "Sec-Fetch-Site": "same-origin",
            "Origin": "http://" + host}).status, 204)

    def test_bad_bodies_are_named(self):
        stranger = Browser(self.server)
        for body, key in (("", "json.syntax"), ("{", "json.syntax"),
                          ("[]", "http.object"), ("{}", "http.missing"),
                          ('{"login":"an","login":"b","password":"x"}',
                           "json.syntax"),
                          ('{"login":7,"password":"x"}', "http.kind"),
                          ('{"login":"an","password":"x","more":1}',
                           "http.unknown"),
                          ('{"login":"a\\u0001","password":"x"}',
                           "text.control"),
                          ('{"login":"an","password":1.5}', "json.subset")):
            reply = stranger.post("/api/session", body)
            self.assertEqual((reply.status, reply.key), (400, key), body)
        deep = {"login": "an", "password": "x"}
        for _ in range(17):
            deep = {"login": deep}
        self.assertEqual(stranger.post("/api/session", deep).status, 413)
        many = {"login": "an", "password": "x", "more": [0] * 1001}
        self.assertEqual(stranger.post("/api/session", many).status, 413)

    def test_a_body_has_its_limit(self):
        stranger = Browser(self.server)
        cap = 256 * 1024
        head = '{"login":"an","password":"'
        fits = head + "x" * (cap - len(head) - 2) + '"}'
        self.assertEqual(len(fits), cap)
        self.assertEqual(stranger.post("/api/session", fits).status, 401)
        over = stranger.post("/api/session", fits + " ")
        self.assertEqual((over.status, over.key), (413, "http.body_big"))
        self.assertEqual(Browser(self.server).post(
            "/api/session", fits, headers={"Content-Encoding": "gzip"}).status,
            415)

    def raw(self, *pieces):
        """What comes back for bytes as they are."""
        host, port = self.server.host.split(":")
        with socket.create_connection((host, int(port)), timeout=30) as s:
            got = b""
            try:
                for piece in pieces:
                    s.sendall(piece)
                s.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # cut off: what it said before may still be read
            while True:
                try:
                    more = s.recv(65536)
                except OSError:
                    break
                if not more:
                    break
                got += more
        return int(got.split(b" ")[1]) if got else 0

    def test_a_body_without_end_is_cut_off(self):
        piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
        status = self.raw(
            b"POST /api/session HTTP/1.1\r\nHost: x\r\nX-Hotich: 1\r\n"
            b"Content-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n", *[piece] * 400)
        self.assertIn(status, (0, 413))
        self.assertEqual(Browser(self.server).get("/healthz").status, 200)

    def test_paths_and_methods_that_are_none(self):
        browser = self.person("an")
        for target, status in (
                ("/api/nothing", 404), ("/api/types/", 400), ("/api//types", 400),
                ("/api/types?x=%zz", 400), ("/api/types?x=%00", 400),
                ("/api/%ff", 400), ("/api/../api/types", 400),
                ("/api/%2e%2e/types", 400), ("/nothing.html", 404),
                ("/../../etc/passwd", 400), ("/%2e%2e/%2e%2e/etc/passwd", 400),
                ("/.git/config", 404), ("/locale/vi.json", 200),
                ("/locale/vi.json.gz", 404), ("/schema/rights.json", 404)):
            self.assertEqual(browser.get(target).status, status, target)
        reply = browser.post("/api/types")
        self.assertEqual((reply.status, reply.key), (405, "http.method"))
        for method, status in (("PATCH", 501), ("OPTIONS", 501), ("TRACE", 501)):
            self.assertEqual(browser.send(method, "/api/types").status, status)
        self.assertEqual(browser.send("HEAD", "/api/types").body, b"")

    def test_heads_have_their_limits(self):
        line = b"GET /healthz?%s HTTP/1.1\r\nHost: x\r\n"
        more = lambda n: b"".join(b"X-%d: y\r\n" % i for i in range(n))
        tests = (
            (line % (b"a" * (8192 - 9)), 200), (line % (b"a" * (8193 - 9)), 400),
            (line % b"" + more(62), 200), (line % b"" + more(63), 431),
            (line % b"" + b"X: " + b"y" * 15000 + b"\r\n", 200),
            (line % b"" + b"X: " + b"y" * 17000 + b"\r\n", 431),
            (line % b"" + b"X: " + b"y" * 1600000 + b"\r\n", 431),
            (line % b"" + b"Content-Length: 0\r\nContent-Length: 0\r\n", 400),
            (line % b"" + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
             400))
        for head, status in tests:
            self.assertIn(self.raw(head + b"Connection: close\r\n\r\n"),
                          (status, 0) if status == 431 else (status,),
                          head[:80])
        self.assertIn(self.raw(line % (b"a" * 819200) + b"\r\n"), (414, 431, 0))

    def test_every_reply_says_what_a_browser_may_do_with_it(self):
        browser = self.person("an")
        page = browser.get("/locale/vi.json")
        api = browser.get("/api/types")
        for reply in (page, api):
            self.assertEqual(reply.headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(reply.headers["Referrer-Policy"], "no-referrer")
            self.assertIn("default-src 'none'",
                          reply.headers["Content-Security-Policy"])
        self.assertEqual(api.headers["Cache-Control"], "no-store")
        self.assertIn("require-trusted-types-for 'script'",
                      page.headers["Content-Security-Policy"])
        self.assertNotIn("unsafe", page.headers["Content-Security-Policy"])

    def test_files_come_compressed_and_only_once(self):
        browser = Browser(self.server)
        plain = browser.get("/locale/vi.json")
        self.assertEqual(json.loads(plain.body)["session.none"],
                         "Bạn chưa đăng nhập")
        small = browser.get("/locale/vi.json",
                            headers={"Accept-Encoding": "br, gzip"})
        self.assertEqual(small.headers["Content-Encoding"], "gzip")
        self.assertLess(len(small.body), len(plain.body) / 2)
        again = browser.get("/locale/vi.json", headers={
            "If-None-Match": plain.headers["ETag"]})
        self.assertEqual((again.status, again.body), (304, b""))

    def test_two_routes_end_to_end(self):
        self.write("ks.tsv", "so\tquyenSo\tngayDangKy\tnoiDangKy\tnksHoTen\t"
                   "nksGioiTinh\tnksNgaySinh\n1/2004\tQ1\t02.03.2004\t"
                   "UBND xã Đại Lãnh\tNguyễn Văn A\t1\t01.02.2004\n")
        self.ok("book", "import", self.dir, self.path("ks.tsv"), "--type", "KS")
        browser = self.person("an")
        types = browser.get("/api/types").json()["types"]
        self.assertIn("KS", [t["id"] for t in types])
        books = browser.get("/api/books").json()
        self.assertEqual(books["total"], 1)
        self.assertEqual(books["items"][0]["volume"], "Q1")
        self.assertEqual(browser.get("/api/books?type=KT").json()["total"], 0)
        self.assertEqual(browser.get("/api/books?q=Q1").json()["total"], 1)


class Life(Scenario):
    def test_one_server_a_directory_and_a_port(self):
        home, other = self.path("a"), self.path("b")
        self.ok("init", home)
        self.ok("init", other)
        with Server(home) as server:
            self.refused("serve", home, "--listen", "127.0.0.1:0", says=home)
            self.refused("serve", other, "--listen", server.host,
                         says=server.host)
            self.ok("staff", "list", home)  # the command line goes on
            self.ok("staff", "add", home, "an", "--role", "keyer")
        self.ok("journal", "verify", home)

    def test_where_it_may_listen(self):
        home = self.path("a")
        self.ok("init", home)
        for at in ("8080", "localhost:80", "127.0.0.1:x", "127.0.0.1:70000", ""):
            self.refused("serve", home, "--listen", at)
        self.refused("serve", home, "--listen", "0.0.0.0:0", says="--cert")
        self.refused("serve", home, "--cert", "x", says="--key")
        self.refused("serve", self.path("none"), says="none")

    def test_its_log_holds_nobodys_data(self):
        home = self.path("a")
        self.ok("init", home, "--demo")
        once = password_of(self, home, "admin")
        with Server(home) as server:
            Browser(server, "admin", once)
            Browser(server).get("/api/books?q=Nguyen+Van+Secret")
            Browser(server).sign_in("my-secret-login", "my-secret-password")
        for line in server.log.splitlines():
            json.loads(line)
        for word in ("ecret", once, "admin", "127.0.0.1"):
            self.assertNotIn(word, server.log)

    def test_it_speaks_tls(self):
        home = self.path("a")
        self.ok("init", home)
        made = subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-keyout", self.path("key.pem"), "-out",
             self.path("cert.pem")], capture_output=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        once = password_of(self, home, "admin")
        with Server(home, "--cert", self.path("cert.pem"), "--key",
                    self.path("key.pem")) as server:
            import http.client
            import ssl
            self.assertTrue(server.url.startswith("https://"))
            host, port = server.host.split(":")
            trust = ssl.create_default_context(cafile=self.path("cert.pem"))
            trust.check_hostname = False
            line = http.client.HTTPSConnection(host, int(port), context=trust)
            line.request("POST", "/api/session", json.dumps(
                {"login": "admin", "password": once}), {
                    "X-Hotich": "1", "Content-Type": "application/json"})
            reply = line.getresponse()
            self.assertEqual(reply.status, 200, reply.read())
            self.assertTrue(reply.getheader("Set-Cookie").startswith(
                "__Host-sid="))
            self.assertIn("Secure", reply.getheader("Set-Cookie"))
            self.assertIn("max-age",
                          reply.getheader("Strict-Transport-Security"))
            line.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
