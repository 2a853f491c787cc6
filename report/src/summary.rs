//! What was asked of us and what we did, in a few sentences.

use content_reader::Words;

use super::contents::Report;

/// The sentences a commissioner reads first.
pub(crate) fn summary(report: &Report, words: &Words) -> Vec<String> {
    let service = &report.service;
    let of = |code: &str| service.by_eligibility.get(code).copied().unwrap_or_default().to_string();
    let days = report.definitions.working_days_to_contact.to_string();
    let minutes = service.minutes;
    let fill = |name: &str, values: &[(&str, String)]| {
        let text = words.label("report", name).to_owned();
        values.iter().fold(text, |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
    };
    let mut all = vec![fill(
        "sum-received",
        &[
            ("received", service.received.to_string()),
            ("eligible", of("eligible")),
            ("not-covered", of("not-covered")),
            ("to-check", of("to-check")),
        ],
    )];
    all.push(match service.percent_in_time {
        None => fill("sum-none-due", &[("days", days)]),
        Some(percent) => fill(
            "sum-due",
            &[
                ("due", service.due.to_string()),
                ("days", days),
                ("in_time", service.in_time.to_string()),
                ("percent", format!("{percent:.1}")),
                ("late", service.late.to_string()),
            ],
        ),
    });
    if let (Some(median), Some(longest)) = (service.median_working_days, service.longest_working_days) {
        all.push(fill("sum-waits", &[("median", median.to_string()), ("longest", longest.to_string())]));
    }
    all.push(fill(
        "sum-work",
        &[
            ("contacts", service.contacts.to_string()),
            ("hours", (minutes / 60).to_string()),
            ("minutes", (minutes % 60).to_string()),
        ],
    ));
    all.push(fill("sum-open", &[("open", service.open_at_end.to_string())]));
    all
}
