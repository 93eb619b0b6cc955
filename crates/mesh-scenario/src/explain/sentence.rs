//! One sentence for each step: the page's own where it has one, else that of the command line.

use mesh_sim::{HostView, StepKind as Decided};
use mesh_words::{Words, say};

use crate::StepKind;

/// The page's kind of a step, and its sentence.
pub(super) fn of(step: &Decided) -> (StepKind, Words) {
    match step {
        Decided::Direct { host } => (StepKind::Host, say!("page-direct", host)),
        Decided::FilterChain { .. } | Decided::NotTaken { .. } | Decided::Header { .. } => {
            (StepKind::VirtualHost, step.words())
        }
        Decided::TlsOrigination { .. } => (StepKind::Cluster, step.words()),
        Decided::RouteConfiguration { name } if name.is_empty() => (StepKind::VirtualHost, step.words()),
        Decided::RouteConfiguration { name } => (StepKind::VirtualHost, say!("page-route-configuration", name)),
        Decided::VirtualHost { name, .. } if name.is_empty() => (StepKind::VirtualHost, say!("page-no-virtual-host")),
        Decided::VirtualHost { name, domain } => (StepKind::VirtualHost, say!("page-virtual-host", name, domain)),
        Decided::Route { index, name, mismatch: None } if name.is_empty() => {
            (StepKind::RouteMatched, say!("page-route", index))
        }
        Decided::Route { index, name, mismatch: None } => {
            (StepKind::RouteMatched, say!("page-route-named", index, name))
        }
        Decided::Route { index, name, mismatch: Some(reason) } if name.is_empty() => {
            (StepKind::RouteSkipped, say!("page-route-mismatch", index, reason = reason.clone()))
        }
        Decided::Route { index, name, mismatch: Some(reason) } => {
            (StepKind::RouteSkipped, say!("page-route-named-mismatch", index, name, reason = reason.clone()))
        }
        Decided::Weight { drawn, total, weight, cluster } => {
            (StepKind::Weight, say!("page-weight", drawn, total, cluster, weight))
        }
        Decided::Cluster { name } if name.is_empty() => (StepKind::Cluster, say!("page-no-cluster")),
        Decided::Cluster { name } => (StepKind::Cluster, say!("page-cluster", name)),
        Decided::NoCluster { .. } | Decided::Leaving { .. } => (StepKind::Cluster, step.words()),
        Decided::NoHosts { .. } => (StepKind::Host, step.words()),
        Decided::Hash { .. } => (StepKind::Host, step.words()),
        Decided::Fault { delay, abort } => (StepKind::Fault, fault(*delay, *abort)),
        Decided::Hosts { attempt, considered, count, picked } => {
            let others = (*count as usize).saturating_sub(considered.len());
            (StepKind::Host, hosts(*attempt, considered, others, picked.as_deref()))
        }
        Decided::Attempt { attempt, host } => (StepKind::Attempt, say!("page-attempt", attempt, host)),
        Decided::AttemptEnd { attempt, status: Some(status) } => {
            (StepKind::Attempt, say!("page-attempt-answered", attempt, status))
        }
        Decided::AttemptEnd { attempt, status: None } => (StepKind::Attempt, say!("page-attempt-unanswered", attempt)),
        Decided::Retry { granted: true, reason, back_off } => {
            (StepKind::Attempt, say!("page-retry", duration = rounded(*back_off), reason = reason.clone()))
        }
        Decided::Retry { reason, .. } => (StepKind::Attempt, say!("page-no-retry", reason = reason.clone())),
        Decided::Timer { name, armed_for: Some(seconds) } => {
            (StepKind::Timeout, say!("page-timer-set", timer = name.clone(), duration = rounded(*seconds)))
        }
        Decided::Timer { armed_for: None, .. } => (StepKind::Timeout, step.words()),
        Decided::Overflow { breaker } => (StepKind::Breaker, say!("page-breaker-full", breaker)),
        Decided::Ejection { host, reason } => (StepKind::Breaker, say!("page-ejection", host, detector = reason)),
        Decided::Mirror { cluster } => (StepKind::Cluster, say!("page-mirror", cluster)),
        Decided::PassedOn { .. } => (StepKind::Answer, step.words()),
        Decided::Response { status, flags, details } if details.is_empty() => {
            (StepKind::Answer, say!("page-answer", status, flags))
        }
        Decided::Response { status, flags, details } => {
            (StepKind::Answer, say!("page-answer-details", status, flags, details))
        }
        Decided::App { pod, status: Some(status), latency } => {
            (StepKind::App, say!("page-app-answers", pod, status, duration = rounded(*latency)))
        }
        Decided::App { pod, latency, .. } => {
            (StepKind::App, say!("page-app-is-silent", pod, duration = rounded(*latency)))
        }
    }
}

fn fault(delay: f64, abort: Option<u16>) -> Words {
    match abort {
        Some(status) if delay > 0.0 => say!("page-fault-delay-abort", duration = rounded(delay), status),
        Some(status) => say!("page-fault-abort", status),
        None => say!("page-fault-delay", duration = rounded(delay)),
    }
}

fn hosts(attempt: u32, considered: &[HostView], others: usize, picked: Option<&str>) -> Words {
    let view = |view: &HostView| {
        let host = &view.host;
        if view.ejected { say!("step-host-ejected", host) } else { say!("page-host-active", host, count = view.active) }
    };
    let mut hosts: Vec<Words> = considered.iter().map(view).collect();
    if others > 0 {
        hosts.push(say!("step-more", count = others));
    }
    match picked {
        Some(picked) => say!("page-pick", attempt, picked, hosts),
        None if hosts.is_empty() => say!("page-no-pick-of-none", attempt),
        None => say!("page-no-pick", attempt, hosts),
    }
}

/// Seconds as people read them, the same in every language.
fn rounded(seconds: f64) -> String {
    if seconds >= 1.0 {
        format!("{} s", libm::round(seconds * 100.0) / 100.0)
    } else {
        format!("{} ms", libm::round(seconds * 10_000.0) / 10.0)
    }
}
