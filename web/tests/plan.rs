//! The content delivery network's plan sets the headers that our own answers carry.

use std::collections::BTreeMap;
use std::path::Path;

use web::headers::SECURITY;

/// The header policy of the plan, as header and value.
fn planned() -> BTreeMap<String, String> {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/aws/site.tf");
    let plan = std::fs::read_to_string(plan).expect("readable");
    let from = plan.find("\"aws_cloudfront_response_headers_policy\"").expect("the policy");
    let policy = plan[from..].split("\n}").next().expect("a block");
    let (mut headers, mut custom) = (BTreeMap::new(), String::new());
    for line in policy.lines() {
        let (key, value) = line.split_once('=').map_or((line.trim(), ""), |(key, value)| (key.trim(), value.trim()));
        let value = value.trim_matches('"');
        match key {
            "content_security_policy" => headers.insert("content-security-policy".to_owned(), value.to_owned()),
            "content_type_options {" => headers.insert("x-content-type-options".to_owned(), "nosniff".to_owned()),
            "referrer_policy" => headers.insert("referrer-policy".to_owned(), value.to_owned()),
            "access_control_max_age_sec" => {
                headers.insert("strict-transport-security".to_owned(), format!("max-age={value}"))
            }
            "header" => {
                custom = value.to_ascii_lowercase();
                None
            }
            "value" => headers.insert(std::mem::take(&mut custom), value.to_owned()),
            _ => None,
        };
    }
    assert!(policy.contains("include_subdomains         = false"), "or the table must say includeSubDomains");
    headers
}

#[test]
fn the_network_sets_the_same_headers_as_our_own_answers() {
    let ours = SECURITY.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut planned = planned();
    // Our own services say this beside what they compress; the network has only compressed files.
    assert_eq!(planned.remove("vary").as_deref(), Some("Accept-Encoding"));
    assert_eq!(planned, BTreeMap::from(ours));
}
