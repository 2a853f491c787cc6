//! The verbs and what each is asked.

use std::net::SocketAddr;

use clap::Subcommand;

use crate::verbs::{
    Named, acts, amend, assign, content_check, digest, erase, export, find, keys, list, new, person, purge, report,
    verify,
};

/// What head office does.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Everything open: overdue first, then by the day that comes first; as JSON urgent first, then by due date
    List(list::ListArgs),
    /// Everything about one referral, and what happened to it
    Show {
        /// Which one
        #[command(flatten)]
        what: Named,
        /// As an object for machines
        #[arg(long)]
        json: bool,
    },
    /// Take a waiting referral for one working day, or keep your own for another
    Claim(Named),
    /// Give your referral back
    Release(Named),
    /// Take a referral from a colleague
    TakeOver(Named),
    /// Give a referral to a colleague, who then has it
    Assign(assign::AssignArgs),
    /// Give all that one person has open to another
    HandOver(assign::HandOverArgs),
    /// Record that the patient has heard from us; with --attempt that we tried; with --correct put it right
    Contacted(acts::ContactArgs),
    /// Add a note to a referral, whoever has it; it is sealed
    Note(acts::NoteArgs),
    /// Add a line to the case file: a visit, a call, a meeting and how long it took
    Log(acts::LogArgs),
    /// Finish, and say how it ended
    Close(acts::CloseArgs),
    /// Bring a closed referral back to waiting
    Reopen(Named),
    /// Take back the last act that moved a referral, whoever did it; the history still tells of it
    Undo(acts::UndoArgs),
    /// Change answers: a patient moved ward, a name was misspelt. What was received is kept beside them
    Amend(amend::AmendArgs),
    /// Say whether a person is covered, where the rules could not, or where a section changed
    Decide(acts::DecideArgs),
    /// A referral that came by phone, on paper, by e-mail or in person; prints its reference
    New(new::NewArgs),
    /// Look through everything, open and closed: names, places, phones, references, notes
    Find(find::FindArgs),
    /// Everything held about one person, on one page to print
    Person(person::PersonArgs),
    /// One page to print, on standard output
    Print {
        /// Which one
        #[command(flatten)]
        what: Named,
        /// What is on the page, as an object for machines
        #[arg(long)]
        json: bool,
    },
    /// Take referrals out: all or some as CSV, a workbook or JSON, or one sealed as the ordinary age command opens it
    Export(export::ExportArgs),
    /// What is waiting, by reference and due date; needs no key and names nobody
    Digest(digest::DigestArgs),
    /// Check that every referral opens, that its history is whole, that nothing is missing or doubled
    Verify(verify::VerifyArgs),
    /// Take the person out of what was closed long enough ago; only figures remain
    Purge(purge::PurgeArgs),
    /// Take the person out of one referral now, open or closed; only figures remain
    Erase(erase::EraseArgs),
    /// Keep a referral from being purged, or with --off no longer
    Hold(acts::HoldArgs),
    /// Keys: who can open referrals, and that they can
    #[command(subcommand)]
    Keys(keys::KeysVerb),
    /// Activity for the commissioner: figures that name nobody
    Report(report::ReportAsked),
    /// Whether desk, function and site work with the same words, law, calendar and places
    ContentCheck(content_check::ContentCheckArgs),
    /// Asks where the table is and which key is yours, tries each answer out, and writes a small settings file
    Setup,
    /// Make the table ready; doing it twice is fine
    Init,
    /// What your shell needs to complete verbs and options
    Completions {
        /// bash, zsh, fish, elvish or powershell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// The desk as a web page on this machine
    Serve {
        /// Where to listen; only this machine can be
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081")]
        desk: SocketAddr,
        /// Open it in the browser
        #[arg(long)]
        open: bool,
    },
}
