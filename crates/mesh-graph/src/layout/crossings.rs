//! Counts crossings between two columns (Barth, Jünger, Mutzel: an accumulator tree, O(e log v)).

use mesh_ordered::sort;

use super::layers::Layers;

/// All crossings of a layered graph.
pub(super) fn count(layers: &Layers) -> u64 {
    let positions = layers.positions();
    layers.columns.windows(2).map(|pair| between(layers, &pair[0], pair[1].len(), &positions)).sum()
}

fn between(layers: &Layers, left: &[usize], right: usize, positions: &[usize]) -> u64 {
    let mut tree = vec![0_u64; right + 1];
    let mut seen = 0;
    let mut crossings = 0;
    for slot in left {
        let mut ends: Vec<usize> = layers.slots[*slot].right.iter().map(|end| positions[*end]).collect();
        sort(&mut ends);
        for end in &ends {
            crossings += seen - prefix(&tree, end + 1);
        }
        for end in ends {
            seen += 1;
            let mut at = end + 1;
            while at <= right {
                tree[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
    }
    crossings
}

/// How many of the first `count` places are taken.
fn prefix(tree: &[u64], count: usize) -> u64 {
    let mut at = count;
    let mut sum = 0;
    while at > 0 {
        sum += tree[at];
        at -= at & at.wrapping_neg();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_pairs_that_swap_sides() {
        let ranks = [0, 0, 1, 1];
        let count_of = |edges: &[(usize, usize)]| count(&Layers::new(&ranks, &[None; 4], edges));
        assert_eq!(count_of(&[(0, 2), (1, 3)]), 0);
        assert_eq!(count_of(&[(0, 3), (1, 2)]), 1);
        assert_eq!(count_of(&[(0, 2), (0, 3), (1, 2), (1, 3)]), 1);
    }
}
