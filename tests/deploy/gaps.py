"""The calls that moto does not know: CloudFront's response headers policies and publishing of a function, the change of a
stage of a gateway, and who is told of a budget. What is sent is kept as it was sent, so that a test reads what AWS would have been told.
"""

import json
import re
import uuid
from urllib.parse import unquote
from xml.sax.saxutils import escape

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
POLICY = re.compile(r"^/2020-05-31/response-headers-policy(?:/([^/]+))?$")
STAGE = re.compile(r"^/v2/apis/([^/]+)/stages/([^/]+)$")
PUBLISH = re.compile(r"^/2020-05-31/function/([^/]+)/publish$")


class Gaps:
    """Answers those calls with a status and a body; gives None for any other."""

    def __init__(self):
        self.policies: dict[str, str] = {}
        self.told: dict[str, list] = {}

    def answer(self, method: str, path: str, target: str, body: str):
        if target.startswith("AWSBudgetServiceGateway."):
            return self._budget(target.partition(".")[2], json.loads(body))
        if found := POLICY.match(path):
            return self._policy(method, found[1], body)
        if (found := PUBLISH.match(path)) and method == "POST":
            return self._published(found[1])
        if (found := STAGE.match(path)) and method == "PATCH":
            return self._stage(found[1], unquote(found[2]), json.loads(body))
        return None

    def _stage(self, api, name, sent):
        from moto.apigatewayv2.models import apigatewayv2_backends

        stage = apigatewayv2_backends["123456789012"]["eu-west-2"].apis[api].stages[name]
        stage.default_route_settings = sent.get("defaultRouteSettings", stage.default_route_settings)
        return 200, json.dumps(stage.to_json())

    def _budget(self, action, body):
        for sent in body.get("NotificationsWithSubscribers", [body] if action == "CreateNotification" else []):
            self.told[sent["Notification"]["NotificationType"]] = sent["Subscribers"]
        if action == "DescribeSubscribersForNotification":
            return 200, json.dumps({"Subscribers": self.told[body["Notification"]["NotificationType"]]})
        if action == "ListTagsForResource":
            return 200, json.dumps({"ResourceTags": [{"Key": "service", "Value": "imha"}]})
        return None

    def _policy(self, method, name, body):
        if method == "POST":
            name = str(uuid.uuid4())
            self.policies[name] = re.sub(r"^<\?xml[^>]*\?>", "", body).strip()
        inside = f"<Id>{name}</Id><LastModifiedTime>2026-11-23T10:00:00Z</LastModifiedTime>{self.policies[name]}"
        xml = f'<ResponseHeadersPolicy xmlns="{NAMESPACE}">{inside}</ResponseHeadersPolicy>'
        return (201 if method == "POST" else 200), xml

    def _published(self, name):
        from moto.cloudfront.models import cloudfront_backends

        function = cloudfront_backends["123456789012"]["aws"].functions[name]
        function.stage = "LIVE"
        xml = (
            f'<FunctionSummary xmlns="{NAMESPACE}"><Name>{escape(name)}</Name><Status>DEPLOYED</Status>'
            f"<FunctionMetadata><FunctionARN>{function.arn}</FunctionARN><Stage>LIVE</Stage>"
            "<LastModifiedTime>2026-11-23T10:00:00Z</LastModifiedTime></FunctionMetadata></FunctionSummary>"
        )
        return 200, xml
