//! Kinds of help to communicate do not add up: a person may need several. What still follows from their table is that
//! nobody needs more than there are people with needs, and that each of these needs at least one kind.

use super::figure::Figure;

/// Whether a hidden count follows from the figures and the exact total. The last figure is of those with no answer; the
/// others are of kinds of help.
pub(crate) fn some_follow(total: u32, figures: &[Figure]) -> bool {
    let Some((no_answer, kinds)) = figures.split_last() else { return false };
    // With so many people who need help: the most needs they can have, and whether each kind has room among them.
    let most = |people: u32| kinds.iter().map(|kind| people.min(*kind.counts().end())).sum::<u32>();
    let has_room = |people: u32| kinds.iter().all(|kind| *kind.counts().start() <= people);
    let people = no_answer.counts().filter_map(|count| total.checked_sub(count));
    let people: Vec<u32> = people.filter(|people| has_room(*people) && *people <= most(*people)).collect();
    // A hidden kind, whichever it is, may be this many if the others can make up for what it then lacks.
    let may_be = |count: &u32| {
        let fits = |people: &&u32| {
            *count <= **people && **people + Figure::MOST_HIDDEN.min(**people) <= most(**people) + count
        };
        people.iter().find(fits).is_some()
    };
    let a_kind = kinds.contains(&Figure::Hidden) && Figure::Hidden.counts().filter(may_be).count() == 1;
    a_kind || (*no_answer == Figure::Hidden && people.len() == 1)
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
