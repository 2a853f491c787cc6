//! AWS by a profile of the machine's own files, IAM Identity Center among them: nothing is typed into exports.

use aws_config::Region;
use aws_config::profile::{Profile, ProfileFileCredentialsProvider};
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_sdk_sts::config::BehaviorVersion;
use aws_sdk_sts::error::ProvideErrorMetadata as _;
use aws_types::os_shim_internal::{Env, Fs};
use queue::AwsSettings;

use super::passphrase::prompt;
use super::refused::Refused;

/// So many codes of a second factor are asked for, in case one was mistyped or used already.
const CODES: usize = 3;

type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;
type Ask<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The table as this profile reaches it. The region is `AWS_REGION`, otherwise the profile's.
pub(super) async fn settings(profile: &str, env: Variables<'_>) -> Result<AwsSettings, Refused> {
    from_files(profile, EnvConfigFiles::default(), env, &prompt).await
}

async fn from_files(
    profile: &str,
    files: EnvConfigFiles,
    env: Variables<'_>,
    ask: Ask<'_>,
) -> Result<AwsSettings, Refused> {
    let http = queue::https(env("AWS_ENDPOINT_URL_STS").as_deref());
    let http = http.map_err(|error| Refused::new(format!("{error}.")))?;
    let read = aws_config::profile::load(&Fs::real(), &Env::real(), &files, None).await;
    let read = read.map_err(|error| refused(profile, &error))?;
    let named = read.get_profile(profile);
    let said = |name: &str| named.and_then(|named| named.get(name)).map(str::to_owned);
    let region = env("AWS_REGION").or_else(|| said("region")).ok_or_else(|| {
        Refused::new(format!("The AWS profile {profile} names no region. Set AWS_REGION, or add it to the profile."))
    })?;
    let config =
        ProviderConfig::default().with_http_client(http.clone()).with_region(Some(Region::new(region.clone())));
    let of = |profile: &str| {
        ProfileFileCredentialsProvider::builder()
            .configure(&config)
            .profile_files(files.clone())
            .profile_name(profile)
            .build()
    };
    // The SDK reads `mfa_serial` over, and the role then refuses without a reason.
    let (Some(role), Some(device), Some(named)) = (said("role_arn"), said("mfa_serial"), named) else {
        let provider = of(profile);
        provider.provide_credentials().await.map_err(|error| refused(profile, &error))?;
        return Ok(AwsSettings::of(region, SharedCredentialsProvider::new(provider), env));
    };
    let mut sts = aws_sdk_sts::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .region(Region::new(region.clone()))
        .credentials_provider(of(&said("source_profile").unwrap_or_else(|| profile.to_owned())));
    sts.set_endpoint_url(env("AWS_ENDPOINT_URL_STS"));
    let credentials = by_code(&aws_sdk_sts::Client::from_conf(sts.build()), named, (&role, &device), ask).await?;
    Ok(AwsSettings::of(region, SharedCredentialsProvider::new(credentials), env))
}

/// Credentials of a role that wants the code of a second factor. They hold for the profile's `duration_seconds`, and
/// without it for an hour.
async fn by_code(
    sts: &aws_sdk_sts::Client,
    profile: &Profile,
    (role, device): (&str, &str),
    ask: Ask<'_>,
) -> Result<Credentials, Refused> {
    let mut why = "";
    for _ in 0..CODES {
        let code = ask(&format!("{why}The code that {device} shows: ")).ok_or_else(|| {
            Refused::new(format!(
                "The AWS profile {} wants the code of a second factor (mfa_serial), and there is no terminal to type it on. \
                 Start head-office in a terminal, or use a profile of IAM Identity Center (`aws configure sso`).",
                profile.name()
            ))
        })?;
        let asked = sts.assume_role().role_arn(role).serial_number(device).token_code(code.trim());
        let asked = asked.role_session_name(profile.get("role_session_name").unwrap_or("head-office"));
        let seconds = profile.get("duration_seconds").and_then(|seconds| seconds.trim().parse().ok());
        match asked.set_duration_seconds(seconds).send().await {
            Ok(answer) => {
                let given = answer.credentials.ok_or_else(|| Refused::new(format!("AWS gave no keys for {role}.")))?;
                let until = given.expiration.try_into().ok();
                let token = Some(given.session_token);
                return Ok(Credentials::new(given.access_key_id, given.secret_access_key, token, until, "mfa"));
            }
            // AWS says so of a code that is mistyped, too old, or used once already; and of one with letters in it.
            Err(error)
                if error.message().is_some_and(|said| said.contains("MultiFactor") || said.contains("tokenCode")) =>
            {
                why = "AWS did not take that code. Each works once: wait for the next.\n";
            }
            Err(error) => return Err(refused(profile.name(), &error)),
        }
    }
    Err(Refused::new(format!(
        "AWS took none of {CODES} codes for {device}. Check the clock of the device, and try again."
    )))
}

fn refused(profile: &str, error: &(dyn std::error::Error + 'static)) -> Refused {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let why = causes.last().map(ToString::to_string).unwrap_or_default();
    Refused::new(format!(
        "The AWS profile {profile} gives no credentials: {}. If you sign in through IAM Identity Center, your sign-in may have \
         run out: `aws sso login --profile {profile}` begins a new one.",
        why.trim_end_matches('.')
    ))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use aws_runtime::env_config::file::EnvConfigFileKind;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const TAKEN: &str = "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
        <AccessKeyId>AKIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>\
        <Expiration>2036-11-28T20:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    const REFUSED: &str = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
        <Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code. </Message>\
        </Error></ErrorResponse>";

    /// Takes the code 424242 for one device, as AWS would.
    async fn sts(listener: TcpListener) {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut asked = String::new();
            while !asked.contains("TokenCode=") {
                let mut some = [0; 4096];
                let count = socket.read(&mut some).await.unwrap();
                asked.push_str(&String::from_utf8_lossy(&some[..count]));
            }
            let right = ["TokenCode=424242", "mfa%2Fasha", "DurationSeconds=43200", "AKIAASHA"];
            let (status, text) = if right.iter().all(|part| asked.contains(part)) {
                ("200 OK", TAKEN)
            } else {
                ("403 Forbidden", REFUSED)
            };
            let answer =
                format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}", text.len());
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_role_that_wants_a_code_is_asked_for_it_on_the_terminal() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(sts(listener));
        let files = EnvConfigFiles::builder().with_contents(
            EnvConfigFileKind::Config,
            "[profile asha]\naws_access_key_id = AKIAASHA\naws_secret_access_key = x\n\n[profile staff]\nregion = eu-west-2\n\
             role_arn = arn:aws:iam::1:role/imha-staff\nsource_profile = asha\nmfa_serial = arn:aws:iam::1:mfa/asha\n\
             duration_seconds = 43200\n",
        );
        let files = files.build();
        let env = |name: &str| (name == "AWS_ENDPOINT_URL_STS").then(|| endpoint.clone());
        for (codes, key, said) in [
            (vec!["424242"], Some("AKIAROLE"), ""),
            (vec!["111111", " 424242 "], Some("AKIAROLE"), ""),
            (vec!["111111", "222222", "333333", "424242"], None, "AWS took none of 3 codes"),
            (vec![], None, "there is no terminal to type it on"),
        ] {
            let left = RefCell::new(codes.iter());
            let ask = |question: &str| {
                assert!(question.contains("mfa/asha"), "{question}");
                left.borrow_mut().next().map(ToString::to_string)
            };
            match from_files("staff", files.clone(), &env, &ask).await {
                Ok(settings) => {
                    let given = settings.credentials().provide_credentials().await.unwrap();
                    assert_eq!(Some(given.access_key_id()), key, "{codes:?}");
                    assert!(given.expiry().is_some() && given.session_token() == Some("session"));
                }
                Err(refused) => assert!(key.is_none() && refused.to_string().contains(said), "{codes:?}: {refused}"),
            }
        }
    }
}
