//! Telemetry to a traffic graph: nodes, edges, health, a layout that is stable across edits, SVG.
//!
//! Follows Kiali's graph and thresholds. Must never change or drive a simulation.
#![forbid(unsafe_code)]
