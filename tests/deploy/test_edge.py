"""deploy/aws/rewrite.js, which runs at CloudFront's edge: one address for each page, the smallest copy the browser takes, of the
release that is live or that is asked for."""

import json
import unittest

from edge import CODE, Rewrites

BROTLI, GZIP = "gzip, deflate, br", "gzip"


def rewritten(rows, code=CODE.read_text(), **headers):
    """What the function makes of each request."""
    rewrites = Rewrites()
    try:
        return [rewrites.ask(code, uri, headers | ({"accept-encoding": takes} if takes else {})) for _, uri, takes, _ in rows]
    finally:
        rewrites.close()


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


    def test_pages_are_of_the_live_release_and_what_has_a_hash_is_of_all(self):
        live = CODE.read_text().replace('RELEASE = "";', 'RELEASE = "r2";')
        rows = [
            ("a page", "/refer/patient/", BROTLI, "/r2/refer/patient/index.html.br"),
            ("a stylesheet", "/assets/site.0a1b2c3d.css", None, "/assets/site.0a1b2c3d.css"),
            ("the form's post", "/referral/patient", None, "/referral/patient"),
            ("the API", "/api/referrals", BROTLI, "/api/referrals"),
        ]
        for (row, *_, expected), answer in zip(rows, rewritten(rows, live)):
            self.assertEqual(answer.get("uri"), expected, row)
        (answer,) = rewritten([("", "/", None, "")], live, **{"imha-release": "r3"})
        self.assertEqual(answer["uri"], "/r3/index.html", "before it is live")
        (answer,) = rewritten([("", "/", None, "")], live, **{"imha-release": "../r3"})
        self.assertEqual(answer["uri"], "/r2/index.html", "a name and nothing else")

    def test_no_other_address_of_the_api_is_a_problem(self):
        for uri in ("/api/", "/api/referral", "/api/referrals/"):
            (answer,) = rewritten([("", uri, None, "")])
            self.assertEqual((answer["statusCode"], answer["headers"]["content-type"]["value"]), (404, "application/problem+json"), uri)
            self.assertEqual(json.loads(answer["body"])["status"], 404)


if __name__ == "__main__":
    unittest.main()
