# One client sends so much and no more, wherever it comes in. It looks at address and method, never at a body: common rule
# sets refuse bodies over 8 KB, and so a long story (docs/security.md, Least privilege on AWS).

# CloudFront's firewall is made there, whatever the region of the rest.
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = { service = var.name }
  }
}

resource "aws_wafv2_web_acl" "limit" {
  # checkov:skip=CKV_AWS_192: nothing of ours is written in Java
  # checkov:skip=CKV2_AWS_31: its log would hold addresses of patients (docs/security.md, Logs); its count is enough
  count    = var.posts_per_client > 0 ? 1 : 0
  provider = aws.us_east_1
  name     = "${local.name}-limit"
  scope    = "CLOUDFRONT"

  default_action {
    allow {}
  }

  # As the gateways refuse (gateway.tf); but a body of the firewall's is application/json and nothing else.
  custom_response_body {
    key          = "api"
    content_type = "APPLICATION_JSON"
    content      = local.intakes.api.THROTTLED.body
  }

  dynamic "rule" {
    for_each = { "/referral/" = 303, "/api/" = 429 }

    content {
      name     = trim(rule.key, "/")
      priority = rule.value

      action {
        block {
          custom_response {
            response_code            = rule.value
            custom_response_body_key = rule.value == 429 ? "api" : null

            dynamic "response_header" {
              for_each = rule.value == 303 ? local.intakes.referral.THROTTLED.headers : {}

              content {
                name  = response_header.key
                value = response_header.value
              }
            }
          }
        }
      }

      statement {
        rate_based_statement {
          limit                 = var.posts_per_client
          evaluation_window_sec = 300
          aggregate_key_type    = "IP"

          scope_down_statement {
            and_statement {
              statement {
                byte_match_statement {
                  search_string         = "POST"
                  positional_constraint = "EXACTLY"

                  field_to_match {
                    method {}
                  }

                  text_transformation {
                    priority = 0
                    type     = "NONE"
                  }
                }
              }

              statement {
                byte_match_statement {
                  search_string         = rule.key
                  positional_constraint = "STARTS_WITH"

                  field_to_match {
                    uri_path {}
                  }

                  text_transformation {
                    priority = 0
                    type     = "NONE"
                  }
                }
              }
            }
          }
        }
      }

      # Samples would show who asked for what.
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "${local.name}-${trim(rule.key, "/")}"
        sampled_requests_enabled   = false
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "${local.name}-limit"
    sampled_requests_enabled   = false
  }
}
