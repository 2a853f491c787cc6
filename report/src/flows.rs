//! Which counts follow from others: counts are flows of people from exact totals through the figures of a report, and a
//! count follows from the rest if no other flow fits the same totals and figures.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// What people flow between: at each as many come in as go out, but for exact totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    /// Of a council, by how referrals count as covered.
    Total(usize, usize),
    /// A figure of a council by code.
    Cell(usize, usize),
    /// Everybody.
    Out,
}

/// A number of people that are counted both in `from` and in `to`.
#[derive(Debug)]
struct Flow {
    from: Node,
    to: Node,
    count: u32,
    /// What the count may be, for all that is published.
    known: RangeInclusive<u32>,
}

/// Counts that add up.
#[derive(Debug, Default)]
pub(crate) struct Flows(Vec<Flow>);

impl Flows {
    pub(crate) fn add(&mut self, from: Node, to: Node, count: u32, known: RangeInclusive<u32>) {
        self.0.push(Flow { from, to, count, known });
    }

    /// Whether the count from one to the other can be worked out: whether it is the same in every world that fits. It
    /// is not if it can be one more or one less while others make up for it, which a closed chain of changes shows (for
    /// whole numbers that holds in both directions).
    pub(crate) fn follows(&self, from: Node, to: Node) -> bool {
        let own = self.0.iter().find(|flow| (flow.from, flow.to) == (from, to));
        own.is_some_and(|flow| {
            let more = flow.count < *flow.known.end() && self.reaches(to, from, flow);
            let less = flow.count > *flow.known.start() && self.reaches(from, to, flow);
            !more && !less
        })
    }

    /// Whether one more person can be sent from one node to the other by changing other counts than this.
    fn reaches(&self, start: Node, end: Node, without: &Flow) -> bool {
        let (mut reached, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(node) = next.pop().filter(|_| !reached.contains(&end)) {
            if reached.insert(node) {
                for flow in self.0.iter().filter(|flow| !std::ptr::eq(*flow, without)) {
                    if flow.from == node && flow.count < *flow.known.end() {
                        next.push(flow.to);
                    }
                    if flow.to == node && flow.count > *flow.known.start() {
                        next.push(flow.from);
                    }
                }
            }
        }
        reached.contains(&end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Figure;

    /// Whether each count of one table with this total follows.
    fn follow(counts: &[u32]) -> Vec<bool> {
        let mut flows = Flows::default();
        for (code, count) in counts.iter().enumerate() {
            flows.add(Node::Total(0, 0), Node::Cell(0, code), *count, 0..=1_000);
            flows.add(Node::Cell(0, code), Node::Out, *count, Figure::rounded(*count).counts());
        }
        (0..counts.len()).map(|code| flows.follows(Node::Cell(0, code), Node::Out)).collect()
    }

    #[test]
    fn a_count_follows_where_the_total_leaves_one_value() {
        let table: [(&str, &[u32], &[bool]); 7] = [
            ("alone", &[3], &[true]),
            ("two ones, all there is", &[1, 1], &[true, true]),
            ("two fours, all there is", &[4, 4, 0], &[true, true, true]),
            ("one and three may be two and two", &[1, 3], &[false, false]),
            ("the other is rounded: 59 and 1 may be 58 and 2", &[59, 1], &[false, false]),
            ("57 and 4: 53 to 57 and 1 to 4 make 61 in no other way", &[57, 4], &[true, true]),
            ("two rounded ones leave room", &[57, 31, 4], &[false, false, false]),
        ];
        for (row, counts, expected) in table {
            assert_eq!(follow(counts), expected, "{row}");
        }
    }
}
