"""Draws the site of a release: when `deploy/aws/publish` asks for it, and on the hour by the clock of London, so at midnight.

What a page says depends on content and date alone. This draws the site with the generator and the content of the release,
for today in London, compares it with what is in the release's folder, and puts only what differs: nothing on most hours.
Pages that are no more are taken away. What has a hash in its name is shared by all releases and stays: a page that is open
may still ask for it. The edge asks for the pages of errors by their bare name, so they lie beside the folders.

The zip holds this file, `content-types`, `release` (its name), the program `site-gen` and the folder `content`. boto3 is the
runtime's own. The line it logs is read by an alarm.
"""

import hashlib
import json
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from botocore.config import Config

HERE = Path(os.environ.get("LAMBDA_TASK_ROOT", Path(__file__).parent))
CODINGS = {".br": "br", ".gz": "gzip"}
SHARED = ("assets/", "404.html", "429.html", "500.html")
AT_ONCE = 16


class Refused(Exception):
    """The site was left as it was."""


def headers(name):
    """Type, encoding, and how long a copy may be kept: what has a hash in its name never changes."""
    types = dict(line.split(" ", 1) for line in (HERE / "content-types").read_text().splitlines())
    bare, end = os.path.splitext(name)
    coding = CODINGS.get(end)
    kind = (bare if coding else name).rsplit(".", 1)[-1]
    if kind not in types:
        raise Refused(f"no content type is known for {name}: name it in content-types, or leave the file out of the site")
    kept = "public, max-age=31536000, immutable" if name.startswith("assets/") else "public, max-age=0, must-revalidate"
    found = {"ContentType": types[kind], "CacheControl": kept}
    return found | ({"ContentEncoding": coding} if coding else {})


def drawn(day, folder, release):
    """The files of the site on a day (today in London without one), by where they lie in the bucket, each with its headers."""
    asked = [HERE / "site-gen", "build", "--publish", "--content", HERE / "content", "--out", folder]
    asked += ["--base-url", os.environ["IMHA_ORIGIN"], *(["--on", day] if day else [])]
    done = subprocess.run(asked, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(f"the site cannot be drawn: {done.stderr[-2000:]}")
    made = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            name = str(file.relative_to(folder))
            place = name if name.startswith("assets/") else f"{release}/{name}"
            made[place] = made[name if name in SHARED else place] = (file.read_bytes(), headers(name))
    return made


def handler(event, _context):
    release = (HERE / "release").read_text().strip()
    s3 = boto3.client("s3", config=Config(max_pool_connections=AT_ONCE))
    bucket = os.environ["IMHA_SITE_BUCKET"]
    # Of its own: the same machine may have been stopped in the middle of an earlier one.
    with tempfile.TemporaryDirectory() as folder:
        files = drawn(event.get("on"), Path(folder) / "site", release)
    listed = s3.get_paginator("list_objects_v2")
    pages = [page for prefix in (release + "/", *SHARED) for page in listed.paginate(Bucket=bucket, Prefix=prefix)]
    # Without a key of KMS the tag of a file put whole is its MD5 (S3, Object.ETag).
    there = {kept["Key"]: kept["ETag"].strip('"') for page in pages for kept in page.get("Contents", [])}
    gone = [place for place in there if place.startswith(release + "/") and place not in files]
    if len(gone) > len(files) / 2:
        raise Refused(f"only {len(files)} files were drawn, and {len(gone)} more are there")
    same = lambda place: there.get(place) == hashlib.md5(files[place][0], usedforsecurity=False).hexdigest()  # noqa: E731
    changed = [place for place in files if not same(place)]
    put = lambda place: s3.put_object(Bucket=bucket, Key=place, Body=files[place][0], **files[place][1])  # noqa: E731
    with ThreadPoolExecutor(AT_ONCE) as pool:
        # Nobody gets a page whose stylesheet is not there yet.
        for order in (True, False):
            list(pool.map(put, [place for place in changed if place.startswith("assets/") == order]))
        list(pool.map(lambda place: s3.delete_object(Bucket=bucket, Key=place), gone))
    told = {"outcome": "redraw", "changed": len(changed), "removed": len(gone)}
    print(json.dumps({"fields": told}))
    return told
