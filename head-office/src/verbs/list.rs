//! `list`: everything open. For machines urgent first, then by due date; at a terminal by the day that presses, and
//! those whose patient has heard from us last.

use std::collections::HashSet;
use std::io::Write as _;

use chrono::NaiveDate;
use queue::{Case, Histories, Listing};
use referral::{Eligibility, Reference};
use templates::DeskLine;

use crate::due::{due_in_few_words, few_words};
use crate::office::{Office, World};
use crate::story::{Story, histories};
use crate::terminal::{Terminal, table};
use crate::view::{Standing, View};
use crate::{Refused, Row};

const HEADINGS: [&str; 3] = ["Reference", "Due", "Status"];
const LOOK_AT: &str = "Look at";

/// Narrower than this, the due date is said in few words.
const ROOMY: usize = 140;
/// Narrower than this, there is no room for the hospital.
const WITH_HOSPITAL: usize = 110;

/// What is kept free for what to look at, where there is so much of it; more is wrapped.
const ROOM_TO_LOOK: usize = 24;
const GAP: &str = "  ";

/// Writes the table, or the array.
pub(crate) async fn list(office: &Office, json: bool, world: &mut World<'_>) -> Result<(), Refused> {
    let listing = office.tray.list().await?;
    // A canary left unanswered is missed by the alarm; it must not keep anybody from the list.
    drop(office.tray.answer_canaries(&office.staff, office.now()).await);
    if json {
        let rows = Row::array(&listing, office.now(), &office.content.rules.calendar);
        let text = serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?;
        writeln!(world.out, "{text}")?;
        for name in &listing.foreign {
            // Beside the array, not in it; and no failure: every other entry is there to be worked on.
            writeln!(std::io::stderr(), "{name}: not in the form this program writes. Run `head-office verify`.")?;
        }
        return Ok(());
    }
    let histories = histories(&office.tray, listing.cases.iter()).await?;
    let lines = lines(&listing, &histories, office, world);
    if lines.is_empty() {
        writeln!(world.out, "Nothing is open.")?;
    } else {
        write(&lines, world)?;
    }
    stays_sealed(&listing, world)?;
    Ok(())
}

/// A line of the table, and whether its date or its reasons are red.
struct Line {
    cells: [String; 3],
    place: String,
    look_at: String,
    late: bool,
    urgent: bool,
}

fn lines(listing: &Listing, histories: &Histories, office: &Office, world: &World<'_>) -> Vec<Line> {
    let view = office.view();
    let repeated = listing.repeated();
    let opened = listing.cases.iter().map(|case| {
        let standing = view.standing(case, Story::among(histories, case));
        let order = (!standing.waits(), !standing.is_urgent(), standing.pressing.order);
        let mut own = view.line(case, &standing);
        let mut look = look_at(case, &view, &repeated, &standing);
        if let (true, Some(since), Some(first)) =
            (standing.waits(), standing.story.reopened, standing.story.first_contact)
        {
            own.headline = format!("Reopened {}", few_words(since, office.today()));
            look.push(format!("first contact was {}", few_words(first, office.today())));
        }
        (order, case.entry.received_at, line(&own, &look, case.entry.due_on, office, world))
    });
    let sealed = listing.unopened.iter().map(|sealed| {
        let (clear, own) = (&sealed.clear, view.sealed(sealed));
        let look = ["cannot be opened".to_owned()];
        let order = (own.left.is_empty(), true, clear.due_on);
        (order, clear.received_at, line(&own, &look, clear.due_on, office, world))
    });
    let mut lines: Vec<_> = opened.chain(sealed).collect();
    lines.sort_by(|a, b| (a.0, a.1, &a.2.cells[0]).cmp(&(b.0, b.1, &b.2.cells[0])));
    lines.into_iter().map(|(.., line)| line).collect()
}

/// What somebody must look at: why it is urgent, that it may not be covered, that it was asked for twice.
fn look_at(case: &Case, view: &View<'_>, repeated: &HashSet<&Reference>, standing: &Standing) -> Vec<String> {
    let (entry, words) = (&case.entry, &view.content.words);
    let urgent = standing.is_urgent().then(|| format!("URGENT: {}", view.urgent_in_few_words(case, standing)));
    let covered = Some(entry.eligibility()).filter(|code| *code != Eligibility::Eligible);
    let covered = covered.map(|code| words.label("eligibility", code.code()).to_lowercase());
    let tried = Some(standing.story.tries).filter(|tries| *tries > 0 && standing.waits());
    let tried = tried.map(|tries| if tries == 1 { "tried once".to_owned() } else { format!("tried {tries} times") });
    let twice = repeated.contains(&entry.reference).then(|| "same person as another".to_owned());
    let marked = (!entry.marks.is_empty()).then(|| "may not be real".to_owned());
    let unsure = standing.pressing.promised && !view.content.rules.calendar.is_known(entry.due_on);
    let unsure = unsure.then(|| "due perhaps later: bank holidays not known".to_owned());
    [urgent, covered, twice, marked, tried, unsure].into_iter().flatten().collect()
}

fn line(own: &DeskLine, look: &[String], due_on: NaiveDate, office: &Office, world: &World<'_>) -> Line {
    let narrow = world.terminal.width.is_some_and(|width| width < ROOMY);
    let counted = own.overdue || due_on >= office.today();
    let due = match (own.left.as_str(), own.headline.as_str()) {
        ("", headline) if headline == own.status && narrow => format!("was due {}", few_words(due_on, office.today())),
        ("", headline) if headline == own.status => format!("was due {}", own.day),
        ("", headline) => headline.to_owned(),
        _ if narrow && counted => due_in_few_words(due_on, office.today(), &office.content.rules.calendar),
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

fn write(lines: &[Line], world: &mut World<'_>) -> std::io::Result<()> {
    let terminal = world.terminal;
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
            writeln!(world.out, "{}", format!("{before}{text}").trim_end())?;
        }
    }
    Ok(())
}

/// The tray of those that do not open: why, and what to do.
fn stays_sealed(listing: &Listing, world: &mut World<'_>) -> std::io::Result<()> {
    for sealed in &listing.unopened {
        writeln!(world.out, "{}", world.terminal.wrapped(&format!("{sealed}.")))?;
    }
    for name in &listing.foreign {
        let text = format!("{name}: not in the form this program writes. Run `head-office verify`.");
        writeln!(world.out, "{}", world.terminal.wrapped(&text))?;
    }
    Ok(())
}
