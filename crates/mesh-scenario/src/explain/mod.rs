//! A decision record of the engine as the page reads it: one list of steps, each a sentence.

mod sentence;
#[cfg(test)]
mod tests;

use mesh_ordered::sort_by;
use mesh_sim::{DecisionRecord as Record, Hop, RequestId, Step};
use mesh_words::say;

use crate::{DecisionRecord, DecisionStep, StepKind};

/// Flattens the hops of a record in the order of time.
pub(crate) fn explain(record: &Record) -> DecisionRecord {
    let first = record.hops.first();
    let mut steps: Vec<DecisionStep> = Vec::new();
    for (index, hop) in record.hops.iter().enumerate() {
        steps.extend(of_hop(hop, depth(&record.hops, index)));
    }
    // Stable: what happens at one moment stays in the order of the hops.
    sort_by(&mut steps, |a, b| a.at.total_cmp(&b.at));
    let last_app = |hop: &Hop| {
        hop.steps.iter().rev().find_map(|step| match &step.kind {
            mesh_sim::StepKind::App { pod, .. } => Some(pod.clone()),
            _ => None,
        })
    };
    DecisionRecord {
        request: number(record.request),
        client: first.map(|hop| hop.client.clone()).unwrap_or_default(),
        method: first.map(|hop| hop.method.clone()).unwrap_or_default(),
        url: first.map(|hop| hop.url.clone()).unwrap_or_default(),
        sent: first.map_or(0.0, |hop| hop.start.seconds()),
        duration: first.filter(|hop| hop.status.is_some()).map(|hop| 1e3 * hop.end.since(hop.start).as_secs_f64()),
        status: first.and_then(|hop| hop.status).unwrap_or(0),
        flags: first.map_or_else(|| "-".to_owned(), |hop| hop.flags.clone()),
        answered_by: first.and_then(last_app).unwrap_or_default(),
        steps,
    }
}

fn of_hop(hop: &Hop, depth: u32) -> Vec<DecisionStep> {
    let step = |at, by: &str, kind, text| DecisionStep {
        at,
        depth,
        by: by.to_owned(),
        kind,
        text,
        spans: Vec::new(),
        default: false,
    };
    let (client, method, url) = (&hop.client, &hop.method, &hop.url);
    let sent =
        if hop.mirror { say!("page-sends-copy", client, method, url) } else { say!("step-sends", client, method, url) };
    let mut steps = vec![step(hop.start.seconds(), &hop.client, StepKind::Sent, sent)];
    let decided = |decision: &Step| {
        let (kind, text) = sentence::of(&decision.kind);
        let by = match &decision.kind {
            mesh_sim::StepKind::App { pod, .. } => pod,
            _ => &hop.client,
        };
        DecisionStep {
            spans: decision.source.iter().map(|source| source.span).collect(),
            default: decision.source.is_none() && kind == StepKind::RouteMatched,
            ..step(decision.at.seconds(), by, kind, text)
        }
    };
    steps.extend(hop.steps.iter().map(decided));
    steps
}

fn depth(hops: &[Hop], index: usize) -> u32 {
    let mut depth = 0;
    let mut at = hops.get(index).and_then(|hop| hop.caller);
    // A caller always stands before its calls; the bound holds even where a record says otherwise.
    while let Some(caller) = at.filter(|_| (depth as usize) < hops.len()) {
        depth += 1;
        at = hops.get(caller).and_then(|hop| hop.caller);
    }
    depth
}

/// One number for a request: what dots and log lines carry.
pub(crate) fn number(request: RequestId) -> u64 {
    request.pack()
}

/// The request of a number.
pub(crate) fn request(number: u64) -> RequestId {
    RequestId::unpack(number)
}
