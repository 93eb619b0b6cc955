//! Files of texts that a program has by name: `name = text`, a line each.

/// The texts of such a file alone, a line each, in their order: what a program is handed that knows the names' order.
///
/// Lines that begin with `#` are left out. What begins or ends with a space stands in quotes. Rows of a list are indented lines
/// behind its name; they stand behind one another, each behind a [`ROW`].
#[must_use]
pub fn texts(file: &str) -> String {
    let mut texts = String::with_capacity(file.len());
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(row) = line.strip_prefix("    ") {
            texts.push(ROW);
            texts.push_str(row);
            continue;
        }
        let Some((_, text)) = line.split_once(" =") else { continue };
        if !texts.is_empty() {
            texts.push('\n');
        }
        let text = text.strip_prefix(' ').unwrap_or(text);
        texts.push_str(text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text));
    }
    texts
}

/// Begins a row of a list.
pub const ROW: char = '\u{1}';

/// Stands in a line of its own between the sentences of the catalogue and the texts of the page, where both are handed over
/// as one.
pub const BEHIND_SENTENCES: &str = "\n\u{c}\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_in_lines_without_their_names() {
        let file = "# Korean\ntag = ko\n\nspaced = \" a \"\nlist =\n    a | b\n    c | d = e\nempty =\nlast = a = b\n";
        assert_eq!(texts(file), "ko\n a \n\u{1}a | b\u{1}c | d = e\n\na = b");
        assert_eq!(texts(""), "");
    }
}
