"""The pinned roots (performance.md 5) are kept current by deploy/aws/roots, which every publish runs."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
PINNED = ROOT / "queue" / "src" / "roots.pem"


class Roots(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def compare(self, pinned: str, trusted: str):
        (self.folder / "pinned.pem").write_text(pinned)
        (self.folder / "trusted.pem").write_text(trusted)
        paths = {"IMHA_ROOTS": str(self.folder / "pinned.pem"), "IMHA_CA_LIST": str(self.folder / "trusted.pem")}
        done = subprocess.run([str(ROOT / "deploy" / "aws" / "roots")], env=os.environ | paths, capture_output=True, text=True)
        return done.returncode, done.stdout

    def test_what_is_pinned_is_what_the_machine_trusts(self):
        whole = PINNED.read_text()
        one = "-----BEGIN" + whole.split("-----BEGIN")[1].split("# ")[0]
        self.assertEqual(self.compare(whole, whole), (0, ""))
        table = [
            ("one is no longer trusted", whole, whole.replace(one, ""), "Amazon Root CA 1: what is pinned"),
            ("one is missing", whole.replace(one, ""), whole, "Amazon Root CA 1 is not pinned"),
            ("one too many", whole + one, whole, "6 roots are pinned"),
        ]
        for row, pinned, trusted, said in table:
            with self.subTest(row):
                status, told = self.compare(pinned, trusted)
                self.assertEqual(status, 1)
                self.assertIn(said, told)


if __name__ == "__main__":
    unittest.main()
