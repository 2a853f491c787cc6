//! The templates as they were when this program was built, by their names.

type Compiled = &'static [(&'static str, &'static str)];

macro_rules! compiled {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!("../", $name)))),*] };
}

/// What the intake answers with: the function reads no more at its start.
pub(crate) const INTAKE: Compiled = compiled! {
    "base.html" "field.html" "form.html" "easy-read.html" "easy-ask.html" "easy-form.html" "part-easy-form.html"
    "check.html" "part-sent.html" "sent.html" "refusal.html"
};
/// The other pages of the site.
pub(crate) const PAGES: Compiled = compiled! {
    "article.html" "questions.html" "start.html" "sheet.html" "consent.html" "poster.html" "card.html" "paper.html"
    "part-api-fields.html" "part-sections.html" "part-sections-law.html" "part-example.html"
    "part-example-holiday.html" "part-closed-days.html" "part-call.html" "part-call-easy.html"
    "part-data-contact.html" "part-host.html" "part-tribunal.html" "part-tribunal-dates.html" "part-advocates.html"
    "part-names.html" "part-post.html" "part-qr.html" "search.html"
};
/// The pages of the desk.
pub(crate) const DESK: Compiled = compiled! {
    "desk/head.html" "desk/layout.html" "desk/keys.html" "desk/today.html" "desk/guide.html" "desk/purge.html"
    "desk/filters.html" "desk/work.html" "desk/line.html" "desk/search.html" "desk/case.html" "desk/case.txt"
    "desk/changed.html" "desk/moves.html" "desk/mend.html" "desk/why.html" "desk/others.html" "desk/change.html"
    "desk/contact.html" "desk/facts.html" "desk/who_asks.html" "desk/new.html" "desk/locked.html" "desk/notice.html"
    "desk/hand_over.html" "desk/sheets.html" "desk/print.html" "desk/person.html" "desk/unread.html"
    "desk/printed.html" "desk/recovery.html" "desk/report.html" "desk/report_body.html" "desk/report_file.html"
    "desk/report_tiles.html" "desk/report_table.html" "field.html"
};
