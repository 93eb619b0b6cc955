//! A decision record of the engine as the page tells it: the verdict, and hops that unfold.

mod hop;
mod lines;
mod parts;
mod sentence;
#[cfg(test)]
mod tests;
mod verdict;

use mesh_sim::{DecisionRecord as Record, Hop, RequestId, StepKind};

use crate::DecisionRecord;

/// The story of a record.
pub(crate) fn explain(record: &Record) -> DecisionRecord {
    let first = record.hops.first();
    let sent = first.map(|hop| hop.start).unwrap_or_default();
    let (verdict, why) = verdict::of(record);
    let hops = (0..record.hops.len()).filter_map(|index| hop::of(&record.hops, index, sent)).collect();
    DecisionRecord {
        request: number(record.request),
        name: String::new(),
        client: first.map(|hop| hop.client.clone()).unwrap_or_default(),
        method: first.map(|hop| hop.method.clone()).unwrap_or_default(),
        url: first.map(|hop| hop.url.clone()).unwrap_or_default(),
        sent: sent.seconds(),
        duration: first.filter(|hop| hop.status.is_some()).map(|hop| 1e3 * hop.end.since(hop.start).as_secs_f64()),
        status: first.and_then(|hop| hop.status).unwrap_or(0),
        flags: first.map_or_else(|| "-".to_owned(), |hop| hop.flags.clone()),
        answered_by: first.and_then(last_app).unwrap_or_default(),
        verdict,
        why,
        hops,
        lit: lines::of(record),
    }
}

/// The pod whose app answered last at a hop.
fn last_app(hop: &Hop) -> Option<String> {
    hop.steps.iter().rev().find_map(|step| match &step.kind {
        StepKind::App { pod, .. } => Some(pod.clone()),
        _ => None,
    })
}

/// What a cluster is called in a sentence: its subset, else its service; other clusters keep their name.
fn cluster_label(cluster: &str) -> String {
    let mut parts = cluster.split('|');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some("outbound" | "inbound"), Some(_), Some(""), Some(host)) => crate::facts::names::service_of(host).0,
        (Some("outbound" | "inbound"), Some(_), Some(subset), Some(_)) => subset.to_owned(),
        _ => cluster.to_owned(),
    }
}

/// Milliseconds between two times.
fn milliseconds(from: mesh_proxy::Time, to: mesh_proxy::Time) -> f64 {
    1e3 * to.since(from).as_secs_f64()
}

/// One number for a request: what dots and log lines carry.
pub(crate) fn number(request: RequestId) -> u64 {
    request.pack()
}

/// The request of a number.
pub(crate) fn request(number: u64) -> RequestId {
    RequestId::unpack(number)
}
