"""deploy/aws/rewrite.js, which runs at CloudFront's edge: one address for each page, and the smallest copy the browser takes."""

import json
import subprocess
import unittest
from pathlib import Path

CODE = (Path(__file__).parents[2] / "deploy" / "aws" / "rewrite.js").read_text()
BROTLI, GZIP = "gzip, deflate, br", "gzip"


def rewritten(rows):
    """What the function makes of each request."""
    requests = [
        {"uri": uri, "headers": {"accept-encoding": {"value": takes}} if takes else {}} for _, uri, takes, _ in rows
    ]
    code = f"{CODE}\nconsole.log(JSON.stringify({json.dumps(requests)}.map((request) => handler({{request}}))));"
    return json.loads(subprocess.run(["node", "-e", code], check=True, capture_output=True, text=True).stdout)


class Rewrite(unittest.TestCase):
    def test_every_address_leads_to_a_file(self):
        rows = [
            ("the start page", "/", BROTLI, "/index.html.br"),
            ("a page", "/refer/patient/", BROTLI, "/refer/patient/index.html.br"),
            ("an older browser", "/refer/patient/", GZIP, "/refer/patient/index.html.gz"),
            ("a browser that takes neither", "/refer/patient/", None, "/refer/patient/index.html"),
            ("a browser that refuses", "/", "br;q=0, gzip; q=0.0", "/index.html"),
            ("a stylesheet", "/assets/site.0a1b2c3d.css", BROTLI, "/assets/site.0a1b2c3d.css.br"),
            ("a picture", "/assets/map.png", BROTLI, "/assets/map.png"),
            ("for machines", "/sitemap.xml", GZIP, "/sitemap.xml.gz"),
        ]
        for (row, *_, expected), answer in zip(rows, rewritten(rows)):
            self.assertEqual(answer.get("uri"), expected, row)

    def test_an_address_without_its_slash_is_sent_on(self):
        rows = [
            ("a page", "/refer/patient", BROTLI, "/refer/patient/"),
            ("not to another host", "//evil.example/x", None, "/evil-example/x/"),
            ("nor by a backslash", "/\\evil", None, "/evil/"),
            ("a dot further up", "/v1.2/page", None, "/v1-2/page/"),
        ]
        for (row, *_, expected), answer in zip(rows, rewritten(rows)):
            self.assertEqual((answer.get("statusCode"), answer["headers"]["location"]["value"]), (301, expected), row)


if __name__ == "__main__":
    unittest.main()
