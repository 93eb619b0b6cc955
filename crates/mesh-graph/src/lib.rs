//! Traffic to a graph: nodes, edges, health, a layout that is stable across edits, SVG, and texts for other programs.
//!
//! Follows Kiali's graph and thresholds. Must never change or drive a simulation.
#![forbid(unsafe_code)]

mod attached;
mod build;
#[cfg(test)]
mod build_tests;
mod edges;
mod ends;
mod export;
mod find;
mod fold;
pub mod health;
mod layout;
mod options;
#[cfg(test)]
mod options_tests;
mod svg;
mod traffic;

pub use build::{EdgePath, build, build_with_paths, endpoint_id};
pub use export::{dot, kiali, markdown, mermaid};
pub use find::{FindError, FindErrorKind, Query};
pub use fold::fold;
pub use layout::{Cover, Part, arranged, covers, layout, layout_beside};
pub use mesh_view::{
    Badges, BoxArea, Card, CardApp, Edge, EdgeCurve, EdgeIndex, EdgeKind, EjectedPod, FlagShare, Folding, Graph,
    GraphOptions, GraphType, Group, Health, Layout, Moved, NameSide, Node, NodeKind, NodePlace, Point, Protocol,
    ProtocolRates, Rates, ResponseTimes, Stage, add_rates, badge_corners,
};
pub use options::{Met, Shown, build_for};
pub use svg::{Theme, svg};
pub use traffic::{Endpoint, EndpointKind, Flow, Response, ServiceFacts, ServiceShare, Traffic, WorkloadFacts};
