//! What the find and hide fields met, in words where they cannot be read.

use mesh_graph::{FindError, FindErrorKind, Met};
use mesh_view::{Hits, Words, say};

pub(super) fn hits(met: Result<Met, FindError>) -> Hits {
    match met {
        Ok(Met { nodes, edges }) => Hits { nodes, edges, error: None },
        Err(error) => Hits { error: Some(words(&error)), ..Hits::default() },
    }
}

fn words(FindError { kind, text, at }: &FindError) -> Words {
    let (text, at) = (text.as_str(), *at);
    match kind {
        FindErrorKind::TooLong => say!("find-too-long"),
        FindErrorKind::Missing => say!("find-missing", at),
        FindErrorKind::NoOperator => say!("find-no-operator", text, at),
        FindErrorKind::UnknownOperand => say!("find-unknown-operand", text, at),
        FindErrorKind::NoLabel => say!("find-no-label", text, at),
        FindErrorKind::NotSimulated => say!("find-not-simulated", text, at),
        FindErrorKind::CountedAsRequests => say!("find-counted-as-requests", text, at),
        FindErrorKind::TakesNoValue => say!("find-takes-no-value", text, at),
        FindErrorKind::NotForFigures => say!("find-not-for-figures", text, at),
        FindErrorKind::NotForTexts => say!("find-not-for-texts", text, at),
        FindErrorKind::NotANumber => say!("find-not-a-number", text, at),
        FindErrorKind::NoValue => say!("find-no-value", text, at),
        FindErrorKind::NodeAndEdge => say!("find-node-and-edge", text, at),
    }
}
