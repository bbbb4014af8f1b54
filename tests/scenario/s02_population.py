"""Load the people of the population database, look one of them up."""
import os
import signal
import subprocess
import unittest

from hotich import HOTICH, IS_SANITIZED, POPULATION, Scenario, table

PLACE = dict(maNoiDangKyKhaiSinh="22489",
             noiDangKyKhaiSinh="Xã Đại Lãnh, Huyện Vạn Ninh, Tỉnh Khánh Hòa")


def person(number, name, born, sex="1", **more):
    return dict(soDinhDanh=f"000{number:09d}", hoTen=name, ngaySinh=born,
                gioiTinh=sex, danToc="Kinh", quocTich="Việt Nam", **PLACE,
                **more)


AN = person(1, "Nguyễn Văn An", "01/05/2016", hoTenCha="Nguyễn Văn Ba",
            hoTenMe="Trần Thị Bình", ngaySinhMe="1990")
PEOPLE = [
    AN,
    person(2, "Nguyễn Thị Hoa", "07/11/2013", "2", hoTenCha="Nguyễn Văn Ba",
           hoTenMe="Trần Thị Bình", ngaySinhMe="1990"),
    person(3, "Lê Quốc Cường", "12/02/1987", hoTenMe="Phạm Thị Lan"),
    person(4, "Phạm Thuỳ Dương", "30/09/1999", "2", hoTenMe="Đỗ Thị Mai"),
    {**person(5, "H'Hen Niê", "1971", "2"), "danToc": "Ê Đê"},
]


class Population(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")

    def load(self, *rows, name="population.tsv", extra=""):
        self.write(name, "# as-of 2025-06-30\n" +
                   table(POPULATION, *rows) + extra)
        return self.ok("population", "load", self.dir, self.path(name),
                       "--json").json()

    def find(self, *options, purpose=True):
        words = ["population", "find", self.dir, "--json", *options]
        if purpose:
            words += ["--purpose", "kiểm tra sổ"]
        return self.ok(*words).json()

    def test_a_person_of_the_file_is_found_and_explained(self):
        done = self.load(*PEOPLE)
        self.assertEqual((done["loaded"], done["refused"], done["people"]),
                         (5, 0, 5))
        found = self.find("--name", "NGUYEN VAN AN", "--born", "01.05.2016",
                          "--sex", "1", "--mother", "Trần Thị Bình",
                          "--unit", "22489")
        best = found["candidates"][0]
        self.assertEqual(best["soDinhDanh"], AN["soDinhDanh"])
        for column in ("hoTen", "ngaySinh", "gioiTinh", "noiDangKyKhaiSinh",
                       "hoTenCha", "hoTenMe"):
            self.assertEqual(best[column], AN[column])
        self.assertLessEqual(len(found["candidates"]), 3)
        self.assertTrue(0 <= best["probability"] <= 1)
        text = self.ok("population", "find", self.dir, "--name",
                       "Nguyễn Văn An", "--born", "2016", "--explain",
                       "--purpose", "kiểm tra sổ").out
        self.assertIn("01/05/2016", text)
        self.assertIn("Họ tên: giống", text)
        self.assertIn("Ngày sinh: gần giống", text)
        self.ok("journal", "verify", self.dir)

    def test_nobody_is_looked_up_without_a_purpose(self):
        self.load(*PEOPLE)
        self.refused("population", "find", self.dir, "--name", "Lê Quốc Cường",
                     says="mục đích")
        found = self.find("--number", "000000000003")
        self.assertEqual(found["candidates"][0]["hoTen"], "Lê Quốc Cường")
        self.refused("population", "find", self.dir, "--number",
                     "000000000099", "--purpose", "x", says="số định danh")
        self.refused("population", "find", self.dir, "--purpose", "x",
                     says="--name", code=2)
        self.refused("population", "find", self.dir, "--name", "A", "--born",
                     "hôm qua", "--purpose", "x", says="ngày sinh")

    def test_a_look_up_before_any_load_says_what_to_do(self):
        self.refused("population", "find", self.dir, "--name", "A",
                     "--purpose", "x", says="hotich population load")

    def test_bad_rows_are_named_without_whose_they_are(self):
        secret = dict(person(7, "Bí Mật", "1999"), soDinhDanh="12345")
        self.write("population.tsv", table(
            POPULATION, PEOPLE[0], secret, PEOPLE[0], PEOPLE[1]) + "một\thai\n")
        done = self.ok("population", "load", self.dir,
                       self.path("population.tsv"))
        for line in ("population.tsv:3:", "population.tsv:4:",
                     "population.tsv:6:"):
            self.assertIn(line, done.out)
        self.assertNotIn("Bí Mật", done.out + done.err)
        self.assertNotIn("12345", done.out + done.err)
        again = self.ok("population", "load", self.dir,
                        self.path("population.tsv"), "--json").json()
        self.assertEqual((again["loaded"], again["replaced"],
                          again["refused"]), (2, 2, 3))
        self.assertEqual([r["key"] for r in again["refused_rows"]],
                         ["population.number", "population.doubled",
                          "population.cells"])

    def test_what_is_no_population_file_changes_nothing(self):
        self.load(*PEOPLE)
        bad = {"books.tsv": ("so\tquyenSo\n1\t2\n", "soDinhDanh"),
               "old.tsv": ("", "UTF-8"),
               "sheet.xlsx": ("", "Excel")}
        for name, (text, says) in bad.items():
            self.write(name, text)
        with open(self.path("old.tsv"), "wb") as f:
            f.write(table(POPULATION, *PEOPLE).encode("utf-16"))
        with open(self.path("sheet.xlsx"), "wb") as f:
            f.write(b"PK\x03\x04" + bytes(100))
        for name, (_, says) in bad.items():
            self.refused("population", "load", self.dir, self.path(name),
                         says=[name, says])
        self.refused("population", "load", self.dir, self.path("none.tsv"),
                     says="none.tsv")
        self.assertEqual(
            self.find("--number", "000000000005")["candidates"][0]["hoTen"],
            "H'Hen Niê")

    def test_a_later_load_replaces_who_was_there_and_keeps_the_others(self):
        self.load(*PEOPLE)
        done = self.load({**AN, "hoTen": "Nguyễn Văn Ân"},
                         person(6, "Võ Thị Mới", "2020", "2"))
        self.assertEqual((done["loaded"], done["replaced"], done["people"]),
                         (2, 1, 6))
        for number, name in ((1, "Nguyễn Văn Ân"), (2, "Nguyễn Thị Hoa"),
                             (6, "Võ Thị Mới")):
            found = self.find("--number", f"000{number:09d}")
            self.assertEqual(found["candidates"][0]["hoTen"], name)

    def test_a_damaged_file_is_named_and_loading_anew_mends_it(self):
        self.load(*PEOPLE)
        path = os.path.join(self.dir, "population", "people")
        with open(path, "r+b") as f:
            f.seek(4100)
            byte = f.read(1)
            f.seek(4100)
            f.write(bytes([byte[0] ^ 4]))
        self.refused("population", "find", self.dir, "--name", "A",
                     "--purpose", "x", says="population/people")
        os.remove(path)
        self.load(*PEOPLE)
        self.find("--number", "000000000001")

    def test_a_load_killed_in_the_middle_leaves_the_old_people(self):
        self.load(*PEOPLE)
        count = 20000 if IS_SANITIZED else 200000
        self.write("big.tsv", table(POPULATION, *(
            person(i, f"Lê Văn {i}", "1999") for i in range(10, count))))
        folder = os.path.join(self.dir, "population")
        part = os.path.join(folder, ".people.part")
        job = subprocess.Popen([HOTICH, "population", "load", self.dir,
                                self.path("big.tsv")],
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        # not a wait for time: for the sign that it has begun
        while job.poll() is None and not os.path.exists(part):
            os.sched_yield()
        job.send_signal(signal.SIGKILL)
        job.wait()
        found = self.find("--number", "000000000004")
        self.assertEqual(found["candidates"][0]["hoTen"], "Phạm Thuỳ Dương")
        done = self.load(*PEOPLE)
        self.assertEqual(done["replaced"], 5)
        self.assertEqual(sorted(os.listdir(folder)), [".lock", "people"])
        for name in os.listdir(folder):
            mode = os.stat(os.path.join(folder, name)).st_mode & 0o777
            self.assertEqual(mode, 0o600)
        self.ok("journal", "verify", self.dir)

    def test_who_may_not_load_changes_nothing_and_is_written_down(self):
        self.ok("staff", "add", self.dir, "xem", "--name", "Người Xem",
                "--role", "leader")
        self.write("population.tsv", table(POPULATION, *PEOPLE))
        self.refused("population", "load", self.dir,
                     self.path("population.tsv"), "--as", "xem",
                     says="quyền")
        self.assertFalse(os.path.exists(
            os.path.join(self.dir, "population", "people")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
