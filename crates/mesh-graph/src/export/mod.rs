//! The graph as text for other programs: Graphviz, Mermaid, whatever reads Kiali's answers.

mod dot;
#[cfg(test)]
mod dot_grammar;
mod kiali;
mod kiali_node;
mod mermaid;
#[cfg(test)]
mod tests;
mod words;

pub use dot::dot;
pub use kiali::kiali;
pub use mermaid::{markdown, mermaid};

/// No text for another program has more nodes: what a run can hold is bounded by its memory only.
const MOST_NODES: usize = 10_000;

/// Nor more edges.
const MOST_EDGES: usize = 30_000;
