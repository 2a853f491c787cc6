"""The function behind the stand-in for the edge, until it is ended: prints `site` and its address, as imha does."""

import signal
import sys
import tempfile
from pathlib import Path

from aws import Aws
from edge import Edge
from world import World

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
with tempfile.TemporaryDirectory() as folder, Aws() as aws:
    world = World(aws, Path(folder))
    world.owner("init")
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="the-site", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    for page in ("404.html", "500.html"):
        s3.put_object(Bucket="the-site", Key=page, Body=b"a page for people", ContentType="text/html")
    with world.function() as function, Edge(aws, "the-site", function) as edge:
        print(f"site {edge.url}/", flush=True)
        signal.pause()
