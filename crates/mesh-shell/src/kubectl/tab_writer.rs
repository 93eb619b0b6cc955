//! Columns as Go's `text/tabwriter` aligns them: a column is a run of lines that have a tab behind the cell.

/// Aligns text at its tabs.
#[derive(Clone, Debug)]
pub(crate) struct TabWriter {
    least: usize,
    padding: usize,
    /// The widest that each column has been, where widths are remembered between flushes (kubectl's `get`).
    remembered: Option<Vec<usize>>,
}

impl TabWriter {
    /// As kubectl's `get` has it: three blanks between columns, at least six wide, never narrower again.
    pub(crate) fn of_tables() -> Self {
        Self { least: 6, padding: 3, remembered: Some(Vec::new()) }
    }

    /// As kubectl's `describe` has it: two blanks between columns.
    pub(crate) fn of_descriptions() -> Self {
        Self { least: 0, padding: 2, remembered: None }
    }

    /// As istioctl has it: five blanks between columns.
    pub(crate) fn of_istioctl() -> Self {
        Self { least: 0, padding: 5, remembered: None }
    }

    /// The text, aligned.
    pub(crate) fn align(&mut self, text: &str) -> String {
        let mut lines: Vec<Vec<&str>> = text.split('\n').map(|line| line.split('\t').collect()).collect();
        let ends_with_line_feed = text.ends_with('\n');
        if ends_with_line_feed {
            lines.pop();
        }
        let mut out = String::with_capacity(text.len() * 2);
        let end = lines.len();
        self.format(&lines, 0, end, &mut Vec::new(), &mut out);
        if !ends_with_line_feed && out.ends_with('\n') {
            out.pop();
        }
        out
    }

    fn format(&mut self, lines: &[Vec<&str>], from: usize, to: usize, widths: &mut Vec<usize>, out: &mut String) {
        let column = widths.len();
        let has = |index: usize| lines.get(index).is_some_and(|line| column + 1 < line.len());
        let mut written = from;
        let mut at = from;
        while at < to {
            if !has(at) {
                at += 1;
                continue;
            }
            write(lines.get(written..at).unwrap_or_default(), widths, out);
            let begin = at;
            let mut width = self.least;
            while at < to && has(at) {
                let cell = lines.get(at).and_then(|line| line.get(column)).map_or(0, |cell| cell.chars().count());
                width = width.max(cell + self.padding);
                at += 1;
            }
            if let Some(remembered) = &mut self.remembered {
                match remembered.get_mut(column) {
                    Some(known) => {
                        *known = width.max(*known);
                        width = *known;
                    }
                    None => remembered.push(width),
                }
            }
            widths.push(width);
            self.format(lines, begin, at, widths, out);
            widths.pop();
            written = at;
        }
        write(lines.get(written..to).unwrap_or_default(), widths, out);
    }
}

fn write(lines: &[Vec<&str>], widths: &[usize], out: &mut String) {
    for line in lines {
        for (column, cell) in line.iter().enumerate() {
            out.push_str(cell);
            if column + 1 < line.len()
                && let Some(width) = widths.get(column)
            {
                out.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count())));
            }
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_ends_where_a_line_has_no_tab_behind_it() {
        let text = "Name:\ta\nLong name:\tb\nalone\nX:\tc\n";
        assert_eq!(TabWriter::of_descriptions().align(text), "Name:       a\nLong name:  b\nalone\nX:  c\n");
    }

    #[test]
    fn tables_are_six_wide_at_least_and_remember_their_widths() {
        let mut writer = TabWriter::of_tables();
        assert_eq!(writer.align("A\tB\nx\ty\n"), "A     B\nx     y\n");
        assert_eq!(writer.align("longer\ty\n"), "longer   y\n");
        assert_eq!(writer.align("x\ty\n"), "x        y\n");
    }
}
