//! Traffic to a graph: nodes, edges, health, a layout that is stable across edits, SVG, and texts for other programs.
//!
//! Follows Kiali's graph and thresholds. Must never change or drive a simulation.
#![forbid(unsafe_code)]

mod attached;
mod build;
#[cfg(test)]
mod build_tests;
mod edges;
mod export;
pub mod health;
mod layout;
mod svg;
mod traffic;

pub use build::{build, build_with_paths, endpoint_id};
pub use export::{dot, kiali, markdown, mermaid};
pub use layout::{Cover, Part, covers, layout};
pub use mesh_view::{
    Badges, BoxArea, Edge, EdgeCurve, EdgeKind, EjectedPod, FlagShare, Graph, GraphType, Health, Layout, NameSide,
    Node, NodeKind, NodePlace, Point, Rates, ResponseTimes, Stage, badge_corners,
};
pub use svg::{Theme, edge_label, svg};
pub use traffic::{Endpoint, EndpointKind, Flow, Response, ServiceFacts, ServiceShare, Traffic, WorkloadFacts};
