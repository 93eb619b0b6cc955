//! Two texts held against each other, line by line.

use mesh_view::AmendedKind;

/// Tables larger than this are not made: then all that lies between the common beginning and end is another text.
const MOST_CELLS: usize = 4_000_000;

/// The lines of both, what goes before what comes, with as many in common as there can be.
#[must_use]
pub fn line_edits<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<(AmendedKind, &'a str)> {
    let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let ends = before.iter().rev().zip(after.iter().rev());
    let end = ends.take_while(|(one, other)| one == other).count().min(before.len().min(after.len()) - start);
    let middle = |lines: &[&'a str]| lines.get(start..lines.len() - end).unwrap_or_default().to_vec();
    let same = |line: &&'a str| (AmendedKind::Same, *line);
    let mut lines: Vec<_> = before.iter().take(start).map(same).collect();
    between(&middle(before), &middle(after), &mut lines);
    lines.extend(before.iter().skip(before.len() - end).map(same));
    lines
}

/// The same by a table of the longest common rests.
fn between<'a>(one: &[&'a str], other: &[&'a str], lines: &mut Vec<(AmendedKind, &'a str)>) {
    let width = other.len() + 1;
    if (one.len() + 1).saturating_mul(width) > MOST_CELLS {
        lines.extend(one.iter().map(|line| (AmendedKind::Removed, *line)));
        lines.extend(other.iter().map(|line| (AmendedKind::Added, *line)));
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
                lines.push((AmendedKind::Same, line));
                (row, column) = (row + 1, column + 1);
            }
            (Some(line), next) if next.is_none() || at(&table, row + 1, column) >= at(&table, row, column + 1) => {
                lines.push((AmendedKind::Removed, line));
                row += 1;
            }
            (_, Some(line)) => {
                lines.push((AmendedKind::Added, line));
                column += 1;
            }
            _ => return,
        }
    }
}
