//! One hop: its row, its bar, and whether there was anything to decide.

use mesh_proxy::Time;
use mesh_sim::{Hop, StepKind};
use mesh_view::{StayKind, StoryHop, StoryStay};
use mesh_words::{Words, say};

use super::{cluster_label, milliseconds, parts};

/// The hop of a place in a record, beside the start of the request.
pub(super) fn of(hops: &[Hop], index: usize, sent: Time) -> Option<StoryHop> {
    let hop = hops.get(index)?;
    let status = hop.status.filter(|status| *status != 0);
    let failed = hop.status.is_some_and(|status| status == 0 || status >= 400);
    Some(StoryHop {
        depth: depth(hops, index),
        from: hop.client.clone(),
        to: target(hop),
        hosts: hosts(hop),
        mirror: hop.mirror,
        start: milliseconds(sent, hop.start),
        end: hop.status.map(|_| milliseconds(sent, hop.end)),
        status: status.map_or_else(|| "–".to_owned(), |status| status.to_string()),
        flags: hop.flags.clone(),
        failed,
        stays: stays(hop, sent),
        nothing: nothing(hop, failed),
        parts: parts::of(hop, sent),
        nodes: Vec::new(),
    })
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

/// The service of the cluster, else the host of the URL.
fn target(hop: &Hop) -> String {
    let of_cluster = hop.steps.iter().rev().find_map(|step| match &step.kind {
        StepKind::Cluster { name } => service(name),
        _ => None,
    });
    of_cluster.unwrap_or_else(|| {
        let rest = hop.url.split_once("://").map_or(hop.url.as_str(), |(_, rest)| rest);
        rest.split(['/', '?']).next().unwrap_or_default().to_owned()
    })
}

/// The service of an outbound cluster.
fn service(cluster: &str) -> Option<String> {
    let host = cluster.strip_prefix("outbound|")?.rsplit('|').next()?;
    Some(cluster_label(&format!("outbound|||{host}")))
}

/// The hosts that it was sent to.
fn hosts(hop: &Hop) -> Vec<String> {
    let sent_to = hop.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Attempt { host, .. } | StepKind::Direct { host } => Some(host.clone()),
        _ => None,
    });
    sent_to.collect()
}

/// Tries and waits, in the order of time.
fn stays(hop: &Hop, sent: Time) -> Vec<StoryStay> {
    let mut stays = Vec::new();
    let mut open: Option<Time> = None;
    let mut stay = |kind, from: Time, to: Time| {
        stays.push(StoryStay { kind, start: milliseconds(sent, from), end: milliseconds(sent, to) });
    };
    for step in &hop.steps {
        match step.kind {
            StepKind::Attempt { .. } => open = Some(step.at),
            StepKind::AttemptEnd { status, .. } => {
                let went_well = status.is_some_and(|status| status < 400);
                let kind = if went_well { StayKind::Try } else { StayKind::FailedTry };
                stay(kind, open.take().unwrap_or(step.at), step.at);
            }
            StepKind::Fault { delay: seconds, .. } | StepKind::Retry { granted: true, back_off: seconds, .. }
                if seconds > 0.0 =>
            {
                let end = Time(step.at.0.saturating_add((seconds * 1e9) as u64));
                let latest = if hop.status.is_some() { hop.end } else { end };
                stay(StayKind::Wait, step.at, end.min(latest));
            }
            _ => {}
        }
    }
    if let Some(from) = open {
        stay(StayKind::FailedTry, from, hop.end.max(from));
    }
    stays
}

/// Says that nothing was to be decided, where that is so. A failure is one line where it is that of a call further on.
fn nothing(hop: &Hop, failed: bool) -> Option<Words> {
    let is_of_a_call = || hop.steps.iter().any(|step| matches!(step.kind, StepKind::App { failed_call: Some(_), .. }));
    if failed && !is_of_a_call() {
        return None;
    }
    let (mut routes, mut hosts, mut is_direct) = (0u32, 0u32, false);
    for step in &hop.steps {
        match &step.kind {
            StepKind::Direct { .. } => is_direct = true,
            StepKind::Route { mismatch: None, .. } => routes += 1,
            StepKind::Hosts { attempt: 1, count, considered, .. } if !considered.iter().any(|host| host.ejected) => {
                hosts = *count;
            }
            StepKind::Route { .. }
            | StepKind::NotReached { .. }
            | StepKind::Weight { .. }
            | StepKind::Fault { .. }
            | StepKind::Hosts { .. }
            | StepKind::Retry { granted: true, .. }
            | StepKind::Overflow { .. }
            | StepKind::Ejection { .. }
            | StepKind::EjectionRefused { .. }
            | StepKind::Kept { .. }
            | StepKind::NotTaken { .. }
            | StepKind::FilterChain { .. }
            | StepKind::Hash { .. }
            | StepKind::Leaving { .. }
            | StepKind::Mirror { .. }
            | StepKind::Timer { armed_for: None, .. } => return None,
            _ => {}
        }
    }
    match (is_direct, hosts) {
        (true, _) | (_, 0 | 1) if failed => Some(say!("story-nothing-but-a-call")),
        (true, _) => Some(say!("story-nothing-direct")),
        (_, 0 | 1) => Some(say!("story-nothing", routes, hosts)),
        _ => None,
    }
}
