"""Every figure of every report opens, in the browser as on the command line, to
exactly what it counts."""
import unittest

from hotich import KS, POPULATION, Scenario, table
from web import Browser, Server, password_of

OFFICE = "UBND xã Đại Lãnh, huyện Vạn Ninh, tỉnh Khánh Hòa"


def birth(n, **more):
    return dict(so=f"{n:02d}/2016", quyenSo="01/2016", loaiDangKy="1",
                ngayDangKy="12.05.2016", noiDangKy=OFFICE,
                nksHoTen=f"Nguyễn Văn {'ABCDEFGHIJ'[n % 10]}",
                nksNgaySinh=f"{n:02d}.04.2016", nksGioiTinh="1",
                nksDanToc="Kinh", nksQuocTich="Việt Nam",
                meHoTen=f"Lê Thị {'ABCDEFGHIJ'[n % 10]}", **more)


class Figures(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo", "--unit", "22492")
        for login, role in (("an", "keyer"), ("khanh", "leader"),
                            ("dung", "checker")):
            self.ok("staff", "add", self.dir, login, "--role", role)
        self.write("ks.tsv", table(KS, *[birth(n) for n in range(1, 24)],
                                   birth(25, ghiChu="x"),
                                   dict(birth(26), nksNgaySinh="30.12.2016")))
        for stream in ("LS", "DC"):
            self.ok("book", "import", self.dir, self.path("ks.tsv"),
                    "--stream", stream, "--as", "an")
        self.write("r.tsv", table(KS + ["maHoSo", "trangThai"], *[
            dict(birth(n), maHoSo=f"H{n}", trangThai="7") for n in (1, 2)]))
        self.ok("register", "load", self.dir, self.path("r.tsv"))
        self.write("p.tsv", "# as-of 2025-06-30\n" + table(POPULATION, *[
            dict(soDinhDanh=f"000216{n:06d}", gioiTinh="1", danToc="Kinh",
                 hoTen=f"Nguyễn Văn {'ABCDEFGHIJ'[n % 10]}",
                 ngaySinh=f"{n:02d}/04/2016", quocTich="Việt Nam",
                 hoTenMe="Lê Thị " + ("Khác" if n == 3
                                      else "ABCDEFGHIJ"[n % 10]))
            for n in range(1, 12)]))
        self.ok("population", "load", self.dir, self.path("p.tsv"))
        self.ok("reconcile", self.dir)
        self.write("kh.tsv", "donVi\tmaDonVi\tluong\tloaiSo\tgiaiDoan\t"
                   "tong\t2024-06\tghiChu\nXã A\t\tDC\tKS\t\t30\t30\t\n")
        self.ok("plan", "import", self.dir, self.path("kh.tsv"))
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

    def count(self, browser, query):
        seen, after = set(), ""
        while True:
            words = "&".join(f"{k}={v}" for k, v in query.items())
            reply = browser.get(f"/api/entries?limit=20&{words}" +
                                (f"&after={after}" if after else ""))
            self.assertEqual(reply.status, 200, repr(reply))
            page = reply.json()
            seen |= {(e["id"], e["stream"]) for e in page["items"]}
            after = page["next"]
            if not after:
                return len(seen)

    def test_each_row_opens_to_its_figure(self):
        browser = self.person("khanh")
        opened = 0
        for report, figure in (("tong-hop", "so_muc"), ("tien-do", "da_lam"),
                               ("sai-khac", "so_diem"),
                               ("chat-luong", "so_muc"),
                               ("ngay-trung", "so_muc"),
                               ("so-csdl", "so_muc")):
            found = browser.get(f"/api/reports/{report}").json()
            ids = [c["id"] for c in found["columns"]]
            for one in found["rows"]:
                row = dict(zip(ids, one["cells"]))
                query = one["filter"]
                if report == "chat-luong" and "book" in query:
                    continue    # of a book: numbers that are not there
                if report == "ngay-trung":
                    continue    # of a book and day, each stream a row
                if report == "sai-khac":
                    query["stream"] = "DC"
                self.assertEqual(self.count(browser, query), row[figure],
                                 (report, row))
                opened += 1
        self.assertGreater(opened, 20)

    def test_words_that_mean_nothing_are_refused(self):
        browser = self.person("khanh")
        for words in ("done=maybe", "waits=1", "on=gestern", "at=2024"):
            reply = browser.get("/api/entries?" + words)
            self.assertEqual((reply.status, reply.key), (400, "entry.filter"),
                             words)
        for words in (("--on", "hôm qua"), ("--at", "2024")):
            self.refused("entry", "list", self.dir, *words, code=2,
                         says=words[1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
