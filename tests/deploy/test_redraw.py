"""deploy/aws/redraw.py, which keeps the published pages true to their date: the day before a switch of the law, the day
itself, and the day after, over S3 on loopback."""

import os
import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from aws import Aws
from programs import program
from world import BIN, ORIGIN

ROOT = Path(__file__).parents[2]
SITE = "the-site"
EVE, DAY, AFTER = "2027-02-28", "2027-03-01", "2027-03-02"


def generator(folder: Path, content: Path) -> Path:
    """What lies beside the function on Lambda."""
    folder.mkdir()
    shutil.copy(ROOT / "deploy" / "aws" / "content-types", folder)
    (folder / "site-gen").symlink_to(BIN / "site-gen")
    shutil.copytree(content, folder / "content")
    return folder


def redraw(aws: Aws, bucket: str, task: Path, on: str | None = None) -> dict:
    """One run of the function, on a day."""
    settings = aws.environment("AKIAREDRAW") | {"LAMBDA_TASK_ROOT": str(task), "TMPDIR": str(task)}
    settings |= {"IMHA_SITE_BUCKET": bucket, "IMHA_ORIGIN": ORIGIN}
    with mock.patch.dict(os.environ, settings):
        return program("redraw.py").handler({"on": on} if on else {}, None)


class Redraw(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.aws = self.enterContext(Aws())
        self.s3 = self.aws.client("s3")
        self.s3.create_bucket(Bucket=SITE, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        self.task = generator(folder / "task", ROOT / "content")
        law = self.task / "content" / "law.toml"
        switch = "[switch.nominated-person]\n"
        self.assertIn(switch, law.read_text())
        law.write_text(law.read_text().replace(switch, f'{switch}commenced_on = {DAY}\nregulations = "SI 2027/1"\n'))

    def on(self, day):
        return redraw(self.aws, SITE, self.task, day)

    def live(self):
        listed = self.s3.get_paginator("list_objects_v2").paginate(Bucket=SITE)
        return {kept["Key"]: kept["ETag"] for page in listed for kept in page.get("Contents", [])}

    def forms(self):
        return [name for name in ("nearest-relative", "nominated-person") if f"refer/{name}/index.html" in self.live()]

    def test_the_pages_change_on_the_day_the_law_does(self):
        self.assertGreater(self.on(EVE)["changed"], 100)
        eve = self.live()
        self.assertEqual(self.forms(), ["nearest-relative"])
        self.assertEqual(self.on(EVE), {"outcome": "redraw", "changed": 0, "removed": 0})

        told = self.on(DAY)
        self.assertEqual(self.forms(), ["nominated-person"])
        day = self.live()
        put = {name for name, tag in day.items() if eve.get(name) != tag}
        self.assertEqual((told["changed"], told["removed"]), (len(put), len(eve) - len(day) + len(set(day) - set(eve))))
        self.assertLess(len(put), len(day), "only what differs")
        page = self.s3.get_object(Bucket=SITE, Key="refer/index.html")["Body"].read().decode()
        self.assertIn("/refer/nominated-person/", page)
        self.assertNotIn("/refer/nearest-relative/", page)

        told = self.on(AFTER)
        self.assertEqual(self.forms(), ["nominated-person"])
        self.assertLess(told["changed"], len(put), "days that are named move on, and no more")

    def test_a_file_is_put_as_a_release_puts_it(self):
        self.on(EVE)
        sheet = next(name for name in self.live() if name.startswith("assets/site.") and name.endswith(".css"))
        for name, kind, coding, kept in (
            ("index.html", "text/html; charset=utf-8", None, "public, max-age=0, must-revalidate"),
            ("index.html.br", "text/html; charset=utf-8", "br", "public, max-age=0, must-revalidate"),
            (f"{sheet}.gz", "text/css; charset=utf-8", "gzip", "public, max-age=31536000, immutable"),
        ):
            head = self.s3.head_object(Bucket=SITE, Key=name)
            self.assertEqual((head["ContentType"], head.get("ContentEncoding"), head["CacheControl"]), (kind, coding, kept), name)

    def test_a_site_that_cannot_be_drawn_is_left_as_it_was(self):
        self.on(EVE)
        before = self.live()
        broken = self.task / "content" / "law.toml"
        whole = broken.read_text()
        broken.write_text(whole + "[")
        with self.assertRaisesRegex(Exception, "cannot be drawn"):
            self.on(DAY)
        broken.write_text(whole)
        for page in (self.task / "content" / "en").iterdir():
            if page.name not in ("words.toml", "_index.md"):
                shutil.rmtree(page) if page.is_dir() else page.unlink()
        with self.assertRaisesRegex(Exception, "were drawn, and|cannot be drawn"):
            self.on(DAY)
        self.assertEqual(self.live(), before)

    def test_other_files_stay_until_the_next_release(self):
        self.on(EVE)
        self.s3.put_object(Bucket=SITE, Key="assets/site.0123456789abcdef.css", Body=b"of the release before")
        self.s3.put_object(Bucket=SITE, Key="old/index.html", Body=b"a page that is no more")
        self.assertEqual(self.on(EVE)["removed"], 1)
        self.assertIn("assets/site.0123456789abcdef.css", self.live())


if __name__ == "__main__":
    unittest.main()
