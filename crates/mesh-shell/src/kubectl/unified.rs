//! Two texts side by side, as `diff -u` prints them.

use mesh_config::{AmendedKind, line_edits};

/// Lines around a change.
const AROUND: usize = 3;

type Line<'a> = (AmendedKind, &'a str);

/// The hunks; empty where the texts are equal.
pub(super) fn unified(before: &str, after: &str) -> String {
    let lines = line_edits(&before.lines().collect::<Vec<_>>(), &after.lines().collect::<Vec<_>>());
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, (kind, _))| *kind != AmendedKind::Same).map(|(at, _)| at).collect();
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
    let of_before = |lines: &[Line<'_>]| lines.iter().filter(|(kind, _)| *kind != AmendedKind::Added).count();
    let of_after = |lines: &[Line<'_>]| lines.iter().filter(|(kind, _)| *kind != AmendedKind::Removed).count();
    // A text without lines begins before its first one.
    let range = |skipped: usize, shown: usize| match shown {
        0 => format!("{skipped},0"),
        1 => format!("{}", skipped + 1),
        _ => format!("{},{shown}", skipped + 1),
    };
    let (before, after) = (range(of_before(skipped), of_before(shown)), range(of_after(skipped), of_after(shown)));
    out.push_str(&format!("@@ -{before} +{after} @@\n"));
    for (kind, text) in shown {
        out.push(match kind {
            AmendedKind::Same => ' ',
            AmendedKind::Removed => '-',
            AmendedKind::Added => '+',
        });
        out.push_str(text);
        out.push('\n');
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
