# Told when something is wrong, and when something that should happen does not.

resource "aws_sns_topic" "alerts" {
  # checkov:skip=CKV_AWS_26: what is published is references, dates and counts; a key of our own would shut CloudWatch's alarms out
  name = "${local.name}-alerts"
}

resource "aws_sns_topic_subscription" "alerts" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.alert_email
}

locals {
  # AWS's own counts: one is enough, where nothing else is said.
  counted = {
    referral-errors = {
      says = "The intake failed without a page of its own. Look at its log; roll back with `deploy/aws/publish back`."
      from = ["AWS/Lambda", "Errors", { FunctionName = aws_lambda_function.referral.function_name }]
    }
    referral-throttles = {
      says = "The function was full: people saw the page that asks them to call."
      from = ["AWS/Lambda", "Throttles", { FunctionName = aws_lambda_function.referral.function_name }]
    }
    digest-errors = {
      says = "The digest failed. By hand: `head-office digest`."
      from = ["AWS/Lambda", "Errors", { FunctionName = aws_lambda_function.digest.function_name }]
    }
    redraw-errors = {
      says = "The pages could not be drawn for today: examples, closed days and, on a day the law changes, the form are yesterday's."
      from = ["AWS/Lambda", "Errors", { FunctionName = aws_lambda_function.redraw.function_name }]
    }
    outside-errors = {
      says = "The check from outside failed in itself: nobody asks the site what a patient asks."
      from = ["AWS/Lambda", "Errors", { FunctionName = aws_lambda_function.outside.function_name }]
    }
    form-5xx = {
      says = "Somebody who sent a form was asked to send it again or to call."
      from = ["AWS/ApiGateway", "5XXError", { ApiName = aws_api_gateway_rest_api.intake["referral"].name }]
    }
    api-5xx = {
      says = "A program that sent to the API was told to send again."
      from = ["AWS/ApiGateway", "5XXError", { ApiName = aws_api_gateway_rest_api.intake["api"].name }]
    }
    # Forms with a mistake in them are counted too, so a few say nothing. So are refusals that were given another status, as all of
    # the forms' are (Developer Guide, API Gateway dimensions and metrics): a gateway that fails may be seen by outside-fault alone.
    form-4xx = {
      says = "Very many forms were refused in five minutes, most of them probably for their number: people saw the page with the phone number."
      from = ["AWS/ApiGateway", "4XXError", { ApiName = aws_api_gateway_rest_api.intake["referral"].name }], most = 100
    }
    table-throttles = {
      says = "The table refused puts for their number."
      from = ["AWS/DynamoDB", "ThrottledRequests", { TableName = aws_dynamodb_table.referrals.name, Operation = "PutItem" }]
    }
  }

  # What the functions log of themselves. Values are counts; a line holds nothing about a person.
  logged = {
    not-stored = {
      log = aws_cloudwatch_log_group.referral.name, pattern = "{ $.fields.outcome = \"not-sent\" || $.fields.outcome = \"cannot-tell\" }", value = "1"
    }
    digest-ran = {
      log = aws_cloudwatch_log_group.digest.name, pattern = "{ $.fields.outcome = \"digest\" }", value = "1"
    }
    redraw-ran = {
      log = aws_cloudwatch_log_group.redraw.name, pattern = "{ $.fields.outcome = \"redraw\" }", value = "1"
    }
    outside-ran = {
      log = aws_cloudwatch_log_group.outside.name, pattern = "{ $.fields.outcome = \"outside\" }", value = "1"
    }
    outside-fault = {
      log = aws_cloudwatch_log_group.outside.name, pattern = "{ $.fields.outcome = \"outside\" }", value = "$.fields.faults"
    }
    late = {
      log = aws_cloudwatch_log_group.digest.name, pattern = "{ $.fields.outcome = \"digest\" }", value = "$.fields.late"
    }
    canary-missing = {
      log = aws_cloudwatch_log_group.digest.name, pattern = "{ $.fields.outcome = \"digest\" }", value = "$.fields.canary_missing"
    }
    canary-unopened = {
      log = aws_cloudwatch_log_group.digest.name, pattern = "{ $.fields.outcome = \"digest\" }", value = "$.fields.canary_unopened"
    }
  }

  # No line in so many hours on end.
  absent = {
    digest-absent = {
      says = "The digest has not run for a day: nobody is told what waits. By hand: `head-office digest`.", ran = "digest-ran", hours = 26
    }
    redraw-absent = {
      says = "The pages were not compared with today's for three hours. By hand: `deploy/aws/publish`.", ran = "redraw-ran", hours = 3
    }
    outside-absent = {
      says = "Nothing asked the site what a patient asks for two hours. By hand: `deploy/aws/publish smoke`.", ran = "outside-ran", hours = 2
    }
  }

  # One of these in a log raises the alarm. Silence ends it within minutes, so that what the digest still counts the
  # next morning is mailed again; and nobody is told of that end, which means nothing.
  noticed = {
    not-stored      = "A referral could not be stored, or it is not known if it was. The person has the page with the phone number."
    late            = "A referral is in its third working day and nobody has collected it. Two are left."
    outside-fault   = "Asked through its public name the site did not answer as it should, its certificate ends within three weeks, or nobody gets its mails: the log of the function says which."
    canary-missing  = "Today's canary did not arrive: the intake cannot seal or store. Send a referral by hand to see."
    canary-unopened = "No desk opened the canary of the last working day: nobody looked, or no key opens what is sealed."
  }
}

resource "aws_cloudwatch_metric_alarm" "counted" {
  for_each = local.counted

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = each.value.from[0]
  metric_name         = each.value.from[1]
  dimensions          = each.value.from[2]
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = lookup(each.value, "most", 1)
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_log_metric_filter" "logged" {
  for_each = local.logged

  name           = each.key
  log_group_name = each.value.log
  pattern        = each.value.pattern

  metric_transformation {
    namespace = local.name
    name      = each.key
    value     = each.value.value
  }
}

resource "aws_cloudwatch_metric_alarm" "noticed" {
  for_each = local.noticed

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value
  namespace           = local.name
  metric_name         = aws_cloudwatch_log_metric_filter.logged[each.key].metric_transformation[0].name
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "absent" {
  for_each = local.absent

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = local.name
  metric_name         = aws_cloudwatch_log_metric_filter.logged[each.value.ran].metric_transformation[0].name
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = each.value.hours
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}

resource "aws_budgets_budget" "monthly" {
  name         = "${local.name}-monthly"
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type          = notification.key
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      comparison_operator        = "GREATER_THAN"
      subscriber_email_addresses = [var.alert_email]
    }
  }
}
