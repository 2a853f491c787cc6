"""deploy/aws/redraw.py, which keeps the published pages true to their date: the day before a switch of the law, the day
itself, and the day after, over S3 on loopback and as what stands for the edge shows them."""

import os
import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from aws import Aws
from edge import CODE, Edge
from programs import program
from world import BIN, ORIGIN

ROOT = Path(__file__).parents[2]
SITE, RELEASE = "the-site", "r1"
EVE, DAY, AFTER = "2027-02-28", "2027-03-01", "2027-03-02"


def generator(folder: Path, content: Path) -> Path:
    """What lies beside the function on Lambda."""
    folder.mkdir()
    shutil.copy(ROOT / "deploy" / "aws" / "content-types", folder)
    (folder / "release").write_text(f"{RELEASE}\n")
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
        live = CODE.read_text().replace('RELEASE = "";', f'RELEASE = "{RELEASE}";')
        self.edge = self.enterContext(Edge(self.aws, SITE, None, lambda: live))
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
        """Those that somebody gets who asks the edge; the other's address is the page that has the phone number."""
        asked = {name: self.page(f"/refer/{name}/") for name in ("nearest-relative", "nominated-person")}
        self.assertCountEqual([status for status, _ in asked.values()], [200, 404])
        self.assertTrue(all('href="tel:' in page for _, page in asked.values()))
        return [name for name, (status, _) in asked.items() if status == 200]

    def page(self, address):
        status, _, body = self.edge.answer("GET", address, {}, b"")
        return status, body.decode()

    def test_the_pages_change_on_the_day_the_law_does(self):
        self.assertGreater(self.on(EVE)["changed"], 100)
        eve = self.live()
        self.assertEqual(self.forms(), ["nearest-relative"])
        self.files_say_what_they_are()
        self.only_this_releases_pages_go()
        self.a_site_that_cannot_be_drawn_is_left()
        self.assertEqual(self.on(EVE), {"outcome": "redraw", "changed": 0, "removed": 0})

        told = self.on(DAY)
        self.assertEqual(self.forms(), ["nominated-person"])
        day = self.live()
        put = {name for name, tag in day.items() if eve.get(name) != tag}
        self.assertEqual((told["changed"], told["removed"]), (len(put), len(set(eve) - set(day))))
        self.assertLess(len(put), len(day), "only what differs")
        _, page = self.page("/refer/")
        self.assertIn("/refer/nominated-person/", page)
        self.assertNotIn("/refer/nearest-relative/", page)

        told = self.on(AFTER)
        self.assertEqual(self.forms(), ["nominated-person"])
        self.assertLess(told["changed"], len(put), "days that are named move on, and no more")

    def files_say_what_they_are(self):
        """And how long a copy may be kept."""
        sheet = next(name for name in self.live() if name.startswith("assets/site.") and name.endswith(".css"))
        page = "text/html; charset=utf-8"
        for name, kind, coding, kept in (
            (f"{RELEASE}/index.html", page, None, "public, max-age=0, must-revalidate"),
            ("404.html", page, None, "public, max-age=0, must-revalidate"),
            (f"{RELEASE}/index.html.br", page, "br", "public, max-age=0, must-revalidate"),
            (f"{sheet}.gz", "text/css; charset=utf-8", "gzip", "public, max-age=31536000, immutable"),
        ):
            head = self.s3.head_object(Bucket=SITE, Key=name)
            self.assertEqual((head["ContentType"], head.get("ContentEncoding"), head["CacheControl"]), (kind, coding, kept), name)

    def only_this_releases_pages_go(self):
        others = ("assets/site.0123456789abcdef.css", "r0/index.html")
        for name in (*others, f"{RELEASE}/old/index.html"):
            self.s3.put_object(Bucket=SITE, Key=name, Body=b"of another day")
        self.assertEqual(self.on(EVE), {"outcome": "redraw", "changed": 0, "removed": 1})
        self.assertLessEqual(set(others), set(self.live()))
        for name in others:
            self.s3.delete_object(Bucket=SITE, Key=name)

    def a_site_that_cannot_be_drawn_is_left(self):
        before, law, english = self.live(), self.task / "content" / "law.toml", self.task / "content" / "en"
        whole = law.read_text()
        law.write_text(whole + "[")
        with self.assertRaisesRegex(Exception, "cannot be drawn"):
            self.on(DAY)
        law.write_text(whole)
        shutil.move(english, self.task / "kept")
        english.mkdir()
        for page in ("words.toml", "_index.md"):
            shutil.copy(self.task / "kept" / page, english)
        with self.assertRaisesRegex(Exception, "were drawn, and|cannot be drawn"):
            self.on(DAY)
        shutil.rmtree(english)
        shutil.move(self.task / "kept", english)
        self.assertEqual(self.live(), before)


if __name__ == "__main__":
    unittest.main()
