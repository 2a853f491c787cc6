"""deploy/aws/publish against AWS on loopback: what is refused, what is uploaded and how, the smoke test, and the way back."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from aws import Aws
from edge import CODE, Edge
from test_redraw import redraw
from world import BIN, ORIGIN, World

ROOT = Path(__file__).parents[2]
SITE, RELEASES, EDGE = "the-site", "the-releases", "the-rewrite"
FUNCTIONS = ("referral", "digest", "redraw", "outside")


class Publish(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """The site, drawn once; of its pages those that are asked for."""
        cls.site = Path(cls.enterClassContext(tempfile.TemporaryDirectory())) / "site"
        made = [BIN / "site-gen", "build", "--publish", "--content", ROOT / "content", "--out", cls.site, "--base-url", ORIGIN]
        subprocess.run(made, check=True, capture_output=True)
        pages = ["index.html", "refer/patient/index.html", "404.html", "429.html", "500.html"]
        for path in cls.site.rglob("*"):
            name = str(path.relative_to(cls.site)).removesuffix(".br").removesuffix(".gz")
            if path.is_file() and not name.endswith(".css") and name not in pages:
                path.unlink()

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.aws = self.enterContext(Aws())
        self.s3 = self.aws.client("s3")
        self.world = World(self.aws, self.folder)
        self.world.owner("init")
        self.build = self.folder / "build"
        self.build.mkdir()
        self.make_cloud()
        live = lambda: self.aws.gaps.live[EDGE].decode()  # noqa: E731
        self.edge = self.enterContext(Edge(self.aws, SITE, None, live))
        self.edge.function = self.enterContext(self.world.function_at(self.edge.url))
        outputs = {f"{name}_function": name for name in FUNCTIONS}
        outputs |= {"origin": self.edge.url, "edge_address": "", "edge_function": EDGE, "architecture": "arm64", "releases_bucket": RELEASES}
        (self.folder / "outputs.json").write_text(json.dumps({name: {"value": value} for name, value in outputs.items()}))
        for name in ("staff-1", "staff-2", "recovery"):
            self.world.as_staff(["keys", "check"], {"IMHA_IDENTITY": str(self.world.data / "keys" / f"{name}.txt")})

    def make_cloud(self):
        for bucket in (SITE, RELEASES):
            self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        trust = {"Version": "2012-10-17", "Statement": []}
        role = self.aws.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        self.made("20261101T090000Z-first-arm64")
        for name in FUNCTIONS:
            code = {"ZipFile": (self.build / "digest-fn.zip").read_bytes()}
            self.aws.client("lambda").create_function(FunctionName=name, Role=role, Runtime="provided.al2023", Handler="bootstrap", Code=code)
        self.aws.gaps.programs["redraw"] = self.drawn
        config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
        self.aws.client("cloudfront").create_function(Name=EDGE, FunctionConfig=config, FunctionCode=CODE.read_bytes())
        self.aws.client("cloudfront").publish_function(Name=EDGE, IfMatch="E1")

    def made(self, release, broken="", architecture="arm64"):
        """What `publish build` leaves behind. `broken` is done to the site that the release draws."""
        site_gen = f'#!/bin/sh\nset -e\nwhile [ "$1" != --out ]; do shift; done\ncp -r {self.site} "$2"\ncd "$2"\n{broken}\n'
        types = (ROOT / "deploy" / "aws" / "content-types").read_bytes()
        self.zip("redraw-fn", {"site-gen": site_gen, "release": release, "content-types": types})
        for name in ("referral-fn", "digest-fn", "outside-fn"):
            self.zip(name, {"bootstrap": release})
        (self.build / "architecture").write_text(architecture)
        (self.build / "release").write_text(release)

    def zip(self, name, files):
        with zipfile.ZipFile(self.build / f"{name}.zip", "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)

    def drawn(self, _event):
        """The redrawing function with the code that Lambda holds for it."""
        sha = self.sha("redraw")
        for kept in self.s3.list_objects_v2(Bucket=RELEASES)["Contents"]:
            code = self.s3.get_object(Bucket=RELEASES, Key=kept["Key"])["Body"].read()
            if base64.b64encode(hashlib.sha256(code).digest()).decode() == sha:
                with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                    (Path(folder) / "code.zip").write_bytes(code)
                    zipfile.ZipFile(Path(folder) / "code.zip").extractall(folder)
                    (Path(folder) / "site-gen").chmod(0o755)
                    return redraw(self.aws, SITE, Path(folder))
        raise AssertionError("no release has this code")

    def publish(self, *verb, **settings):
        environment = self.aws.environment("AKIAPUBLISHER") | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "IMHA_OUTPUTS": str(self.folder / "outputs.json"),
            "IMHA_BUILD": str(self.build),
            "IMHA_HEAD_OFFICE": str(BIN / "head-office"),
            "IMHA_RECIPIENTS": str(self.world.data / "recipients.txt"),
            "IMHA_REHEARSAL": "1",
        }
        program = [str(ROOT / "deploy" / "aws" / "publish"), *verb]
        return subprocess.run(program, env=environment | settings, capture_output=True, text=True, timeout=300)

    def sha(self, name="referral"):
        return self.aws.client("lambda").get_function_configuration(FunctionName=name)["CodeSha256"]

    def page(self, path="/"):
        return self.edge.answer("GET", path, {}, b"")

    def live(self):
        return self.aws.gaps.live[EDGE].decode().partition('RELEASE = "')[2].partition('"')[0]

    def state(self):
        return self.live(), [self.sha(name) for name in FUNCTIONS], self.page()

    def test_nothing_goes_up_before_every_holder_proved_their_key(self):
        (self.build / "architecture").write_text("x86_64\n")
        done = self.publish(IMHA_RECIPIENTS=str(self.unproved()))
        self.assertEqual(done.returncode, 1)
        for said in ("Not every holder", "built for x86_64, and the plan says arm64", "nothing was uploaded"):
            self.assertIn(said, done.stderr)
        self.assertEqual((self.live(), self.s3.list_objects_v2(Bucket=RELEASES)["KeyCount"]), ("", 0))

    def unproved(self):
        """The list with another's keys on it."""
        other = self.folder / "other"
        self.world.owner("--data", str(other), "init")
        return other / "recipients.txt"

    def test_a_release_is_tried_before_the_name_shows_it_and_can_go_back(self):
        self.assertEqual(self.page()[0], 404, "nothing yet")
        done = self.publish()
        self.assertEqual(done.returncode, 0, done.stderr)
        first = self.state()
        self.assertEqual(first[0], "20261101T090000Z-first-arm64")
        self.assertIn(b"tel:", first[2][2])
        self.assertEqual(self.publish("smoke").returncode, 0)

        self.made("20261102T090000Z-bad-arm64", "rm -r refer")
        done = self.publish()
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{first[0]} is", done.stderr)
        self.assertEqual(self.state(), first, "the form was gone")

        self.made("20261103T090000Z-second-arm64", "echo '<a href=\"tel:1\">second' >index.html; gzip -kf index.html")
        self.assertEqual(self.publish().returncode, 0)
        second = self.state()
        self.assertEqual(second[2][2], b'<a href="tel:1">second\n')
        self.assertIn(f"{first[0]} is live again", self.publish("back", first[0]).stderr)
        self.assertEqual(self.state(), first)
        told = self.publish("releases").stdout.split("\n")
        self.assertEqual(told[0], f"{first[0]}  (live)")
        self.assertEqual(self.publish("back").returncode, 1, "there is none before the first")
        self.assertEqual(self.publish("back", second[0]).returncode, 0, "and forward again")
        self.assertEqual(self.state(), second)

    def test_a_step_that_breaks_off_leaves_the_pages_as_they_were(self):
        self.assertEqual(self.publish().returncode, 0)
        first = self.state()
        self.made("20261104T090000Z-next-arm64")
        for step in ("lambda wait*--function-name referral", "cloudfront update-function"):
            with self.subTest(step):
                done = self.publish(IMHA_AWS=self.breaks_once_at(step))
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(self.state(), first)

    def test_no_release_of_another_processor_is_put_live(self):
        self.assertEqual(self.publish().returncode, 0)
        first = self.live()
        kept = self.folder / "outputs.json"
        kept.write_text(kept.read_text().replace("arm64", "x86_64"))
        done = self.publish("back", first)
        self.assertEqual(done.returncode, 1)
        self.assertIn("was built for arm64, the plan says x86_64", done.stderr)
        self.made("20261105T090000Z-other-x86_64", "rm -r refer", "x86_64")
        self.assertIn("none of this processor to go back to", self.publish().stderr)
        self.assertEqual(self.live(), first)

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
        done = subprocess.run(program, env=environment | settings, capture_output=True, text=True, timeout=300)
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
