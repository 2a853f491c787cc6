# Keeps the pages true to their date: what they say of days, and which law they follow, changes at London midnight.

resource "aws_cloudwatch_log_group" "redraw" {
  # checkov:skip=CKV_AWS_158: the log lines are an allow-list without personal data (docs/security.md, Logs); encrypted at rest by AWS's own key
  # checkov:skip=CKV_AWS_338: thirty days, on purpose: nothing is kept longer than it helps (docs/security.md, Logs)
  name              = "/aws/lambda/${local.name}-redraw"
  retention_in_days = 30
}

resource "aws_lambda_function" "redraw" {
  # checkov:skip=CKV_AWS_116: a queue of failed events would hold nothing: the next hour does the same work, and silence raises an alarm
  # checkov:skip=CKV_AWS_117: it speaks to S3 alone, over TLS; a VPC adds a start-up cost and a gateway, and guards nothing more
  # checkov:skip=CKV_AWS_173: its settings are two public names
  # checkov:skip=CKV_AWS_272: code comes from deploy/aws/publish under a role that needs MFA; a signing profile is one more key to lose for a small charity
  # checkov:skip=CKV_AWS_50: it is asked by a clock alone; the log's own counts are enough
  function_name = "${local.name}-redraw"
  description   = "At a release and on the hour: draws the site for today, and puts what differs from what is there"
  role          = aws_iam_role.redraw.arn
  # On Amazon Linux 2023, whose C library is newer than what the generator asks for (Developer Guide, Lambda runtimes). Should
  # it not start all the same, `deploy/aws/publish` ends at its first drawing, before anything is live.
  runtime       = "python3.13"
  architectures = [var.architecture]
  handler       = "redraw.handler"
  filename      = "${var.build_dir}/redraw-fn.zip"
  # A whole processor for the seconds that drawing and compressing take; it needs a tenth of the memory.
  memory_size                    = 1769
  timeout                        = 60
  reserved_concurrent_executions = 1

  environment {
    variables = {
      IMHA_SITE_BUCKET = aws_s3_bucket.site.id
      IMHA_ORIGIN      = "https://${var.domain}"
    }
  }

  lifecycle {
    ignore_changes = [filename]
  }

  depends_on = [aws_cloudwatch_log_group.redraw]
}

# Midnight is one of the hours; the others mend what midnight missed.
resource "aws_scheduler_schedule" "redraw" {
  # checkov:skip=CKV_AWS_297: the events are constants of this repository, in the open
  name                         = "${local.name}-redraw"
  schedule_expression          = "cron(0 * * * ? *)"
  schedule_expression_timezone = "Europe/London"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.redraw.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = "{}"

    retry_policy {
      maximum_retry_attempts       = 3
      maximum_event_age_in_seconds = 1800
    }
  }
}

resource "aws_iam_role" "redraw" {
  name               = "${local.name}-redraw"
  assume_role_policy = local.trust.lambda
}

resource "aws_iam_role_policy" "redraw" {
  name = "redraw"
  role = aws_iam_role.redraw.id
  policy = templatefile("policies/redraw.json", {
    site = aws_s3_bucket.site.arn
    logs = aws_cloudwatch_log_group.redraw.arn
  })
}
