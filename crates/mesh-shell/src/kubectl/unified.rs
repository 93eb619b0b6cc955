//! Two texts side by side, as `diff -u` prints them.

/// Lines around a change.
const AROUND: usize = 3;

/// Tables larger than this are not made: then all that lies between the common beginning and end is another text.
const MOST_CELLS: usize = 4_000_000;

/// A line of both texts, of the first or of the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'a> {
    Same(&'a str),
    Before(&'a str),
    After(&'a str),
}

/// The hunks; empty where the texts are equal.
pub(super) fn unified(before: &str, after: &str) -> String {
    let lines = edits(&before.lines().collect::<Vec<_>>(), &after.lines().collect::<Vec<_>>());
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| !matches!(line, Line::Same(_))).map(|(at, _)| at).collect();
    let mut out = String::new();
    let mut rest = changed.as_slice();
    while let Some(&first) = rest.first() {
        // Changes whose surroundings touch are one hunk.
        let count = 1 + rest
            .windows(2)
            .take_while(|pair| matches!(pair, [one, other] if other - one <= 2 * AROUND + 1))
            .count();
        let last = rest.get(count - 1).copied().unwrap_or(first);
        let (from, to) = (first.saturating_sub(AROUND), (last + AROUND + 1).min(lines.len()));
        hunk(&lines, from, to, &mut out);
        rest = rest.get(count..).unwrap_or_default();
    }
    out
}

fn hunk(lines: &[Line<'_>], from: usize, to: usize, out: &mut String) {
    let (skipped, shown) = (lines.get(..from).unwrap_or_default(), lines.get(from..to).unwrap_or_default());
    let of_before = |lines: &[Line<'_>]| lines.iter().filter(|line| !matches!(line, Line::After(_))).count();
    let of_after = |lines: &[Line<'_>]| lines.iter().filter(|line| !matches!(line, Line::Before(_))).count();
    // A text without lines begins before its first one.
    let range = |skipped: usize, shown: usize| match shown {
        0 => format!("{skipped},0"),
        1 => format!("{}", skipped + 1),
        _ => format!("{},{shown}", skipped + 1),
    };
    let (before, after) = (range(of_before(skipped), of_before(shown)), range(of_after(skipped), of_after(shown)));
    out.push_str(&format!("@@ -{before} +{after} @@\n"));
    for line in shown {
        let (mark, text) = match line {
            Line::Same(text) => (' ', text),
            Line::Before(text) => ('-', text),
            Line::After(text) => ('+', text),
        };
        out.push(mark);
        out.push_str(text);
        out.push('\n');
    }
}

/// The lines of both, what goes before what comes, with as many in common as there can be.
fn edits<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<Line<'a>> {
    let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let ends = before.iter().rev().zip(after.iter().rev());
    let end = ends.take_while(|(one, other)| one == other).count().min(before.len().min(after.len()) - start);
    let middle = |lines: &[&'a str]| lines.get(start..lines.len() - end).unwrap_or_default().to_vec();
    let (one, other) = (middle(before), middle(after));
    let mut lines: Vec<Line<'a>> = before.iter().take(start).copied().map(Line::Same).collect();
    between(&one, &other, &mut lines);
    lines.extend(before.iter().skip(before.len() - end).copied().map(Line::Same));
    lines
}

/// The same by a table of the longest common rests.
fn between<'a>(one: &[&'a str], other: &[&'a str], lines: &mut Vec<Line<'a>>) {
    let width = other.len() + 1;
    if (one.len() + 1).saturating_mul(width) > MOST_CELLS {
        lines.extend(one.iter().copied().map(Line::Before));
        lines.extend(other.iter().copied().map(Line::After));
        return;
    }
    let mut table = vec![0_u32; (one.len() + 1) * width];
    let at = |table: &[u32], row: usize, column: usize| table.get(row * width + column).copied().unwrap_or(0);
    for row in (0..one.len()).rev() {
        for column in (0..other.len()).rev() {
            let longest = if one.get(row) == other.get(column) {
                at(&table, row + 1, column + 1) + 1
            } else {
                at(&table, row + 1, column).max(at(&table, row, column + 1))
            };
            if let Some(cell) = table.get_mut(row * width + column) {
                *cell = longest;
            }
        }
    }
    let (mut row, mut column) = (0, 0);
    loop {
        match (one.get(row).copied(), other.get(column).copied()) {
            (Some(line), Some(same)) if line == same => {
                lines.push(Line::Same(line));
                (row, column) = (row + 1, column + 1);
            }
            (Some(line), next) if next.is_none() || at(&table, row + 1, column) >= at(&table, row, column + 1) => {
                lines.push(Line::Before(line));
                row += 1;
            }
            (_, Some(line)) => {
                lines.push(Line::After(line));
                column += 1;
            }
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart_as_diff_does() {
        let numbers = |from: u32, to: u32| (from..=to).map(|number| format!("{number}\n")).collect::<String>();
        let cases = [
            (numbers(1, 3), numbers(1, 3), ""),
            (
                numbers(1, 9),
                numbers(1, 9).replace("5\n", "five\n"),
                "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
            ),
            (String::new(), "a\nb\n".to_owned(), "@@ -0,0 +1,2 @@\n+a\n+b\n"),
            ("a\n".to_owned(), String::new(), "@@ -1 +0,0 @@\n-a\n"),
            (
                numbers(1, 20),
                numbers(1, 20).replace("2\n3\n", "2\n").replace("18\n", "18\n18.5\n"),
                "@@ -1,6 +1,5 @@\n 1\n 2\n-3\n 4\n 5\n 6\n@@ -16,5 +15,6 @@\n 16\n 17\n 18\n+18.5\n 19\n 20\n",
            ),
        ];
        for (before, after, wanted) in cases {
            assert_eq!(unified(&before, &after), wanted);
        }
    }
}
