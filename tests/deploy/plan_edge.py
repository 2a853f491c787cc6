"""What test_plan asks of the applied plan about the edge: gateways, firewall, error pages, and two deployments side by side."""

import json

import edge
from aws import ACCOUNT, REGION
from edge import Edge


class AtTheEdge:
    """Tests of a class that has the plan applied."""

    def gateways(self):
        """The applied ones by their stage, and how fast each lets in."""
        gateway = self.aws.client("apigateway")
        stages = [(api, stage) for api in gateway.get_rest_apis()["items"] for stage in gateway.get_stages(restApiId=api["id"])["item"]]
        ours = {stage["stageName"]: (api["id"], stage["methodSettings"]["*/*"]) for api, stage in stages if api["name"].startswith("imha-")}
        return {name: (key, (throttle["throttlingRateLimit"], throttle["throttlingBurstLimit"])) for name, (key, throttle) in ours.items()}

    def refusals(self):
        """What each gateway says of itself, by its stage and the kind of fault."""
        gateway = self.aws.client("apigateway")
        said = {stage: gateway.get_gateway_responses(restApiId=key)["items"] for stage, (key, _) in self.gateways().items()}
        return {stage: {one["responseType"]: one for one in kinds} for stage, kinds in said.items()}

    def test_the_gateways_let_in_slowly(self):
        limits = [limit for _, limit in self.gateways().values()]
        self.assertEqual(limits, [(2, 10), (2, 10)], "docs/security.md, Spam")
        longest = 9  # seconds that an answer takes at most
        reserved = self.aws.client("lambda").get_function_concurrency(FunctionName="imha-referral")
        at_once = sum(rate * longest + burst for rate, burst in limits)
        self.assertGreaterEqual(reserved["ReservedConcurrentExecutions"], at_once, "a flood of one does not fill the function")

    def test_whatever_the_api_answers_is_a_problem_and_a_form_gets_a_page_with_the_number(self):
        bucket, s3 = "the-errors", self.aws.client("s3")
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        for page in ("404.html", "429.html", "500.html"):
            s3.put_object(Bucket=bucket, Key=page, Body=b'<a href="tel:1">', ContentType="text/html")
        key = {"Idempotency-Key": "0123456789abcdef"}
        js, form = {"Content-Type": "application/json"} | key, {"Content-Type": "application/x-www-form-urlencoded"}
        with self.world.function() as function, Edge(self.aws, bucket, function, refusals=self.refusals()) as public:
            table = [
                ("api", "POST", "/api/referrals", js, b"{", "", 400), ("api", "GET", "/api/other", {}, b"", "", 404),
                ("api", "GET", "/api/referrals", {}, b"", "", 405), ("api", "POST", "/api/referrals", js, b"x" * 131073, "", 413),
                ("api", "POST", "/api/referrals", js, b"x" * (7 << 20), "", 413), ("api", "POST", "/api/referrals", key, b"x", "", 415),
                ("api", "POST", "/api/referrals", js, b"{}", "", 422), ("api", "POST", "/api/referrals", js, b"{}", "THROTTLED", 429),
                ("api", "POST", "/api/referrals", js, b"{}", "BAD_REQUEST_PARAMETERS", 400),
                ("api", "POST", "/api/referrals", js, b"{}", "DEFAULT_5XX", 503),
                ("form", "POST", "/referral/patient", form, b"a=b", "", 422), ("form", "GET", "/referral/send", {}, b"", "", 405),
                ("form", "POST", "/referral/patient", form, b"a=b", "THROTTLED", "/429.html"),
                ("form", "POST", "/referral/patient", form, b"a=b", "DEFAULT_5XX", "/500.html"),
                ("form", "GET", "/referral/sent/0000000000", {}, b"", "", 404),
            ]  # fmt: skip
            for kind, method, path, headers, body, public.trouble, expected in table:
                with self.subTest(f"{method} {path} {public.trouble} {expected}"):
                    status, headers, text = public.answer(method, path, headers, body)
                    if isinstance(expected, str):
                        self.assertEqual((status, headers["Location"]), (303, expected))
                        status, headers, text = public.answer("GET", expected, {}, b"")
                        expected = 200
                    self.assertEqual(status, expected)
                    if kind == "api":
                        given = {name.lower(): value for name, value in headers.items()}
                        self.assertEqual(given["content-type"], "application/problem+json")
                        self.assertEqual(json.loads(text)["status"], expected)
                        self.assertLessEqual({"type", "title", "detail", "problems"}, set(json.loads(text)))
                    else:
                        self.assertIn(b'href="tel:', text)

    def test_one_client_sends_so_much_and_no_body_is_read(self):
        firewall = self.aws.client("wafv2", "us-east-1")
        found = next(one for one in firewall.list_web_acls(Scope="CLOUDFRONT")["WebACLs"] if one["Name"] == "imha-limit")
        acl = firewall.get_web_acl(Scope="CLOUDFRONT", Name=found["Name"], Id=found["Id"])["WebACL"]
        self.assertEqual(list(acl["DefaultAction"]), ["Allow"])
        said = {}
        for rule in acl["Rules"]:
            answer, limit = rule["Action"]["Block"]["CustomResponse"], rule["Statement"]["RateBasedStatement"]
            self.assertEqual((limit["Limit"], limit["AggregateKeyType"]), (300, "IP"))
            looked = [one["ByteMatchStatement"]["FieldToMatch"] for one in limit["ScopeDownStatement"]["AndStatement"]["Statements"]]
            self.assertEqual(looked, [{"Method": {}}, {"UriPath": {}}])
            self.assertFalse(rule["VisibilityConfig"]["SampledRequestsEnabled"], "samples show who asked for what")
            said[rule["Name"]] = answer["ResponseCode"], answer.get("CustomResponseBodyKey"), answer.get("ResponseHeaders")
        self.assertEqual(said, {"referral": (303, None, [{"Name": "Location", "Value": "/429.html"}]), "api": (429, "api", None)})
        self.assertEqual(self.distribution()["WebACLId"], found["ARN"])

    def distribution(self):
        cloudfront = self.aws.client("cloudfront")
        every = cloudfront.list_distributions()["DistributionList"]["Items"]
        configs = [cloudfront.get_distribution_config(Id=one["Id"])["DistributionConfig"] for one in every]
        return next(config for config in configs if any(f"imha-site-{ACCOUNT}" in origin["DomainName"] for origin in config["Origins"]["Items"]))

    def test_two_stand_in_one_account(self):
        """Nothing that one made has a name of what the other made, and what is asked of one is not asked of the other."""
        named = ("id", "arn", "name", "bucket", "function_name", "alarm_name", "log_group_name", "role", "namespace", "metric_name")
        made = []
        for one in (self.terraform, self.staging):
            kept = json.loads(one.does("show", "-json"))["values"]["root_module"]["resources"]
            made.append({(part["type"], *(str(part["values"].get(key)) for key in named)) for part in kept if part["mode"] == "managed"})
        self.assertEqual(len(made[0]), len(made[1]))
        self.assertEqual(made[0] & made[1], set())
        for part in made[1]:
            self.assertFalse(any(value.startswith("imha") or ":imha-" in value or "/imha-" in value for value in part[1:]), part)
        self.assertEqual(self._lambda("staging-referral")["Environment"]["Variables"]["IMHA_TABLE"], "staging-referrals")

    def test_the_edge_passes_our_own_pages_through(self):
        config = self.distribution()
        pages = {page["ErrorCode"]: page["ResponsePagePath"].lstrip("/") for page in config["CustomErrorResponses"]["Items"]}
        self.assertEqual(pages, edge.PAGES)
        known = {400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}
        self.assertLessEqual(set(pages), known - {403, 405, 503}, "CloudFront's own list, and never one of ours with the answers on it")
        self.assertEqual(config["Aliases"]["Items"], ["imha.example.org"])
        behaviours = {cache["PathPattern"]: cache for cache in config["CacheBehaviors"]["Items"]}
        self.assertEqual(set(behaviours), {"/referral/*", "/api/*"})
        for path, cache in behaviours.items():
            self.assertEqual((cache["TargetOriginId"], cache["ViewerProtocolPolicy"]), (path.split("/")[1], "https-only"))
        self.assertEqual(config["DefaultCacheBehavior"]["TargetOriginId"], "site")
