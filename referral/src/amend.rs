//! Answers that staff change: a patient moved ward, a name was misspelt. Each new answer is checked as it is when
//! somebody asks, and what was received is kept beside it. Pure.

use chrono::NaiveDate;

use crate::parse::{missing, read};
use crate::{Answers, Ask, Entry, FIELDS, Field, Problem, Referral, Rules, field, london};

/// Fields whose answers decide whether the person is covered.
const DECIDING: [&str; 2] = ["legal.route", "patient.date_of_birth"];

impl Entry {
    /// The entry with these fields answered anew, and the names of those that are not as before, in page order. `new`
    /// holds the new answers; a field that is not in it loses its answer. Where the route or the birth date changes, the
    /// rules decide anew, unless a person has decided.
    ///
    /// # Errors
    /// Every problem there is, in page order: an unknown field, one that this referrer is not asked, an answer that
    /// cannot be. Nothing typed is in them.
    pub fn amended(
        &self,
        fields: &[String],
        new: &Answers,
        rules: &Rules,
        today: NaiveDate,
    ) -> Result<(Self, Vec<String>), Vec<Problem>> {
        let mut problems: Vec<Problem> =
            fields.iter().filter_map(|name| Some(Problem::new(name.clone(), self.cannot_change(name)?))).collect();
        let fields = || FIELDS.iter().filter(|field| fields.iter().any(|name| name == field.name));
        let mut answers = self.referral.to_answers();
        fields().for_each(|field| answers.replace(field, new));
        let (referrer, mut values) = (self.referral.referrer(), self.referral.values());
        for field in fields().filter(|field| self.cannot_change(field.name).is_none()) {
            match read(field, &answers, rules, today) {
                Err(code) => problems.push(Problem::new(field.name, code)),
                Ok(Some(value)) => drop(values.insert(field.name, value)),
                Ok(None) => {
                    values.remove(field.name);
                }
            }
        }
        // One of several may be left empty while another is answered: asked of all, said once.
        let asked = |field: &&Field| field.asked(referrer);
        let left_empty = FIELDS.iter().filter(|field| !values.contains_key(field.name));
        let touched = |problem: &Problem| {
            fields().any(|field| asked(&field) == asked(&crate::field(&problem.field).unwrap_or(field)))
        };
        let empty = left_empty.filter_map(|field| missing(field, field.asked(referrer), referrer, &answers));
        problems.extend(empty.filter(touched));
        if !problems.is_empty() {
            problems.dedup();
            Problem::in_page_order(&mut problems);
            return Err(problems);
        }
        Ok(self.with(Referral::restore(referrer, values), rules))
    }

    fn cannot_change(&self, name: &str) -> Option<&'static str> {
        match field(name) {
            None => Some("unknown-field"),
            Some(_) if name == "referrer.type" => Some("wrong-referrer"),
            Some(field) if field.written_down(self.referral.referrer()) == Ask::Not => Some("not-asked"),
            Some(_) => None,
        }
    }

    fn with(&self, referral: Referral, rules: &Rules) -> (Self, Vec<String>) {
        let is_changed = |field: &&Field| self.referral.get(field.name) != referral.get(field.name);
        let changed: Vec<&Field> = FIELDS.iter().filter(is_changed).collect();
        let mut entry = self.clone();
        for field in &changed {
            let first = || self.referral.get(field.name).map_or(serde_json::Value::Null, crate::Value::to_json);
            entry.as_received.entry(field.name.to_owned()).or_insert_with(first);
        }
        // Where a person has decided, that counts; the rules' own answer waits for it to be taken back.
        if changed.iter().any(|field| DECIDING.contains(&field.name)) {
            let on = london(self.received_at).date_naive();
            entry.decision = rules.law.decide(referral.route(), on, referral.date("patient.date_of_birth"));
        }
        entry.referral = referral;
        (entry, changed.into_iter().map(|field| field.name.to_owned()).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{Calendar, Channel, Eligibility, Law, Places, Reference};

    fn rules() -> Rules {
        Rules {
            law: Law::parse(include_str!("../../content/law.toml")).unwrap(),
            calendar: Calendar::parse(include_str!("../../content/calendar.toml")).unwrap(),
            places: Places::parse(include_str!("../../content/places.toml")).unwrap(),
        }
    }

    fn entry(more: &Json) -> Entry {
        let mut body = json!({
            "referrer": {"type": "amhp", "name": "Dee Lark", "workplace": "Northfold", "phone": "01632 960123"},
            "patient": {"name": "Ida Moss", "date_of_birth": "1984-04-03", "hospital": "alderbrook", "ward": "Fern"},
            "legal": {"route": "section-3"}, "consent": "agrees",
        });
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        let rules = rules();
        let referral =
            Referral::parse(&Answers::from_json(&body).unwrap(), &rules, "2026-11-23".parse().unwrap()).unwrap();
        let reference = Reference::parse("7K3Q9A41ZZ").unwrap();
        Entry::receive(reference, referral, Channel::Form, Vec::new(), "2026-11-23T10:00:00Z".parse().unwrap(), &rules)
    }

    fn amended(entry: &Entry, set: &[(&str, &str)], unset: &[&str]) -> Result<(Entry, Vec<String>), Vec<Problem>> {
        let mut new = Answers::default();
        set.iter().for_each(|(name, value)| new.put(name, (*value).to_owned()));
        let fields: Vec<String> =
            set.iter().map(|(name, _)| *name).chain(unset.iter().copied()).map(str::to_owned).collect();
        entry.amended(&fields, &new, &rules(), "2026-11-25".parse().unwrap())
    }

    #[test]
    fn a_changed_answer_keeps_what_was_received() {
        let (once, fields) = amended(&entry(&json!({})), &[("patient.ward", "Ash")], &[]).unwrap();
        assert_eq!((fields, once.referral.text("patient.ward")), (vec!["patient.ward".to_owned()], "Ash"));
        let (twice, _) = amended(&once, &[("patient.ward", "Elm"), ("patient.known_as", "Ida")], &[]).unwrap();
        let kept = json!({"patient.ward": "Fern", "patient.known_as": null});
        assert_eq!(json!(twice.as_received), kept, "what was received first stays");
        let (empty, _) = amended(&twice, &[], &["patient.ward"]).unwrap();
        assert!(empty.referral.get("patient.ward").is_none());
        assert!(amended(&empty, &[], &["patient.ward"]).unwrap().1.is_empty(), "nothing was changed");
    }

    #[test]
    fn every_wrong_answer_is_named_at_once() {
        let set = [
            ("patient.date_of_birth", "2030-01-01"),
            ("patient.hospital", "nowhere"),
            ("patient.phone", "the ward"),
            ("shoe.size", "9"),
            ("referrer.type", "patient"),
        ];
        let said = amended(&entry(&json!({})), &set, &["patient.name", "referrer.phone"]).unwrap_err();
        let said: Vec<(&str, &str)> = said.iter().map(|problem| (problem.field.as_str(), problem.code)).collect();
        let expected = [
            ("referrer.type", "wrong-referrer"),
            ("referrer.phone", "one-of-contact"),
            ("patient.name", "missing"),
            ("patient.date_of_birth", "date-future"),
            ("patient.phone", "phone"),
            ("patient.hospital", "choose-listed"),
            ("shoe.size", "unknown-field"),
        ];
        let sorted = |mut list: Vec<(String, String)>| {
            list.sort();
            list
        };
        let owned =
            |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        assert_eq!(sorted(owned(&said)), sorted(owned(&expected)));
    }

    #[test]
    fn a_changed_route_is_decided_anew_unless_a_person_has() {
        let entry = entry(&json!({}));
        let (informal, _) = amended(&entry, &[("legal.route", "informal")], &[]).unwrap();
        assert_eq!((entry.eligibility(), informal.eligibility()), (Eligibility::Eligible, Eligibility::NotCovered));
        let decided = crate::PersonDecision {
            eligibility: Eligibility::Eligible,
            by: "OQ".to_owned(),
            at: "2026-11-24T10:00:00Z".parse().unwrap(),
            why: "section 3 since".to_owned(),
            first: Eligibility::Eligible,
        };
        let decided = Entry { decided: Some(decided), ..entry };
        let (kept, _) = amended(&decided, &[("legal.route", "informal")], &[]).unwrap();
        let said = (kept.eligibility(), kept.decision.eligibility);
        assert_eq!(
            said,
            (Eligibility::Eligible, Eligibility::NotCovered),
            "the rules' own answer counts once it is undone"
        );
    }
}
