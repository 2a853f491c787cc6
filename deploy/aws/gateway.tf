# In front of the function: a plain HTML POST works through it (it does not through a function URL with origin access
# control, docs/security.md, Least privilege on AWS), and it throttles.

locals {
  # Three times the whole country's peak, and far less than a flood would like. The gateway refuses before Lambda
  # does: its 429 has a page with the phone number, while a full function gives 503 in JSON, and 503 is also a page of
  # the function's own, so that no error page may stand in for it (site.tf).
  per_second     = 2
  at_once        = 10
  longest_answer = 9 # seconds (docs/security.md, Accept protocol)
  # The stage's limits hold for each route by itself.
  routes       = toset(["ANY /referral/{proxy+}", "ANY /api/{proxy+}"])
  most_at_once = length(local.routes) * (local.per_second * local.longest_answer + local.at_once)
}

resource "aws_apigatewayv2_api" "intake" {
  name          = "${local.name}-intake"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "referral" {
  api_id                 = aws_apigatewayv2_api.intake.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.referral.arn
  integration_method     = "POST"
  payload_format_version = "2.0"
  timeout_milliseconds   = 20000
}

# Every method: the function says 405 itself, with the phone number. No other path: the canary's route has none.
resource "aws_apigatewayv2_route" "intake" {
  # checkov:skip=CKV_AWS_309: the intake is public: a patient has no account (docs/contract.md, Site)
  for_each = local.routes

  api_id    = aws_apigatewayv2_api.intake.id
  route_key = each.value
  target    = "integrations/${aws_apigatewayv2_integration.referral.id}"
}

resource "aws_cloudwatch_log_group" "gateway" {
  # checkov:skip=CKV_AWS_158: the log lines are an allow-list without personal data (docs/security.md, Logs); encrypted at rest by AWS's own key
  # checkov:skip=CKV_AWS_338: thirty days, on purpose: nothing is kept longer than it helps (docs/security.md, Logs)
  name              = "/aws/apigateway/${local.name}-intake"
  retention_in_days = 30
}

resource "aws_apigatewayv2_stage" "intake" {
  api_id      = aws_apigatewayv2_api.intake.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = local.per_second
    throttling_burst_limit = local.at_once
  }

  # What docs/security.md, Logs allows: neither address nor agent nor path of who asked.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.gateway.arn
    format = jsonencode({
      ts     = "$context.requestTimeEpoch"
      req_id = "$context.requestId"
      route  = "$context.routeKey"
      status = "$context.status"
      ms     = "$context.responseLatency"
    })
  }

  lifecycle {
    precondition {
      condition     = var.reserved_concurrency >= local.most_at_once
      error_message = "reserved_concurrency must be at least ${local.most_at_once}, or the function is full before the gateway refuses, and people see an error without the phone number."
    }
  }
}
