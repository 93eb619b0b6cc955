//! A step's checks as the Checks that the engine judges, and back from places in them to places in the step's file.

use std::ops::Range;

use mesh_config::{Node, Value};
use mesh_view::Span;

/// YAML of Checks, with where each piece of it comes from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judged {
    /// The text.
    pub(crate) text: String,
    places: Vec<(Range<usize>, Span)>,
}

impl Judged {
    /// Adds a Check of a name.
    pub(crate) fn add(&mut self, name: &str, spec: &Node) {
        if !self.text.is_empty() {
            self.text.push_str("---\n");
        }
        let start = self.text.len();
        self.text.push_str("apiVersion: playground.mesh/v1\nkind: Check\nmetadata: {name: ");
        self.text.push_str(&quoted(name));
        self.text.push_str("}\nspec: ");
        self.write(spec);
        self.text.push('\n');
        self.places.push((start..self.text.len(), spec.span));
    }

    /// Where a place of the text comes from.
    pub(crate) fn origin(&self, at: u32) -> Option<Span> {
        let at = at as usize;
        let around = self.places.iter().filter(|(range, _)| range.contains(&at));
        around.min_by_key(|(range, _)| range.len()).map(|(_, span)| *span)
    }

    fn write(&mut self, node: &Node) {
        let start = self.text.len();
        match &node.value {
            Value::Scalar(scalar) if scalar.plain && is_simple(&scalar.text) => self.text.push_str(&scalar.text),
            Value::Scalar(scalar) if scalar.is_null() => self.text.push_str("null"),
            Value::Scalar(scalar) => self.text.push_str(&quoted(&scalar.text)),
            Value::Sequence(items) => {
                self.text.push('[');
                for (number, item) in items.iter().enumerate() {
                    self.text.push_str(if number > 0 { ", " } else { "" });
                    self.write(item);
                }
                self.text.push(']');
            }
            Value::Mapping(entries) => {
                self.text.push('{');
                for (number, entry) in entries.iter().enumerate() {
                    self.text.push_str(if number > 0 { ", " } else { "" });
                    let start = self.text.len();
                    self.text.push_str(&quoted(&entry.key.value));
                    self.places.push((start..self.text.len(), entry.key.span));
                    self.text.push_str(": ");
                    self.write(&entry.value);
                }
                self.text.push('}');
            }
        }
        self.places.push((start..self.text.len(), node.span));
    }
}

/// Whether a plain scalar is one anywhere.
fn is_simple(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+/-%".contains(&byte))
        && !text.starts_with(['%', '-'])
        || text.strip_prefix('-').is_some_and(|number| number.parse::<f64>().is_ok())
}

/// A text in quotes, as JSON and YAML read it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_says_the_same_and_its_places_are_known() {
        let written = "send: {from: a, count: 10, request: {url: \"http://a/?q=1\"}}\nexpect:\n- {share: {status: 5xx}, atMost: 3.5}\n- {output: \"kubectl get pods -o jsonpath='{.x}'\", is: safe risky}\n- {requests: ~, is: 0}\n";
        let (nodes, _) = mesh_config::documents(written);
        let mut judged = Judged::default();
        judged.add("a-check", &nodes[0]);
        let (again, found) = mesh_config::documents(&judged.text);
        assert_eq!(found, []);
        let expected = "{\"send\": {\"from\": a, \"count\": 10, \"request\": {\"url\": \"http://a/?q=1\"}}, \"expect\": [{\"share\": {\"status\": 5xx}, \"atMost\": 3.5}, {\"output\": \"kubectl get pods -o jsonpath='{.x}'\", \"is\": \"safe risky\"}, {\"requests\": null, \"is\": 0}]}";
        assert!(judged.text.ends_with(&format!("spec: {expected}\n")), "{}", judged.text);
        assert_eq!(again[0].get("spec").unwrap().get("expect").unwrap().items().len(), 3);
        for piece in ["5xx", "\"kubectl get", "3.5"] {
            let at = judged.text.find(piece).unwrap() as u32;
            let span = judged.origin(at).unwrap();
            assert_eq!(span.start as usize, written.find(piece).unwrap(), "{piece}");
        }
    }
}
