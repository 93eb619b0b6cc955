//! Traffic to a graph: nodes, edges, health, a layout that is stable across edits, SVG.
//!
//! Follows Kiali's graph and thresholds. Must never change or drive a simulation.
#![forbid(unsafe_code)]

mod badge;
mod build;
#[cfg(test)]
mod build_tests;
mod edges;
mod graph;
pub mod health;
mod layout;
mod rates;
mod svg;
mod traffic;

pub use badge::{Badges, EjectedPod};
pub use build::{build, build_with_paths, endpoint_id};
pub use graph::{Edge, EdgeKind, FlagShare, Graph, GraphType, Node, NodeKind, ResponseTimes};
pub use health::Health;
pub use layout::{BoxArea, EdgeCurve, Layout, NodePlace, Point, layout};
pub use rates::Rates;
pub use svg::{Theme, edge_label, svg};
pub use traffic::{Endpoint, EndpointKind, Flow, Response, ServiceFacts, Traffic, WorkloadFacts};
