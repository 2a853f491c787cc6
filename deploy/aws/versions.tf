terraform {
  required_version = ">= 1.10" # the state is locked in its bucket (use_lockfile)

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }

  # Bucket and region come from `terraform init -backend-config` (README.md, step 7), for a second deployment its key too. The
  # state holds the token key: its bucket is private and encrypted.
  backend "s3" {
    key          = "imha/terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { service = var.name }
  }
}

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  name    = var.name
  # The first of an account has the name that head office's programs take without being told.
  table = var.name == "imha" ? "referrals" : "${var.name}-referrals"
}
