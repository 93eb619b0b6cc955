//! The order in each column: few crossings, boxes in one piece, and what stood keeps its order.

use mesh_ordered::sort_by;

use super::layers::Layers;
use super::{crossings, exchange};

/// Sweeps over all columns; more bring little on graphs of this size.
const SWEEPS: usize = 10;

/// Orders columns for few crossings, starting from the order of a walk along the edges.
pub(super) fn fresh(layers: &mut Layers) {
    let walk = walk(layers);
    sort(layers, &walk);
    let mut best = layers.columns.clone();
    let mut fewest = crossings::count(layers);
    let mut positions = layers.positions();
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        if sweep % 2 == 0 {
            for column in 1..layers.columns.len() {
                sweep_column(layers, column, Side::Left, &mut positions);
            }
        } else {
            for column in (0..layers.columns.len().saturating_sub(1)).rev() {
                sweep_column(layers, column, Side::Right, &mut positions);
            }
        }
        let count = crossings::count(layers);
        if count < fewest {
            fewest = count;
            best.clone_from(&layers.columns);
        }
    }
    layers.columns = best;
    exchange::neighbours(layers);
}

/// Keeps the order of slots that have a height from before (`heights` is by node); the others go where their neighbours are.
pub(super) fn kept(layers: &mut Layers, heights: &[Option<f64>]) {
    let height = |slot: usize| heights.get(slot).copied().flatten();
    let mut keys: Vec<f64> = (0..layers.slots.len()).map(|slot| height(slot).unwrap_or(f64::NAN)).collect();
    for _ in 0..SWEEPS {
        for slot in 0..keys.len() {
            if height(slot).is_none() {
                let neighbours = layers.slots[slot].left.iter().chain(&layers.slots[slot].right);
                if let Some(mean) = mean(neighbours.map(|other| keys[*other]).filter(|key| !key.is_nan())) {
                    keys[slot] = mean;
                }
            }
        }
    }
    // What hangs on nothing that stood before goes to the bottom.
    let keys: Vec<f64> = keys.iter().map(|key| if key.is_nan() { f64::MAX } else { *key }).collect();
    sort(layers, &keys);
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

fn sweep_column(layers: &mut Layers, column: usize, side: Side, positions: &mut [usize]) {
    let slots = std::mem::take(&mut layers.columns[column]);
    let key = |slot: &usize| {
        let slot_data = &layers.slots[*slot];
        let neighbours = match side {
            Side::Left => &slot_data.left,
            Side::Right => &slot_data.right,
        };
        mean(neighbours.iter().map(|other| positions[*other] as f64)).unwrap_or(positions[*slot] as f64)
    };
    let keys: Vec<(usize, f64)> = slots.iter().map(|slot| (*slot, key(slot))).collect();
    layers.columns[column] = in_units(layers, keys);
    for (position, slot) in layers.columns[column].iter().enumerate() {
        positions[*slot] = position;
    }
}

/// Sorts every column by key, stably.
fn sort(layers: &mut Layers, keys: &[f64]) {
    for column in 0..layers.columns.len() {
        let keys = layers.columns[column].iter().map(|slot| (*slot, keys[*slot])).collect();
        layers.columns[column] = in_units(layers, keys);
    }
}

/// Sorts by key while members of a box stay together, at the mean of their keys.
fn in_units(layers: &Layers, keys: Vec<(usize, f64)>) -> Vec<usize> {
    let mut units: Vec<(f64, Vec<(usize, f64)>)> = Vec::new();
    let mut unit_of_group = mesh_ordered::OrderedMap::new();
    for (slot, key) in keys {
        match layers.slots[slot].group {
            Some(group) => {
                let unit = *unit_of_group.entry(group).or_insert_with(|| {
                    units.push((0.0, Vec::new()));
                    units.len() - 1
                });
                units[unit].1.push((slot, key));
            }
            None => units.push((key, vec![(slot, key)])),
        }
    }
    for (key, members) in &mut units {
        *key = mean(members.iter().map(|(_, key)| *key)).unwrap_or(*key);
        sort_by(members, |a, b| a.1.total_cmp(&b.1));
    }
    sort_by(&mut units, |a, b| a.0.total_cmp(&b.0));
    units.into_iter().flat_map(|(_, members)| members).map(|(slot, _)| slot).collect()
}

/// When a walk along the edges, from the left column's top, first meets each slot.
fn walk(layers: &Layers) -> Vec<f64> {
    let mut met = vec![f64::NAN; layers.slots.len()];
    let mut next = 0.0;
    for start in layers.columns.iter().flatten() {
        let mut stack = vec![*start];
        while let Some(slot) = stack.pop() {
            if met[slot].is_nan() {
                met[slot] = next;
                next += 1.0;
                stack.extend(layers.slots[slot].right.iter().rev());
            }
        }
    }
    met
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_that_can_go_do() {
        let mut layers = Layers::new(&[0, 0, 1, 1], &[None; 4], &[(0, 3), (1, 2)]);
        fresh(&mut layers);
        assert_eq!(crossings::count(&layers), 0);
    }

    #[test]
    fn members_of_a_box_stay_together() {
        let groups = [None, None, None, Some(0), None, Some(0)];
        let mut layers = Layers::new(&[0, 0, 0, 1, 1, 1], &groups, &[(0, 3), (1, 4), (2, 5)]);
        fresh(&mut layers);
        let positions = layers.positions();
        assert_eq!(positions[3].abs_diff(positions[5]), 1);
    }

    #[test]
    fn what_stood_keeps_its_order_and_the_new_comes_beside_its_neighbour() {
        // 0 -> {1, 2}, and a new 3 that 0 calls too.
        let mut layers = Layers::new(&[0, 1, 1, 1], &[None; 4], &[(0, 1), (0, 2), (0, 3)]);
        kept(&mut layers, &[Some(50.0), Some(100.0), Some(0.0), None]);
        assert_eq!(layers.columns[1], [2, 3, 1]);
    }
}
