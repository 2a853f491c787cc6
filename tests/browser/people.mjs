// Invented people, one for each who may refer. `first` is what they type before they press the button too early.
const place = { "patient.hospital": "alderbrook", "patient.ward": "Wren Ward" };
const contact = { "referrer.phone": "+44 20 7946 0123 ext 5", "referrer.email": "desk@alderbrook.example" };
const birth = {
  "patient.date_of_birth.day": "9",
  "patient.date_of_birth.month": "2",
  "patient.date_of_birth.year": "1971",
};

export const PEOPLE = [
  {
    type: "patient",
    first: { "patient.name": "Zoë O’Brien-Łukasz", help_wanted: "Nobody told me why I am here.\nI want to go home & rest." },
    rest: { ...place, "legal.route": "not-sure", "helper.name": "Nurse Adeola Finch" },
    missing: ["patient.hospital", "legal.route"],
  },
  {
    type: "nearest-relative",
    first: { "referrer.name": "Tamás Wren", "patient.name": "Ilona Wren" },
    rest: { "referrer.relationship": "Brother", ...contact, ...place, "legal.route": "section-3", consent: "agrees" },
    missing: ["referrer.relationship", "referrer.phone", "patient.hospital", "legal.route", "consent"],
  },
  {
    type: "responsible-clinician",
    first: { "referrer.name": "Dr Ysolde Tamsin", "patient.name": "Bram Okonjo", "patient.nhs_number": "943 476 5919" },
    rest: {
      "referrer.workplace": "Alderbrook Hospital", ...contact, ...birth, ...place,
      "legal.route": "section-2", consent: "lacks-capacity", safe_visit: "Please ask at the nurses’ station first.",
    },
    missing: ["referrer.workplace", "patient.date_of_birth", "legal.route", "consent"],
  },
  {
    type: "amhp",
    first: { "referrer.name": "Perpetua Lindqvist", "patient.name": "Sunniva Achterberg" },
    rest: {
      "referrer.workplace": "Northfold Council", ...contact, "patient.date_of_birth.unknown": "yes",
      "patient.address": "No fixed address", "legal.route": "cto", consent: "not-asked", "patient.needs": "bsl",
    },
    missing: ["referrer.workplace", "patient.date_of_birth", "patient.hospital", "legal.route", "consent"],
  },
];
