//! YAML in a text that holds more: between Markdown's fences, or handed to `kubectl` by a shell.

use std::ops::Range;

use mesh_words::say;

use crate::{Diagnostic, Severity, Span, TextEdit, codes};

/// The pieces of a text that are YAML, and a line that is not.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpts {
    pub(crate) pieces: Vec<Range<usize>>,
    /// The first line of what is around them.
    mark: Range<usize>,
    around: Around,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    Markdown,
    Shell,
}

/// Languages of fences between which stands what is read.
const READ: &[&str] = &["yaml", "yml", "json"];

/// What hands a text on.
const COMMANDS: &[&str] = &["kubectl", "istioctl", "cat", "tee", "oc"];

/// What ends a piece.
enum End<'a> {
    Fence,
    /// The word that ends a here-document.
    Word(&'a str),
}

impl Excerpts {
    /// The pieces of a text; none where it is YAML as a whole.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if !text.contains("```") && !text.contains("<<") {
            return None;
        }
        let mut found = Self { pieces: Vec::new(), mark: 0..0, around: Around::Markdown };
        let mut open: Option<(usize, End<'_>, bool)> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let words = line.trim_end();
            match &open {
                Some((from, End::Fence, read)) if words.trim_start().starts_with("```") => {
                    found.add(text, *from..start, *read);
                    open = None;
                }
                Some((from, End::Word(word), _)) if words.trim() == *word => {
                    found.add(text, *from..start, true);
                    open = None;
                }
                // A shell's block may hold a here-document.
                Some((_, End::Word(_), _) | (_, End::Fence, true)) => {}
                Some((_, End::Fence, false)) | None => {
                    let fence = fence(words, text.get(..start).unwrap_or_default());
                    let word = here_document(words);
                    let begins = fence.map(|read| (End::Fence, read, Around::Markdown));
                    let begins = begins.or(word.map(|word| (End::Word(word), true, Around::Shell)));
                    let Some((end, read, around)) = begins else { continue };
                    if found.mark.is_empty() {
                        let blanks = words.len() - words.trim_start().len();
                        (found.mark, found.around) = (start + blanks..start + words.len(), around);
                        found.before(text, start, &end);
                    }
                    open = Some((at, end, read));
                }
            }
        }
        if let Some((from, _, read)) = open {
            found.add(text, from.min(text.len())..text.len(), read);
        }
        (!found.mark.is_empty()).then_some(found)
    }

    fn add(&mut self, text: &str, piece: Range<usize>, read: bool) {
        let holds = |key| text.get(piece.clone()).is_some_and(|text| text.contains(key));
        if read || holds("apiVersion:") {
            self.pieces.push(piece);
        }
    }

    /// Of a text that was copied with its last fence only, what stands before it is YAML.
    fn before(&mut self, text: &str, fence: usize, end: &End<'_>) {
        let before = text.get(..fence).unwrap_or_default();
        let is_object = before.lines().any(|line| line.starts_with("apiVersion:") || line.starts_with("kind:"));
        if matches!(end, End::Fence) && is_object {
            self.pieces.push(0..fence);
        }
    }

    /// What is said of the text.
    pub(crate) fn remark(&self, file: u32, text: &str) -> Diagnostic {
        let message = match self.around {
            Around::Markdown => say!("config-excerpt-markdown"),
            Around::Shell => say!("config-excerpt-shell"),
        };
        let span = |range: Range<usize>| Span { file, start: range.start as u32, end: range.end as u32 };
        let diagnostic = Diagnostic::new(codes::EXCERPT, Severity::Warning, message, span(self.mark.clone()));
        let ends = self.pieces.iter().map(|piece| piece.end);
        let starts = self.pieces.iter().map(|piece| piece.start).chain([text.len()]);
        let gaps = [0].into_iter().chain(ends).zip(starts).filter(|(from, to)| from < to);
        let edits = gaps.map(|(from, to)| {
            let between = from > 0 && to < text.len();
            TextEdit { span: span(from..to), text: if between { "---\n".to_owned() } else { String::new() } }
        });
        diagnostic.fix(say!("config-fix-remove-around"), edits.collect())
    }
}

/// Whether what follows a fence is YAML for sure; none where the line is no fence.
///
/// Inside YAML a fence can only stand deeper than the text around it, so it begins its line but for the first.
fn fence(line: &str, before: &str) -> Option<bool> {
    let is_first = || before.trim().is_empty();
    let fence = line.strip_prefix("```").or_else(|| line.trim_start().strip_prefix("```").filter(|_| is_first()))?;
    let language = fence.split([' ', '{', ':']).next().unwrap_or_default().to_ascii_lowercase();
    Some(READ.contains(&language.as_str()))
}

/// The word that ends the here-document that a command line begins.
fn here_document(line: &str) -> Option<&str> {
    // Indented it would be a text inside YAML; behind a prompt there may be more blanks.
    let prompt = line.strip_prefix("$ ").or_else(|| line.strip_prefix("> "));
    let command = prompt.map_or(line, str::trim_start).split(' ').find(|word| *word != "sudo").unwrap_or_default();
    let (_, word) = line.split_once("<<").filter(|_| COMMANDS.contains(&command))?;
    let word = word.trim_start_matches('-').trim_start().trim_start_matches(['\'', '"', '\\']);
    let end = word.find(|each: char| !each.is_ascii_alphanumeric() && each != '_').unwrap_or(word.len());
    word.get(..end).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Option<Vec<&str>> {
        Excerpts::of(text).map(|found| found.pieces.into_iter().filter_map(|piece| text.get(piece)).collect())
    }

    #[test]
    fn what_stands_between_fences_or_is_handed_on_is_found() {
        for (text, expected) in [
            ("apiVersion: v1\nkind: Service\n", None),
            ("```yaml\na: 1\n```\n", Some(vec!["a: 1\n"])),
            ("Look:\n```yaml\na: 1\n```\nand\n```\napiVersion: v1\n```\n", Some(vec!["a: 1\n", "apiVersion: v1\n"])),
            ("```console\n$ kubectl get pods\n```\n```yml\na: 1\n```", Some(vec!["a: 1\n"])),
            ("  ```yaml\n  a: 1\n  ```\n", Some(vec!["  a: 1\n"])),
            ("apiVersion: v1\nkind: Service\n```\n", Some(vec!["apiVersion: v1\nkind: Service\n"])),
            ("```yaml\na: 1\n", Some(vec!["a: 1\n"])),
            ("$ kubectl apply -f - <<EOF\na: 1\nEOF\n", Some(vec!["a: 1\n"])),
            ("cat <<-'END' | kubectl apply -f -\na: 1\nEND\nrest\n", Some(vec!["a: 1\n"])),
            ("$  cat <<EOF | kubectl apply -f -\na: 1\nEOF\nWarning: no\n", Some(vec!["a: 1\n"])),
            ("```bash\nkubectl apply -f - <<EOF\na: 1\nEOF\n```\n", Some(vec!["a: 1\n"])),
            // Inside a block of text it is none of ours.
            ("data:\n  readme: |\n    ```yaml\n    a: 1\n    ```\n", None),
            ("data:\n  run: |\n    cat <<EOF\n    EOF\n", None),
            ("a: <<EOF\n", None),
            ("<<: *x\n", None),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
