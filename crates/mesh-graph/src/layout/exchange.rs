//! Neighbours in a column that change places where that saves crossings: what means of neighbours cannot tell apart.
//!
//! "Transpose" of Gansner, Koutsofios, North, Vo: A Technique for Drawing Directed Graphs (1993).

use std::cmp::Ordering;

use super::layers::Layers;

/// So often all columns are gone through, at most; the first rounds save nearly all that can be saved.
const ROUNDS: usize = 8;

/// Boxes with more pairs of members than this are left where they are: they cross whatever is beside them.
const PAIRS: usize = 64;

/// Exchanges neighbours until no exchange saves a crossing. Members of a box stay together.
pub(super) fn neighbours(layers: &mut Layers) {
    let mut positions = layers.positions();
    for _ in 0..ROUNDS {
        let mut is_better = false;
        for column in 0..layers.columns.len() {
            let mut units = units(layers, column);
            for unit in &mut units {
                is_better |= exchange(unit, |above, below| saves(layers, &positions, &[*above], &[*below]));
            }
            is_better |= exchange(&mut units, |above, below| saves(layers, &positions, above, below));
            layers.columns[column] = units.concat();
            for (position, slot) in layers.columns[column].iter().enumerate() {
                positions[*slot] = position;
            }
        }
        if !is_better {
            break;
        }
    }
}

/// What of a column moves as one, from top to bottom.
fn units(layers: &Layers, column: usize) -> Vec<Vec<usize>> {
    let group = |slot: usize| layers.slots[slot].group;
    let together = |above: &usize, below: &usize| group(*above).is_some() && group(*above) == group(*below);
    layers.columns[column].chunk_by(together).map(<[usize]>::to_vec).collect()
}

/// Goes down a list once and exchanges each two neighbours where that is better; whether it was anywhere.
fn exchange<T>(list: &mut [T], is_better: impl Fn(&T, &T) -> bool) -> bool {
    let mut exchanged = false;
    for below in 1..list.len() {
        if is_better(&list[below - 1], &list[below]) {
            list.swap(below - 1, below);
            exchanged = true;
        }
    }
    exchanged
}

/// Whether fewer edges cross with `below` above.
fn saves(layers: &Layers, positions: &[usize], above: &[usize], below: &[usize]) -> bool {
    if above.len() * below.len() > PAIRS {
        return false;
    }
    let mut saved = 0_i64;
    for upper in above {
        for lower in below {
            let (upper, lower) = (&layers.slots[*upper], &layers.slots[*lower]);
            saved += crossed(positions, &upper.left, &lower.left) + crossed(positions, &upper.right, &lower.right);
        }
    }
    saved > 0
}

/// How many crossings go when two slots change places, by where the edges of the upper and the lower one end.
fn crossed(positions: &[usize], upper: &[usize], lower: &[usize]) -> i64 {
    let mut balance = 0;
    for a in upper {
        for b in lower {
            balance += match positions[*a].cmp(&positions[*b]) {
                Ordering::Greater => 1,
                Ordering::Less => -1,
                Ordering::Equal => 0,
            };
        }
    }
    balance
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::crossings;

    #[test]
    fn what_saves_crossings_is_exchanged_until_none_is_left() {
        let mut layers = Layers::new(&[0, 0, 1, 1, 1], &[None; 5], &[(0, 3), (0, 4), (1, 2), (1, 3)]);
        assert_eq!(crossings::count(&layers), 3);
        neighbours(&mut layers);
        assert_eq!(crossings::count(&layers), 0);
    }

    #[test]
    fn members_of_a_box_stay_together() {
        let groups = [None, None, None, Some(0), Some(0), None];
        let mut layers = Layers::new(&[0, 0, 0, 1, 1, 1], &groups, &[(0, 5), (1, 4), (2, 3)]);
        neighbours(&mut layers);
        assert_eq!(crossings::count(&layers), 0);
        let positions = layers.positions();
        assert_eq!(positions[3].abs_diff(positions[4]), 1);
    }
}
