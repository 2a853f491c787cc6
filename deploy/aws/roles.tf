# One identity for each who acts, each with what it does and nothing else. tests/deploy compares every word.

locals {
  policies = {
    function = templatefile("policies/function.json", {
      table = aws_dynamodb_table.referrals.arn
      logs  = aws_cloudwatch_log_group.referral.arn
    })
    digest = templatefile("policies/digest.json", {
      table = aws_dynamodb_table.referrals.arn
      topic = aws_sns_topic.digest.arn
      logs  = aws_cloudwatch_log_group.digest.arn
    })
    scheduler = templatefile("policies/scheduler.json", {
      referral = aws_lambda_function.referral.arn
      digest   = aws_lambda_function.digest.arn
      redraw   = aws_lambda_function.redraw.arn
      outside  = aws_lambda_function.outside.arn
    })
    staff = templatefile("policies/staff.json", {
      table = aws_dynamodb_table.referrals.arn
    })
    publisher = templatefile("policies/publisher.json", {
      table    = aws_dynamodb_table.referrals.arn
      releases = aws_s3_bucket.releases.arn
      referral = aws_lambda_function.referral.arn
      digest   = aws_lambda_function.digest.arn
      redraw   = aws_lambda_function.redraw.arn
      outside  = aws_lambda_function.outside.arn
      edge     = aws_cloudfront_function.rewrite.arn
    })
  }

  trust = {
    lambda    = templatefile("policies/trust-lambda.json", {})
    scheduler = templatefile("policies/trust-scheduler.json", { account = local.account })
    staff     = templatefile("policies/trust-people.json", local.people.staff)
    publisher = templatefile("policies/trust-people.json", local.people.publisher)
  }

  # A role of IAM Identity Center carries no word of the second factor, which is asked there: its own users, roles and what
  # they may do without it are the account's to set.
  people = {
    for role, arns in { staff = var.staff_principals, publisher = var.publisher_principals } : role => {
      users                   = [for arn in arns : arn if !strcontains(arn, local.identity_center)]
      signed_in               = [for arn in arns : arn if strcontains(arn, local.identity_center)]
    }
  }
  identity_center = ":role/aws-reserved/sso.amazonaws.com/"
}

resource "aws_iam_role" "function" {
  name               = "${local.name}-function"
  assume_role_policy = local.trust.lambda
}

resource "aws_iam_role_policy" "function" {
  name   = "function"
  role   = aws_iam_role.function.id
  policy = local.policies.function
}

resource "aws_iam_role" "digest" {
  name               = "${local.name}-digest"
  assume_role_policy = local.trust.lambda
}

resource "aws_iam_role_policy" "digest" {
  name   = "digest"
  role   = aws_iam_role.digest.id
  policy = local.policies.digest
}

resource "aws_iam_role" "scheduler" {
  name               = "${local.name}-scheduler"
  assume_role_policy = local.trust.scheduler
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "scheduler"
  role   = aws_iam_role.scheduler.id
  policy = local.policies.scheduler
}

resource "aws_iam_role" "staff" {
  name                 = "${local.name}-staff"
  assume_role_policy   = local.trust.staff
  max_session_duration = 43200
}

resource "aws_iam_role_policy" "staff" {
  name   = "staff"
  role   = aws_iam_role.staff.id
  policy = local.policies.staff
}

resource "aws_iam_role" "publisher" {
  name               = "${local.name}-publisher"
  assume_role_policy = local.trust.publisher
}

resource "aws_iam_role_policy" "publisher" {
  name   = "publisher"
  role   = aws_iam_role.publisher.id
  policy = local.policies.publisher
}
