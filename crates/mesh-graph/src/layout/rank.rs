//! Columns: every edge goes at least one to the right, long edges are shortened where that is free.

/// The first column of each unit, from 0; `spans` says how many each takes. `edges` must be without cycles; edges within a unit
/// are ignored.
pub(super) fn ranks(spans: &[usize], edges: &[(usize, usize)]) -> Vec<usize> {
    let units = spans.len();
    let mut outgoing = vec![Vec::new(); units];
    let mut incoming = vec![Vec::new(); units];
    for (source, target) in edges.iter().copied().filter(|(source, target)| source != target) {
        outgoing[source].push(target);
        incoming[target].push(source);
    }
    let order = topological(&outgoing, &incoming);
    let mut rank = vec![0; units];
    for unit in &order {
        rank[*unit] = incoming[*unit].iter().map(|source| rank[*source] + spans[*source]).max().unwrap_or(0);
    }
    // Whoever has more to the right than to the left moves right, as far as nothing gets turned round.
    for unit in order.iter().rev() {
        let nearest = outgoing[*unit].iter().map(|target| rank[*target]).min();
        if let Some(nearest) = nearest.filter(|_| outgoing[*unit].len() > incoming[*unit].len()) {
            rank[*unit] = nearest - spans[*unit];
        }
    }
    let first = rank.iter().copied().min().unwrap_or(0);
    rank.iter().map(|rank| rank - first).collect()
}

fn topological(outgoing: &[Vec<usize>], incoming: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = incoming.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..outgoing.len()).filter(|unit| waiting[*unit] == 0).collect();
    let mut next = 0;
    while let Some(unit) = order.get(next).copied() {
        next += 1;
        for target in &outgoing[unit] {
            waiting[*target] -= 1;
            if waiting[*target] == 0 {
                order.push(*target);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_path_decides() {
        assert_eq!(ranks(&[1; 4], &[(0, 1), (1, 2), (0, 2), (2, 3)]), [0, 1, 2, 3]);
    }

    #[test]
    fn what_takes_two_columns_pushes_what_it_calls_one_further() {
        assert_eq!(ranks(&[1, 2, 1], &[(0, 1), (1, 2)]), [0, 1, 3]);
    }

    #[test]
    fn a_source_of_a_late_node_moves_next_to_it() {
        // 0 -> 1 -> 2 -> 3 and a client 4 of 3 alone.
        assert_eq!(ranks(&[1; 5], &[(0, 1), (1, 2), (2, 3), (4, 3)]), [0, 1, 2, 3, 2]);
    }
}
