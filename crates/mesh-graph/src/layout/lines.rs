//! A drawing that is longer than its stage goes on in a further line, as a text does: below, or beside where traffic flows down.
//!
//! A line ends only where one edge alone goes on, from one column to the next: what is wider than that would be torn apart.

use super::axes::Reach;
use super::layers::Layers;
use super::metrics::{CORRIDOR, MARGIN, TURN};
use super::slots::Slots;
use super::solve::{self, Body};

/// Halvings that find lines of about one length.
const HALVINGS: usize = 20;

/// In which line each column stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// The first column of each line; nothing where there is one line alone.
    begins: Vec<usize>,
}

/// The way of the edge that goes on in another line: along traffic where it turns, across it where it goes back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Turn {
    /// Where it turns back behind the last column of a line.
    pub(super) out: f64,
    /// Where it runs between the lines.
    pub(super) between: f64,
    /// Where it turns again before the first column of the next line.
    pub(super) into: f64,
}

impl Lines {
    /// Lines for columns that are to stand in a room; nothing where they cannot be had.
    pub(super) fn fit(slots: &Slots, layers: &Layers, reach: &[Reach], least: &[f64], room: f64) -> Option<Self> {
        let may_end = ends(slots, layers);
        let fit = |room: f64| {
            let mut begins = vec![0];
            let (mut begin, mut end) = (0, None);
            let mut column = 0;
            while column < reach.len() {
                if length(&reach[begin..=column], &least[begin..column]) > room {
                    begin = end.take()?;
                    begins.push(begin);
                    column = begin;
                    continue;
                }
                column += 1;
                if may_end.get(column - 1) == Some(&true) {
                    end = Some(column).filter(|end| *end < reach.len());
                }
            }
            Some(begins)
        };
        let begins = fit(room)?;
        // As many lines of about one length.
        let (mut low, mut high, mut best) = (room / begins.len() as f64, room, begins);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            match fit(middle).filter(|begins| begins.len() <= best.len()) {
                Some(begins) => (high, best) = (middle, begins),
                None => low = middle,
            }
        }
        (best.len() > 1).then_some(Self { begins: best })
    }

    /// The line of a column.
    pub(super) fn of(&self, column: usize) -> usize {
        self.begins.partition_point(|begin| *begin <= column).saturating_sub(1)
    }

    /// The columns of each line.
    fn ranges(&self, columns: usize) -> Vec<std::ops::Range<usize>> {
        let ends = self.begins.iter().skip(1).copied().chain([columns]);
        self.begins.iter().copied().zip(ends).map(|(begin, end)| begin..end).collect()
    }

    /// The centre of each column, and where the longest line ends.
    pub(super) fn columns(&self, reach: &[Reach], least: &[f64], room: f64) -> (Vec<f64>, f64) {
        let mut columns = Vec::with_capacity(reach.len());
        let mut end = 0.0_f64;
        for line in self.ranges(reach.len()) {
            let gaps = &least[line.start..line.end - 1];
            let reach = &reach[line];
            columns.extend(solve::columns(reach, gaps, room - 2.0 * TURN).iter().map(|at| at + TURN));
            let last = reach.last().map_or(0.0, |last| last.after);
            end = end.max(columns.last().copied().unwrap_or_default() + last + TURN + MARGIN);
        }
        (columns, end)
    }

    /// Puts bodies one line below the other, and gives the room that they take and where edges go from line to line.
    pub(super) fn stack(
        &self,
        bodies: &mut [Body],
        (columns, reach): (&[f64], &[Reach]),
        room: f64,
    ) -> (f64, Vec<Turn>) {
        let count = self.begins.len();
        let mut spans = vec![(f64::INFINITY, f64::NEG_INFINITY); count];
        for body in bodies.iter() {
            let (first, last) = &mut spans[self.of(body.columns.0)];
            *first = first.min(body.at - body.reach.before);
            *last = last.max(body.at + body.reach.after);
        }
        let height: f64 = spans.iter().map(|(first, last)| (last - first).max(0.0)).sum();
        let gaps = (count - 1) as f64;
        let taken = height + 2.0 * MARGIN + gaps * CORRIDOR;
        // What is left stands around and between the lines alike.
        let free = (room - taken).max(0.0) / (gaps + 2.0);
        let mut top = MARGIN + free;
        let mut turns = Vec::new();
        let shifts: Vec<f64> = spans
            .iter()
            .enumerate()
            .map(|(line, (first, last))| {
                let shift = top - first;
                top += (last - first).max(0.0) + CORRIDOR + free;
                if let Some(begin) = self.begins.get(line + 1) {
                    turns.push(Turn {
                        out: columns[begin - 1] + reach[begin - 1].after,
                        between: top - (CORRIDOR + free) / 2.0,
                        into: columns[*begin] - reach[*begin].before,
                    });
                }
                shift
            })
            .collect();
        for body in bodies.iter_mut() {
            body.at += shifts[self.of(body.columns.0)];
        }
        (taken.max(room), turns)
    }
}

/// For each column whether a line may end behind it.
fn ends(slots: &Slots, layers: &Layers) -> Vec<bool> {
    let rank = |slot: Option<&usize>| slot.and_then(|slot| slots.ranks.get(*slot)).copied().unwrap_or_default();
    let mut passing = vec![(0_usize, false); slots.columns];
    for (nth, chain) in layers.chains.iter().enumerate() {
        let (from, to) = (rank(chain.first()), rank(chain.last()));
        // What runs back, or holds the two columns of a box together, is not torn.
        let goes_on = to == from + 1 && slots.turned.get(nth) == Some(&false);
        for (count, may) in passing.iter_mut().take(to).skip(from) {
            *count += 1;
            *may = goes_on;
        }
    }
    passing.into_iter().map(|(count, may)| count == 1 && may).collect()
}

/// How long some columns are in a line of their own.
fn length(reach: &[Reach], least: &[f64]) -> f64 {
    let columns = solve::columns(reach, least, 0.0);
    columns.last().copied().unwrap_or_default() + reach.last().map_or(0.0, |last| last.after) + MARGIN + 2.0 * TURN
}
