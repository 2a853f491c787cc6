# What deploy/aws/publish and the settings of head office are made of.

output "origin" {
  value = "https://${var.domain}"
}

output "region" {
  value = var.region
}

output "architecture" {
  value = var.architecture
}

output "table" {
  value = aws_dynamodb_table.referrals.name
}

output "releases_bucket" {
  value = aws_s3_bucket.releases.id
}

output "edge_function" {
  value = aws_cloudfront_function.rewrite.name
}

output "intakes" {
  description = "The gateways of the intake, by their stage, for the brake (README.md, a flood)."
  value       = { for name, api in aws_api_gateway_rest_api.intake : name => api.id }
}

output "edge_address" {
  description = "What the domain's CNAME points to."
  value       = aws_cloudfront_distribution.site.domain_name
}

output "referral_function" {
  value = aws_lambda_function.referral.function_name
}

output "digest_function" {
  value = aws_lambda_function.digest.function_name
}

output "redraw_function" {
  value = aws_lambda_function.redraw.function_name
}

output "outside_function" {
  value = aws_lambda_function.outside.function_name
}

output "staff_role" {
  value = aws_iam_role.staff.arn
}

output "publisher_role" {
  value = aws_iam_role.publisher.arn
}
