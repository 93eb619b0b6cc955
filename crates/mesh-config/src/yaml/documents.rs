//! The trees of a text by themselves, for who sends objects as they are written (kubectl, not the mesh).

use super::{Node, chunks, read_chunk};
use crate::Diagnostic;

/// The documents of a text, and what is wrong with those that cannot be read.
#[must_use]
pub fn documents(text: &str) -> (Vec<Node>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let nodes = chunks(text).flat_map(|chunk| read_chunk(chunk, 0, &mut diagnostics)).collect();
    (nodes, diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_is_a_tree_and_a_broken_one_is_said() {
        let (nodes, diagnostics) = documents("a: 1\n---\nb: [\n---\nc: 3\n");
        assert_eq!(nodes.iter().filter(|node| node.get("c").is_some()).count(), 1);
        assert!(!diagnostics.is_empty());
    }
}
