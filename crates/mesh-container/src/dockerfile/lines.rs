//! The text in instructions: parser directives, comments and lines that go on (`frontend/dockerfile/parser/parser.go`).

use super::heredoc::Heredoc;

/// An instruction as it is written, its lines put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The whole instruction.
    pub(super) text: String,
    /// The number of its first line, from 1.
    pub(super) number: usize,
    /// Where it begins and ends in the file, in bytes.
    pub(super) place: (usize, usize),
    /// The here-documents behind it.
    pub(super) heredocs: Vec<Heredoc>,
}

/// The lines of a file, and the character that escapes in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    pub(super) escape: char,
}

/// What parser directives have said so far.
struct Directives {
    escape: char,
    done: bool,
    seen: Vec<String>,
}

impl Directives {
    /// Takes a line as a directive, if it is one.
    fn take(&mut self, line: &str) -> Result<(), String> {
        if self.done {
            return Ok(());
        }
        let directive = line.strip_prefix('#').and_then(|rest| rest.split_once('='));
        let Some((key, value)) = directive.map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim())) else {
            self.done = true;
            return Ok(());
        };
        if !matches!(key.as_str(), "escape" | "syntax") || value.is_empty() {
            self.done = true;
            return Ok(());
        }
        if self.seen.contains(&key) {
            return Err(format!("only one {key} parser directive can be used"));
        }
        self.seen.push(key.clone());
        if key == "escape" {
            self.escape = match value {
                "`" => '`',
                "\\" => '\\',
                _ => return Err(format!("invalid escape token '{value}' does not match ` or \\")),
            };
        }
        Ok(())
    }

    /// A line without the character that makes it go on, and whether it goes on.
    fn trim_continuation(&self, line: &str) -> (String, bool) {
        let trimmed = line.trim_end_matches([' ', '\t']);
        let Some(before) = trimmed.strip_suffix(self.escape) else { return (line.to_owned(), false) };
        // An escaped escape character is text.
        if before.ends_with(self.escape) {
            return (line.to_owned(), false);
        }
        (before.to_owned(), true)
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Puts lines together to instructions.
pub(super) fn lines(text: &str) -> Result<Lines, String> {
    let mut directives = Directives { escape: '\\', done: false, seen: Vec::new() };
    let mut lines = Vec::new();
    let mut at = 0;
    let mut raw = text.split_inclusive('\n').enumerate().map(|(index, line)| {
        let begin = at;
        at += line.len();
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = if index == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
        (index + 1, begin, line)
    });
    while let Some((number, begin, line)) = raw.next() {
        let line = line.trim_start();
        directives.take(line)?;
        let (mut whole, mut goes_on) = directives.trim_continuation(if line.starts_with('#') { "" } else { line });
        if !goes_on && whole.is_empty() {
            continue;
        }
        let mut end = begin + line.len();
        while goes_on {
            let Some((_, begin, next)) = raw.next() else { break };
            directives.take(next)?;
            end = begin + next.len();
            if is_comment(next) || next.trim_start().is_empty() {
                continue;
            }
            let (more, on) = directives.trim_continuation(next);
            whole.push_str(&more);
            goes_on = on;
        }
        let mut heredocs = Heredoc::of_line(&whole, directives.escape);
        for heredoc in &mut heredocs {
            loop {
                let Some((_, begin, next)) = raw.next() else { return Err("unterminated heredoc".to_owned()) };
                end = begin + next.len();
                if heredoc.is_ended_by(next) {
                    break;
                }
                heredoc.text.push_str(next);
                heredoc.text.push('\n');
            }
        }
        lines.push(Line { text: whole, number, place: (begin, end), heredocs });
    }
    if lines.is_empty() {
        return Err("file with no instructions".to_owned());
    }
    Ok(Lines { lines, escape: directives.escape })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        lines(text).unwrap().lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn lines_go_on_past_comments_and_blank_ones() {
        for (text, wanted) in [
            ("FROM a\nCMD b", vec!["FROM a", "CMD b"]),
            ("  FROM a\r\n\n# c\nCMD b \\\n  c\n", vec!["FROM a", "CMD b   c"]),
            ("CMD a \\\n# inner\n\n b", vec!["CMD a  b"]),
            ("CMD a \\\\\nRUN b", vec!["CMD a \\\\", "RUN b"]),
            ("# escape=`\nCMD a `\n b \\", vec!["CMD a  b \\"]),
            ("\u{feff}FROM a", vec!["FROM a"]),
        ] {
            assert_eq!(texts(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn documents_are_part_of_their_instruction() {
        let text = "FROM a\nRUN <<A cat <<-B\none\n# two\nA\n\tthree\n\tB\nCMD c\n";
        let found = lines(text).unwrap().lines;
        assert_eq!(texts(text), ["FROM a", "RUN <<A cat <<-B", "CMD c"]);
        let documents: Vec<&str> = found[1].heredocs.iter().map(|heredoc| heredoc.text.as_str()).collect();
        assert_eq!(documents, ["one\n# two\n", "\tthree\n"]);
        assert_eq!(text.get(found[1].place.0..found[1].place.1).unwrap().lines().count(), 6);
        assert_eq!(lines("FROM a\nRUN <<A\none\n").unwrap_err(), "unterminated heredoc");
    }

    #[test]
    fn directives_stand_first_and_once() {
        assert_eq!(lines("# escape=x\nFROM a").unwrap_err(), "invalid escape token 'x' does not match ` or \\");
        assert_eq!(lines("# escape=`\n# escape=`\n").unwrap_err(), "only one escape parser directive can be used");
        assert_eq!(lines("# a\n# escape=x\nFROM a").unwrap().escape, '\\');
        assert_eq!(lines("# only\n").unwrap_err(), "file with no instructions");
    }
}
