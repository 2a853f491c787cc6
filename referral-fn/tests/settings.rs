//! The Lambda binary as it starts: in an empty folder, with nothing set.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::process::Command;

/// docs/contract.md, Settings: everything missing named together, in one message, and a status that is not zero.
#[test]
fn everything_missing_is_named_together() {
    let empty = tempfile::tempdir().unwrap();
    let start = |set: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_referral-fn"));
        command.current_dir(empty.path()).env_clear().envs(set.iter().copied());
        let output = command.output().unwrap();
        assert!(!output.status.success());
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let said = start(&[]);
    for name in ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "IMHA_RECIPIENTS", "IMHA_TOKEN_KEY"] {
        assert!(said.contains(name), "{name}: {said}");
    }
    assert_eq!(said.lines().count(), 1, "one message: {said}");
    let secret = "0b4b7c1e";
    let said = start(&[("AWS_REGION", "eu-west-2"), ("IMHA_TOKEN_KEY", secret), ("IMHA_RECIPIENTS", "age1nonsense")]);
    assert!(
        said.contains("IMHA_TOKEN_KEY") && said.contains("IMHA_RECIPIENTS") && said.contains("AWS_ACCESS_KEY_ID"),
        "{said}"
    );
    assert!(!said.contains("AWS_REGION") && !said.contains(secret), "{said}");
}

/// docs/contract.md, Settings: complete settings away from Lambda are a sentence too, and no panic.
#[test]
fn settings_that_are_complete_or_wrong_end_in_a_sentence() {
    let keys: Vec<String> = (0..3).map(|_| queue::NewIdentity::generate().public()).collect();
    let (keys, secret) = (keys.join(","), "0a1b".repeat(16));
    let table = [
        ("no runtime of Lambda", "", "AWS_LAMBDA_RUNTIME_API"),
        ("an origin with a path", "https://imha.example.org/refer", "IMHA_ORIGIN"),
        ("an origin without its scheme", "imha.example.org", "IMHA_ORIGIN"),
        ("an origin with a slash", "https://imha.example.org/", "IMHA_ORIGIN"),
        ("an origin in capitals, as no browser writes it", "https://IMHA.example.org", "IMHA_ORIGIN"),
        ("a good origin", "https://imha.example.org:8443", "AWS_LAMBDA_RUNTIME_API"),
    ];
    for (row, origin, said) in table {
        let mut command = Command::new(env!("CARGO_BIN_EXE_referral-fn"));
        command
            .env_clear()
            .env("AWS_REGION", "eu-west-2")
            .env("AWS_ACCESS_KEY_ID", "a")
            .env("AWS_SECRET_ACCESS_KEY", "b");
        command.env("IMHA_RECIPIENTS", &keys).env("IMHA_TOKEN_KEY", &secret).env("IMHA_ORIGIN", origin);
        let output = command.output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(1), "{row}: {text}");
        assert!(text.contains(said) && !text.contains("panic"), "{row}: {text}");
    }
}
