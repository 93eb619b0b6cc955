//! A document of a file that is changed, as it is written.

use crate::yaml::{Chunk, read_chunk};
use crate::{Node, Severity};

/// Whose document it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    kind: String,
    namespace: String,
    name: String,
}

impl Identity {
    /// That of `Kind/name` or `Kind/namespace/name`.
    pub(super) fn of_written(written: &str) -> Option<Self> {
        let (kind, rest) = written.split_once('/')?;
        let (namespace, name) = rest.split_once('/').unwrap_or(("default", rest));
        Some(Self { kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.to_owned() })
    }

    fn of(node: &Node) -> Option<Self> {
        let metadata = node.get("metadata")?;
        let text = |node: Option<&Node>| node.and_then(Node::text).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Self {
            kind: text(node.get("kind"))?,
            namespace: text(metadata.get("namespace")).unwrap_or_else(|| "default".to_owned()),
            name: text(metadata.get("name"))?,
        })
    }
}

/// A document with the `---` line and the comments around it.
#[derive(Clone, Debug)]
pub(super) struct Document {
    text: String,
    identity: Option<Identity>,
    is_blank: bool,
}

/// A text as three: what stands before what it says, that, and what stands behind it.
struct Parts<'a> {
    before: &'a str,
    says: &'a str,
    behind: &'a str,
}

impl Document {
    /// That of a part of a text.
    pub(super) fn of(chunk: Chunk<'_>) -> Self {
        let mut found = Vec::new();
        let nodes = read_chunk(Chunk { start: 0, ..chunk }, 0, &mut found);
        let is_read = found.iter().all(|found| found.severity != Severity::Error);
        let identity = match nodes.as_slice() {
            [node] if is_read => Identity::of(node),
            _ => None,
        };
        Self { text: chunk.text.to_owned(), identity, is_blank: chunk.is_blank() }
    }

    /// A text that is no YAML.
    pub(super) fn whole(text: &str) -> Self {
        Self { text: text.to_owned(), identity: None, is_blank: false }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        self.is_blank
    }

    /// Ends its last line, so that another document can follow.
    pub(super) fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// It as it stands at the end of a file: behind a `---` line where others come before it.
    pub(super) fn placed(mut self, follows: bool) -> Self {
        let is_marked = self.text.starts_with("---");
        if follows && !is_marked {
            self.text.insert_str(0, "---\n");
        } else if !follows && is_marked {
            self.text = unmarked(&self.text).to_owned();
        }
        self.end_line();
        self
    }

    /// Begins a file in the place of another document: without a `---` line if that had none.
    pub(super) fn begin_as(&mut self, other: &Self) {
        if !other.text.starts_with("---") {
            self.text = unmarked(&self.text).to_owned();
        }
    }

    /// Says what another one says. The comments above stay, unless the other one has some of its own: then those take the place of
    /// the ones right above.
    pub(super) fn say_what(&mut self, other: &Self) {
        let (old, new) = (Parts::of(&self.text), Parts::of(unmarked(&other.text)));
        let mut text = String::with_capacity(old.before.len() + new.says.len() + old.behind.len());
        match new.before.trim() {
            "" => text.push_str(old.before),
            comments => {
                text.push_str(without_last_comments(old.before));
                text.push_str(comments);
                text.push('\n');
            }
        }
        text.push_str(new.says);
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(old.behind);
        (self.text, self.identity) = (text, other.identity.clone());
    }
}

/// Without the `---` line that begins it, if that says nothing else.
fn unmarked(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("---") else { return text };
    let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
    if line.trim().is_empty() { after } else { text }
}

fn is_around(line: &str) -> bool {
    let line = line.trim_end();
    line.is_empty() || line.starts_with(['#', '%'])
}

/// Whether a line is `---` with a comment at most.
fn is_mark(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.trim().is_empty() || rest.trim_start().starts_with('#'))
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let lines = || text.split_inclusive('\n');
        let before: usize = lines().take_while(|line| is_around(line) || is_mark(line)).map(str::len).sum();
        let (before, rest) = text.split_at_checked(before).unwrap_or((text, ""));
        let behind: usize = rest.split_inclusive('\n').rev().take_while(|line| is_around(line)).map(str::len).sum();
        let (says, behind) = rest.split_at_checked(rest.len() - behind).unwrap_or((rest, ""));
        Self { before, says, behind }
    }
}

/// A text without the comment lines that it ends with.
fn without_last_comments(text: &str) -> &str {
    let comments: usize = text.split_inclusive('\n').rev().take_while(|line| line.starts_with('#')).map(str::len).sum();
    text.get(..text.len() - comments).unwrap_or_default()
}
