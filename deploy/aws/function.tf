# The intake. Its settings are complete in its environment, so that a start needs no network call.

locals {
  # Roles and keys, without the names of those who hold them.
  recipients = join("\n", [
    for found in regexall("(?mi)^\\s*#[^,\\n]+,\\s*(staff|recovery)\\b[^\\n]*\\n\\s*(age1\\w+)", file(var.recipients_file)) :
    "# ${lower(found[0])}, ${lower(found[0])}\n${found[1]}"
  ])
  token_key = sensitive(terraform_data.token_key.output)
}

# 64 hex digits, made once. `terraform apply -replace=terraform_data.token_key` makes a new one.
resource "terraform_data" "token_key" {
  input = sensitive(sha256("${uuid()}${uuid()}"))

  lifecycle {
    ignore_changes = [input]
  }
}

# Encrypts the environment, so that reading the function's configuration is not reading the token key.
resource "aws_kms_key" "environment" {
  description             = "The environment of the functions"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = templatefile("policies/environment-key.json", { account = local.account })
}

resource "aws_kms_alias" "environment" {
  name          = "alias/${local.name}-environment"
  target_key_id = aws_kms_key.environment.key_id
}

resource "aws_cloudwatch_log_group" "referral" {
  # checkov:skip=CKV_AWS_158: the log lines are an allow-list without personal data (docs/security.md, Logs); encrypted at rest by AWS's own key
  # checkov:skip=CKV_AWS_338: thirty days, on purpose: nothing is kept longer than it helps (docs/security.md, Logs)
  name              = "/aws/lambda/${local.name}-referral"
  retention_in_days = 30
}

resource "aws_lambda_function" "referral" {
  # checkov:skip=CKV_AWS_116: a queue of failed events would hold nothing: the intake is called synchronously, the schedules retry, and their absence raises an alarm
  # checkov:skip=CKV_AWS_117: it speaks to DynamoDB alone, over TLS to pinned roots; a VPC adds a start-up cost and a gateway, and guards nothing more
  # checkov:skip=CKV_AWS_272: code comes from deploy/aws/publish under a role that needs MFA; a signing profile is one more key to lose for a small charity
  # checkov:skip=CKV_AWS_50: traces would carry paths; the log's own counts are enough
  function_name                  = "${local.name}-referral"
  description                    = "The intake: seals a referral and puts it on the queue"
  role                           = aws_iam_role.function.arn
  runtime                        = "provided.al2023"
  architectures                  = [var.architecture]
  handler                        = "bootstrap"
  filename                       = "${var.build_dir}/referral-fn.zip"
  memory_size                    = 256
  timeout                        = 15 # our own error page is made after at most nine (docs/security.md, Accept protocol)
  reserved_concurrent_executions = var.reserved_concurrency
  kms_key_arn                    = aws_kms_key.environment.arn

  environment {
    variables = {
      IMHA_TABLE      = aws_dynamodb_table.referrals.name
      IMHA_RECIPIENTS = local.recipients
      IMHA_TOKEN_KEY  = local.token_key
      IMHA_ORIGIN     = "https://${var.domain}"
    }
  }

  # The code is deploy/aws/publish's; a roll back of it never brings old recipients back.
  lifecycle {
    ignore_changes = [filename]
  }

  depends_on = [aws_cloudwatch_log_group.referral]
}

resource "aws_lambda_permission" "gateway" {
  for_each = aws_api_gateway_rest_api.intake

  statement_id  = each.key
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.referral.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${each.value.execution_arn}/*/*"
}
