//! The text of a description while it is written (`PrefixWriter` over a tab writer in `k8s.io/kubectl/pkg/describe`).

use serde_json::Value;

use crate::json::{entries, shown};
use crate::kubectl::tab_writer::TabWriter;

/// A description that is being written.
#[derive(Debug, Default)]
pub(crate) struct Page {
    aligned: String,
    text: String,
}

/// An annotation with its key is written on the same line up to this length (`maxAnnotationLen`).
const LONGEST_ANNOTATION: usize = 140;

/// Annotations that descriptions leave out.
const SKIPPED: [&str; 1] = [crate::kubectl::merge::LAST_APPLIED];

impl Page {
    /// A line, so many levels deep; tabs are aligned at the end.
    pub(super) fn line(&mut self, level: usize, text: &str) {
        self.text.extend(std::iter::repeat_n(' ', level * 2));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A label with its value.
    pub(super) fn field(&mut self, level: usize, label: &str, value: &str) {
        self.line(level, &format!("{label}:\t{value}"));
    }

    /// What follows is aligned by itself.
    pub(super) fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.aligned.push_str(&TabWriter::of_descriptions().align(&text));
    }

    /// Labels, one on each line.
    pub(super) fn labels(&mut self, title: &str, object: &Value, path: &str) {
        let mut each = entries(object, path).map(|(key, value)| format!("{key}={}", shown(value)));
        self.field(0, title, &each.next().unwrap_or_else(|| "<none>".to_owned()));
        for label in each {
            self.line(0, &format!("\t{label}"));
        }
    }

    /// Annotations, one on each line, long ones below their key.
    pub(super) fn annotations(&mut self, title: &str, object: &Value, path: &str) {
        let mut begun = false;
        for (key, value) in entries(object, path).filter(|(key, _)| !SKIPPED.contains(&key.as_str())) {
            let head = if begun { "\t".to_owned() } else { format!("{title}:\t") };
            begun = true;
            let value = shown(value);
            let value = value.strip_suffix('\n').unwrap_or(&value);
            if value.len() + key.len() + 2 <= LONGEST_ANNOTATION && !value.contains('\n') {
                self.line(0, &format!("{head}{key}: {value}"));
                continue;
            }
            self.line(0, &format!("{head}{key}:"));
            for line in value.split('\n') {
                let short: String = match line.chars().count() > LONGEST_ANNOTATION - 2 {
                    true => line.chars().take(LONGEST_ANNOTATION - 2).chain("...".chars()).collect(),
                    false => line.to_owned(),
                };
                self.line(0, &format!("\t  {short}"));
            }
        }
        if !begun {
            self.field(0, title, "<none>");
        }
    }

    /// The text, aligned.
    pub(crate) fn end(mut self) -> String {
        self.flush();
        self.aligned
    }

    /// The text with its tabs.
    pub(crate) fn raw(self) -> String {
        self.aligned + &self.text
    }
}
