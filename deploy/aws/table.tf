# The queue. `head-office init` makes the same table elsewhere (queue/src/items/schema.rs).

resource "aws_dynamodb_table" "referrals" {
  # checkov:skip=CKV_AWS_119: AWS's own key: what matters is sealed before, and an outage of KMS must not stop the intake (docs/security.md, Sealing)
  name                        = local.table
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "pk"
  range_key                   = "sk"

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  attribute {
    name = "open"
    type = "S"
  }

  attribute {
    name = "due_on"
    type = "S"
  }

  # Sparse: only what carries the marker is in it, so that a list costs what is open and not what is kept.
  global_secondary_index {
    name            = "open-by-due"
    hash_key        = "open"
    range_key       = "due_on"
    projection_type = "ALL"
  }

  # A backstop: head office purges by `head-office purge`, canaries go by themselves.
  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }

  # Deleted referrals survive here for as long: this window is part of the retention promise.
  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  # AWS's own key. What matters is sealed before it gets here, and an outage of KMS must not stop the intake
  # (docs/security.md, Sealing).
  server_side_encryption {
    enabled = false
  }

  lifecycle {
    prevent_destroy = true
  }
}
