//! One sentence for each row: the page's own where it has one, else that of the command line.

use mesh_sim::{HostView, StepKind as Decided};
use mesh_words::{Words, say};

/// What the row of a step says.
pub(super) fn of(step: &Decided) -> Words {
    match step {
        Decided::Direct { host } => say!("page-direct", host),
        Decided::FilterChain { .. } | Decided::NotTaken { .. } | Decided::Header { .. } => step.words(),
        Decided::TlsOrigination { .. } => step.words(),
        Decided::RouteConfiguration { name } if name.is_empty() => step.words(),
        Decided::RouteConfiguration { name } => say!("page-route-configuration", name),
        Decided::VirtualHost { name, .. } if name.is_empty() => say!("page-no-virtual-host"),
        Decided::VirtualHost { name, domain } => say!("page-virtual-host", name, domain),
        Decided::Route { index, name, mismatch: None } if name.is_empty() => {
            say!("page-route", index)
        }
        Decided::Route { index, name, mismatch: None } => {
            say!("page-route-named", index, name)
        }
        Decided::Route { index, name, mismatch: Some(reason) } if name.is_empty() => {
            say!("page-route-mismatch", index, reason = reason.clone())
        }
        Decided::Route { index, name, mismatch: Some(reason) } => {
            say!("page-route-named-mismatch", index, name, reason = reason.clone())
        }
        Decided::Weight { drawn, total, weight, cluster, .. } => {
            say!("page-weight", drawn, total, cluster, weight)
        }
        Decided::Cluster { name } if name.is_empty() => say!("page-no-cluster"),
        Decided::Cluster { name } => say!("page-cluster", name),
        Decided::NotReached { .. }
        | Decided::Kept { .. }
        | Decided::NotWatched { .. }
        | Decided::EjectionRefused { .. } => step.words(),
        Decided::NoCluster { .. } | Decided::Leaving { .. } => step.words(),
        Decided::NoHosts { .. } => step.words(),
        Decided::Hash { .. } => step.words(),
        Decided::Fault { delay, abort } => fault(*delay, *abort),
        Decided::Hosts { attempt, considered, count, picked, .. } => {
            let others = (*count as usize).saturating_sub(considered.len());
            hosts(*attempt, considered, others, picked.as_deref())
        }
        Decided::Attempt { attempt, host } => say!("page-attempt", attempt, host),
        Decided::AttemptEnd { attempt, status: Some(status) } => {
            say!("page-attempt-answered", attempt, status)
        }
        Decided::AttemptEnd { attempt, status: None } => say!("page-attempt-unanswered", attempt),
        Decided::Retry { granted: true, reason, back_off } => {
            say!("page-retry", duration = rounded(*back_off), reason = reason.clone())
        }
        Decided::Retry { reason, .. } => say!("page-no-retry", reason = reason.clone()),
        Decided::Timer { name, armed_for: Some(seconds) } => {
            say!("page-timer-set", timer = name.clone(), duration = rounded(*seconds))
        }
        Decided::Timer { armed_for: None, .. } => step.words(),
        Decided::Overflow { breaker } => say!("page-breaker-full", breaker),
        Decided::Ejection { host, reason } => say!("page-ejection", host, detector = reason),
        Decided::Mirror { cluster } => say!("page-mirror", cluster),
        Decided::PassedOn { .. } => step.words(),
        Decided::Response { status, flags, details } if details.is_empty() => {
            say!("page-answer", status, flags)
        }
        Decided::Response { status, flags, details } => {
            say!("page-answer-details", status, flags, details)
        }
        Decided::App { pod, status: Some(_), latency, failed_call: Some(status) } => {
            say!("page-app-passes-failure", pod, status, duration = rounded(*latency))
        }
        Decided::App { pod, status: Some(status), latency, .. } => {
            say!("page-app-answers", pod, status, duration = rounded(*latency))
        }
        Decided::App { pod, latency, .. } => {
            say!("page-app-is-silent", pod, duration = rounded(*latency))
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
pub(super) fn rounded(seconds: f64) -> String {
    if seconds >= 1.0 {
        format!("{} s", libm::round(seconds * 100.0) / 100.0)
    } else {
        format!("{} ms", libm::round(seconds * 10_000.0) / 10.0)
    }
}
