//! The YAML of an implied resource.

use std::fmt::Write;

use mesh_config::{Entry, Node, Span, Value};
use mesh_words::Words;

use super::Implied;

/// A document in the making: metadata and the lines below `spec`.
pub(super) struct Document {
    pub(super) api_version: &'static str,
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) namespace: String,
    /// Labels of the resource itself.
    pub(super) labels: Vec<(String, String)>,
    /// The lines of `spec`, indented from there.
    pub(super) spec: String,
    pub(super) reason: Words,
    pub(super) because: Span,
}

impl Document {
    pub(super) fn finish(self) -> Implied {
        let Self { api_version, kind, name, namespace, labels, spec, reason, because } = self;
        let mut yaml = format!("apiVersion: {api_version}\nkind: {kind}\nmetadata:\n  name: {}\n", scalar(&name));
        if namespace != "default" {
            let _ = writeln!(yaml, "  namespace: {}", scalar(&namespace));
        }
        if !labels.is_empty() {
            yaml.push_str("  labels:\n");
            for (key, value) in &labels {
                let _ = writeln!(yaml, "    {}: {}", scalar(key), scalar(value));
            }
        }
        yaml.push_str("spec:\n");
        for line in spec.lines() {
            let _ = writeln!(yaml, "  {line}");
        }
        Implied { kind: kind.to_owned(), name, namespace, yaml, reason, because }
    }
}

/// A mapping of texts in flow style.
pub(super) fn flow_map<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let entries: Vec<String> =
        entries.into_iter().map(|(key, value)| format!("{}: {}", scalar(key), scalar(value))).collect();
    format!("{{{}}}", entries.join(", "))
}

/// A tree in flow style.
pub(super) fn flow_node(node: &Node) -> String {
    match &node.value {
        Value::Scalar(written) => {
            let is_text =
                !written.plain || !(written.is_null() || written.as_bool().is_some() || written.as_number().is_some());
            if is_text {
                scalar(&written.text)
            } else if written.text.is_empty() {
                "null".to_owned()
            } else {
                written.text.to_string()
            }
        }
        Value::Sequence(items) => format!("[{}]", items.iter().map(flow_node).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", scalar(&entry.key.value), flow_node(&entry.value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text as a YAML scalar: as it is where that is safe, else in double quotes.
pub(super) fn scalar(text: &str) -> String {
    let plain = !text.is_empty()
        && text.chars().all(|character| character.is_ascii_alphanumeric() || "-_./".contains(character))
        && text.starts_with(|character: char| character.is_ascii_alphabetic() || character == '/')
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            control if (control as u32) < 0x20 || control == '\u{7f}' => {
                let _ = write!(quoted, "\\x{:02x}", control as u32);
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
