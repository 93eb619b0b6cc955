//! What the graph can be written as.

use serde::{Deserialize, Serialize};

/// A form of the graph for other programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Drawing {
    /// A picture as SVG; `true` for dark ones.
    Svg(bool),
    /// Graphviz' DOT.
    Dot,
    /// Mermaid, which Git hosts draw by themselves.
    Mermaid,
    /// A block of Mermaid for Markdown, with this link behind it.
    Markdown(String),
    /// Kiali's graph JSON.
    Kiali,
}
