//! AWS by a profile (docs/contract.md, One server): the keys of the file are used, and a profile that has none is said to.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::service::head_office;

/// `head-office digest`, which needs no key of a person, with this profile of this file.
fn digest(config: &Path, profile: &str, endpoint: &str) -> Output {
    let mut command = Command::new(head_office());
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "IMHA_DATA"] {
        command.env_remove(name);
    }
    command.env("AWS_CONFIG_FILE", config).env("AWS_SHARED_CREDENTIALS_FILE", config.with_file_name("none"));
    command.env("AWS_PROFILE", profile).env("AWS_ENDPOINT_URL_DYNAMODB", endpoint).env("IMHA_STAFF", "AB");
    command.arg("digest").stdin(Stdio::null()).output().expect("head-office starts")
}

#[test]
fn a_profile_signs_what_is_asked_of_the_table() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = dir.path().join("config");
    let text = "[profile staff]\nregion = eu-west-2\naws_access_key_id = AKIDOFTHEPROFILE\naws_secret_access_key = invented\n\
                [profile bare]\nregion = eu-west-2\n";
    std::fs::write(&config, text).expect("a file");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let table = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().expect("a request");
        let lines = BufReader::new(socket.try_clone().expect("a socket")).lines().map_while(Result::ok);
        let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#AccessDeniedException","message":"no"}"#;
        let answer = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.0\r\nconnection: close\r\n";
        write!(socket, "{answer}content-length: {}\r\n\r\n{body}", body.len()).expect("an answer");
        head.into_iter().find(|line| line.to_lowercase().starts_with("authorization:")).unwrap_or_default()
    });
    let refused = digest(&config, "staff", &endpoint);
    let signed = table.join().expect("the table");
    assert!(signed.contains("Credential=AKIDOFTHEPROFILE/") && signed.contains("/eu-west-2/dynamodb/"), "{signed}");
    assert_eq!(refused.status.code(), Some(1));

    for profile in ["bare", "none"] {
        let told = digest(&config, profile, &endpoint);
        let errors = String::from_utf8_lossy(&told.stderr).into_owned();
        assert_eq!(told.status.code(), Some(1), "{profile}");
        let named = errors.contains(&format!("The AWS profile {profile} "));
        assert!(named && !errors.contains("invented"), "{profile}: {errors}");
    }
}
