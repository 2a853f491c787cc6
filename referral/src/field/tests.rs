use super::*;

const CONTRACT: [(&str, &str); 39] = [
    ("referrer.type", "!!!!"),
    ("referrer.name", "–!!!"),
    ("referrer.relationship", "–!––"),
    ("referrer.workplace", "––!!"),
    ("referrer.phone", "–111"),
    ("referrer.email", "–111"),
    ("helper.name", "o–––"),
    ("helper.role", "o–––"),
    ("patient.name", "!!!!"),
    ("patient.known_as", "oooo"),
    ("patient.date_of_birth", "oo!!"),
    ("patient.gender", "oooo"),
    ("patient.ethnic_group", "oooo"),
    ("patient.hospital", "1111"),
    ("patient.ward", "oooo"),
    ("patient.address", "1111"),
    ("patient.postcode", "oooo"),
    ("patient.phone", "oooo"),
    ("patient.message_ok", "oooo"),
    ("patient.nhs_number", "––oo"),
    ("patient.needs", "oooo"),
    ("patient.language", "oooo"),
    ("legal.route", "!!!!"),
    ("legal.section", "oooo"),
    ("legal.started_on", "oooo"),
    ("consent", "–!!!"),
    ("help_wanted", "oooo"),
    ("important_date.on", "oooo"),
    ("important_date.what", "oooo"),
    ("preferred_advocate", "oooo"),
    ("safe_visit", "–ooo"),
    ("patient.email", "oooo"),
    ("patient.contact_by", "oooo"),
    ("patient.ask_for", "–ooo"),
    ("legal.responsible", "oooo"),
    ("legal.decision_maker", "–ooo"),
    ("legal.tribunal_asked", "oooo"),
    ("legal.solicitor", "oooo"),
    ("helper.phone", "o–––"),
];

/// docs/contract.md, Fields: `!` required, `o` optional, `–` not asked, `1` one of, in columns P R C A.
#[test]
fn the_table_is_the_one_of_the_contract() {
    assert_eq!(CONTRACT.len(), FIELDS.len());
    for (name, marks) in CONTRACT {
        let field = field(name).unwrap_or_else(|| panic!("no row {name}"));
        let ours: String = field
            .asked
            .iter()
            .map(|ask| match ask {
                Required => '!',
                Optional | Beside => 'o',
                OneOf(_) => '1',
                Not => '–',
            })
            .collect();
        assert_eq!(ours, marks, "{name}");
    }
}
