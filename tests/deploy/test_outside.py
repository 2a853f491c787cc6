"""deploy/aws/outside.py, which asks the site what a patient asks: what it finds is wrong when something is."""

import os
import ssl
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from aws import Aws
from programs import program
from public_address import Handler, PublicAddress
from world import World

PHONE = '<a href="tel:+448448002776">'


class Edge(PublicAddress):
    """The public address over TLS: pages that stand for the site."""

    def __init__(self, folder, function, days):
        edge = self
        self.pages = {"/": PHONE, "/refer/patient/": "<form"}
        self.shut = False

        class Pages(Handler):
            def do_GET(self):
                if edge.shut or not self.is_the_functions():
                    status = 200 if self.path in edge.pages else 404
                    return self.answer(status, edge.pages.get(self.path, PHONE))
                status, _, text = self.of_the_function(function)
                self.answer(status, text)

            do_POST = do_GET

            def answer(self, status, text):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text.encode())

        super().__init__(Pages)
        self.certificate = folder / f"{days}.pem"
        made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost"]
        made += ["-addext", "subjectAltName=DNS:localhost", "-days", str(days), "-keyout", folder / "key", "-out", self.certificate]
        subprocess.run(made, check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, folder / "key")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://localhost:{self.server.server_port}"


class Outside(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.aws = self.enterContext(Aws())
        self.world = World(self.aws, self.folder)
        self.function = self.enterContext(self.world.function_at(None))
        sns = self.aws.client("sns")
        self.topics = [sns.create_topic(Name=name)["TopicArn"] for name in ("imha-alerts", "imha-digest")]
        self.subscribed = [sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.org") for topic in self.topics]

    def asked(self, edge):
        settings = {"IMHA_ORIGIN": edge.url, "IMHA_TOPICS": ",".join(self.topics), "SSL_CERT_FILE": str(edge.certificate)}
        with mock.patch.dict(os.environ, self.aws.environment("AKIAOUTSIDE") | settings):
            return program("outside.py").handler({}, None)

    def test_what_is_wrong_is_named(self):
        with Edge(self.folder, self.function, 90) as edge:
            told = self.asked(edge)
            self.assertEqual((told["wrong"], told["faults"]), ([], 0))
            self.assertIn(told["days_left"], (89, 90))
            self.assertEqual(self.aws.of("AKIAFUNCTION"), [], "nothing is stored")
            page = edge.pages.pop("/refer/patient/")
            self.assertEqual(self.asked(edge)["wrong"], ["form"])
            edge.pages["/refer/patient/"] = page
            edge.shut = True
            self.assertEqual(self.asked(edge)["wrong"], ["check-page", "api"], "the gateway is gone")
            edge.shut = False
            self.aws.client("sns").unsubscribe(SubscriptionArn=self.subscribed[1]["SubscriptionArn"])
            self.assertEqual(self.asked(edge)["wrong"], ["nobody gets imha-digest"])

    def test_a_certificate_that_ends_soon_or_is_not_trusted(self):
        with Edge(self.folder, self.function, 20) as edge:
            self.assertEqual(self.asked(edge)["wrong"], ["certificate"])
            edge.certificate = "/dev/null"
            told = self.asked(edge)
            self.assertIn("certificate", told["wrong"])
            self.assertIsNone(told["days_left"])


if __name__ == "__main__":
    unittest.main()
