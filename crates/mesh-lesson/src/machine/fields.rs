//! The fields of a mapping.

use mesh_config::{Node, Value};
use mesh_view::Span;
use mesh_words::say;

use super::place;
use crate::fault::{Faults, MACHINE};

/// A mapping whose keys are known.
pub(super) struct Fields<'a> {
    node: &'a Node,
    file: u32,
}

impl<'a> Fields<'a> {
    /// Those of a node; what is no mapping, and keys that are not known, are said.
    pub(super) fn of(node: &'a Node, file: u32, known: &[&'static str], faults: &mut Faults) -> Self {
        if !matches!(node.value, Value::Mapping(_)) && !node.is_null() {
            faults.at(MACHINE, place(node, file), say!("lesson-fields-expected", known = known.to_vec()));
        }
        for entry in node.entries().iter().filter(|entry| !known.contains(&entry.key.value.as_str())) {
            let span = Span { file, ..entry.key.span };
            faults.at(MACHINE, span, say!("lesson-field", field = &entry.key.value, known = known.to_vec()));
        }
        Self { node, file }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.node.get(key)
    }

    /// The text of a key; what is none is said.
    pub(super) fn text(&self, key: &str, faults: &mut Faults) -> Option<String> {
        let node = self.get(key)?;
        if node.text().is_none() {
            faults.at(MACHINE, place(node, self.file), say!("lesson-text-expected", field = key));
        }
        node.text().map(str::to_owned)
    }

    /// Whether a key says `true`.
    pub(super) fn is_true(&self, key: &str, faults: &mut Faults) -> bool {
        let Some(node) = self.get(key) else { return false };
        let said = node.scalar().and_then(mesh_config::Scalar::as_bool);
        if said.is_none() {
            faults.at(MACHINE, place(node, self.file), say!("lesson-true-expected", field = key));
        }
        said == Some(true)
    }

    /// The texts of a list; what is none is said.
    pub(super) fn texts(&self, key: &str, faults: &mut Faults) -> Vec<String> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let texts: Vec<String> = node.items().iter().filter_map(|item| item.text().map(str::to_owned)).collect();
        if texts.is_empty() || texts.len() < node.items().len() {
            faults.at(MACHINE, place(node, self.file), say!("lesson-texts-expected", field = key));
        }
        texts
    }
}
