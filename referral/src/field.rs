//! The field table: form, parser, JSON, CSV, paper form and desk all walk over it.
//! Adding a field is one row here and its words in `content/<lang>/words.toml`.

use crate::{Places, ReferrerType, Route};

/// Whether a referrer type is asked a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Must be answered.
    Required,
    /// May be left empty.
    Optional,
    /// May be left empty, but is shown beside the required answer it belongs to, not in a closed part.
    Beside,
    /// At least one of the fields with the same word must be answered: `contact` or `place`.
    OneOf(&'static str),
    /// Not asked.
    Not,
}

/// Whose details these are: decides autocomplete tokens and retention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The person who asks.
    Referrer,
    /// Someone who helps the patient to ask.
    Helper,
    /// The patient.
    Patient,
    /// The Act, the wishes, the dates.
    Case,
}

/// Which part of the page a field is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The person who asks.
    You,
    /// Who the patient is.
    Patient,
    /// Where the patient can be found.
    Place,
    /// How the patient is held under the Act.
    Act,
    /// What the patient knows and wants of this request.
    Consent,
    /// What help is wanted, and by when.
    Help,
    /// Help to communicate.
    Needs,
    /// The person helping to fill this in.
    Helper,
    /// Questions about fairness.
    Equality,
}

impl Group {
    /// All, in page order.
    pub const ALL: [Self; 9] = [
        Self::You,
        Self::Patient,
        Self::Place,
        Self::Act,
        Self::Consent,
        Self::Help,
        Self::Needs,
        Self::Helper,
        Self::Equality,
    ];

    /// Its name in `words.toml`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Patient => "patient",
            Self::Place => "place",
            Self::Act => "act",
            Self::Consent => "consent",
            Self::Help => "help",
            Self::Needs => "needs",
            Self::Helper => "helper",
            Self::Equality => "equality",
        }
    }
}

/// How an answer is typed and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Given by the address in HTML.
    Referrer,
    /// One line, up to so many characters.
    Text(usize),
    /// Several lines, up to so many characters.
    LongText(usize),
    /// A light check: seven digits or more, an extension and +44 allowed.
    Phone,
    /// A light check: one @ with something on both sides.
    Email,
    /// Kept as typed; a failed modulus 11 check warns, never blocks.
    NhsNumber,
    /// A day that has been, such as a birth; `true` where "not known" is an answer of its own.
    PastDate {
        /// Whether `unknown` may be given for the date.
        unknown: bool,
    },
    /// Any real day.
    Date,
    /// Yes or no.
    YesNo,
    /// One of the codes.
    Choice(&'static [&'static str]),
    /// Any of the codes.
    Choices(&'static [&'static str]),
    /// A slug of `places.toml`, or `other`.
    Hospital,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The dotted name, the same in HTML, JSON, CSV and code.
    pub name: &'static str,
    /// How it is typed and checked.
    pub kind: Kind,
    /// Whose details.
    pub about: About,
    /// Which part of the page.
    pub group: Group,
    asked: [Ask; 4],
}

impl Field {
    /// Whether and how this referrer type is asked.
    pub fn asked(&self, of: ReferrerType) -> Ask {
        match of {
            ReferrerType::Patient => self.asked[0],
            ReferrerType::NearestRelative | ReferrerType::NominatedPerson => self.asked[1],
            ReferrerType::ResponsibleClinician => self.asked[2],
            ReferrerType::Amhp | ReferrerType::HospitalNotification => self.asked[3],
        }
    }

    /// The same where staff write it down: what only others are asked may be told of a patient who asks too, by a ward
    /// nurse who rings for them.
    pub fn written_down(&self, of: ReferrerType) -> Ask {
        match self.asked(of) {
            Ask::Not if of == ReferrerType::Patient && TOLD_OF_A_PATIENT.contains(&self.name) => Ask::Optional,
            asked => asked,
        }
    }

    /// The names of the HTML controls this field is typed into.
    pub fn controls(&self) -> Vec<String> {
        let parts: &[&str] = match self.kind {
            Kind::PastDate { .. } => &["", ".day", ".month", ".year", ".unknown"],
            Kind::Date => &["", ".day", ".month", ".year"],
            _ => &[""],
        };
        parts.iter().map(|part| format!("{}{part}", self.name)).collect()
    }

    /// The name, and the id, of the first control: where an error and Change lead.
    pub fn target(&self) -> String {
        match self.kind {
            Kind::PastDate { .. } | Kind::Date => format!("{}.day", self.name),
            _ => self.name.to_owned(),
        }
    }

    /// The codes this referrer is offered, besides those of a file: of the questions about fairness a patient may
    /// prefer not to answer, and somebody else may not have asked. All codes are taken from everybody.
    pub fn offered(&self, to: ReferrerType) -> Vec<&'static str> {
        let not_theirs = if to == ReferrerType::Patient { NOT_ASKED } else { PREFER_NOT_TO_SAY };
        let is_offered = |code: &&str| self.group != Group::Equality || *code != not_theirs;
        self.kind.codes().iter().copied().filter(is_offered).collect()
    }

    /// The most characters one control takes.
    pub fn limit(&self) -> usize {
        match self.kind {
            Kind::Text(limit) | Kind::LongText(limit) => limit,
            Kind::Email => 320,
            _ => 100,
        }
    }

    /// The last part of the dotted name.
    pub fn leaf(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

/// The row with this name.
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

use Ask::{Beside, Not, OneOf, Optional, Required};

const ALL: [Ask; 4] = [Required; 4];
const ANY: [Ask; 4] = [Optional; 4];
const OTHERS: [Ask; 4] = [Not, Required, Required, Required];
const PROFESSIONALS: [Ask; 4] = [Not, Not, Required, Required];
const BY_OTHERS: [Ask; 4] = [Not, Optional, Optional, Optional];
const CONTACT: [Ask; 4] = [Not, OneOf("contact"), OneOf("contact"), OneOf("contact")];
const PLACE: [Ask; 4] = [OneOf("place"); 4];
/// What no patient is asked, and head office may hear of one all the same (docs/contract.md, Fields).
const TOLD_OF_A_PATIENT: [&str; 4] = ["patient.ask_for", "safe_visit", "consent", "legal.decision_maker"];

const fn row(name: &'static str, kind: Kind, about: About, group: Group, asked: [Ask; 4]) -> Field {
    Field { name, kind, about, group, asked }
}

/// The answer of a patient who would rather not give one.
const PREFER_NOT_TO_SAY: &str = "prefer-not-to-say";
/// The answer of somebody else who did not ask the patient; reports count it with what was left empty.
const NOT_ASKED: &str = "not-asked";
/// Whether the patient knows and agrees; never blocks.
const CONSENT: &[&str] = &["agrees", "disagrees", "not-asked", "lacks-capacity"];
/// Help to communicate (Accessible Information Standard).
const NEEDS: &[&str] = &["interpreter", "bsl", "large-print", "easy-read", "braille", "other"];
/// How best to reach the patient.
const CONTACT_BY: &[&str] = &["phone", "text", "email", "letter", "through-staff"];
/// Whether a tribunal was asked already.
const ASKED: &[&str] = &["yes", "no", "not-sure"];
const GENDER: &[&str] = &["female", "male", "another", PREFER_NOT_TO_SAY, NOT_ASKED];
/// The ethnic groups of the 2021 census of England and Wales.
const ETHNIC_GROUP: &[&str] = &[
    "asian-indian",
    "asian-pakistani",
    "asian-bangladeshi",
    "asian-chinese",
    "asian-other",
    "black-african",
    "black-caribbean",
    "black-other",
    "mixed-white-black-caribbean",
    "mixed-white-black-african",
    "mixed-white-asian",
    "mixed-other",
    "white-british",
    "white-irish",
    "white-gypsy-traveller",
    "white-roma",
    "white-other",
    "arab",
    "other",
    PREFER_NOT_TO_SAY,
    NOT_ASKED,
];

/// Every field, in page order (docs/contract.md, Fields).
pub const FIELDS: &[Field] = &[
    row("referrer.type", Kind::Referrer, About::Referrer, Group::You, ALL),
    row("referrer.name", Kind::Text(200), About::Referrer, Group::You, OTHERS),
    row("referrer.relationship", Kind::Text(200), About::Referrer, Group::You, [Not, Required, Not, Not]),
    row("referrer.workplace", Kind::Text(200), About::Referrer, Group::You, PROFESSIONALS),
    row("referrer.phone", Kind::Phone, About::Referrer, Group::You, CONTACT),
    row("referrer.email", Kind::Email, About::Referrer, Group::You, CONTACT),
    row("patient.name", Kind::Text(200), About::Patient, Group::Patient, ALL),
    row(
        "patient.date_of_birth",
        Kind::PastDate { unknown: true },
        About::Patient,
        Group::Patient,
        [Optional, Optional, Required, Required],
    ),
    row("patient.known_as", Kind::Text(200), About::Patient, Group::Patient, ANY),
    row("patient.nhs_number", Kind::NhsNumber, About::Patient, Group::Patient, [Not, Not, Optional, Optional]),
    row("patient.hospital", Kind::Hospital, About::Patient, Group::Place, PLACE),
    row("patient.ward", Kind::Text(200), About::Patient, Group::Place, [Beside; 4]),
    row("patient.address", Kind::LongText(500), About::Patient, Group::Place, PLACE),
    row("patient.postcode", Kind::Text(20), About::Patient, Group::Place, ANY),
    row("patient.phone", Kind::Phone, About::Patient, Group::Place, ANY),
    row("patient.message_ok", Kind::YesNo, About::Patient, Group::Place, ANY),
    row("patient.email", Kind::Email, About::Patient, Group::Place, ANY),
    row("patient.contact_by", Kind::Choice(CONTACT_BY), About::Patient, Group::Place, ANY),
    row("patient.ask_for", Kind::Text(200), About::Patient, Group::Place, BY_OTHERS),
    row("safe_visit", Kind::LongText(1000), About::Case, Group::Place, BY_OTHERS),
    row("legal.route", Kind::Choice(Route::CODES), About::Case, Group::Act, ALL),
    row("legal.section", Kind::Text(200), About::Case, Group::Act, ANY),
    row("legal.started_on", Kind::PastDate { unknown: false }, About::Case, Group::Act, ANY),
    row("legal.responsible", Kind::Text(200), About::Case, Group::Act, ANY),
    row("legal.tribunal_asked", Kind::Choice(ASKED), About::Case, Group::Act, ANY),
    row("legal.solicitor", Kind::Text(200), About::Case, Group::Act, ANY),
    row("consent", Kind::Choice(CONSENT), About::Case, Group::Consent, OTHERS),
    row("legal.decision_maker", Kind::Text(200), About::Case, Group::Consent, BY_OTHERS),
    row("help_wanted", Kind::LongText(4000), About::Case, Group::Help, ANY),
    row("important_date.on", Kind::Date, About::Case, Group::Help, ANY),
    row("important_date.what", Kind::Text(200), About::Case, Group::Help, ANY),
    row("preferred_advocate", Kind::Text(200), About::Case, Group::Help, ANY),
    row("patient.needs", Kind::Choices(NEEDS), About::Patient, Group::Needs, ANY),
    row("patient.language", Kind::Text(200), About::Patient, Group::Needs, ANY),
    row("helper.name", Kind::Text(200), About::Helper, Group::Helper, [Optional, Not, Not, Not]),
    row("helper.role", Kind::Text(200), About::Helper, Group::Helper, [Optional, Not, Not, Not]),
    row("helper.phone", Kind::Phone, About::Helper, Group::Helper, [Optional, Not, Not, Not]),
    row("patient.gender", Kind::Choice(GENDER), About::Patient, Group::Equality, ANY),
    row("patient.ethnic_group", Kind::Choice(ETHNIC_GROUP), About::Patient, Group::Equality, ANY),
];

impl Kind {
    /// The codes a coded answer may have, besides those of a file.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Choice(codes) | Self::Choices(codes) => codes,
            Self::Hospital => &[Places::OTHER],
            Self::YesNo => &["yes", "no"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests;
