//! Two texts, line by line.

use mesh_view::{AmendedKind, AmendedLine};

use crate::line_edits;

/// Lines around a change.
const AROUND: usize = 2;

/// What differs, what goes before what comes, with lines around each change; nothing where the texts are equal.
#[must_use]
pub fn difference(before: &str, after: &str) -> Vec<AmendedLine> {
    let lines = line_edits(&before.lines().collect::<Vec<_>>(), &after.lines().collect::<Vec<_>>());
    let is_changed = |at: usize| lines.get(at).is_some_and(|(kind, _)| *kind != AmendedKind::Same);
    let is_shown = |at: usize| (at.saturating_sub(AROUND)..=at + AROUND).any(is_changed);
    let (mut of_before, mut of_after) = (0, 0);
    let numbered = |(at, &(kind, text)): (usize, &(AmendedKind, &str))| {
        of_before += u32::from(kind != AmendedKind::Added);
        of_after += u32::from(kind != AmendedKind::Removed);
        let number = if kind == AmendedKind::Removed { of_before } else { of_after };
        is_shown(at).then(|| AmendedLine { kind, text: text.to_owned(), number })
    };
    lines.iter().enumerate().filter_map(numbered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_told_with_two_around() {
        let numbers = |from: u32, to: u32| (from..=to).map(|number| format!("{number}\n")).collect::<String>();
        for (before, after, wanted) in [
            (numbers(1, 3), numbers(1, 3), ""),
            (numbers(1, 9), numbers(1, 9).replace("5\n", "five\n"), " 3:3 4:4 -5:5 +5:five 6:6 7:7"),
            (String::new(), "a\nb\n".to_owned(), "+1:a +2:b"),
            ("a\n".to_owned(), String::new(), "-1:a"),
            (numbers(1, 9), numbers(1, 9).replace("1\n", "").replace("9\n", "9\n10\n"), "-1:1 1:2 2:3 7:8 8:9 +9:10"),
        ] {
            let told: Vec<String> = difference(&before, &after)
                .iter()
                .map(|line| {
                    let mark = match line.kind {
                        AmendedKind::Same => "",
                        AmendedKind::Added => "+",
                        AmendedKind::Removed => "-",
                    };
                    format!("{mark}{}:{}", line.number, line.text)
                })
                .collect();
            assert_eq!(told.join(" "), wanted.trim(), "{before:?} {after:?}");
        }
    }

    #[test]
    fn large_texts_are_told_whole() {
        let lines = |word: &str| (0..2_000).map(|number| format!("{word} {number}\n")).collect::<String>();
        let told = difference(&lines("a"), &lines("b"));
        assert_eq!(told.len(), 4_000);
        assert!(told.iter().take(2_000).all(|line| line.kind == AmendedKind::Removed));
    }
}
