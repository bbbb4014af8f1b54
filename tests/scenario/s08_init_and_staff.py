"""An administrator makes a directory, gives out roles, and makes mistakes."""
import json
import os
import sqlite3
import subprocess
import unittest

from hotich import HOTICH, Scenario, hotich


class Init(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")

    def test_a_directory_is_made_once(self):
        self.ok("init", self.dir)
        self.refused("init", self.dir, says=self.dir)
        self.ok("journal", "verify", self.dir)
        self.assertEqual(os.stat(self.dir).st_mode & 0o777, 0o700)
        for name in ("hotich.db", "keys/node.key"):
            mode = os.stat(os.path.join(self.dir, name)).st_mode
            self.assertEqual(mode & 0o777, 0o600, name)

    def test_a_folder_with_anything_in_it_is_left_alone(self):
        os.mkdir(self.dir)
        self.write("data/letter.txt", "thư")
        self.refused("init", self.dir, says=self.dir)
        self.assertEqual(os.listdir(self.dir), ["letter.txt"])
        self.write("plain", "")
        self.refused("init", self.path("plain"), says="plain")

    def test_an_empty_folder_is_as_good_as_none(self):
        os.mkdir(self.dir)
        self.ok("init", self.dir)

    def test_what_a_killed_init_left_is_cleared_away(self):
        os.makedirs(self.dir + "/.new/keys")
        self.write("data/.new/hotich.db", "half")
        self.write("data/.new/hotich.db-wal", "half")
        self.write("data/.new/keys/node.key", "half")
        self.refused("type", "list", self.dir, says=self.dir)
        self.ok("init", self.dir)
        self.ok("journal", "verify", self.dir)
        self.assertFalse(os.path.exists(self.dir + "/.new"))

    def test_init_killed_at_any_moment_can_be_run_again(self):
        for wait in (0.0, 0.001, 0.002, 0.004, 0.006, 0.008, 0.012, 0.016,
                     0.024, 0.032):
            home = self.path(f"k{int(wait * 1000)}")
            child = subprocess.Popen([HOTICH, "init", home],
                                     stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            try:
                child.wait(timeout=wait)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            if not os.path.exists(home + "/hotich.db"):
                self.ok("init", home)
            self.ok("journal", "verify", home)

    def test_no_directory_a_newer_one_and_a_broken_one_are_told_apart(self):
        self.refused("type", "list", self.path("none"), says="none")
        self.ok("init", self.dir)
        base = sqlite3.connect(self.dir + "/hotich.db")
        base.execute("UPDATE meta SET value = '99' WHERE name = 'version'")
        base.commit()
        base.close()
        newer = self.refused("type", "list", self.dir, "--json", says="newer")
        self.assertEqual(json.loads(newer.err)["error"]["key"], "store.newer")
        os.mkdir(self.path("bad"))
        self.write("bad/hotich.db", "this is no database, whatever its name\n")
        bad = self.refused("type", "list", self.path("bad"), "--json")
        self.assertEqual(json.loads(bad.err)["error"]["key"], "store.corrupt")

    def test_a_directory_that_another_program_writes_is_busy_not_broken(self):
        self.ok("init", self.dir)
        other = sqlite3.connect(self.dir + "/hotich.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        busy = self.refused("staff", "add", self.dir, "hoa", "--role", "keyer",
                            "--json")
        self.assertEqual(json.loads(busy.err)["error"]["class"], "busy")
        self.ok("staff", "list", self.dir)  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        self.ok("staff", "add", self.dir, "hoa", "--role", "keyer")


class Staff(Scenario):
    def setUp(self):
        super().setUp()
        self.dir = self.path("data")
        self.ok("init", self.dir, "--demo")

    def add(self, login, role, *more, ok=True, says=()):
        words = ("staff", "add", self.dir, login, "--role", role) + more
        return self.ok(*words) if ok else self.refused(*words, says=says)

    def roles(self):
        staff = self.ok("staff", "list", self.dir, "--json").json()["staff"]
        return {s["login"]: s["roles"] for s in staff}

    def test_people_get_roles_and_act_under_their_own_name(self):
        self.add("hoa", "keyer", "--name", "Nguyễn Thị Hoa")
        self.add("binh", "checker")
        self.assertEqual(self.roles(), {"admin": "administrator",
                                        "hoa": "keyer", "binh": "checker"})
        self.refused("staff", "add", self.dir, "x", "--role", "keyer",
                     "--as", "hoa")
        self.refused("staff", "list", self.dir, "--as", "hoa")
        self.ok("unit", "find", self.dir, "xã Đại Lãnh", "--as", "hoa")
        self.refused("staff", "list", self.dir, "--as", "nobody",
                     says="nobody")
        self.ok("journal", "verify", self.dir)

    def test_roles_that_the_law_keeps_apart_are_not_one_persons(self):
        self.add("hoa", "keyer")
        self.add("hoa", "approver", ok=False)
        self.add("hoa", "auditor", ok=False)
        self.add("hoa", "keyer", ok=False, says="keyer")
        self.add("hoa", "no_such_role", ok=False, says="no_such_role")
        self.add("admin", "checker", ok=False)
        self.assertEqual(self.roles()["hoa"], "keyer")

    def test_a_term_begins_and_ends_on_its_days(self):
        self.add("cu", "keyer", "--from", "2020-01-01", "--to", "2020-12-31")
        self.refused("unit", "find", self.dir, "xã Đại Lãnh", "--as", "cu")
        self.ok("unit", "find", self.dir, "xã Đại Lãnh", "--as", "cu",
                env={"HT_NOW": "2020-12-31"})
        self.add("moi", "keyer", "--from", "2099-01-01")
        self.refused("unit", "find", self.dir, "xã Đại Lãnh", "--as", "moi")
        self.add("cu", "approver")  # the keyer's term is over
        self.add("sai", "keyer", "--from", "31/12/2020", ok=False,
                 says="31/12/2020")

    def test_time_is_simulated_in_a_demonstration_only(self):
        real = self.path("real")
        self.ok("init", real)
        self.ok("staff", "add", real, "cu", "--role", "keyer", "--to",
                "2020-12-31")
        self.refused("unit", "find", real, "xã Đại Lãnh", "--as", "cu",
                     env={"HT_NOW": "2020-06-01"})

    def test_a_login_is_plain(self):
        for login in ("có dấu", "a b", "", "x" * 65, "a/b", "'; --"):
            self.add(login, "keyer", ok=False)


class Words(Scenario):
    def test_wrong_usage_is_one_line_and_exit_2(self):
        home = self.path("data")
        self.ok("init", home)
        for words in (("staff", "add", home, "x"),
                      ("staff", "add", home, "x", "--role"),
                      ("staff", "list", home, "--nope"),
                      ("staff", "list", home, "more"),
                      ("staff", "list"), ("staff", "fly", home), ("staff",),
                      ("no-such-thing",), ("unit", "find", home, "x", "--on",
                                           "today"),
                      ("plan", "import", home, "x", "--year", "soon"),
                      ("init", home, "--demo=yes")):
            result = self.refused(*words, code=2)
            self.assertTrue(result.err.startswith("hotich: "), result.err)
            self.assertEqual(result.out, "")
        self.assertEqual(hotich().code, 2)

    def test_the_language_is_the_environments(self):
        home = self.path("none")
        vi = hotich("type", "list", home, env={"LC_ALL": "vi_VN.UTF-8"})
        en = hotich("type", "list", home, env={"LC_ALL": "en_US.UTF-8"})
        self.assertIn("Không có kho", vi.err)
        self.assertIn("hotich init", en.err)
        self.assertNotIn("Không", en.err)

    def test_an_error_can_be_had_as_json(self):
        result = hotich("type", "list", self.path("none"), "--json")
        error = json.loads(result.err)["error"]
        self.assertEqual(error["key"], "store.none")
        self.assertEqual(error["class"], "not_found")
        self.assertIn("none", error["args"]["dir"])
        self.assertTrue(error["message"])

    def test_a_full_disk_is_no_success(self):
        home = self.path("data")
        self.ok("init", home)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([HOTICH, "type", "list", home], stdout=full,
                                  stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_help_covers_every_command(self):
        whole = self.ok("help").out
        self.assertIn("journal verify", whole)
        self.assertIn("--role", self.ok("staff", "add", "--help").out)
        self.assertIn(".TH HOTICH", self.ok("help", "man").out)
        self.assertIn("complete -F", self.ok("help", "bash").out)
        for text in (whole, self.ok("help", "man").out):
            self.assertNotIn("cli.option.", text)  # a key without its text


if __name__ == "__main__":
    unittest.main(verbosity=2)
