"""The calls that moto does not know: CloudFront's response headers policies, the change and publishing of a function there, what
a function on Lambda does, and who is told of a budget. What is sent is kept as it was sent, so that a test reads what AWS would
have been told.
"""

import json
import re
import uuid
from base64 import b64decode
from xml.sax.saxutils import escape

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
POLICY = re.compile(r"^/2020-05-31/response-headers-policy(?:/([^/]+))?$")
EDGE = re.compile(r"^/2020-05-31/function/([^/]+)(/publish)?$")
INVOKED = re.compile(r"^/2015-03-31/functions/([^/]+)/invocations$")


class Gaps:
    """Answers those calls with a status and a body; gives None for any other."""

    def __init__(self):
        self.policies: dict[str, str] = {}
        self.told: dict[str, list] = {}
        # What each function on Lambda does, by its name, and what the edge runs, by the function's.
        self.programs: dict = {}
        self.live: dict[str, bytes] = {}

    def answer(self, method: str, path: str, query: str, target: str, body: str):
        if target.startswith("AWSBudgetServiceGateway."):
            return self._budget(target.partition(".")[2], json.loads(body))
        if found := POLICY.match(path):
            return self._policy(method, found[1], body)
        if found := EDGE.match(path):
            return self._edge(method, found[1], found[2], query, body)
        if (found := INVOKED.match(path)) and found[1] in self.programs:
            return 200, self._invoked(found[1], json.loads(body or "{}"))
        return None

    def _invoked(self, name, event):
        try:
            return json.dumps(self.programs[name](event))
        except Exception as error:  # noqa: BLE001: as Lambda tells of any
            return json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)})

    def _budget(self, action, body):
        for sent in body.get("NotificationsWithSubscribers", [body] if action == "CreateNotification" else []):
            self.told[sent["Notification"]["NotificationType"]] = sent["Subscribers"]
        if action == "DescribeSubscribersForNotification":
            return 200, json.dumps({"Subscribers": self.told[body["Notification"]["NotificationType"]]})
        if action == "ListTagsForResource":
            name = body["ResourceARN"].split("/")[1].removesuffix("-monthly")
            return 200, json.dumps({"ResourceTags": [{"Key": "service", "Value": name}]})
        return None

    def _policy(self, method, name, body):
        if method == "POST":
            name = str(uuid.uuid4())
            self.policies[name] = re.sub(r"^<\?xml[^>]*\?>", "", body).strip()
        inside = f"<Id>{name}</Id><LastModifiedTime>2026-11-23T10:00:00Z</LastModifiedTime>{self.policies[name]}"
        xml = f'<ResponseHeadersPolicy xmlns="{NAMESPACE}">{inside}</ResponseHeadersPolicy>'
        return (201 if method == "POST" else 200), xml

    def _edge(self, method, name, publish, query, body):
        from moto.cloudfront.models import cloudfront_backends

        function = cloudfront_backends["123456789012"]["aws"].functions.get(name)
        if method == "PUT":
            function.code = b64decode(re.search("<FunctionCode>(.*)</FunctionCode>", body, re.S)[1])
        elif method == "POST" and publish:
            self.live[name] = function.code if isinstance(function.code, bytes) else b64decode(function.code)
            function.stage = "LIVE"
        elif method == "GET" and not publish and "LIVE" in query:
            return 200, self.live[name].decode()
        else:
            return None
        xml = (
            f'<FunctionSummary xmlns="{NAMESPACE}"><Name>{escape(name)}</Name><Status>DEPLOYED</Status>'
            f"<FunctionMetadata><FunctionARN>{function.arn}</FunctionARN><Stage>LIVE</Stage>"
            "<LastModifiedTime>2026-11-23T10:00:00Z</LastModifiedTime></FunctionMetadata></FunctionSummary>"
        )
        return 200, xml
