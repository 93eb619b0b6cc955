//! Whole runs of small worlds.

mod access_log;
mod any_address;
mod apps;
mod budget;
mod carried;
mod determinism;
mod given_up;
mod grpc;
mod headers;
mod images;
mod istioctl;
mod killed;
mod large;
mod living;
mod network;
mod outbound;
mod outlier;
mod overview;
mod patches;
mod pod_names;
mod properties;
mod records;
mod reports;
mod terminal;
mod timeline;
mod tls;

use std::sync::Arc;

use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::Duration;

use crate::{Limits, Report, Work, World, simulate};

/// A Service `staff-service` with one pod `safe` and one `risky`, and who asks it.
const STAFF: &str = include_str!("staff.yaml");

fn mesh(texts: &[&str]) -> Arc<Mesh> {
    let file = |(index, text): (usize, &&str)| SourceFile { name: format!("{index}.yaml"), text: (*text).to_owned() };
    let files: Vec<_> = texts.iter().enumerate().map(file).collect();
    Arc::new(Mesh::from_files(&files, true))
}

fn world(texts: &[&str]) -> Arc<World> {
    Arc::new(World::new(mesh(texts)))
}

fn run(texts: &[&str], seed: u64, seconds: u64) -> Report {
    let limits = Limits { duration: Some(Duration::from_secs(seconds)), ..Limits::default() };
    simulate(&world(texts), seed, &limits, &mut Work::unlimited())
}

/// Answers of one status over all edges that lead to an app.
fn answers(report: &Report, destination: &str, status: &str) -> u64 {
    let edges = report.edges.iter().filter(|edge| edge.destination == destination);
    edges.filter_map(|edge| edge.codes.get(status)).sum()
}
