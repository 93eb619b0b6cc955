//! Whether tables are well made: columns as wide as their widest cell and three more.

/// Between two columns.
const GAP: usize = 3;
/// As wide is a column at least.
const LEAST: usize = 6;

/// What is wrong with the widths of the tables that a `kubectl get` has printed.
#[must_use]
pub fn ill_made(command: &str, out: &str) -> Option<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let prints_tables = words.starts_with(&["kubectl", "get"])
        && !words.iter().any(|word| {
            ["-w", "--watch", "--watch-only", "--no-headers", "|", ">", "--no-headers=true"].contains(word)
                || word.starts_with("-o") && !["-o", "-owide"].contains(word)
                || word.starts_with("--output")
                || word.starts_with("custom-columns")
                || ["yaml", "json", "name"].contains(word)
                || word.starts_with("json")
                || word.starts_with("go-template")
                || word.starts_with("template")
                || word.starts_with("--watch")
                || word.starts_with("--raw")
        });
    if !prints_tables {
        return None;
    }
    out.split("\n\n").find_map(table)
}

/// The same of one table.
fn table(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let (head, rows) = lines.split_first()?;
    if head.contains(char::is_lowercase) || head.is_empty() {
        return None;
    }
    let starts = columns(head);
    for pair in starts.windows(2) {
        let [from, to] = pair else { continue };
        let cell = |line: &str| line.chars().skip(*from).take(to - from).collect::<String>().trim_end().chars().count();
        let widest = rows.iter().map(|line| cell(line)).chain([cell(head)]).max().unwrap_or(0);
        let wanted = (widest + GAP).max(LEAST);
        if to - from != wanted {
            return Some(format!("a column of {:?} is {} wide instead of {wanted}", head, to - from));
        }
    }
    None
}

/// Where the columns of a head begin: names may have one blank inside.
fn columns(head: &str) -> Vec<usize> {
    let letters: Vec<char> = head.chars().collect();
    let is_blank = |place: usize| letters.get(place).is_none_or(|letter| *letter == ' ');
    let begins =
        |place: &usize| !is_blank(*place) && (*place == 0 || *place >= 2 && is_blank(place - 1) && is_blank(place - 2));
    (0..letters.len()).filter(begins).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let cases = [
            ("NAME   READY   AGE\nweb    1/1     5s\n", true),
            ("NAME          READY   AGE\nweb-~0001     1/1     5s\n", false),
            ("NAME        READY   AGE\nweb-~0001   1/1     5s\n", true),
            ("NAME   LAST SEEN\na      5s\n", true),
        ];
        for (text, well) in cases {
            assert_eq!(ill_made("kubectl get pods", text).is_none(), well, "{text}");
        }
        assert_eq!(ill_made("kubectl get pods -o yaml", "NAME  X\na  b\n"), None);
    }
}
