//! What the caller got, from whom, and what decided that.

use mesh_sim::{DecisionRecord, Hop, StepKind};
use mesh_view::short_pod;
use mesh_words::{Words, say};

use super::sentence::rounded;
use super::{cluster_label, last_app};

/// One sentence, and what decided it where something did.
pub(super) fn of(record: &DecisionRecord) -> (Words, Option<Words>) {
    let Some(first) = record.hops.first() else { return (say!("story-running"), None) };
    (said(first), why(record))
}

fn said(hop: &Hop) -> Words {
    let Some(status) = hop.status else { return say!("story-running") };
    let duration = rounded(hop.end.since(hop.start).as_secs_f64());
    let (flags, client) = (&hop.flags, short_pod(&hop.client));
    match last_app(hop).as_deref().map(short_pod) {
        _ if status == 0 => say!("story-no-answer", duration, flags),
        Some(host) if flags == "-" => say!("story-answered", status, host, duration),
        Some(host) if has_answered(hop, status) => say!("story-answered-flags", status, flags, host, duration),
        _ => say!("story-answered-itself", status, flags, client, duration),
    }
}

/// Whether the answer of the last app is the one that the caller got.
fn has_answered(hop: &Hop, status: u16) -> bool {
    let last = hop.steps.iter().rev().find_map(|step| match &step.kind {
        StepKind::App { status, failed_call, .. } => Some(failed_call.or(*status)),
        _ => None,
    });
    last == Some(Some(status))
}

/// Of a failure what the deepest hop that failed says of it; else what chose the way of the first hop that had a choice.
fn why(record: &DecisionRecord) -> Option<Words> {
    let asked = || record.hops.iter().filter(|hop| !hop.mirror);
    let has_failed = |hop: &Hop| hop.status.is_some_and(|status| status == 0 || status >= 400);
    let (hop, why) = if record.hops.first().is_some_and(has_failed) {
        asked().rev().filter(|hop| has_failed(hop)).find_map(|hop| Some((hop, failure(hop)?)))?
    } else {
        let choices: [fn(&Hop) -> Option<Words>; 5] = [retried, delayed, weight, matched, ejected];
        choices.iter().find_map(|choice| asked().find_map(|hop| Some((hop, choice(hop)?))))?
    };
    let is_callers = record.hops.first().is_some_and(|first| std::ptr::eq(first, hop));
    Some(if is_callers { why } else { say!("story-at-hop", hop = short_pod(&hop.client), why) })
}

fn failure(hop: &Hop) -> Option<Words> {
    hop.steps.iter().rev().find_map(|step| match &step.kind {
        StepKind::Fault { abort: Some(status), .. } => Some(say!("story-why-abort", status)),
        StepKind::Overflow { breaker } => Some(say!("story-why-breaker", breaker)),
        StepKind::Timer { name, armed_for: None } if hop.flags.contains("UT") => {
            Some(say!("story-why-timed-out", timer = name.clone()))
        }
        StepKind::NoHosts { reason } => Some(say!("story-why-no-hosts", reason = reason.clone())),
        StepKind::Hosts { picked: None, .. } => Some(say!("story-why-none-healthy")),
        StepKind::NoCluster { .. } | StepKind::NotTaken { .. } => Some(step.kind.words()),
        StepKind::VirtualHost { name, .. } if name.is_empty() => Some(say!("story-why-no-virtual-host")),
        StepKind::Route { mismatch: Some(_), .. } => Some(say!("story-why-no-route")),
        StepKind::App { failed_call: Some(_), .. } => None,
        StepKind::App { pod, status: Some(status), .. } => Some(say!("story-why-app", pod = short_pod(pod), status)),
        StepKind::App { pod, status: None, .. } => Some(say!("story-why-app-is-silent", pod = short_pod(pod))),
        _ => None,
    })
}

fn retried(hop: &Hop) -> Option<Words> {
    hop.steps.iter().rev().find_map(|step| match step.kind {
        StepKind::Attempt { attempt, .. } if attempt > 1 => Some(say!("story-why-retried", attempt)),
        _ => None,
    })
}

fn delayed(hop: &Hop) -> Option<Words> {
    hop.steps.iter().find_map(|step| match step.kind {
        StepKind::Fault { delay, .. } if delay > 0.0 => Some(say!("story-why-delay", duration = rounded(delay))),
        _ => None,
    })
}

fn weight(hop: &Hop) -> Option<Words> {
    hop.steps.iter().find_map(|step| match &step.kind {
        StepKind::Weight { drawn, total, weight, cluster, .. } => {
            Some(say!("story-why-weight", drawn, total, name = cluster_label(cluster), weight))
        }
        _ => None,
    })
}

/// A route that was taken where another one might have been.
fn matched(hop: &Hop) -> Option<Words> {
    let is_choice = |step: &&mesh_sim::Step| {
        matches!(step.kind, StepKind::Route { mismatch: Some(_), .. } | StepKind::NotReached { .. })
    };
    hop.steps.iter().find(is_choice)?;
    hop.steps.iter().find_map(|step| match &step.kind {
        StepKind::Route { mismatch: None, .. } => Some(say!("story-why-match", route = super::parts::route_code(step))),
        _ => None,
    })
}

fn ejected(hop: &Hop) -> Option<Words> {
    let count = hop.steps.iter().find_map(|step| match &step.kind {
        StepKind::Hosts { considered, .. } => Some(considered.iter().filter(|host| host.ejected).count()),
        _ => None,
    })?;
    (count > 0).then(|| say!("story-why-ejected", count))
}
