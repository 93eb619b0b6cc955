//! Splits a text at its `---` lines, so that a broken document leaves the others alone and an unchanged one need not be read again.

/// A part of a file that holds whole documents, nearly always one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunk<'a> {
    /// Where it begins in the file.
    pub(crate) start: u32,
    /// Its text, with the `---` line that begins it.
    pub(crate) text: &'a str,
}

impl Chunk<'_> {
    /// Whether there is anything but comments and marks in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.lines().all(|line| {
            let line = line.strip_prefix("---").unwrap_or(line).trim_start();
            line.is_empty() || line.starts_with('#')
        })
    }
}

/// The parts of a text. A line that begins with `---` and a blank always begins a document in YAML, also where it breaks a quoted text.
pub(crate) fn chunks(text: &str) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = Some(0_usize);
    std::iter::from_fn(move || {
        let start = rest?;
        let end = next_marker(text, start);
        rest = end;
        let part = text.get(start..end.unwrap_or(text.len()))?;
        Some(Chunk { start: start as u32, text: part })
    })
}

/// The next `---` line after the one that begins at `start`.
fn next_marker(text: &str, start: usize) -> Option<usize> {
    let mut from = start;
    loop {
        let at = from + text.get(from..)?.find("\n---")? + 1;
        if matches!(text.as_bytes().get(at + 3), None | Some(b' ' | b'\t' | b'\r' | b'\n'))
            && !directive_before(text, start, at)
        {
            return Some(at);
        }
        from = at;
    }
}

/// Whether only `%` directives and comments stand between the two: they belong to the document that follows.
fn directive_before(text: &str, start: usize, at: usize) -> bool {
    let between = text.get(start..at).unwrap_or_default();
    between.starts_with('%') && between.lines().all(|line| line.starts_with(['%', '#']) || line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        chunks(text).map(|chunk| chunk.text).collect()
    }

    #[test]
    fn splits_at_marker_lines_only() {
        assert_eq!(parts("a: 1\n---\nb: 2\n--- # c\nc: '---'\n"), ["a: 1\n", "---\nb: 2\n", "--- # c\nc: '---'\n"]);
        assert_eq!(parts("a: |\n  x\n  ---\n----\n"), ["a: |\n  x\n  ---\n----\n"]);
        assert_eq!(parts(""), [""]);
        assert_eq!(parts("---"), ["---"]);
        assert_eq!(parts("a: 1\r\n---\r\nb: 2"), ["a: 1\r\n", "---\r\nb: 2"]);
        assert_eq!(parts("%YAML 1.2\n---\na: 1\n---\nb: 1"), ["%YAML 1.2\n---\na: 1\n", "---\nb: 1"]);
    }

    #[test]
    fn comments_and_marks_alone_are_blank() {
        assert!(chunks("---\n# only words\n\n").all(|chunk| chunk.is_blank()));
        assert!(!chunks("--- x").all(|chunk| chunk.is_blank()));
    }
}
