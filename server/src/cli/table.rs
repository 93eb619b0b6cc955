//! Tables for people.

use mesh_words::Words;

use super::visible;

/// Columns as wide as their widest cell; `numbers` says which are aligned to the right.
pub(super) fn table(header: &[Words], numbers: &[bool], rows: &[Vec<String>]) -> String {
    let visible = |row: &Vec<String>| row.iter().map(|cell| visible::line(cell).into_owned()).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(visible).collect();
    let titles: Vec<String> = header.iter().map(ToString::to_string).collect();
    let widths: Vec<usize> = titles
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| visible::columns(cell));
            cells.chain([visible::columns(title)]).max().unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for row in std::iter::once(&titles).chain(&rows) {
        let mut line = String::new();
        for ((cell, width), number) in row.iter().zip(&widths).zip(numbers) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            let padding = " ".repeat(width.saturating_sub(visible::columns(cell)));
            line.push_str(&if *number { padding + cell } else { cell.clone() + &padding });
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right_and_cells_in_one_line() {
        let [from, n] = ["from", "n"].map(Words::theirs);
        let rows = [vec!["client".to_owned(), "10".to_owned()], vec!["a".to_owned(), "9".to_owned()]];
        assert_eq!(table(&[Words::theirs("a")], &[false], &[vec!["b\u{1b}[2J\n".to_owned()]]), "a\nb\\u{1b}[2J\\n\n");
        let korean = [vec!["클라이언트".to_owned(), "10".to_owned()], vec!["a".to_owned(), "9".to_owned()]];
        assert_eq!(
            table(&[from.clone(), n.clone()], &[false, true], &korean),
            "from         n\n클라이언트  10\na            9\n"
        );
        assert_eq!(table(&[from, n], &[false, true], &rows), "from     n\nclient  10\na        9\n");
    }
}
