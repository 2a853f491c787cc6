//! AWS by a profile of the machine's own files, IAM Identity Center among them: nothing is typed into exports.

use aws_config::Region;
use aws_config::meta::region::ProvideRegion as _;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use queue::AwsSettings;

use super::refused::Refused;

/// The table as this profile reaches it. The region is `AWS_REGION`, otherwise the profile's.
pub(super) async fn settings(profile: &str, env: &dyn Fn(&str) -> Option<String>) -> Result<AwsSettings, Refused> {
    let http = queue::https(None).map_err(|error| Refused::new(format!("{error}.")))?;
    let config = ProviderConfig::default().with_http_client(http);
    let region = match env("AWS_REGION") {
        Some(region) => Some(region),
        None => {
            let provider = ProfileFileRegionProvider::builder().configure(&config).profile_name(profile).build();
            provider.region().await.map(|region| region.to_string())
        }
    };
    let region = region.ok_or_else(|| {
        Refused::new(format!("The AWS profile {profile} names no region. Set AWS_REGION, or add it to the profile."))
    })?;
    let config = config.with_region(Some(Region::new(region.clone())));
    let provider = ProfileFileCredentialsProvider::builder().configure(&config).profile_name(profile).build();
    provider.provide_credentials().await.map_err(|error| refused(profile, &error))?;
    Ok(AwsSettings::of(region, SharedCredentialsProvider::new(provider), env))
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
