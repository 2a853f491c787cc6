"""deploy/aws/publish against AWS on loopback: what is refused, what is uploaded and how, the smoke test, and the way back."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
from pathlib import Path

from aws import Aws
from public_address import Handler, PublicAddress
from test_redraw import generator, redraw
from world import BIN, ORIGIN, World

ROOT = Path(__file__).parents[2]
SITE, RELEASES = "the-site", "the-releases"


class Origin(PublicAddress):
    """The public address: pages from the bucket, one page for what is not there."""

    def __init__(self, aws, function):
        s3 = aws.client("s3")

        class Pages(Handler):
            def do_GET(self):
                if self.is_the_functions():
                    status, headers, text = self.of_the_function(function)
                    return self.answer(status, headers, text.encode())
                name = self.path.lstrip("/") + ("index.html" if self.path.endswith("/") else "")
                try:
                    kept, status = s3.get_object(Bucket=SITE, Key=name), 200
                except s3.exceptions.NoSuchKey:
                    kept, status = s3.get_object(Bucket=SITE, Key="404.html"), 404
                policy = {"content-security-policy": "default-src 'none'"}
                self.answer(status, policy | {"content-type": kept["ContentType"]}, kept["Body"].read())

            do_POST = do_GET

            def answer(self, status, headers, body):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        super().__init__(Pages)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


class Publish(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.aws = self.enterContext(Aws())
        self.world = World(self.aws, self.folder)
        self.world.owner("init")
        function = self.enterContext(self.world.function_at(None))
        self.origin = self.enterContext(Origin(self.aws, function))
        self.build = self.folder / "build"
        self.build.mkdir()
        self.make_cloud()
        self.make_build()

    def make_cloud(self):
        for bucket in (SITE, RELEASES):
            place = {"LocationConstraint": "eu-west-2"}
            self.aws.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
        trust = {"Version": "2012-10-17", "Statement": []}
        role = self.aws.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))
        (self.folder / "first.zip").write_bytes(self.zip_of(b"first"))
        for name in ("referral", "digest", "redraw", "outside"):
            self.aws.client("lambda").create_function(
                FunctionName=name, Role=role["Role"]["Arn"], Runtime="provided.al2023", Handler="bootstrap",
                Code={"ZipFile": (self.folder / "first.zip").read_bytes()},
            )  # fmt: skip
        cache = {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"}
        origins = {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "the-site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}]}
        config = {"CallerReference": "c", "Comment": "", "Enabled": True, "Origins": origins, "DefaultCacheBehavior": cache}
        self.distribution = self.aws.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]["Id"]
        outputs = {
            "origin": self.origin.url, "architecture": "arm64", "site_bucket": SITE, "releases_bucket": RELEASES,
            "referral_function": "referral", "digest_function": "digest", "redraw_function": "redraw", "outside_function": "outside",
            "distribution": self.distribution,
        }  # fmt: skip
        (self.folder / "outputs.json").write_text(json.dumps({name: {"value": value} for name, value in outputs.items()}))

    def zip_of(self, code):
        path = self.folder / "new.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("bootstrap", code)
        return path.read_bytes()

    def make_build(self):
        """What `publish build` and the site's build leave behind; the functions stand for themselves."""
        for name in ("referral-fn", "digest-fn", "redraw-fn", "outside-fn"):
            (self.build / f"{name}.zip").write_bytes(self.zip_of(b"second"))
        (self.build / "architecture").write_text("arm64\n")
        made = [str(BIN / "site-gen"), "build", "--publish", "--content", str(ROOT / "content"), "--out", str(self.build / "site"), "--base-url", ORIGIN]
        subprocess.run(made, check=True, capture_output=True)

    def slim(self):
        """Only what is asked for: every kind of file is a call of the AWS command line, which starts slowly."""
        site = self.build / "site"
        pages = ["index.html", "refer/patient/index.html", "404.html", "429.html", "500.html"]
        sheet = next(path for path in site.glob("assets/site.*.css"))
        for path in list(site.rglob("*")):
            if path.is_file() and path != sheet and str(path.relative_to(site)) not in pages:
                path.unlink()

    def publish(self, *verb, **settings):
        paths = os.environ["PATH"]
        environment = self.aws.environment("AKIAPUBLISHER") | {
            "PATH": f"{Path(sys.executable).parent}:{paths}",
            "IMHA_OUTPUTS": str(self.folder / "outputs.json"),
            "IMHA_BUILD": str(self.build),
            "IMHA_HEAD_OFFICE": str(BIN / "head-office"),
            "IMHA_RECIPIENTS": str(self.world.data / "recipients.txt"),
            "IMHA_REHEARSAL": "1",
        }
        program = [str(ROOT / "deploy" / "aws" / "publish"), *verb]
        return subprocess.run(program, env=environment | settings, capture_output=True, text=True, timeout=300)

    def prove(self):
        for name in ("staff-1", "staff-2", "recovery"):
            own = {"IMHA_IDENTITY": str(self.world.data / "keys" / f"{name}.txt")}
            self.world.as_staff(["keys", "check"], own)

    def live(self):
        listed = self.aws.client("s3").list_objects_v2(Bucket=SITE).get("Contents", [])
        return {kept["Key"] for kept in listed}

    def test_nothing_goes_up_before_every_holder_proved_their_key(self):
        (self.build / "architecture").write_text("x86_64\n")
        (self.build / "site" / "429.html").write_text("no number")
        done = self.publish()
        self.assertEqual(done.returncode, 1)
        for said in ("Not every holder", "built for x86_64, and the plan says arm64", "no 429.html with the phone number"):
            self.assertIn(said, done.stderr)
        self.assertEqual(self.live(), set())

    def test_a_release_goes_up_is_tested_and_can_go_back(self):
        self.prove()
        noting = self.folder / "noting"
        noting.write_text(f'#!/bin/sh\necho "$@" >>"{self.folder / "asked"}"\nexec aws "$@"\n')
        noting.chmod(0o755)
        done = self.publish(IMHA_AWS=str(noting))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("is live", done.stderr)
        self.headers()
        task = generator(self.folder / "task", ROOT / "content")
        self.assertEqual(redraw(self.aws, SITE, task), {"outcome": "redraw", "changed": 0, "removed": 0}, "byte for byte the same")
        code = self.aws.client("lambda").get_function_configuration(FunctionName="referral")["CodeSha256"]
        paths = self.aws.client("cloudfront").list_invalidations(DistributionId=self.distribution)
        self.assertEqual(paths["InvalidationList"]["Quantity"], 1)

        self.assertEqual(self.name_of_live(), done.stderr.split()[-3])
        self.ordered()

        before = self.live()
        shutil.rmtree(self.build / "site" / "refer")
        (self.build / "referral-fn.zip").write_bytes(self.zip_of(b"third"))
        done = self.publish()
        self.assertEqual(done.returncode, 1, "the form is gone: the smoke test fails")
        self.assertIn("is live again", done.stderr)
        self.assertEqual(self.live(), before, "page for page what was live before")
        now = self.aws.client("lambda").get_function_configuration(FunctionName="referral")["CodeSha256"]
        self.assertEqual(now, code)

    def test_after_a_way_back_the_next_one_leads_to_what_was_live(self):
        self.prove()
        self.slim()
        for code in (b"good", b"bad, and nobody has noticed"):
            (self.build / "referral-fn.zip").write_bytes(self.zip_of(code))
            self.assertEqual(self.publish().returncode, 0)
            time.sleep(1)  # a release is named by the second
        good, bad = self.publish("releases").stdout.split()[:2]
        done = self.publish("back")
        self.assertIn(f"{good} is live again", done.stderr)
        pages, code = self.live(), self.code_sha()

        shutil.rmtree(self.build / "site" / "refer")
        done = self.publish()
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{good} is live again", done.stderr)
        self.assertEqual((self.live(), self.code_sha(), self.name_of_live()), (pages, code, good))
        self.assertEqual(self.publish("releases").stdout.splitlines(), [f"{good}  (live)", bad])
        self.assertEqual(self.publish("back").returncode, 1, "there is none before the first")

    def test_an_upload_that_breaks_off_goes_back_too(self):
        self.prove()
        self.slim()
        self.assertEqual(self.publish().returncode, 0)
        pages, code = self.live(), self.code_sha()
        (self.build / "referral-fn.zip").write_bytes(self.zip_of(b"third"))
        (self.build / "site" / "new.txt").write_text("not to stay")
        for step in ("s3 cp*text/html", "lambda wait*--function-name digest", "s3api list-objects-v2*the-site"):
            with self.subTest(step):
                done = self.publish(IMHA_AWS=self.breaks_once_at(step))
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn("is live again", done.stderr)
                self.assertEqual((self.live(), self.code_sha()), (pages, code))
        self.assertEqual(len(self.publish("releases").stdout.split("\n")), 2, "what did not go live is not kept")

    def test_no_release_of_another_processor_is_put_live(self):
        self.prove()
        self.slim()
        self.assertEqual(self.publish().returncode, 0)
        code = self.code_sha()
        kept = self.folder / "outputs.json"
        kept.write_text(kept.read_text().replace("arm64", "x86_64"))
        done = self.publish("back", self.name_of_live())
        self.assertEqual(done.returncode, 1)
        self.assertIn("was built for arm64, the plan says x86_64", done.stderr)
        (self.build / "architecture").write_text("x86_64\n")
        (self.build / "referral-fn.zip").write_bytes(self.zip_of(b"for another"))
        done = self.publish()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("There is no way back from this", done.stderr)
        self.assertNotEqual(self.code_sha(), code)

    def breaks_once_at(self, step):
        """The command line of AWS, which fails the first time it is asked for this."""
        path, seen = self.folder / "breaks", self.folder / "broke"
        seen.unlink(missing_ok=True)
        pattern = f"*{step}*".replace(" ", "\\ ")
        path.write_text(
            f'#!/bin/sh\ncase "$*" in {pattern}) [ -e "{seen}" ] || {{ touch "{seen}"; exit 1; }} ;; esac\nexec aws "$@"\n'
        )
        path.chmod(0o755)
        return str(path)

    def name_of_live(self):
        return self.aws.client("s3").get_object(Bucket=RELEASES, Key="live")["Body"].read().decode().strip()

    def code_sha(self):
        return self.aws.client("lambda").get_function_configuration(FunctionName="referral")["CodeSha256"]

    def ordered(self):
        """Stylesheets are there before the function whose pages ask for them, and that before the pages of the site."""
        asked = (self.folder / "asked").read_text()
        at = [asked.index(step) for step in ("immutable", "update-function-code", "text/html", "create-invalidation")]
        self.assertEqual(at, sorted(at), asked)
        self.assertIn("--architectures arm64", asked)

    def headers(self):
        s3 = self.aws.client("s3")
        head = lambda name: s3.head_object(Bucket=SITE, Key=name)  # noqa: E731
        sheet = next(name for name in self.live() if name.startswith("assets/site.") and name.endswith(".css"))
        page = head("index.html")
        self.assertEqual((page["ContentType"], page["CacheControl"]), ("text/html; charset=utf-8", "public, max-age=0, must-revalidate"))
        self.assertIn("immutable", head(sheet)["CacheControl"])
        pressed = head("index.html.br")
        self.assertEqual((pressed["ContentType"], pressed["ContentEncoding"]), ("text/html; charset=utf-8", "br"))
        self.assertEqual(head(f"{sheet}.gz")["ContentEncoding"], "gzip")


class Build(unittest.TestCase):
    """`publish build` on a machine that lacks something: the tools stand for themselves, and say what was asked of them."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name in ("referral-fn", "digest-fn", "site-gen"):
            for made in (f"lambda/{name}/bootstrap", f"function/{name}"):
                (self.folder / "target" / made).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / "target" / made).write_text(made)
        self.tool("rustc", "echo host: $(uname -m)-unknown-linux-gnu")
        self.tool("uname", "echo x86_64")
        self.tool("cargo-lambda", "exit 0", "target/python/cross/bin")

    def machine(self, rustup, cargo):
        self.tool("rustup", rustup)
        self.tool("cargo", cargo)

    def tool(self, name, does, folder="tools"):
        path = self.folder / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\necho {name} "$@" >>"{self.folder}/asked"\n{does}\n')
        path.chmod(0o755)

    def built(self, *arguments, **settings):
        paths = os.environ["PATH"]
        environment = {"PATH": f"{self.folder / 'tools'}:{paths}", "IMHA_BUILD": str(self.folder / "build"),
                       "CARGO_TARGET_DIR": str(self.folder / "target")}  # fmt: skip
        program = [str(ROOT / "deploy" / "aws" / "publish"), "build", *arguments]
        done = subprocess.run(program, env=environment | settings, capture_output=True, text=True, timeout=60)
        made = self.folder / "build" / "architecture"
        asked = self.folder / "asked"
        return done, made.read_text().strip() if made.exists() else "", asked.read_text() if asked.exists() else ""

    def redraw_zip(self):
        with zipfile.ZipFile(self.folder / "build" / "redraw-fn.zip") as archive:
            return {info.filename: info.external_attr >> 16 for info in archive.infolist()}

    def code(self):
        with zipfile.ZipFile(self.folder / "build" / "referral-fn.zip") as archive:
            return archive.read("bootstrap").decode()

    def test_arm64_where_its_target_can_be_had_and_panics_unwind(self):
        self.machine(rustup="exit 0", cargo="exit 0")
        done, architecture, asked = self.built()
        self.assertEqual((done.returncode, architecture), (0, "arm64"), done.stderr)
        self.assertIn("--target aarch64-unknown-linux-gnu", asked)
        self.assertIn("--profile function --disable-optimizations", asked, "cargo-lambda's own profile ends the program at a panic")
        self.assertEqual(self.code(), "lambda/referral-fn/bootstrap")
        inside = self.redraw_zip()
        self.assertLessEqual({"redraw.py", "content-types", "site-gen", "content/law.toml"}, set(inside))
        self.assertEqual(inside["site-gen"], 0o755, "a program that can be started")

    def test_this_machines_own_for_lambda_where_the_target_cannot_be_had(self):
        self.machine(rustup="exit 1", cargo="exit 0")
        done, architecture, asked = self.built()
        self.assertEqual((done.returncode, architecture), (0, "x86_64"), done.stderr)
        self.assertIn("--target x86_64-unknown-linux-gnu", asked)
        self.assertIn('architecture = "x86_64"', done.stderr)
        self.assertEqual(self.code(), "lambda/referral-fn/bootstrap")

    def test_only_to_try_where_the_tools_cannot_be_had(self):
        self.machine(rustup="exit 1", cargo='[ "$1" != lambda ]')
        done, architecture, _ = self.built()
        self.assertEqual((done.returncode, architecture), (0, "x86_64 machine"), done.stderr)
        self.assertIn("not to upload", done.stderr)
        self.assertEqual(self.code(), "function/referral-fn")

    def test_what_does_not_build_is_not_called_built(self):
        self.machine(rustup="exit 1", cargo="exit 1")
        for arguments in ([], ["--machine"]):
            done, architecture, _ = self.built(*arguments)
            self.assertNotEqual(done.returncode, 0)
            self.assertEqual(architecture, "")
        self.assertNotEqual(self.built(IMHA_ARCHITECTURE="mips")[0].returncode, 0)


if __name__ == "__main__":
    unittest.main()
