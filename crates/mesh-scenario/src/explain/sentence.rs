//! One sentence for each step.

use mesh_sim::{HostView, StepKind as Decided};

use crate::StepKind;

/// The page's kind of a step, and its sentence.
pub(super) fn of(step: &Decided) -> (StepKind, String) {
    match step {
        Decided::Direct { host } => (
            StepKind::Host,
            format!("no proxy on the way: kube-proxy picks {host} at random, no rule of the mesh applies"),
        ),
        Decided::FilterChain { .. } | Decided::NotTaken { .. } | Decided::Header { .. } => {
            (StepKind::VirtualHost, step.text())
        }
        Decided::TlsOrigination { .. } => (StepKind::Cluster, step.text()),
        Decided::RouteConfiguration { name } if name.is_empty() => (StepKind::VirtualHost, step.text()),
        Decided::RouteConfiguration { name } => (StepKind::VirtualHost, format!("route configuration `{name}`")),
        Decided::VirtualHost { name, .. } if name.is_empty() => {
            (StepKind::VirtualHost, "no virtual host matches the Host header".to_owned())
        }
        Decided::VirtualHost { name, domain } => {
            (StepKind::VirtualHost, format!("virtual host `{name}` by its domain `{domain}`"))
        }
        Decided::Route { index, name, matched: true, .. } => {
            (StepKind::RouteMatched, format!("{} matches", route(*index, name)))
        }
        Decided::Route { index, name, reason, .. } => {
            (StepKind::RouteSkipped, format!("{} does not match: {reason}", route(*index, name)))
        }
        Decided::Weight { drawn, total, weight, cluster } => {
            (StepKind::Weight, format!("drew {drawn} of {total}: `{cluster}`, whose weight is {weight} of {total}"))
        }
        Decided::Cluster { name } if name.is_empty() => (StepKind::Cluster, "no cluster".to_owned()),
        Decided::Cluster { name } => (StepKind::Cluster, format!("cluster `{name}`")),
        Decided::NoCluster { .. } | Decided::Leaving { .. } => (StepKind::Cluster, step.text()),
        Decided::Hash { .. } => (StepKind::Host, step.text()),
        Decided::Fault { delay, abort } => (StepKind::Fault, fault(*delay, *abort)),
        Decided::Hosts { attempt, considered, count, picked } => {
            let others = (*count as usize).saturating_sub(considered.len());
            (StepKind::Host, hosts(*attempt, considered, others, picked.as_deref()))
        }
        Decided::Attempt { attempt, host } => (StepKind::Attempt, format!("try {attempt} goes to {host}")),
        Decided::AttemptEnd { attempt, status: Some(status), .. } => {
            (StepKind::Attempt, format!("try {attempt} is answered {status}"))
        }
        Decided::AttemptEnd { attempt, reason, .. } => (StepKind::Attempt, format!("try {attempt} fails: {reason}")),
        Decided::Retry { granted: true, reason, back_off } => {
            (StepKind::Attempt, format!("tries again after {}: {reason}", milliseconds(*back_off)))
        }
        Decided::Retry { reason, .. } => (StepKind::Attempt, format!("does not try again: {reason}")),
        Decided::Timer { name, armed_for: Some(seconds) } => {
            (StepKind::Timeout, format!("{name} set to {}", milliseconds(*seconds)))
        }
        Decided::Timer { name, armed_for: None } => (StepKind::Timeout, format!("{name} ran out")),
        Decided::Overflow { breaker } => {
            (StepKind::Breaker, format!("the circuit breaker refuses it: {breaker} is reached"))
        }
        Decided::Ejection { host, reason } => (StepKind::Breaker, format!("ejects {host}: {reason}")),
        Decided::Mirror { cluster } => {
            (StepKind::Cluster, format!("a copy goes to `{cluster}`, its answer is thrown away"))
        }
        Decided::PassedOn { .. } => (StepKind::Answer, step.text()),
        Decided::Response { status, flags, details } => {
            let details = if details.is_empty() { String::new() } else { format!(" ({details})") };
            (StepKind::Answer, format!("answers {status} {flags}{details}"))
        }
        Decided::App { pod, status: Some(status), latency } => {
            (StepKind::App, format!("{pod} answers {status} after {}", milliseconds(*latency)))
        }
        Decided::App { pod, latency, .. } => {
            (StepKind::App, format!("{pod} gives no answer after {}", milliseconds(*latency)))
        }
    }
}

/// Entries are counted from 0, as `spec.http[0]` does.
fn route(index: usize, name: &str) -> String {
    if name.is_empty() { format!("route {index}") } else { format!("route {index} `{name}`") }
}

fn fault(delay: f64, abort: Option<u16>) -> String {
    match abort {
        Some(status) if delay > 0.0 => {
            format!("the fault waits {} and answers {status} itself", milliseconds(delay))
        }
        Some(status) => format!("the fault answers {status} itself"),
        None => format!("the fault waits {}", milliseconds(delay)),
    }
}

fn hosts(attempt: u32, considered: &[HostView], others: usize, picked: Option<&str>) -> String {
    let view = |host: &HostView| {
        let state = if host.ejected { "ejected".to_owned() } else { format!("{} active", host.active) };
        format!("{} ({state})", host.host)
    };
    let mut list: Vec<String> = considered.iter().map(view).collect();
    if others > 0 {
        list.push(format!("{others} more"));
    }
    match picked {
        Some(picked) => format!("try {attempt}: picks {picked} of {}", list.join(", ")),
        None if list.is_empty() => format!("try {attempt}: no host to pick from"),
        None => format!("try {attempt}: none to pick of {}", list.join(", ")),
    }
}

fn milliseconds(seconds: f64) -> String {
    if seconds >= 1.0 {
        format!("{} s", libm::round(seconds * 100.0) / 100.0)
    } else {
        format!("{} ms", libm::round(seconds * 10_000.0) / 10.0)
    }
}
