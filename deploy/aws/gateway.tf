# In front of the function: a plain HTML POST works through it (it does not through a function URL with origin access
# control, docs/security.md, Least privilege on AWS), and it throttles. There are two, for a gateway's own errors look alike
# at all its addresses: the forms' lead to the site's pages with the phone number, the API's are problem+json. So a flood
# of one does not shut the other either.

locals {
  # Three times the whole country's peak, and far less than a flood would like.
  per_second     = 2
  at_once        = 10
  longest_answer = 9 # seconds (docs/security.md, Accept protocol)
  most_at_once   = length(local.intakes) * (local.per_second * local.longest_answer + local.at_once)

  # By the first folder of their addresses, which is the name of their stage: what comes after it is the resource.
  intakes = {
    # A page cannot stand here: its stylesheet is another one after each release.
    referral = { for kind, page in { THROTTLED = "429", MISSING_AUTHENTICATION_TOKEN = "404", DEFAULT_4XX = "500", DEFAULT_5XX = "500" } :
      kind => { status = "303", headers = { Location = "/${page}.html" }, body = "" }
    }
    # Each fault of ours is 503: an error page stands for 500, 502 and 504 (site.tf). That a header may be set to a text is said
    # (API reference, PutGatewayResponse), but not that it stands before the template's own type: the body is whole without it.
    api = { for kind, error in {
      THROTTLED         = ["429", "Too many requests", "Wait a minute, then send the same again."]
      REQUEST_TOO_LARGE = ["413", "Too much", "At most 128 KiB can be sent."]
      DEFAULT_4XX       = ["400", "The request could not be read", "Compare it with /api/openapi.json."]
      DEFAULT_5XX       = ["503", "The service cannot be reached", "Nothing is lost by sending the same again. The phone number is on the start page."]
      } : kind => {
      status  = error[0]
      headers = { Content-Type = "application/problem+json", Cache-Control = "no-store", Retry-After = "60" }
      body    = jsonencode({ type = "about:blank", title = error[1], status = tonumber(error[0]), detail = error[2], problems = [] })
    } }
  }
  refusals = merge([for name, kinds in local.intakes : { for kind, refusal in kinds : "${name} ${kind}" => merge(refusal, { intake = name, kind = kind }) }]...)
}

resource "aws_api_gateway_rest_api" "intake" {
  for_each = local.intakes

  name = "${local.name}-${each.key}"
  # As they came: what is no text is told so by the function.
  binary_media_types = ["*/*"]

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Every method: the function says 405 itself, with the phone number.
resource "aws_api_gateway_resource" "all" {
  for_each = aws_api_gateway_rest_api.intake

  rest_api_id = each.value.id
  parent_id   = each.value.root_resource_id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_method" "any" {
  # checkov:skip=CKV_AWS_59: the intake is public: a patient has no account (docs/contract.md, Site)
  # checkov:skip=CKV2_AWS_53: the function reads and refuses, with every answer kept
  for_each = aws_api_gateway_resource.all

  rest_api_id   = each.value.rest_api_id
  resource_id   = each.value.id
  http_method   = "ANY"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "referral" {
  for_each = aws_api_gateway_method.any

  rest_api_id             = each.value.rest_api_id
  resource_id             = each.value.resource_id
  http_method             = each.value.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.referral.invoke_arn
  timeout_milliseconds    = 20000
}

resource "aws_api_gateway_gateway_response" "refusal" {
  for_each = local.refusals

  rest_api_id         = aws_api_gateway_rest_api.intake[each.value.intake].id
  response_type       = each.value.kind
  status_code         = each.value.status
  response_templates  = { "application/json" = each.value.body }
  response_parameters = { for header, value in each.value.headers : "gatewayresponse.header.${header}" => "'${value}'" }
}

resource "aws_api_gateway_deployment" "intake" {
  for_each = aws_api_gateway_rest_api.intake

  rest_api_id = each.value.id
  triggers    = { made_of = filesha256("gateway.tf") }
  depends_on  = [aws_api_gateway_integration.referral, aws_api_gateway_gateway_response.refusal]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "intake" {
  # checkov:skip=CKV_AWS_73: traces would carry paths; the counts are enough
  # checkov:skip=CKV_AWS_76: its log would need a role that is one for the whole account, and tell no more than the function's own
  # checkov:skip=CKV2_AWS_4: as above
  # checkov:skip=CKV_AWS_120: answers are a person's own, and never kept
  # checkov:skip=CKV2_AWS_29: the firewall stands at the edge (flood.tf)
  # checkov:skip=CKV2_AWS_51: a certificate shown to the function proves nothing more than its permission
  for_each = aws_api_gateway_deployment.intake

  rest_api_id   = each.value.rest_api_id
  deployment_id = each.value.id
  stage_name    = each.key

  lifecycle {
    precondition {
      condition     = var.reserved_concurrency >= local.most_at_once
      error_message = "reserved_concurrency must be at least ${local.most_at_once}, or the function is full before the gateways refuse, and somebody's answers are lost for another's flood."
    }
  }
}

resource "aws_api_gateway_method_settings" "throttle" {
  # checkov:skip=CKV_AWS_225: answers are a person's own, and never kept
  # checkov:skip=CKV_AWS_308: as above
  # checkov:skip=CKV2_AWS_4: as at the stage
  for_each = aws_api_gateway_stage.intake

  rest_api_id = each.value.rest_api_id
  stage_name  = each.value.stage_name
  method_path = "*/*"

  settings {
    throttling_rate_limit  = local.per_second
    throttling_burst_limit = local.at_once
  }
}
