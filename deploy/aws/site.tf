# The static pages: two private buckets, and CloudFront before everything. Pages lie below the name of their release; what has a
# hash in its name, and the three pages for errors, are shared by all (redraw.py).

resource "aws_s3_bucket" "site" {
  # checkov:skip=CKV2_AWS_62: nothing waits for a change of these buckets
  # checkov:skip=CKV_AWS_144: the pages are rebuilt from the repository in minutes; a second region guards nothing that matters
  # checkov:skip=CKV_AWS_145: public pages and public code: AWS's own key is enough
  # checkov:skip=CKV_AWS_18: public pages; a log of who read them would be personal data
  bucket = "${local.name}-site-${local.account}"
}

# Code of every release, for `deploy/aws/publish` and its way back.
resource "aws_s3_bucket" "releases" {
  # checkov:skip=CKV2_AWS_62: nothing waits for a change of these buckets; deploy/aws/publish is the only writer
  # checkov:skip=CKV_AWS_144: the pages are rebuilt from the repository in minutes; a second region guards nothing that matters
  # checkov:skip=CKV_AWS_145: public pages and public code: AWS's own key is enough
  # checkov:skip=CKV_AWS_18: public pages; a log of who read them would be personal data
  bucket = "${local.name}-releases-${local.account}"
}

locals {
  buckets = { site = aws_s3_bucket.site.id, releases = aws_s3_bucket.releases.id }
}

resource "aws_s3_bucket_public_access_block" "private" {
  for_each = local.buckets

  bucket                  = each.value
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "kept" {
  for_each = local.buckets

  bucket = each.value

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "encrypted" {
  for_each = local.buckets

  bucket = each.value

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "forgets" {
  for_each = local.buckets

  bucket = each.value

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 90
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "private" {
  for_each = local.buckets

  bucket = each.value
  policy = templatefile("policies/bucket.json", {
    bucket       = "arn:aws:s3:::${each.value}"
    distribution = each.key == "site" ? aws_cloudfront_distribution.site.arn : ""
  })

  depends_on = [aws_s3_bucket_public_access_block.private]
}

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = "${local.name}-site"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_function" "rewrite" {
  name    = "${local.name}-rewrite"
  comment = "Which release the pages are of; /x/ is /x/index.html, compressed where the browser takes it"
  runtime = "cloudfront-js-2.0"
  code    = file("rewrite.js")
  publish = true

  # deploy/aws/publish names the release in it.
  lifecycle {
    ignore_changes = [code, comment]
  }
}

# docs/security.md, Headers; the function puts the same on its own answers (referral-fn/src/app.rs).
resource "aws_cloudfront_response_headers_policy" "protect" {
  # checkov:skip=CKV_AWS_259: not for subdomains and not preloaded: the charity's other hosts are not ours to decide on (docs/security.md, Headers)
  name = "${local.name}-protect"

  security_headers_config {
    content_security_policy {
      content_security_policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
      override                = true
    }

    content_type_options {
      override = true
    }

    referrer_policy {
      referrer_policy = "same-origin"
      override        = true
    }

    # Not for subdomains: the charity's other hosts are not ours to decide on.
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = false
      override                   = true
    }
  }

  custom_headers_config {
    items {
      header   = "Cross-Origin-Opener-Policy"
      value    = "same-origin"
      override = true
    }

    items {
      header   = "Cross-Origin-Resource-Policy"
      value    = "same-origin"
      override = true
    }

    # Each file lies there thrice (rewrite.js).
    items {
      header   = "Vary"
      value    = "Accept-Encoding"
      override = false
    }

    items {
      header   = "Permissions-Policy"
      value    = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
      override = true
    }
  }
}

locals {
  # AWS's own, by their published names.
  caching_optimized             = "658327ea-f89d-4fab-a63d-7e88639e58f6" # Managed-CachingOptimized
  caching_disabled              = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" # Managed-CachingDisabled
  all_viewer_except_host_header = "b689b0a8-53d0-40ab-baf2-68738e2966ac" # Managed-AllViewerExceptHostHeader

  # CloudFront puts such a page in the place of whatever an origin answers with its status (API reference, CustomErrorResponse), at
  # every address. So there is one only for what the function and its gateways (gateway.tf) never answer, 404 apart: the
  # function's own says the same, and the API's comes from rewrite.js, whose answers are looked at no more (Developer Guide,
  # Determine function purpose). For 429 there can be none (Developer Guide, Create a custom error page).
  error_pages = { 404 = "/404.html", 500 = "/500.html", 502 = "/500.html", 504 = "/500.html" }
}

resource "aws_cloudfront_distribution" "site" {
  # checkov:skip=CKV2_AWS_47: the firewall limits and reads nothing (flood.tf), and there is no Log4j
  # checkov:skip=CKV_AWS_68: the firewall is in flood.tf, and may be left out to save its price
  # checkov:skip=CKV_AWS_310: the bucket's pages do not fail over; the phone number is on the page for every error
  # checkov:skip=CKV_AWS_374: a relative may be anywhere
  # checkov:skip=CKV_AWS_86: it logs addresses of patients; the gateway's log has what is needed without them (docs/security.md, Logs)
  comment             = "The site, and the intake under the same name"
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = "PriceClass_100"
  aliases             = [var.domain]
  default_root_object = "index.html"
  web_acl_id          = one(aws_wafv2_web_acl.limit[*].arn)

  origin {
    origin_id                = "site"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }

  dynamic "origin" {
    for_each = aws_api_gateway_rest_api.intake

    content {
      origin_id   = origin.key
      domain_name = "${origin.value.id}.execute-api.${var.region}.amazonaws.com"

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "https-only"
        origin_ssl_protocols   = ["TLSv1.2"]
        origin_read_timeout    = 30
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = "site"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    viewer_protocol_policy     = "redirect-to-https"
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.protect.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.rewrite.arn
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = aws_api_gateway_stage.intake

    content {
      path_pattern               = "/${ordered_cache_behavior.key}/*"
      target_origin_id           = ordered_cache_behavior.key
      allowed_methods            = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
      cached_methods             = ["GET", "HEAD"]
      viewer_protocol_policy     = "https-only"
      compress                   = true
      cache_policy_id            = local.caching_disabled
      origin_request_policy_id   = local.all_viewer_except_host_header
      response_headers_policy_id = aws_cloudfront_response_headers_policy.protect.id

      function_association {
        event_type   = "viewer-request"
        function_arn = aws_cloudfront_function.rewrite.arn
      }
    }
  }

  dynamic "custom_error_response" {
    for_each = local.error_pages

    content {
      error_code            = custom_error_response.key
      response_code         = custom_error_response.key
      response_page_path    = custom_error_response.value
      error_caching_min_ttl = 0
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}
