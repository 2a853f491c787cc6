"""Keeps the published site true to its date: on Lambda, on the hour by the clock of London, and so at midnight.

What a page says depends on content and date alone. This draws the site with the generator and the content of the release,
for today in London, compares it with what is in the bucket, and puts only what differs: nothing on most hours. Pages that
are no more are taken away; other files stay until the next release, for a page that is open may still ask for them.

The zip holds this file, `content-types`, the program `site-gen` and the folder `content` (deploy/aws/publish). boto3 is the
runtime's own. The line it logs is read by an alarm.
"""

import hashlib
import json
import os
import re
import subprocess
from pathlib import Path

import boto3

HERE = Path(os.environ.get("LAMBDA_TASK_ROOT", Path(__file__).parent))
CODINGS = {".br": "br", ".gz": "gzip"}
HASHED = re.compile(r"^assets/.*\.[0-9a-f]{8,}\.")
PAGE = re.compile(r"\.html(\.br|\.gz)?$")


class Refused(Exception):
    """The site was left as it was."""


def headers(name):
    """Type, encoding, and how long a copy may be kept: what has a hash in its name never changes."""
    types = dict(line.split(" ", 1) for line in (HERE / "content-types").read_text().splitlines())
    bare, end = os.path.splitext(name)
    coding = CODINGS.get(end)
    bare = bare if coding else name
    kept = "public, max-age=31536000, immutable" if HASHED.match(bare) else "public, max-age=0, must-revalidate"
    found = {"ContentType": types[bare.rsplit(".", 1)[-1]], "CacheControl": kept}
    return found | ({"ContentEncoding": coding} if coding else {})


def drawn(day, folder):
    """The files of the site on a day, by their names; today in London without one."""
    asked = [HERE / "site-gen", "build", "--publish", "--content", HERE / "content", "--out", folder]
    asked += ["--base-url", os.environ["IMHA_ORIGIN"], *(["--on", day] if day else [])]
    done = subprocess.run(asked, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(f"the site cannot be drawn: {done.stderr[-2000:]}")
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def order(name):
    """Nobody gets a page whose stylesheet is not there yet."""
    return 2 if PAGE.search(name) else 0 if name.startswith("assets/") else 1


def handler(event, _context):
    s3, bucket = boto3.client("s3"), os.environ["IMHA_SITE_BUCKET"]
    files = drawn(event.get("on"), Path(os.environ.get("TMPDIR", "/tmp")) / "site")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    # Without a key of KMS the tag of a file put whole is its MD5 (S3, Object.ETag).
    there = {kept["Key"]: kept["ETag"].strip('"') for page in pages for kept in page.get("Contents", [])}
    if len(files) < len(there) / 2:
        raise Refused(f"only {len(files)} files were drawn, and {len(there)} are live")
    same = lambda name: there.get(name) == hashlib.md5(files[name], usedforsecurity=False).hexdigest()  # noqa: E731
    changed = sorted((name for name in files if not same(name)), key=order)
    gone = [name for name in there if name not in files and PAGE.search(name)]
    for name in changed:
        s3.put_object(Bucket=bucket, Key=name, Body=files[name], **headers(name))
    for name in gone:
        s3.delete_object(Bucket=bucket, Key=name)
    told = {"outcome": "redraw", "changed": len(changed), "removed": len(gone)}
    print(json.dumps({"fields": told}))
    return told
