use super::*;
use crate::form;

fn rules() -> Rules {
    let law = include_str!("../../../content/law.toml");
    let calendar = include_str!("../../../content/calendar.toml");
    Rules::parse(law, calendar, include_str!("../../../content/places.toml")).unwrap()
}

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn parse(referrer: ReferrerType, body: &str) -> Result<Referral, Vec<Problem>> {
    let form = form::read(body.as_bytes()).unwrap();
    Referral::parse(&Answers::from_form(&form, referrer), &rules(), today())
}

fn problems(referrer: ReferrerType, body: &str) -> Vec<String> {
    let found = parse(referrer, body).err().unwrap_or_default();
    found.into_iter().map(|problem| format!("{}: {}", problem.field, problem.code)).collect()
}

const PATIENT: &str = "patient.name=Ada+Example&patient.hospital=other&legal.route=not-sure";
const AMHP: &str = "patient.name=Ada+Example&patient.hospital=other&legal.route=section-3&referrer.name=Bo+Test\
    &referrer.workplace=Northfold+Council&referrer.email=bo@example.org&patient.date_of_birth.unknown=yes&consent=not-asked";

/// docs/contract.md, Fields: what each of the four must answer, all said at once, in page order.
#[test]
fn an_empty_form_names_everything_it_needs() {
    let place = "patient.hospital: one-of-place";
    let contact = "referrer.phone: one-of-contact";
    let born = "patient.date_of_birth: missing-or-unknown";
    let table: [(ReferrerType, &[&str]); 4] = [
        (ReferrerType::Patient, &["patient.name: missing", place, "legal.route: choose"]),
        (
            ReferrerType::NearestRelative,
            &[
                "referrer.name: missing",
                "referrer.relationship: missing",
                contact,
                "patient.name: missing",
                place,
                "legal.route: choose",
                "consent: choose",
            ],
        ),
        (
            ReferrerType::ResponsibleClinician,
            &[
                "referrer.name: missing",
                "referrer.workplace: missing",
                contact,
                "patient.name: missing",
                born,
                place,
                "legal.route: choose",
                "consent: choose",
            ],
        ),
        (
            ReferrerType::Amhp,
            &[
                "referrer.name: missing",
                "referrer.workplace: missing",
                contact,
                "patient.name: missing",
                born,
                place,
                "legal.route: choose",
                "consent: choose",
            ],
        ),
    ];
    for (referrer, expected) in table {
        assert_eq!(problems(referrer, ""), expected, "{}", referrer.code());
        assert_eq!(problems(referrer, "patient.name=+%09%0A"), expected, "white space alone counts as empty");
    }
}

#[test]
fn the_least_that_is_enough() {
    assert_eq!(problems(ReferrerType::Patient, PATIENT), [""; 0]);
    assert_eq!(problems(ReferrerType::Amhp, AMHP), [""; 0]);
    let by_address = PATIENT.replace("patient.hospital=other", "patient.address=no+fixed+address");
    assert_eq!(problems(ReferrerType::Patient, &by_address), [""; 0], "no fixed address is an answer");
}

/// docs/contract.md, Fields: one row a rule.
#[test]
fn each_rule_says_its_own_problem() {
    let table = [
        ("a name of 200 characters passes", format!("patient.name={}", "é".repeat(200)), ""),
        ("201 are too many", format!("patient.name={}", "é".repeat(201)), "patient.name: too-long"),
        ("one letter is a name", "patient.name=X".into(), ""),
        ("4,000 characters of story", format!("help_wanted={}", "x".repeat(4000)), ""),
        ("4,001 are too many", format!("help_wanted={}", "x".repeat(4001)), "help_wanted: too-long"),
        ("a birth in the future", born("24", "11", "2026"), "patient.date_of_birth: date-future"),
        ("a birth today", born("23", "11", "2026"), ""),
        ("a birth before 1900", born("1", "1", "1899"), "patient.date_of_birth: date-too-early"),
        ("a day that never was", born("29", "2", "2023"), "patient.date_of_birth: date-not-real"),
        ("half a date", born("29", "2", ""), "patient.date_of_birth: date-incomplete"),
        ("a code not in the list", "legal.route=section-99".into(), "legal.route: choose-listed"),
        ("a hospital not in the list", "patient.hospital=nowhere".into(), "patient.hospital: choose-listed"),
        ("not a phone", "patient.phone=ring+me".into(), "patient.phone: phone"),
        ("two different names", "patient.name=A&patient.name=B".into(), "patient.name: repeated"),
        ("the same name twice", "patient.name=A&patient.name=A".into(), ""),
        ("a need not in the list", "patient.needs=bsl&patient.needs=tea".into(), "patient.needs: choose-listed"),
        ("neither yes nor no", "patient.message_ok=maybe".into(), "patient.message_ok: yes-no"),
        (
            "an important date to come",
            "important_date.on.day=1&important_date.on.month=2&important_date.on.year=27".into(),
            "",
        ),
        ("a field this form does not ask", "consent=agrees".into(), "consent: not-asked"),
        ("whatever was typed there", "consent=perhaps".into(), "consent: not-asked"),
        ("a name that is not UTF-8", "patient.name=A%FF".into(), "patient.name: unreadable"),
        ("a date that is not UTF-8", born("1", "%FF", "1980"), "patient.date_of_birth: unreadable"),
    ];
    for (row, body, expected) in table {
        let own: Vec<&str> = body.split('&').filter_map(|pair| pair.split('=').next()).collect();
        let rest = PATIENT.split('&').filter(|pair| !own.iter().any(|name| pair.split('=').next() == Some(name)));
        let body = rest.chain([body.as_str()]).collect::<Vec<_>>().join("&");
        assert_eq!(problems(ReferrerType::Patient, &body).join(", "), expected, "{row}");
    }
}

fn born(day: &str, month: &str, year: &str) -> String {
    format!("patient.date_of_birth.day={day}&patient.date_of_birth.month={month}&patient.date_of_birth.year={year}")
}

#[test]
fn a_date_and_not_known_together_are_asked_about() {
    let both = format!("{AMHP}&{}", born("1", "2", "1980"));
    assert_eq!(problems(ReferrerType::Amhp, &both), ["patient.date_of_birth: date-and-unknown"]);
}

/// docs/contract.md, Form: nothing of what was typed is changed.
#[test]
fn text_is_kept_as_typed() {
    let typed = "  Zoë O'Brien-Nguyễn \u{202e}\u{200b}李 100%00 \0\u{1b}  ";
    let encoded: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let body = PATIENT.replace("Ada+Example", &encoded);
    assert_eq!(parse(ReferrerType::Patient, &body).unwrap().text("patient.name"), typed);
    let answers = Answers::from_pairs(&form::decode(body.as_bytes()).unwrap(), ReferrerType::Patient);
    let carried: Vec<(String, String)> = answers.pairs().collect();
    assert!(carried.iter().all(|(_, value)| !value.contains('\0')), "a page could not carry NUL on");
    assert!(Answers::from_pairs(&carried, ReferrerType::Patient) == answers, "and the answer is the same");
}

/// docs/contract.md, API: whatever is in its place, a refused referrer type is said in the same way.
#[test]
fn a_referrer_type_of_another_shape_is_a_wrong_referrer() {
    for shape in [serde_json::json!(7), serde_json::json!(["patient"]), serde_json::json!({"a": 1})] {
        let (_, found) = Answers::from_json(&serde_json::json!({"referrer": {"type": shape}})).unwrap_err();
        assert_eq!(found, [Problem::new("referrer.type", "wrong-referrer")]);
    }
}

/// docs/domain.md, Who qualifies: the referrer type is validated hard.
#[test]
fn only_the_four_may_refer() {
    let mut answers = Answers::default();
    for code in ["carer", "nominated-person", "", "Patient"] {
        answers.put("referrer.type", code.to_owned());
        let found = Referral::parse(&answers, &rules(), today()).unwrap_err();
        assert_eq!(found, [Problem::new("referrer.type", "wrong-referrer")], "{code}");
        answers = Answers::default();
    }
}

#[test]
fn the_same_answers_are_the_same_text_from_form_and_api() {
    let form = parse(ReferrerType::Amhp, &AMHP.replace("patient.date_of_birth.unknown=yes", &born("3", "4", "84")));
    let json = serde_json::json!({
        "consent": "not-asked", "legal": {"route": "section-3"},
        "patient": {"date_of_birth": "1984-04-03", "hospital": "other", "name": "Ada Example"},
        "referrer": {"email": "bo@example.org", "workplace": "Northfold Council", "name": "Bo Test", "type": "amhp"},
    });
    let api = Referral::parse(&Answers::from_json(&json).unwrap(), &rules(), today()).unwrap();
    assert_eq!(form.unwrap().to_json().to_string(), api.to_json().to_string());
}

#[test]
fn json_refuses_unknown_fields_and_wrong_types_by_name() {
    let json = serde_json::json!({
        "patient": {"name": 7, "needs": "bsl", "shoe_size": 9, "message_ok": "yes"}, "legal": "section-3", "constructor": 1,
    });
    let (_, found) = Answers::from_json(&json).unwrap_err();
    let found: Vec<String> = found.into_iter().map(|problem| format!("{}: {}", problem.field, problem.code)).collect();
    let expected = [
        "patient.name: wrong-type",
        "patient.needs: wrong-type",
        "patient.shoe_size: unknown-field",
        "patient.message_ok: wrong-type",
        "legal: wrong-type",
        "constructor: unknown-field",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_stored_referral_comes_back_whole() {
    let body = format!(
        "{}&patient.needs=braille&patient.needs=bsl&patient.message_ok=no&help_wanted=a%0Ab",
        AMHP.replace("patient.date_of_birth.unknown=yes", &born("29", "Feb", "2000"))
    );
    let referral = parse(ReferrerType::Amhp, &body).unwrap();
    let needs = ["braille", "bsl"].map(str::to_owned).to_vec();
    assert!(referral.get("patient.needs") == Some(&Value::Codes(needs)), "needs stay in the order given");
    assert_eq!(Referral::from_stored(&referral.to_json()).unwrap(), referral);
    assert_eq!(Referral::parse(&referral.to_answers(), &rules(), today()).unwrap(), referral);
}

/// docs/contract.md, Form: white space alone counts as empty, and an empty control is no second answer. Found by fuzzing.
#[test]
fn an_empty_control_beside_an_answer_is_no_second_answer() {
    let answered = PATIENT.to_owned() + "&help_wanted=Listen";
    for body in [format!("help_wanted=&{answered}"), format!("{answered}&help_wanted=")] {
        assert_eq!(parse(ReferrerType::Patient, &body).unwrap().text("help_wanted"), "Listen", "{body}");
    }
}

/// docs/security.md, Bad inputs: homograph e-mail domains are warned of, never blocked, and kept as typed.
#[test]
fn a_strange_email_domain_is_taken_with_a_warning() {
    let body = AMHP.replace("bo@example.org", "a%40nh%D1%95.example").replace("hospital=other", "hospital=alderbrook");
    let referral = parse(ReferrerType::Amhp, &body).unwrap();
    assert_eq!(referral.text("referrer.email"), "a@nh\u{455}.example");
    assert_eq!(referral.warnings(), [Problem::new("referrer.email", "email-domain")]);
}

/// docs/contract.md, Fields: hospital or address. "Another hospital" without a name is taken, and said; so is a date that has
/// passed, and a birth that the age limit of section 58A asks for.
#[test]
fn what_would_keep_us_from_the_patient_is_warned_of_and_never_blocks() {
    let listed = PATIENT.replace("hospital=other", "hospital=alderbrook");
    let route = |code: &str| listed.replace("legal.route=not-sure", &format!("legal.route={code}"));
    let born = "&patient.date_of_birth.day=1&patient.date_of_birth.month=2&patient.date_of_birth.year=2010";
    let on = |day: &str| {
        format!("{listed}&important_date.on.day={day}&important_date.on.month=11&important_date.on.year=2026")
    };
    let table: [(&str, String, &[&str]); 8] = [
        ("a hospital from the list", listed.clone(), &[]),
        ("another hospital, unnamed", PATIENT.to_owned(), &["patient.address place-unnamed"]),
        ("another hospital, named", PATIENT.to_owned() + "&patient.address=The+Elms", &[]),
        ("section 58A without a birth", route("section-58a"), &["patient.date_of_birth birth-helps"]),
        ("section 58A with one", route("section-58a") + born, &[]),
        ("section 2 without a birth", route("section-2"), &[]),
        ("a date that was yesterday", on("22"), &["important_date.on date-past"]),
        ("a date that is today", on("23"), &[]),
    ];
    for (row, body, expected) in table {
        let referral = parse(ReferrerType::Patient, &body).unwrap_or_else(|problems| panic!("{row}: {problems:?}"));
        let said = referral.warnings_on(today());
        let said: Vec<String> = said.iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect();
        assert_eq!(said, expected, "{row}");
    }
}

/// Issue of the urgent mark: section 2 from the seventh day; an important date within three working days.
#[test]
fn what_presses_is_marked_urgent() {
    let table = [
        ("section 2, six days", "section-2", "17", "", None),
        ("section 2, seven days", "section-2", "16", "", Some(Urgency::Section2)),
        ("section 3, seven days", "section-3", "16", "", None),
        ("a date in three working days", "section-3", "", "26", Some(Urgency::ImportantDate)),
        ("a date in four working days", "section-3", "", "27", None),
        ("a date today", "section-3", "", "23", Some(Urgency::ImportantDate)),
        ("a date gone by", "section-3", "", "22", None),
    ];
    for (row, route, began, important, expected) in table {
        let date = |name: &str, day: &str| match day {
            "" => String::new(),
            day => format!("&{name}.day={day}&{name}.month=11&{name}.year=2026"),
        };
        let body = PATIENT.replace("not-sure", route)
            + &date("legal.started_on", began)
            + &date("important_date.on", important);
        let referral = parse(ReferrerType::Patient, &body).unwrap();
        assert_eq!(referral.urgency(today(), &rules().calendar), expected, "{row}");
    }
}

#[test]
fn personal_data_does_not_reach_debug() {
    let referral = parse(ReferrerType::Patient, PATIENT).unwrap();
    let shown = format!("{referral:?} {:?} {:?}", referral.to_answers(), referral.get("patient.name"));
    assert!(!shown.contains("Ada"), "{shown}");
}
