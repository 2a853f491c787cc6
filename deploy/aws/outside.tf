# Asks through the public name what a patient asks: the canary calls the function alone.

resource "aws_cloudwatch_log_group" "outside" {
  # checkov:skip=CKV_AWS_158: the log lines are an allow-list without personal data (docs/security.md, Logs); encrypted at rest by AWS's own key
  # checkov:skip=CKV_AWS_338: thirty days, on purpose: nothing is kept longer than it helps (docs/security.md, Logs)
  name              = "/aws/lambda/${local.name}-outside"
  retention_in_days = 30
}

resource "aws_lambda_function" "outside" {
  # checkov:skip=CKV_AWS_116: a queue of failed events would hold nothing: the next quarter of an hour asks again, and silence raises an alarm
  # checkov:skip=CKV_AWS_117: it must come from outside
  # checkov:skip=CKV_AWS_173: its settings are public names
  # checkov:skip=CKV_AWS_272: code comes from deploy/aws/publish under a role that needs MFA; a signing profile is one more key to lose for a small charity
  # checkov:skip=CKV_AWS_50: it is asked by a clock alone; the log's own line is enough
  function_name                  = "${local.name}-outside"
  description                    = "Every quarter of an hour: page, form, check page, confirmation and API through the public name; certificate; who gets mails"
  role                           = aws_iam_role.outside.arn
  runtime                        = "python3.13"
  architectures                  = [var.architecture]
  handler                        = "outside.handler"
  filename                       = "${var.build_dir}/outside-fn.zip"
  memory_size                    = 256
  timeout                        = 240
  reserved_concurrent_executions = 1

  environment {
    variables = {
      IMHA_ORIGIN            = "https://${var.domain}"
      IMHA_TOPICS            = "${aws_sns_topic.alerts.arn},${aws_sns_topic.digest.arn}"
      IMHA_REFERRAL_FUNCTION = aws_lambda_function.referral.function_name
    }
  }

  lifecycle {
    ignore_changes = [filename]
  }

  depends_on = [aws_cloudwatch_log_group.outside]
}

resource "aws_scheduler_schedule" "outside" {
  # checkov:skip=CKV_AWS_297: the events are constants of this repository, in the open
  name                         = "${local.name}-outside"
  schedule_expression          = "cron(7/15 * * * ? *)"
  schedule_expression_timezone = "Europe/London"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.outside.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = "{}"

    retry_policy {
      maximum_retry_attempts       = 1
      maximum_event_age_in_seconds = 600
    }
  }
}

resource "aws_iam_role" "outside" {
  name               = "${local.name}-outside"
  assume_role_policy = local.trust.lambda
}

resource "aws_iam_role_policy" "outside" {
  name = "outside"
  role = aws_iam_role.outside.id
  policy = templatefile("policies/outside.json", {
    alerts   = aws_sns_topic.alerts.arn
    digest   = aws_sns_topic.digest.arn
    referral = aws_lambda_function.referral.arn
    logs     = aws_cloudwatch_log_group.outside.arn
  })
}
