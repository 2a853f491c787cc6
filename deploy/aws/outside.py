"""Asks the site what a patient asks, through its public name: name, certificate, edge, gateway, bucket and function must all
be there. On Lambda, every quarter of an hour. It stores no referral: its form stops at the check page, and the confirmation it
asks for is that of the day's canary, which it has the function store.

It also looks at how long the certificate still holds, and whether somebody still gets the mails (a scanner of mail that
follows links can end a subscription). The line it logs is read by an alarm; it names what is wrong.
"""

import json
import os
import socket
import ssl
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import boto3

HERE = Path(__file__).parent
PATIENCE = 20
"""Seconds for each answer."""
CERTIFICATE_DAYS = 21
"""AWS renews 60 days before the end: with fewer left somebody must look at the DNS."""
ANSWERS = {"patient.name": "Test Only", "patient.hospital": "other", "patient.ward": "None", "legal.route": "not-sure"}
# What is asked, the status, what the answer must say, and what is sent.
ASKED = (
    ("start", "/", 200, 'href="tel:', None),
    ("form", "/refer/patient/", 200, "<form", None),
    ("check-page", "/referral/patient", 200, 'value="Test Only"', ANSWERS),
    ("not-found", "/referral/sent/0000000000", 404, 'href="tel:', None),
    ("api", "/api/openapi.json", 200, '"openapi"', None),
)


def answered(origin, path, sent):
    """Status and text; nought and why not where there is no answer."""
    body = urlencode(sent).encode() if sent else None
    request = urllib.request.Request(origin + path, body, {"Origin": origin, "Sec-Fetch-Site": "same-origin"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError as error:
        return 0, str(error)


def holds(origin, path, status, said, sent):
    """Whether it is answered so; asked twice, for one lost packet is no fault."""
    for _ in range(2):
        got, text = answered(origin, path, sent)
        if got == status and said in text:
            return True
    return False


def confirmation(client):
    """Where the confirmation of the day's canary stands; nought where the function stored none."""
    told = client.invoke(FunctionName=os.environ["IMHA_REFERRAL_FUNCTION"], Payload=(HERE / "canary.json").read_bytes())
    return json.loads(told["Payload"].read()).get("multiValueHeaders", {}).get("location", [None])[0]


def days_left(origin):
    """Of the certificate; none where it cannot be seen or is not trusted."""
    place = urlsplit(origin)
    try:
        with socket.create_connection((place.hostname, place.port or 443), PATIENCE) as plain:
            with ssl.create_default_context().wrap_socket(plain, server_hostname=place.hostname) as secure:
                return int((ssl.cert_time_to_seconds(secure.getpeercert()["notAfter"]) - time.time()) // 86400)
    except OSError:
        return None


def confirmed(sns, topic):
    listed = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    return any(one["SubscriptionArn"].startswith("arn:") for one in listed)


def handler(_event, _context):
    origin, topics = os.environ["IMHA_ORIGIN"], os.environ["IMHA_TOPICS"].split(",")
    wrong = [name for name, path, status, said, sent in ASKED if not holds(origin, path, status, said, sent)]
    sent = confirmation(boto3.client("lambda"))
    if not (sent and holds(origin, sent, 200, sent.split("/")[3].split("?")[0], None)):
        wrong.append("confirmation")
    left = days_left(origin)
    if left is None or left < CERTIFICATE_DAYS:
        wrong.append("certificate")
    sns = boto3.client("sns")
    wrong += [f"nobody gets {topic.rsplit(':', 1)[1]}" for topic in topics if not confirmed(sns, topic)]
    told = {"outcome": "outside", "faults": len(wrong), "wrong": wrong, "days_left": left}
    print(json.dumps({"fields": told}))
    return told
