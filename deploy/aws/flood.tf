# One client sends so much and no more, wherever it comes in. It looks at address and method, never at a body: common rule
# sets refuse bodies over 8 KB, and so a long story (docs/security.md, Least privilege on AWS).

# CloudFront's firewall is made there, whatever the region of the rest.
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = { service = "imha" }
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

  rule {
    name     = "posts"
    priority = 0

    # The status of the gateway's own refusal: the page for it has the phone number (site.tf).
    action {
      block {
        custom_response {
          response_code = 429
        }
      }
    }

    statement {
      rate_based_statement {
        limit                 = var.posts_per_client
        evaluation_window_sec = 300
        aggregate_key_type    = "IP"

        scope_down_statement {
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
      }
    }

    # Samples would show who asked for what.
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${local.name}-posts"
      sampled_requests_enabled   = false
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "${local.name}-limit"
    sampled_requests_enabled   = false
  }
}
