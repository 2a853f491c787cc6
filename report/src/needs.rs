//! Kinds of help to communicate do not add up: a person may need several. What still follows from their table is that
//! nobody needs more than there are people with needs, and that each of these needs at least one kind.

use super::figure::Figure;

/// Whether a hidden count follows from the figures and the exact total. The last figure is of those with no answer; the
/// others are of kinds of help.
pub(crate) fn some_follow(total: u32, figures: &[Figure]) -> bool {
    let Some((no_answer, kinds)) = figures.split_last() else { return false };
    let hidden = kinds.iter().enumerate().filter(|(_, figure)| **figure == Figure::Hidden);
    let one_fits = |at: usize| {
        let fits = |count: &u32| people(total, *no_answer).any(|people| possible(people, kinds, Some((at, *count))));
        Figure::Hidden.counts().filter(fits).count() == 1
    };
    let answers = || people(total, *no_answer).filter(|people| possible(*people, kinds, None)).count() == 1;
    hidden.map(|(at, _)| at).any(one_fits) || (*no_answer == Figure::Hidden && answers())
}

/// How many people may need help.
fn people(total: u32, no_answer: Figure) -> impl Iterator<Item = u32> {
    no_answer.counts().filter_map(move |count| total.checked_sub(count))
}

/// Whether so many people can need these kinds, one of them known.
fn possible(people: u32, kinds: &[Figure], known: Option<(usize, u32)>) -> bool {
    let bounds = kinds.iter().enumerate().map(|(at, figure)| match known {
        Some((own, count)) if own == at => (count, count),
        _ => (*figure.counts().start(), (*figure.counts().end()).min(people)),
    });
    let (mut most, mut fits) = (0, true);
    for (low, high) in bounds {
        fits &= low <= people;
        most += high;
    }
    fits && people <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_help_follows_where_people_leave_one_number() {
        use Figure::{Hidden, Number};
        let table: [(&str, u32, &[Figure], bool); 7] = [
            ("one person, one kind", 1, &[Hidden, Number(0), Number(0)], true),
            ("one kind and no other answer: as many as came", 3, &[Hidden, Number(0), Number(0)], true),
            ("one kind, the others not asked", 60, &[Hidden, Number(0), Number(55)], false),
            ("63 with 60 not asked: 58 to 62 leave 1 to 4", 63, &[Hidden, Number(0), Number(60)], false),
            ("8 people with two kinds of at most 4", 8, &[Hidden, Hidden, Number(0)], true),
            ("4 people with two kinds", 4, &[Hidden, Hidden, Number(0)], false),
            ("no help at all: not asked follows", 3, &[Number(0), Number(0), Hidden], true),
        ];
        for (row, total, figures, expected) in table {
            assert_eq!(some_follow(total, figures), expected, "{row}");
        }
    }
}
