terraform {
  required_version = ">= 1.10" # the state is locked in its bucket (use_lockfile)

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 6.0"
    }
  }

  # Bucket and region come from `terraform init -backend-config` (README.md, step 4). The state holds the token key:
  # its bucket is private and encrypted.
  backend "s3" {
    key          = "imha/terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { service = "imha" }
  }
}

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  name    = "imha"
}
