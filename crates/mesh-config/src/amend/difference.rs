//! Two texts, line by line.

use mesh_view::{AmendedKind, AmendedLine};

/// Lines around a change.
const AROUND: usize = 2;
/// Tables larger than this are not made: then all that lies between the common beginning and end is another text.
const MOST_CELLS: usize = 1_000_000;

/// What differs, what goes before what comes, with lines around each change; nothing where the texts are equal.
#[must_use]
pub fn difference(before: &str, after: &str) -> Vec<AmendedLine> {
    let lines = edits(&before.lines().collect::<Vec<_>>(), &after.lines().collect::<Vec<_>>());
    let is_changed = |at: usize| lines.get(at).is_some_and(|line| line.kind != AmendedKind::Same);
    let is_shown = |at: usize| (at.saturating_sub(AROUND)..=at + AROUND).any(is_changed);
    let shown: Vec<bool> = (0..lines.len()).map(is_shown).collect();
    lines.into_iter().zip(shown).filter_map(|(line, is_shown)| is_shown.then_some(line)).collect()
}

/// The lines of both, with their numbers.
struct Edits {
    lines: Vec<AmendedLine>,
    before: u32,
    after: u32,
}

impl Edits {
    fn push(&mut self, kind: AmendedKind, text: &str) {
        self.before += u32::from(kind != AmendedKind::Added);
        self.after += u32::from(kind != AmendedKind::Removed);
        let number = if kind == AmendedKind::Removed { self.before } else { self.after };
        self.lines.push(AmendedLine { kind, text: text.to_owned(), number });
    }
}

/// The lines of both, with as many in common as there can be.
fn edits(before: &[&str], after: &[&str]) -> Vec<AmendedLine> {
    let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let ends = before.iter().rev().zip(after.iter().rev());
    let end = ends.take_while(|(one, other)| one == other).count().min(before.len().min(after.len()) - start);
    let middle = |lines: &[&str]| -> Vec<String> {
        lines.get(start..lines.len() - end).unwrap_or_default().iter().map(|line| (*line).to_owned()).collect()
    };
    let mut edits = Edits { lines: Vec::new(), before: 0, after: 0 };
    before.iter().take(start).for_each(|line| edits.push(AmendedKind::Same, line));
    between(&middle(before), &middle(after), &mut edits);
    before.iter().skip(before.len() - end).for_each(|line| edits.push(AmendedKind::Same, line));
    edits.lines
}

/// The same by a table of the longest common rests.
fn between(one: &[String], other: &[String], edits: &mut Edits) {
    let width = other.len() + 1;
    let cells = (one.len() + 1).saturating_mul(width);
    let mut table = vec![0_u32; if cells > MOST_CELLS { 0 } else { cells }];
    let at = |table: &[u32], row: usize, column: usize| table.get(row * width + column).copied().unwrap_or(0);
    if !table.is_empty() {
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
    }
    let (mut row, mut column) = (0, 0);
    loop {
        match (one.get(row), other.get(column)) {
            (Some(line), Some(same)) if line == same && !table.is_empty() => {
                edits.push(AmendedKind::Same, line);
                (row, column) = (row + 1, column + 1);
            }
            (Some(line), next) if next.is_none() || at(&table, row + 1, column) >= at(&table, row, column + 1) => {
                edits.push(AmendedKind::Removed, line);
                row += 1;
            }
            (_, Some(line)) => {
                edits.push(AmendedKind::Added, line);
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
