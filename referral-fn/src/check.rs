//! `POST /referral/<referrer type>`: the form with every problem, the form again for Change, or the check page.

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::Request;
use chrono::{Days, NaiveDate};
use referral::{Answers, Referral, ReferrerType, london};
use templates::{CheckPage, EASY, EasyPage, FormPage, HONEYPOT, ISSUED, RefusalPage};

use crate::answer::{Answer, page, refusal, unread};
use crate::issue_time::IssueTime;
use crate::origin::{RequestOrigin, request_origin};
use crate::{Intake, OverLimit, Pages, body};

/// Everything a form post holds, taken apart.
pub(crate) struct Posted {
    pub(crate) referrer: ReferrerType,
    pub(crate) answers: Answers,
    pub(crate) issued: Option<IssueTime>,
    pub(crate) honeypot: String,
    pub(crate) change: Option<String>,
    /// Whether the answers come from the form of Easy Read.
    pub(crate) easy: bool,
    /// Whether a form for the next patient is wanted in place of the confirmation's own page.
    pub(crate) another: bool,
    pub(crate) origin: RequestOrigin,
    /// Whether this client has sent too much for now.
    pub(crate) over_limit: bool,
    /// The day whose rules the answers are read by: today, or the day before where the law has just changed.
    pub(crate) on: NaiveDate,
}

impl Posted {
    /// The referral, or every problem with its answers.
    pub(crate) fn parse(&self, pages: &Pages) -> Result<Referral, Vec<referral::Problem>> {
        Referral::parse(&self.answers, &pages.content.rules, self.on)
    }
}

/// A day on which this person may refer. A form opened, or a check page drawn, before the midnight on which the law
/// changed is still taken: nobody's answers are lost to a date.
fn day_in_force(intake: &Intake, pages: &Pages, kind: ReferrerType, issued: Option<IssueTime>) -> Option<NaiveDate> {
    let today = intake.today();
    let issued = issued.map(|issued| london(issued.instant()).date_naive());
    let days = [Some(today), issued, today.checked_sub_days(Days::new(1))];
    days.into_iter().flatten().find(|day| pages.content.rules.law.referrers(*day).contains(&kind))
}

/// Reads a form post, or gives the page that says why not. The referrer type comes from the address,
/// or from the check page.
pub(crate) async fn posted(
    intake: &Intake,
    pages: &Pages,
    referrer: Option<&str>,
    request: Request<Body>,
) -> Result<Posted, Box<Answer>> {
    let (parts, body) = request.into_parts();
    let origin = request_origin(&parts.headers, intake.origin());
    if origin == RequestOrigin::CrossSite {
        return Err(Box::new(refusal(pages, 403, "cross-site")));
    }
    let form = body::form(&parts.headers, body).await.map_err(|error| Box::new(unread(pages, error)))?;
    let one = |name: &str| form.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let code = referrer.map(str::to_owned).or_else(|| one("referrer.type")).unwrap_or_default();
    let issued = one(ISSUED).and_then(|text| IssueTime::read(&text, intake.inbox().key(), intake.now()));
    let kind = ReferrerType::from_code(&code);
    let allowed = kind.and_then(|kind| Some((kind, day_in_force(intake, pages, kind, issued)?)));
    let Some((kind, on)) = allowed else {
        let sentence = RefusalPage::new(&pages.theme, &pages.content, "wrong-referrer");
        return Err(Box::new(page(pages, 422, &sentence.with_referrers(&pages.content, intake.today()))));
    };
    Ok(Posted {
        referrer: kind,
        answers: Answers::from_form(&form, kind),
        issued,
        honeypot: one(HONEYPOT).unwrap_or_default(),
        change: one("change"),
        easy: one(EASY).is_some_and(|value| value == "yes"),
        another: one("another").is_some_and(|value| value == "yes"),
        origin,
        over_limit: parts.extensions.get::<OverLimit>().is_some(),
        on,
    })
}

/// The route of the form: the check page, or the form with every problem.
pub(crate) async fn check(
    State(intake): State<Intake>,
    referrer: Result<Path<String>, PathRejection>,
    request: Request<Body>,
) -> Answer {
    let pages = intake.pages();
    let posted = match posted(&intake, &pages, Some(code(&referrer)), request).await {
        Ok(posted) => posted,
        Err(answer) => return *answer,
    };
    if let Some(field) = &posted.change {
        return changed(&intake, &pages, &posted, field);
    }
    match posted.parse(&pages) {
        Ok(referral) => {
            let issued = posted.issued.unwrap_or_else(|| IssueTime::at(intake.now()));
            match posted.over_limit {
                true => check_page(&intake, &pages, &posted, &referral, issued, 429, Some("too-many-kept")),
                false => check_page(&intake, &pages, &posted, &referral, issued, 200, None),
            }
        }
        Err(problems) => refused(&intake, &pages, &posted, &problems),
    }
}

/// The route of Change. Its address is not that of the check page, so that Back from it works in every browser.
pub(crate) async fn change(
    State(intake): State<Intake>,
    referrer: Result<Path<String>, PathRejection>,
    request: Request<Body>,
) -> Answer {
    let pages = intake.pages();
    match posted(&intake, &pages, Some(code(&referrer)), request).await {
        Ok(posted) => changed(&intake, &pages, &posted, posted.change.as_deref().unwrap_or_default()),
        Err(answer) => *answer,
    }
}

/// The referrer type in an address. One that is not UTF-8 is none either.
fn code(referrer: &Result<Path<String>, PathRejection>) -> &str {
    referrer.as_ref().map_or("", |Path(code)| code)
}

/// The filled form, open at the field to change. Half a letter is not to pass for an answer because Change was pressed.
pub(crate) fn changed(intake: &Intake, pages: &Pages, posted: &Posted, field: &str) -> Answer {
    let mut unread = posted.parse(pages).err().unwrap_or_default();
    unread.retain(is_unread);
    let status = if unread.is_empty() { 200 } else { 400 };
    form(intake, pages, posted, &unread, (status, field))
}

/// The form that the answers came from, filled and open at a field.
fn form(
    intake: &Intake,
    pages: &Pages,
    posted: &Posted,
    problems: &[referral::Problem],
    (status, field): (u16, &str),
) -> Answer {
    let issued = posted.issued.map(|issued| issued.sign(intake.inbox().key())).unwrap_or_default();
    let (theme, content, answers) = (&pages.theme, &pages.content, &posted.answers);
    let easy = posted.easy.then(|| EasyPage::filled(theme, content, answers, problems, &issued)).flatten();
    match easy {
        Some(easy) => page(pages, status, &easy),
        None => {
            let form = FormPage::filled(theme, content, posted.referrer, answers, problems);
            page(pages, status, &form.opened_at(field).issued(&issued))
        }
    }
}

fn is_unread(problem: &referral::Problem) -> bool {
    problem.code == "unreadable"
}

/// Every problem of a post, drawn as the form it came from.
pub(crate) fn refused(intake: &Intake, pages: &Pages, posted: &Posted, problems: &[referral::Problem]) -> Answer {
    let status = match posted.over_limit {
        true => 429,
        false if problems.iter().any(is_unread) => 400,
        false => 422,
    };
    form(intake, pages, posted, problems, (status, ""))
}

/// The check page, with a notice from `page.error` where it comes back instead of a confirmation.
pub(crate) fn check_page(
    intake: &Intake,
    pages: &Pages,
    posted: &Posted,
    referral: &Referral,
    issued: IssueTime,
    status: u16,
    notice: Option<&str>,
) -> Answer {
    let signed = issued.sign(intake.inbox().key());
    let typed = (&posted.answers, referral);
    let easy = if posted.easy { "yes" } else { "" };
    let carried = [(ISSUED, signed.as_str()), (HONEYPOT, &posted.honeypot), (EASY, easy)];
    let drawn = CheckPage::new(&pages.theme, &pages.content, typed, intake.now(), &carried);
    let Some(drawn) = drawn else { return refusal(pages, 500, "broken") };
    match notice {
        Some(kind) => {
            let (title, text) = RefusalPage::words(&pages.content, kind);
            page(pages, status, &drawn.with_notice(&pages.content, &title, &text))
        }
        None => page(pages, status, &drawn),
    }
}
