//! `list`: everything open. At a terminal in the one order of lists; for machines urgent first, then by due date.

use std::collections::HashSet;

use chrono::NaiveDate;
use queue::{Case, Listing};
use referral::{Eligibility, Reference, Urgency, waiting_in_words};
use templates::DeskLine;

use crate::office::ListRow;
use crate::office::case_now::CaseNow;
use crate::office::dates::{due_in_few_words, few_words};
use crate::office::open_list::OpenList;
use crate::office::order::ListOrder;
use crate::office::terminal::{Terminal, table};
use crate::view::View;
use crate::{Environment, Office, Refused};

const HEADINGS: [&str; 3] = ["Reference", "Due", "Status"];
const LOOK_AT: &str = "Look at";

/// Narrower than this, the due date is said in few words.
const ROOMY: usize = 140;
/// Narrower than this, there is no room for the hospital.
const WITH_HOSPITAL: usize = 110;

/// What is kept free for what to look at, where there is so much of it; more is wrapped.
const ROOM_TO_LOOK: usize = 24;
const GAP: &str = "  ";

/// What `list` is asked.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct ListArgs {
    /// As an array for machines
    #[arg(long)]
    json: bool,
}

/// Writes the table, or the array.
pub(crate) async fn list(office: &Office, asked: ListArgs, environment: &mut Environment<'_>) -> Result<(), Refused> {
    // A canary left unanswered is missed by the alarm; it must not keep anybody from the list.
    drop(office.tray.answer_canaries(&office.staff, office.now()).await);
    if asked.json {
        let listing = office.tray.list().await?;
        environment.json(&ListRow::all(&listing, office.now(), &office.content().rules.calendar))?;
        return all_read(&listing);
    }
    let open = office.open_list().await?;
    let waiting = waiting_in_words(&open.untaken(office), office.today());
    let lines = lines(&open, office, environment);
    if lines.is_empty() {
        writeln!(environment.out, "Nothing is open.")?;
    } else {
        if !waiting.is_empty() {
            environment.say(&format!("{waiting}."))?;
        }
        write(&lines, environment)?;
    }
    stays_sealed(&open.listing, environment)?;
    all_read(&open.listing)
}

fn all_read(listing: &Listing) -> Result<(), Refused> {
    let altered = listing.unopened.iter().filter(|sealed| sealed.why.is_altered());
    let altered = altered.map(|sealed| sealed.clear.reference.to_string());
    let names: Vec<String> = listing.damaged.iter().cloned().chain(altered).collect();
    Refused::if_damaged(&names)
}

/// A line of the table, and whether its date or its reasons are red.
struct Line {
    cells: [String; 3],
    place: String,
    look_at: String,
    late: bool,
    urgent: bool,
}

fn lines(open: &OpenList, office: &Office, environment: &Environment<'_>) -> Vec<Line> {
    let view = office.view();
    let repeated = open.listing.repeated();
    let opened = open.cases().map(|(case, now)| {
        let mut own = view.line(case, now);
        let mut look = look_at(case, &view, &repeated, now);
        if let (true, Some(since), Some(first)) = (now.is_to_reach(), now.history.reopened, now.history.first_contact) {
            own.headline = format!("Reopened {}", few_words(since, office.today()));
            look.push(format!("first contact was {}", few_words(first, office.today())));
        }
        (ListOrder::of(case, now), line(&own, &look, case.entry.due_on, office, environment))
    });
    let sealed = open.listing.unopened.iter().map(|sealed| {
        let look = ["cannot be opened".to_owned()];
        let order = ListOrder::of_sealed(&sealed.clear, office.now());
        (order, line(&view.sealed(sealed), &look, sealed.clear.due_on, office, environment))
    });
    let mut lines: Vec<_> = opened.chain(sealed).collect();
    lines.sort_by(|(a, _), (b, _)| a.cmp(b));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// What somebody must look at: why it is urgent, that it may not be covered, that it was asked for twice.
fn look_at(case: &Case, view: &View, repeated: &HashSet<&Reference>, now: &CaseNow) -> Vec<String> {
    let (entry, words) = (&case.entry, &view.content.words);
    let tribunal = now.deadlines.tribunal.map(|day| view.last_day_in_few_words(day));
    // On section 2 the last day to ask is itself what is urgent.
    let is_why = now.is_urgent() && now.urgency == Some(Urgency::Section2);
    let (why, tribunal) = if is_why { (tribunal, None) } else { (None, tribunal) };
    let why: Vec<String> = view.near_date_in_few_words(&entry.referral, now).into_iter().chain(why).collect();
    let urgent = now.is_urgent().then(|| match why.join(", ") {
        why if why.is_empty() => "URGENT".to_owned(),
        why => format!("URGENT: {why}"),
    });
    let covered = Some(entry.eligibility()).filter(|code| *code != Eligibility::Eligible);
    let covered = covered.map(|code| words.label("eligibility", code.code()).to_lowercase());
    let tried = Some(now.history.tries).filter(|tries| *tries > 0 && now.is_to_reach());
    let tried = tried.map(|tries| if tries == 1 { "tried once".to_owned() } else { format!("tried {tries} times") });
    let twice = repeated.contains(&entry.reference).then(|| "same person as another".to_owned());
    let marked = (!entry.marks.is_empty()).then(|| "may not be real".to_owned());
    let unsure = now.deadlines.promised && !view.content.rules.calendar.is_known(entry.due_on);
    let unsure = unsure.then(|| "due perhaps later: bank holidays not known".to_owned());
    [urgent, tribunal, covered, twice, marked, tried, unsure].into_iter().flatten().collect()
}

fn line(own: &DeskLine, look: &[String], due_on: NaiveDate, office: &Office, environment: &Environment<'_>) -> Line {
    let narrow = environment.terminal.width.is_some_and(|width| width < ROOMY);
    let counted = own.overdue || due_on >= office.today();
    let due = match (own.left.as_str(), own.headline.as_str()) {
        ("", headline) if headline == own.status && narrow => format!("was due {}", few_words(due_on, office.today())),
        ("", headline) if headline == own.status => format!("was due {}", own.day),
        ("", headline) => headline.to_owned(),
        _ if narrow && counted => due_in_few_words(due_on, office.today(), &office.content().rules.calendar),
        (left, _) => format!("{}, {left}", own.day),
    };
    let owner = if own.owner.is_empty() { String::new() } else { format!(", {}", own.owner) };
    Line {
        cells: [own.reference.clone(), due, format!("{}{owner}", own.status)],
        place: own.place.clone(),
        look_at: look.join(", "),
        late: own.overdue,
        urgent: own.urgent,
    }
}

fn write(lines: &[Line], environment: &mut Environment<'_>) -> std::io::Result<()> {
    let terminal = environment.terminal;
    let longest = lines.iter().map(|line| line.look_at.chars().count()).max().unwrap_or_default();
    let room = terminal.width.map(|width| width.saturating_sub(longest.min(ROOM_TO_LOOK) + GAP.len()));
    let cells: Vec<[String; 3]> = lines.iter().map(|line| line.cells.clone()).collect();
    let mut columns: Vec<Vec<String>> = table(HEADINGS, &cells, room).into_iter().map(Vec::from).collect();
    let used = columns[0].iter().map(|cell| cell.chars().count() + GAP.len()).sum::<usize>();
    if let Some(left) = terminal.width.filter(|width| *width >= WITH_HOSPITAL).and_then(|width| width.checked_sub(used))
    {
        let places: Vec<[String; 1]> = lines.iter().map(|line| [line.place.clone()]).collect();
        for (row, [place]) in columns.iter_mut().zip(table(["Hospital"], &places, Some(left / 2))) {
            row.push(place);
        }
    }
    let used = columns[0].iter().map(|cell| cell.chars().count() + GAP.len()).sum::<usize>();
    let narrow = Terminal { width: terminal.width.map(|width| width.saturating_sub(used)), ..terminal };
    for (at, mut row) in columns.into_iter().enumerate() {
        let line = at.checked_sub(1).map(|at| &lines[at]);
        let look_at = narrow.wrapped(line.map_or(LOOK_AT, |line| &line.look_at));
        // Coloured after it is fitted: what colours a text has no width.
        if line.is_some_and(|line| line.late) {
            row[1] = terminal.alarm(&row[1]);
        }
        let urgent = line.is_some_and(|line| line.urgent);
        for (nth, text) in look_at.split('\n').enumerate() {
            let before = if nth == 0 { row.join(GAP) + GAP } else { " ".repeat(used) };
            let text = if urgent { terminal.alarm(text) } else { text.to_owned() };
            writeln!(environment.out, "{}", format!("{before}{text}").trim_end())?;
        }
    }
    Ok(())
}

/// The tray of those that do not open: why, and what to do.
fn stays_sealed(listing: &Listing, environment: &mut Environment<'_>) -> std::io::Result<()> {
    for sealed in &listing.unopened {
        writeln!(environment.out, "{}", environment.terminal.wrapped(&format!("{sealed}.")))?;
    }
    Ok(())
}
