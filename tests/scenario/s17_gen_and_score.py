"""Making a commune with known truth, and judging conclusions by it."""
import os
import subprocess
import sys
import unittest

from hotich import ROOT, Scenario


class GenAndScore(Scenario):
    def made(self, name="made", *options):
        return self.ok("gen", "--profile", "dailanh", "--people", 20000,
                       "--entries", 1000, "--out", self.path(name), *options,
                       "--json").json()

    def test_truth_against_itself_is_perfect(self):
        made = self.made()
        truth = self.path("made", "truth.tsv")
        score = self.ok("score", "--truth", truth, "--classes", truth,
                        "--json").json()
        for key in ("link_precision", "link_recall", "link_f1",
                    "status_accuracy", "duplicates_f1", "fields_f1"):
            self.assertEqual(score[key], 1, key)
        self.assertEqual(score["rows"],
                         made["match"] + made["diff"] + made["notfound"])
        self.assertEqual(score["missing"] + score["extra"], 0)

    def test_what_was_not_concluded_is_named_and_wrong(self):
        self.made()
        lines = self.read("made/truth.tsv").splitlines(keepends=True)
        some = self.write("some.tsv", "".join(lines[:-1]))
        score = self.ok("score", "--truth", self.path("made", "truth.tsv"),
                        "--classes", some, "--json").json()
        self.assertEqual(score["missing"], 1)
        self.assertEqual(score["missing_keys"],
                         [":".join(lines[-1].split("\t")[:5])])
        self.assertLess(score["status_accuracy"], 1)

    def test_an_earlier_folder_is_replaced_and_a_strange_one_is_not(self):
        self.made("made", "--seed", 1)
        first = self.read("made/KS.tsv")
        self.made("made", "--seed", 2)
        self.assertNotEqual(self.read("made/KS.tsv"), first)
        os.mkdir(self.path("mine"))
        self.write("mine/letter.txt", "keep me")
        self.refused("gen", "--out", self.path("mine"),
                     says=self.path("mine"))
        self.assertEqual(os.listdir(self.path("mine")), ["letter.txt"])
        # ours by its note, but something was put beside it
        self.write("made/letter.txt", "keep me")
        self.refused("gen", "--out", self.path("made"))
        self.assertEqual(self.read("made/letter.txt"), "keep me")

    def test_wrong_words_and_numbers_are_refused(self):
        out = self.path("made")
        for code, words in ((2, ("--profile", "hanoi")),
                            (2, ("--errors", "none")),
                            (2, ("--people", "many")),
                            (1, ("--people", 10)),
                            (1, ("--entries", 10 ** 9))):
            self.refused("gen", "--out", out, *words, code=code)
            self.assertFalse(os.path.exists(out))
            self.assertFalse(os.path.exists(out + ".part"))
        self.refused("gen", code=2, says="--out")
        self.refused("score", code=2, says="--truth")

    def test_people_of_one_name_are_not_taken_for_each_other(self):
        made, home = self.path("pairs"), self.path("data")
        subprocess.run([sys.executable, os.path.join(ROOT, "bench/gen2.py"),
                        "--homonyms", "1000", "--seed", "16", "--out", made],
                       check=True, stdout=subprocess.DEVNULL)
        self.ok("init", home, "--demo")
        self.ok("population", "load", home,
                os.path.join(made, "population.tsv"))
        self.ok("book", "import", home, os.path.join(made, "KS.tsv"))
        self.ok("reconcile", home, "--out", self.path("c.tsv"))
        score = self.ok("score", "--truth", os.path.join(made, "truth.tsv"),
                        "--classes", self.path("c.tsv"), "--json").json()
        self.assertEqual(score["link_given"] - score["link_right"], 0)
        # and not by finding nobody
        self.assertGreater(score["link_recall"], 0.995)
        self.assertGreater(score["link_given"], 500)

    def test_the_second_maker_reads_the_rules_as_its_examples_say(self):
        subprocess.run([sys.executable, os.path.join(ROOT, "bench/gen2.py"),
                        "--self-test"], check=True)


if __name__ == "__main__":
    unittest.main()
