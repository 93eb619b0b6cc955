//! The mesh config is YAML inside a text of a ConfigMap: reads it with places in the outer file.

use crate::decode::{Decoder, FromNode};
use crate::model::MeshConfig;
use crate::yaml::{Chunk, read_chunk};
use crate::{Diagnostic, Entry, Node, Span, Value};

/// Reads the text of `data.mesh`. `outer` is the part of the file that holds it.
pub(crate) fn read_mesh_config(node: &Node, outer: Chunk<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<MeshConfig> {
    let text = node.text()?;
    let lines = Lines::new(node, text, outer);
    let mut found = Vec::new();
    let trees = read_chunk(Chunk { start: 0, text }, node.span.file, &mut found);
    let tree = trees.into_iter().next().map(|tree| lines.moved(tree));
    let mut decoder_findings = Vec::new();
    let mesh = tree.and_then(|tree| {
        let mut decoder = Decoder::new(&mut decoder_findings);
        decoder
            .inside_key("data", |decoder| decoder.inside_key("mesh", |decoder| MeshConfig::from_node(&tree, decoder)))
    });
    for mut diagnostic in found {
        diagnostic.span = lines.place(diagnostic.span);
        diagnostic.path = "data.mesh".to_owned();
        diagnostics.push(diagnostic);
    }
    diagnostics.append(&mut decoder_findings);
    mesh
}

/// Where each line of the inner text begins in the file; empty when that cannot be told (a quoted text).
struct Lines {
    /// Offsets in the inner text and in the file.
    starts: Vec<(u32, u32)>,
    whole: Span,
}

impl Lines {
    fn new(node: &Node, inner: &str, outer: Chunk<'_>) -> Self {
        let whole = node.span;
        let start = whole.start.saturating_sub(outer.start) as usize;
        let end = whole.end.saturating_sub(outer.start) as usize;
        let raw = outer.text.get(start..end).unwrap_or_default();
        Self { starts: literal_lines(raw, inner, whole.start).unwrap_or_default(), whole }
    }

    fn place(&self, span: Span) -> Span {
        let place = |offset: u32| {
            let line = self.starts.partition_point(|(inner, _)| *inner <= offset).checked_sub(1)?;
            self.starts.get(line).map(|(inner, outer)| outer + (offset - inner))
        };
        match (place(span.start), place(span.end)) {
            (Some(start), Some(end)) => Span { file: self.whole.file, start, end: end.min(self.whole.end).max(start) },
            _ => self.whole,
        }
    }

    fn moved(&self, node: Node) -> Node {
        let value = match node.value {
            Value::Sequence(items) => Value::Sequence(items.into_iter().map(|item| self.moved(item)).collect()),
            Value::Mapping(entries) => {
                Value::Mapping(entries.into_iter().map(|entry| self.moved_entry(entry)).collect())
            }
            scalar @ Value::Scalar(_) => scalar,
        };
        Node { span: self.place(node.span), value }
    }

    fn moved_entry(&self, mut entry: Entry) -> Entry {
        entry.key.span = self.place(entry.key.span);
        Entry { key: entry.key, value: self.moved(entry.value) }
    }
}

/// The lines of a `|` block, whose span begins at its first letter: each inner line is the end of the raw line at the same place.
fn literal_lines(raw: &str, inner: &str, base: u32) -> Option<Vec<(u32, u32)>> {
    let mut raw_lines = Vec::new();
    let mut at = 0;
    for line in raw.split_inclusive('\n') {
        raw_lines.push((at, line.trim_end_matches(['\n', '\r'])));
        at += line.len();
    }
    let mut raw_lines = raw_lines.into_iter();
    let mut starts = Vec::new();
    let mut inner_at = 0;
    for line in inner.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if let Some((raw_at, raw_line)) = raw_lines.next() {
            let indent = raw_line.trim_end().strip_suffix(content.trim_end())?.len();
            starts.push((inner_at, base + (raw_at + indent) as u32));
        }
        inner_at += line.len() as u32;
    }
    Some(starts)
}

#[cfg(test)]
mod tests {
    use crate::model::OutboundTrafficMode;
    use crate::{SourceFile, Spec, parse};

    #[test]
    fn the_mesh_config_keeps_its_places() {
        let text = "kind: Namespace\napiVersion: v1\nmetadata: {name: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |\n    # 메시\n    outboundTrafficPolicy:\n      mode: REGISTRY_ONLY\n\n    conectTimeout: 1s\n";
        let config = parse(&[SourceFile { name: "a.yaml".into(), text: text.into() }]);
        let Spec::ConfigMap(map) = &config.resources[1].spec else { panic!() };
        let mode = map.mesh.as_ref().unwrap().outbound_traffic_policy.as_ref().unwrap().mode.clone().unwrap();
        assert_eq!(mode.value, OutboundTrafficMode::RegistryOnly);
        assert_eq!(&text[mode.span.start as usize..mode.span.end as usize], "REGISTRY_ONLY");
        let [unknown] = config.diagnostics.as_slice() else { panic!("{:?}", config.diagnostics) };
        assert_eq!(&text[unknown.span.start as usize..unknown.span.end as usize], "conectTimeout");
        assert_eq!(unknown.path, "data.mesh.conectTimeout");
    }
}
