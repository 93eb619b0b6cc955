//! Breaks cycles: edges that close one are drawn backwards.

/// For each edge whether it must be turned round so that no cycle is left. Edges between the same unit are
/// left as they are and take no part.
///
/// A depth-first search in the order of units, those that nobody calls first: what traffic enters by stays
/// at the left.
pub(super) fn reversed(units: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut outgoing = vec![Vec::new(); units];
    let mut called = vec![false; units];
    for (index, (source, target)) in edges.iter().enumerate().filter(|(_, (source, target))| source != target) {
        outgoing[*source].push((*target, index));
        called[*target] = true;
    }
    let roots = (0..units).filter(|unit| !called[*unit]).chain((0..units).filter(|unit| called[*unit]));
    let mut state = vec![State::New; units];
    let mut reversed = vec![false; edges.len()];
    for root in roots {
        if state[root] != State::New {
            continue;
        }
        // A stack of its own: a chain of a thousand services must not overflow the program's.
        let mut stack = vec![(root, 0)];
        state[root] = State::Open;
        while let Some((unit, next)) = stack.last_mut() {
            let Some((target, edge)) = outgoing[*unit].get(*next).copied() else {
                state[*unit] = State::Done;
                stack.pop();
                continue;
            };
            *next += 1;
            match state[target] {
                State::New => {
                    state[target] = State::Open;
                    stack.push((target, 0));
                }
                State::Open => reversed[edge] = true,
                State::Done => {}
            }
        }
    }
    reversed
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_loses_the_edge_that_closes_it() {
        assert_eq!(reversed(3, &[(0, 1), (1, 2), (2, 0)]), [false, false, true]);
        assert_eq!(reversed(2, &[(0, 0), (0, 1)]), [false, false]);
    }

    #[test]
    fn what_nobody_calls_comes_first() {
        // 2 -> 0 -> 1 -> 0: the root is 2, so 1 -> 0 is the edge that goes back.
        assert_eq!(reversed(3, &[(0, 1), (1, 0), (2, 0)]), [false, true, false]);
    }
}
