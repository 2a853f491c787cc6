//! Which counts follow from others: counts are flows of people from exact totals through the figures of a report, and a
//! count follows from the rest if no other flow fits the same totals and figures.

use std::ops::RangeInclusive;

/// A number of people that are counted both in `from` and in `to`.
#[derive(Debug)]
pub(crate) struct Flow {
    from: usize,
    to: usize,
    count: u32,
    /// What the count may be, for all that is published.
    known: RangeInclusive<u32>,
}

/// Counts that add up: at each node as many people come in as go out, but for exact totals.
#[derive(Debug, Default)]
pub(crate) struct Flows {
    flows: Vec<Flow>,
    nodes: usize,
}

impl Flows {
    /// A node of its own.
    pub(crate) fn node(&mut self) -> usize {
        self.nodes += 1;
        self.nodes - 1
    }

    /// Adds a count and gives its place.
    pub(crate) fn add(&mut self, from: usize, to: usize, count: u32, known: RangeInclusive<u32>) -> usize {
        self.flows.push(Flow { from, to, count, known });
        self.flows.len() - 1
    }

    /// Whether the count at this place can be worked out: whether it is the same in every world that fits. It is not if
    /// it can be one more or one less while others make up for it, which a closed chain of changes shows (for whole
    /// numbers that holds in both directions).
    pub(crate) fn follows(&self, at: usize) -> bool {
        let Flow { from, to, count, known } = &self.flows[at];
        let more = count < known.end() && self.reaches(*to, *from, at);
        let less = count > known.start() && self.reaches(*from, *to, at);
        !more && !less
    }

    /// Whether one more person can be sent from one node to the other by changing counts other than that at `without`.
    fn reaches(&self, start: usize, end: usize, without: usize) -> bool {
        let mut reached = vec![false; self.nodes];
        let mut next = vec![start];
        while let Some(node) = next.pop() {
            if std::mem::replace(&mut reached[node], true) {
                continue;
            }
            for flow in self.flows.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, flow)| flow) {
                if flow.from == node && flow.count < *flow.known.end() {
                    next.push(flow.to);
                }
                if flow.to == node && flow.count > *flow.known.start() {
                    next.push(flow.from);
                }
            }
        }
        reached[end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Figure;

    /// Whether each count of one table with this total follows.
    fn follow(counts: &[u32]) -> Vec<bool> {
        let mut flows = Flows::default();
        let (total, out) = (flows.node(), flows.node());
        let add = |count: &u32| flows.add(total, out, *count, Figure::rounded(*count).counts());
        let places: Vec<usize> = counts.iter().map(add).collect();
        places.into_iter().map(|at| flows.follows(at)).collect()
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
