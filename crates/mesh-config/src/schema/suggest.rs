//! "Did you mean": the known name nearest to what was written.

/// Names longer than this are not compared.
const LONGEST: usize = 64;

/// The candidate with the fewest edits to `written`, if it is near enough to be a slip of the pen.
///
/// Counts insertions, deletions, replacements and swaps of neighbours (optimal string alignment), without regard
/// to case. Of several equally near the first wins. Long names are not looked at, so the work is bounded.
#[must_use]
pub fn closest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    if written.len() > LONGEST || written.is_empty() {
        return None;
    }
    let limit = (written.len() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        if letters.len().abs_diff(written.len()) > limit {
            continue;
        }
        let distance = distance(&written, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether so many edits make one name of the other.
pub(crate) fn is_within(written: &str, name: &str, edits: usize) -> bool {
    let letters = |text: &str| text.chars().take(LONGEST + 1).collect::<Vec<_>>();
    let (written, name) = (letters(written), letters(name));
    written.len().max(name.len()) <= LONGEST && distance(&written, &name) <= edits
}

fn distance(left: &[char], right: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, from) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, to) in right.iter().enumerate() {
            let replace = last[column] + usize::from(from != to);
            let mut least = replace.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && left[row - 1] == *to && right[column - 1] == *from;
            if swapped {
                least = least.min(before_last[column - 1] + 1);
            }
            current.push(least);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_a_stranger_is_not() {
        let fields = ["http", "tls", "tcp", "hosts", "gateways", "exportTo"];
        assert_eq!(closest("htpp", fields), Some("http"));
        assert_eq!(closest("host", fields), Some("hosts"));
        assert_eq!(closest("exportto", fields), Some("exportTo"));
        assert_eq!(closest("gatewys", fields), Some("gateways"));
        assert_eq!(closest("workloads", fields), None);
        assert_eq!(closest(&"h".repeat(10_000), fields), None);
    }
}
