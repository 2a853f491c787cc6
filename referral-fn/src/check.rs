//! `POST /referral/<referrer type>`: the form with every problem, the form again for Change, or the check page.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Request;
use referral::{Answers, Referral, ReferrerType};
use templates::{CheckPage, FormPage, HONEYPOT, ISSUED, RefusalPage};

use crate::answer::{Answer, page, refusal, unread};
use crate::issue_time::IssueTime;
use crate::origin::{Came, came};
use crate::{Intake, Pages, body};

/// Everything a form post holds, taken apart.
pub(crate) struct Posted {
    pub(crate) referrer: ReferrerType,
    pub(crate) answers: Answers,
    pub(crate) issued: Option<IssueTime>,
    pub(crate) honeypot: String,
    pub(crate) change: Option<String>,
    pub(crate) came: Came,
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
    let came = came(&parts.headers, intake.origin());
    if came == Came::CrossSite {
        return Err(Box::new(refusal(pages, 403, "cross-site")));
    }
    let pairs = body::form(&parts.headers, body).await.map_err(|error| Box::new(unread(pages, error)))?;
    let one = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let code = referrer.map(str::to_owned).or_else(|| one("referrer.type")).unwrap_or_default();
    let today = intake.today();
    let kind = ReferrerType::from_code(&code).filter(|kind| pages.content.rules.law.referrers(today).contains(kind));
    let Some(kind) = kind else {
        let sentence = RefusalPage::new(&pages.theme, &pages.content, "wrong-referrer");
        return Err(Box::new(page(pages, 422, &sentence.with_referrers(&pages.content, today))));
    };
    let now = intake.now();
    Ok(Posted {
        referrer: kind,
        answers: Answers::from_pairs(&pairs, kind),
        issued: one(ISSUED).and_then(|text| IssueTime::read(&text, intake.inbox().key(), now)),
        honeypot: one(HONEYPOT).unwrap_or_default(),
        change: one("change"),
        came,
    })
}

/// The route.
pub(crate) async fn check(
    State(intake): State<Intake>,
    Path(referrer): Path<String>,
    request: Request<Body>,
) -> Answer {
    let pages = intake.pages();
    let posted = match posted(&intake, &pages, Some(&referrer), request).await {
        Ok(posted) => posted,
        Err(answer) => return *answer,
    };
    let Posted { referrer, answers, issued, .. } = &posted;
    if let Some(field) = &posted.change {
        let form = FormPage::filled(&pages.theme, &pages.content, *referrer, answers, &[]).opened_at(field);
        return page(&pages, 200, &carry(form, &intake, *issued));
    }
    match Referral::parse(answers, &pages.content.rules, intake.today()) {
        Ok(referral) => {
            let issued = issued.unwrap_or_else(|| IssueTime::at(intake.now()));
            check_page(&intake, &pages, &posted, &referral, issued, 200, None)
        }
        Err(problems) => {
            let form = FormPage::filled(&pages.theme, &pages.content, *referrer, answers, &problems);
            page(&pages, 422, &carry(form, &intake, *issued))
        }
    }
}

fn carry<'a>(form: FormPage<'a>, intake: &Intake, issued: Option<IssueTime>) -> FormPage<'a> {
    match issued {
        Some(issued) => form.issued(&issued.sign(intake.inbox().key())),
        None => form,
    }
}

/// Every problem of a post to `send`, drawn as the form it came from.
pub(crate) fn refused(intake: &Intake, pages: &Pages, posted: &Posted, problems: &[referral::Problem]) -> Answer {
    let form = FormPage::filled(&pages.theme, &pages.content, posted.referrer, &posted.answers, problems);
    page(pages, 422, &carry(form, intake, posted.issued))
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
    let drawn = CheckPage::new(&pages.theme, &pages.content, typed, intake.today(), &signed, &posted.honeypot);
    let Some(drawn) = drawn else { return refusal(pages, 500, "broken") };
    match notice {
        Some(kind) => {
            let (title, text) = RefusalPage::words(&pages.content, kind);
            page(pages, status, &drawn.with_notice(&title, &text))
        }
        None => page(pages, status, &drawn),
    }
}
