//! Heights in each column: straight edges under the rule that nothing overlaps.
//!
//! Each column is solved exactly: the heights nearest to where the neighbours pull, with the least
//! distances kept (isotonic regression by pooling adjacent violators). Sweeps to and fro let it settle.

use super::layers::Layers;

/// How far two slots that follow each other in a column must stand apart.
pub(super) trait Spacing {
    /// Least distance between the centres of the upper and the lower slot.
    fn between(&self, upper: usize, lower: usize) -> f64;
}

const SWEEPS: usize = 12;

/// The height of each slot's centre; the least one is 0.
pub(super) fn heights(layers: &Layers, spacing: &impl Spacing) -> Vec<f64> {
    let mut heights = vec![0.0; layers.slots.len()];
    let gaps: Vec<Vec<f64>> = layers.columns.iter().map(|column| gaps(column, spacing)).collect();
    for (column, gaps) in layers.columns.iter().zip(&gaps) {
        let total: f64 = gaps.iter().sum();
        for (slot, offset) in column.iter().zip(offsets(gaps)) {
            heights[*slot] = offset - total / 2.0;
        }
    }
    for sweep in 0..SWEEPS {
        // The last ones look both ways, so that neither side is left crooked.
        let both = sweep + 2 >= SWEEPS;
        let pull = |column: usize, heights: &mut [f64], left: bool, right: bool| {
            settle(layers, &layers.columns[column], &gaps[column], heights, left, right);
        };
        if sweep % 2 == 0 {
            (1..layers.columns.len()).for_each(|column| pull(column, &mut heights, true, both));
        } else {
            (0..layers.columns.len().saturating_sub(1)).rev().for_each(|column| pull(column, &mut heights, both, true));
        }
    }
    let top = heights.iter().copied().fold(f64::INFINITY, f64::min);
    heights.iter().map(|height| height - top).collect()
}

fn gaps(column: &[usize], spacing: &impl Spacing) -> Vec<f64> {
    column.windows(2).map(|pair| spacing.between(pair[0], pair[1])).collect()
}

fn offsets(gaps: &[f64]) -> impl Iterator<Item = f64> {
    std::iter::once(0.0).chain(gaps.iter().scan(0.0, |sum, gap| {
        *sum += gap;
        Some(*sum)
    }))
}

fn settle(layers: &Layers, column: &[usize], gaps: &[f64], heights: &mut [f64], left: bool, right: bool) {
    // (sum of weight x wish, sum of weights, slots): pools of slots that stand as close as they may.
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(column.len());
    for (slot, offset) in column.iter().zip(offsets(gaps)) {
        let (wish, weight) = wish(layers, *slot, heights, left, right);
        let mut pool = ((wish - offset) * weight, weight, 1);
        while let Some(last) = pools.last().filter(|last| last.0 / last.1 > pool.0 / pool.1).copied() {
            pool = (pool.0 + last.0, pool.1 + last.1, pool.2 + last.2);
            pools.pop();
        }
        pools.push(pool);
    }
    let places = pools.iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, *count));
    for ((slot, offset), place) in column.iter().zip(offsets(gaps)).zip(places) {
        heights[*slot] = place + offset;
    }
}

/// Where the neighbours pull a slot, and how much. Joints pull hardest: a bend in a long edge is what the
/// eye sees first.
fn wish(layers: &Layers, slot: usize, heights: &[f64], left: bool, right: bool) -> (f64, f64) {
    let slot_data = &layers.slots[slot];
    let none: &[usize] = &[];
    let neighbours =
        if left { &slot_data.left } else { none }.iter().chain(if right { &slot_data.right } else { none });
    let mut sum = 0.0;
    let mut weights = 0.0;
    for other in neighbours {
        let weight = match (slot_data.node, layers.slots[*other].node) {
            (None, None) => 8.0,
            (None, _) | (_, None) => 2.0,
            _ if is_only_link(layers, slot, *other) => 4.0,
            _ => 1.0,
        };
        sum += weight * heights[*other];
        weights += weight;
    }
    if weights > 0.0 { (sum / weights, weights) } else { (heights[slot], 0.1) }
}

/// Whether two nodes are each other's only neighbour on the side between them: a service and its one app.
fn is_only_link(layers: &Layers, slot: usize, other: usize) -> bool {
    let (slot, other_slot) = (&layers.slots[slot], &layers.slots[other]);
    let (left, right) = if slot.right.contains(&other) { (slot, other_slot) } else { (other_slot, slot) };
    left.right.len() == 1 && right.left.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Even(f64);

    impl Spacing for Even {
        fn between(&self, _: usize, _: usize) -> f64 {
            self.0
        }
    }

    #[test]
    fn a_chain_is_straight_and_a_fan_symmetric() {
        let layers = Layers::new(&[0, 1, 2, 2], &[None; 4], &[(0, 1), (1, 2), (1, 3)]);
        assert_eq!(heights(&layers, &Even(100.0)), [50.0, 50.0, 0.0, 100.0]);
    }

    #[test]
    fn nothing_stands_closer_than_it_may() {
        let edges = [(0, 3), (0, 4), (1, 4), (1, 5), (2, 3), (2, 6)];
        let layers = Layers::new(&[0, 0, 0, 1, 1, 1, 1], &[None; 7], &edges);
        let heights = heights(&layers, &Even(60.0));
        for column in &layers.columns {
            assert!(column.windows(2).all(|pair| heights[pair[1]] - heights[pair[0]] >= 60.0 - 1e-9));
        }
    }
}
