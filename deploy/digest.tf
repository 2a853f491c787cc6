# The morning digest and the daily canary: what runs by the clock of London.

resource "aws_sns_topic" "digest" {
  name = "${local.name}-digest"
}

resource "aws_sns_topic_subscription" "digest" {
  topic_arn = aws_sns_topic.digest.arn
  protocol  = "email"
  endpoint  = var.digest_email
}

resource "aws_cloudwatch_log_group" "digest" {
  name              = "/aws/lambda/${local.name}-digest"
  retention_in_days = 30
}

resource "aws_lambda_function" "digest" {
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
