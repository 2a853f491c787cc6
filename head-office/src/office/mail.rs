//! How the digest is mailed: SMTP, encrypted, to the addresses of head office. Its words: `referral/src/digest.rs`.

use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::{Message, SmtpTransport, Transport};

use super::environment::Environment;
use super::refused::Refused;

/// A mail server that does not answer must not hold up the morning.
const PATIENCE: Duration = Duration::from_secs(20);

/// What to set, for those who have set a part of it.
const SETTINGS: &str = "IMHA_SMTP_URL (such as smtps://user:password@mail.example.org), IMHA_MAIL_FROM and IMHA_MAIL_TO \
                        (addresses, separated by commas)";

/// The mail server, and who writes to whom.
pub(crate) struct Mail {
    server: SmtpTransport,
    from: Mailbox,
    to: Vec<Mailbox>,
}

impl Mail {
    /// Reads the settings; none where none is set.
    pub(crate) fn from_env(environment: &Environment<'_>) -> Result<Option<Self>, Refused> {
        let names = ["IMHA_SMTP_URL", "IMHA_MAIL_FROM", "IMHA_MAIL_TO"];
        let [url, from, to] = names.map(|name| (environment.env)(name));
        let (url, from, to) = match (url, from, to) {
            (None, None, None) => return Ok(None),
            (Some(url), Some(from), Some(to)) => (url, from, to),
            _ => return Err(Refused::new(format!("Mail is set up in part only. Set all three: {SETTINGS}."))),
        };
        // The address of the server holds its password, so it is in no message.
        let server = SmtpTransport::from_url(&url).map_err(|_| {
            Refused::new(
                "IMHA_SMTP_URL is not an address of a mail server, such as smtps://user:password@mail.example.org.",
            )
        })?;
        let address = |name: &str, text: &str| {
            let wrong = || Refused::new(format!("{name}: \"{text}\" is not a mail address. Correct it."));
            text.trim().parse::<Mailbox>().map_err(|_| wrong())
        };
        let to = to.split(',').filter(|text| !text.trim().is_empty()).map(|text| address("IMHA_MAIL_TO", text));
        let to = to.collect::<Result<Vec<_>, _>>()?;
        if to.is_empty() {
            return Err(Refused::new("IMHA_MAIL_TO names nobody. Set the addresses, separated by commas."));
        }
        Ok(Some(Self { server: server.timeout(Some(PATIENCE)).build(), from: address("IMHA_MAIL_FROM", &from)?, to }))
    }

    /// What is not set up, and how to.
    pub(crate) fn not_set_up() -> Refused {
        Refused::new(format!("Mail is not set up. Set {SETTINGS}."))
    }

    /// Sends one text.
    pub(crate) async fn send(self, subject: &str, text: String) -> Result<(), Refused> {
        let mut message = Message::builder().from(self.from).subject(subject).header(ContentType::TEXT_PLAIN);
        for to in self.to {
            message = message.to(to);
        }
        let unsendable = || Refused::new("The mail could not be put together. Check IMHA_MAIL_FROM and IMHA_MAIL_TO.");
        let message = message.body(text).map_err(|_| unsendable())?;
        let server = self.server;
        let sent = tokio::task::spawn_blocking(move || server.send(&message)).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(Refused::new(format!("The mail was not sent: {}", explained(&error)))),
            Err(_) => Err(unsendable()),
        }
    }
}

/// The server's own text is left out but for its code: it may quote an address.
fn explained(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}. Check the user, the password and the addresses."),
        None if error.is_timeout() => "the mail server did not answer in time. Try again in a minute.".to_owned(),
        None if error.is_tls() => {
            "the connection could not be encrypted. Check the certificate of the server.".to_owned()
        }
        None => "the mail server could not be reached. Check IMHA_SMTP_URL and the network.".to_owned(),
    }
}
