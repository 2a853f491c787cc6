# The morning digest and the daily canary: what runs by the clock of London.

resource "aws_sns_topic" "digest" {
  # checkov:skip=CKV_AWS_26: what is published is references, dates and counts; a key of our own would shut CloudWatch's alarms out
  name = "${local.name}-digest"
}

resource "aws_sns_topic_subscription" "digest" {
  topic_arn = aws_sns_topic.digest.arn
  protocol  = "email"
  endpoint  = var.digest_email
}

resource "aws_cloudwatch_log_group" "digest" {
  # checkov:skip=CKV_AWS_158: the log lines are an allow-list without personal data (docs/security.md, Logs); encrypted at rest by AWS's own key
  # checkov:skip=CKV_AWS_338: thirty days, on purpose: nothing is kept longer than it helps (docs/security.md, Logs)
  name              = "/aws/lambda/${local.name}-digest"
  retention_in_days = 30
}

resource "aws_lambda_function" "digest" {
  # checkov:skip=CKV_AWS_116: a queue of failed events would hold nothing: the intake is called synchronously, the schedules retry, and their absence raises an alarm
  # checkov:skip=CKV_AWS_117: it speaks to DynamoDB alone, over TLS to pinned roots; a VPC adds a start-up cost and a gateway, and guards nothing more
  # checkov:skip=CKV_AWS_272: code comes from deploy/aws/publish under a role that needs MFA; a signing profile is one more key to lose for a small charity
  # checkov:skip=CKV_AWS_50: traces would carry paths; the log's own counts are enough
  function_name                  = "${local.name}-digest"
  description                    = "Each morning: what waits, by reference and date, and whether the canary was opened"
  role                           = aws_iam_role.digest.arn
  runtime                        = "provided.al2023"
  architectures                  = [var.architecture]
  handler                        = "bootstrap"
  filename                       = "${var.build_dir}/digest-fn.zip"
  memory_size                    = 256
  timeout                        = 60
  reserved_concurrent_executions = 1
  kms_key_arn                    = aws_kms_key.environment.arn

  environment {
    variables = {
      IMHA_TABLE        = aws_dynamodb_table.referrals.name
      IMHA_DIGEST_TOPIC = aws_sns_topic.digest.arn
    }
  }

  lifecycle {
    ignore_changes = [filename]
  }

  depends_on = [aws_cloudwatch_log_group.digest]
}

# Every day, so that its absence can be noticed every day; it mails on working days alone (content/calendar.toml).
resource "aws_scheduler_schedule" "digest" {
  # checkov:skip=CKV_AWS_297: the events are constants of this repository, in the open
  name                         = "${local.name}-digest"
  schedule_expression          = "cron(30 8 * * ? *)"
  schedule_expression_timezone = "Europe/London"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.digest.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = "{}"

    retry_policy {
      maximum_retry_attempts       = 3
      maximum_event_age_in_seconds = 3600
    }
  }
}

# Before the desks open, and before the digest looks for it.
resource "aws_scheduler_schedule" "canary" {
  # checkov:skip=CKV_AWS_297: the events are constants of this repository, in the open
  name                         = "${local.name}-canary"
  schedule_expression          = "cron(0 6 * * ? *)"
  schedule_expression_timezone = "Europe/London"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.referral.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = file("canary.json")

    retry_policy {
      maximum_retry_attempts       = 3
      maximum_event_age_in_seconds = 3600
    }
  }
}
