"""deploy/aws/outside.py, which asks the site what a patient asks: what it finds is wrong when something is."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from aws import Aws
from edge import Edge
from programs import program
from world import World

PHONE = b'<a href="tel:+448448002776">'


def certificate(folder: Path, days: int) -> tuple[Path, Path]:
    """Of localhost, and its key."""
    made, key = folder / f"{days}.pem", folder / "key"
    asked = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost"]
    asked += ["-addext", "subjectAltName=DNS:localhost", "-days", str(days), "-keyout", key, "-out", made]
    subprocess.run(asked, check=True, capture_output=True)
    return made, key


class Outside(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.aws = self.enterContext(Aws())
        self.world = World(self.aws, self.folder)
        self.function = self.enterContext(self.world.function_at(None))
        sns = self.aws.client("sns")
        self.topics = [sns.create_topic(Name=name)["TopicArn"] for name in ("imha-alerts", "imha-digest")]
        self.subscribed = [sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.org") for topic in self.topics]

        self.aws.gaps.programs["the-function"] = lambda event: self.function.invoke(event)
        s3 = self.aws.client("s3")
        s3.create_bucket(Bucket="the-site", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        for page, text in (("index.html", PHONE), ("404.html", PHONE), ("refer/patient/index.html", b"<form")):
            s3.put_object(Bucket="the-site", Key=page, Body=text, ContentType="text/html")
        self.forget = lambda page: s3.delete_object(Bucket="the-site", Key=page)

    def edge(self, days):
        self.certificate = certificate(self.folder, days)
        return Edge(self.aws, "the-site", self.function, certificate=self.certificate)

    def asked(self, edge, trusted=None):
        settings = {
            "IMHA_ORIGIN": edge.url, "IMHA_TOPICS": ",".join(self.topics), "SSL_CERT_FILE": trusted or str(self.certificate[0]),
            "IMHA_REFERRAL_FUNCTION": "the-function",
        }  # fmt: skip
        with mock.patch.dict(os.environ, self.aws.environment("AKIAOUTSIDE") | settings):
            return program("outside.py").handler({}, None)

    def test_what_is_wrong_is_named(self):
        with self.edge(90) as edge:
            self.assertEqual(self.asked(edge)["wrong"], ["confirmation"], "the table is not there")
            self.world.owner("init")
            told = self.asked(edge)
            self.assertEqual((told["wrong"], told["faults"]), ([], 0))
            self.assertIn(told["days_left"], (89, 90))
            self.assertEqual(json.loads(self.world.staff("list", "--json")), [], "no referral is stored")
            edge.trouble = "THROTTLED"
            self.assertEqual(self.asked(edge)["wrong"], ["check-page", "not-found", "api", "confirmation"], "the gateway is gone")
            edge.trouble = ""
            self.aws.client("sns").unsubscribe(SubscriptionArn=self.subscribed[1]["SubscriptionArn"])
            self.forget("refer/patient/index.html")
            self.assertEqual(self.asked(edge)["wrong"], ["form", "nobody gets imha-digest"])

    def test_a_certificate_that_ends_soon_or_is_not_trusted(self):
        self.world.owner("init")
        with self.edge(20) as edge:
            self.assertEqual(self.asked(edge)["wrong"], ["certificate"])
            told = self.asked(edge, "/dev/null")
            self.assertIn("certificate", told["wrong"])
            self.assertIsNone(told["days_left"])


if __name__ == "__main__":
    unittest.main()
