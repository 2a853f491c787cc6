# Every setting has a default that its own rule refuses, so that a plan names everything missing or malformed at once.

variable "region" {
  description = "Where the data is kept."
  type        = string
  default     = "eu-west-2"

  validation {
    condition     = contains(["eu-west-1", "eu-west-2"], var.region)
    error_message = "region must be eu-west-2 (London) or eu-west-1 (Ireland): the data stays near its patients."
  }
}

variable "name" {
  description = "Stands before the name of everything: another one for staging, or for another provider in the account. It cannot be changed later."
  type        = string
  default     = "imha"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 20 small letters, digits and hyphens, such as imha-staging."
  }
}

variable "domain" {
  description = "The site's own name, such as imha.example.org."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a host name in small letters, such as imha.example.org."
  }
}

variable "certificate_arn" {
  description = "The ACM certificate for the domain. CloudFront wants it in us-east-1."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^arn:aws:acm:us-east-1:[0-9]{12}:certificate/[0-9a-f-]+$", var.certificate_arn))
    error_message = "certificate_arn must be an ACM certificate in us-east-1 (README.md, step 2)."
  }
}

variable "alert_email" {
  description = "Who is told when something is wrong."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alert_email))
    error_message = "alert_email must be a mail address."
  }
}

variable "digest_email" {
  description = "Who gets the morning digest of references and dates."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.digest_email))
    error_message = "digest_email must be a mail address."
  }
}

variable "recipients_file" {
  description = "Head office's public keys, as `head-office keys new` writes them: before each key a line `# name, staff` or `# name, recovery`."
  type        = string
  default     = ""

  validation {
    condition     = can(file(var.recipients_file))
    error_message = "recipients_file must name a file that can be read."
  }

  validation {
    condition     = !can(regex("(?i)AGE-SECRET-KEY", try(file(var.recipients_file), "")))
    error_message = "recipients_file holds a SECRET key. Treat it as known to others: make a new one and list its public half (age1…)."
  }

  validation {
    condition = alltrue([
      for line in split("\n", try(file(var.recipients_file), "")) :
      can(regex("^(#.*|age1[02-9ac-hj-np-z]{58})?$", trimspace(line)))
    ])
    error_message = "recipients_file may hold comments and age public keys (age1…, 62 characters) only, one a line."
  }

  validation {
    condition = length(regexall("(?m)^\\s*age1", try(file(var.recipients_file), ""))) == length(regexall(
      "(?mi)^\\s*#[^,\\n]+,\\s*(?:staff|recovery)\\b[^\\n]*\\n\\s*age1", try(file(var.recipients_file), "")
    ))
    error_message = "recipients_file: right before each key a line must say whose it is, `# name, staff` or `# name, recovery`."
  }

  validation {
    condition = length(regexall("(?m)^\\s*age1", try(file(var.recipients_file), ""))) == length(distinct(
      regexall("(?m)^\\s*age1\\w+", try(file(var.recipients_file), ""))
    ))
    error_message = "recipients_file repeats a key."
  }

  validation {
    condition = (
      length(regexall("(?mi)^\\s*#[^,\\n]+,\\s*staff\\b[^\\n]*\\n\\s*age1", try(file(var.recipients_file), ""))) >= 2 &&
      length(regexall("(?mi)^\\s*#[^,\\n]+,\\s*recovery\\b[^\\n]*\\n\\s*age1", try(file(var.recipients_file), ""))) >= 1
    )
    error_message = "recipients_file must hold at least two staff keys and one recovery key."
  }
}

variable "staff_principals" {
  description = "ARNs of the IAM users or roles of head office that may work the tray."
  type        = list(string)
  default     = []

  validation {
    condition = length(var.staff_principals) > 0 && alltrue([
      for arn in var.staff_principals : can(regex("^arn:aws:iam::[0-9]{12}:(user|role)/", arn))
    ])
    error_message = "staff_principals must list at least one ARN of an IAM user or role, and nothing wider."
  }
}

variable "publisher_principals" {
  description = "ARNs of the IAM users or roles that may run deploy/aws/publish."
  type        = list(string)
  default     = []

  validation {
    condition = length(var.publisher_principals) > 0 && alltrue([
      for arn in var.publisher_principals : can(regex("^arn:aws:iam::[0-9]{12}:(user|role)/", arn))
    ])
    error_message = "publisher_principals must list at least one ARN of an IAM user or role, and nothing wider."
  }
}

variable "architecture" {
  description = "What the functions were built for; `deploy/aws/publish build` says which."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "build_dir" {
  description = "Where `deploy/aws/publish build` put the four zips of the functions."
  type        = string
  default     = "build"

  validation {
    condition     = alltrue([for name in ["referral", "digest", "redraw", "outside"] : fileexists("${var.build_dir}/${name}-fn.zip")])
    error_message = "build_dir must hold the zips of referral-fn, digest-fn, redraw-fn and outside-fn: run `deploy/aws/publish build` first."
  }
}

variable "reserved_concurrency" {
  description = "How many requests the function may answer at one time. At least what the gateways let through (gateway.tf)."
  type        = number
  default     = 60

  validation {
    condition     = var.reserved_concurrency >= 1 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "reserved_concurrency must be a whole number of at least 1."
  }
}

variable "posts_per_client" {
  description = "How many forms one address may send in five minutes; a whole hospital can share one. 0: no limit, and 6 dollars a month less."
  type        = number
  default     = 300

  validation {
    condition     = var.posts_per_client == 0 || (var.posts_per_client >= 10 && floor(var.posts_per_client) == var.posts_per_client)
    error_message = "posts_per_client must be 0 or a whole number of at least 10."
  }
}

variable "monthly_budget_usd" {
  description = "Mail when a month is about to cost more."
  type        = number
  default     = 20

  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd must be more than nothing."
  }
}
