//! Values that are nearly of the right shape: one item where a list belongs, a selector where its labels belong.

use mesh_words::{Words, say};

use super::decoder::Decoder;
use super::moving::without_level;
use super::written::Text;
use crate::schema::Shape;
use crate::{Diagnostic, Entry, Node, Severity, TextEdit, Value, codes};

impl Decoder<'_> {
    /// Reports that a node is no list, and offers to make it the only item of one.
    pub(super) fn no_list(&mut self, node: &Node) {
        let fix = self.as_list(node);
        self.wrong_type(node, say!("config-expected-list"), say!("config-cure-dashes"));
        if let Some((title, edits)) = fix {
            self.mend_last(title, edits);
        }
    }

    fn as_list(&self, node: &Node) -> Option<(Words, Vec<TextEdit>)> {
        let text = Text { chunk: self.chunk()?, file: node.span.file };
        let (start, end) = (text.at(node.span.start)?, text.at(node.span.end)?);
        let written = text.get(start..end);
        let title = say!("config-fix-list");
        if node.scalar().is_some_and(|scalar| scalar.plain) && written.contains(',') {
            return Some((title, vec![text.edit(start..end, format!("[{written}]"))]));
        }
        let is_short = !written.contains(['\n', '#', '&', '*']);
        match &node.value {
            Value::Scalar(_) if is_short => Some((title, vec![text.edit(start..end, format!("[{written}]"))])),
            Value::Mapping(_) if is_short && written.starts_with('{') => {
                Some((title, vec![text.edit(start..end, format!("[{written}]"))]))
            }
            Value::Mapping(_) if text.begins_line(start) => {
                let column = text.column(start);
                let lines: Vec<String> = written
                    .lines()
                    .enumerate()
                    .map(|(index, line)| match index {
                        0 => format!("- {line}"),
                        _ if line.trim().is_empty() => String::new(),
                        _ => format!("  {line}"),
                    })
                    .collect();
                (column > 0 && !written.contains(['&', '\t']))
                    .then(|| (title, vec![text.edit(start..end, lines.join("\n"))]))
            }
            _ => None,
        }
    }

    /// Reports a `matchLabels` among labels: some selectors are the labels themselves. Whether it is one.
    pub(super) fn labels_too_deep(&mut self, entry: &Entry, shape: Shape) -> bool {
        let is_it = entry.key.value == "matchLabels"
            && matches!(shape, Shape::Scalar(_))
            && matches!(entry.value.value, Value::Mapping(_));
        if !is_it {
            return false;
        }
        let message = say!("config-field-selector-labels");
        let mut diagnostic = Diagnostic::new(codes::WRONG_TYPE, Severity::Error, message, entry.key.span);
        let text = self.chunk().map(|chunk| Text { chunk, file: entry.key.span.file });
        if let Some(edits) = text.and_then(|text| without_level(text, entry)) {
            diagnostic = diagnostic.fix(say!("config-fix-remove-level", field = "matchLabels"), edits);
        }
        self.inside_key("matchLabels", |decoder| decoder.refuse_with(diagnostic));
        true
    }
}
