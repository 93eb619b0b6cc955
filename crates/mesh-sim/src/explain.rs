//! A record in words.

use crate::decision::{Change, DecisionRecord, HashedPart, Hop, Step, StepKind};

impl DecisionRecord {
    /// The steps of all hops, one line each.
    #[must_use]
    pub fn text(&self) -> Vec<String> {
        let several = self.hops.len() > 1;
        self.hops.iter().flat_map(|hop| lines(hop, several)).collect()
    }
}

fn lines(hop: &Hop, several: bool) -> Vec<String> {
    let mut lines = Vec::with_capacity(hop.steps.len() + 1);
    if several {
        let mirror = if hop.mirror { " (mirrored copy)" } else { "" };
        lines.push(format!("{} sends {} {}{mirror}", hop.client, hop.method, hop.url));
    }
    lines.extend(hop.steps.iter().map(Step::text));
    lines
}

impl Step {
    /// What was decided, in one English sentence part, with the YAML that caused it.
    #[must_use]
    pub fn text(&self) -> String {
        let text = self.kind.text();
        match &self.source {
            Some(source) if source.path.is_empty() => format!("{text} [{}]", source.resource),
            Some(source) => format!("{text} [{} {}]", source.resource, source.path),
            None => text,
        }
    }
}

/// The names that pilot gives the chains for what no rule and no service is for.
fn is_catch_all(chain: &str) -> bool {
    chain == "PassthroughFilterChain" || chain.starts_with("virtualOutbound-catchall")
}

/// What the load balancer hashes.
fn hash(keys: &[HashedPart]) -> String {
    let names = || keys.iter().map(|key| key.name.as_str()).collect::<Vec<_>>().join(" and no ");
    let value = |key: &HashedPart| {
        let made = if key.is_made { ", which the proxy makes and gives to the client" } else { "" };
        key.value.as_ref().map(|value| format!("the {} ({value}{made})", key.name))
    };
    let hashed: Vec<String> = keys.iter().filter_map(value).collect();
    if hashed.is_empty() {
        return format!("the request has no {} to hash: its host is drawn", names());
    }
    format!("the hash of {} chooses the host", hashed.join(" and "))
}

/// What a request has become.
fn leaving<'a>(changes: impl Iterator<Item = &'a Change>) -> String {
    let change = |change: &Change| match (change.name.as_str(), &change.from, &change.to) {
        (name @ ("path" | "Host"), Some(from), Some(to)) if from == to => format!("its {name} {to} as it came"),
        (name @ ("path" | "Host"), Some(from), Some(to)) => format!("the {name} {to} in place of {from}"),
        (name, None, Some(to)) => format!("{name}: {to}"),
        (name, Some(from), Some(to)) => format!("{name}: {to} in place of {from}"),
        (name, ..) => format!("no {name}"),
    };
    format!("leaves with {}", changes.map(change).collect::<Vec<_>>().join(", "))
}

impl StepKind {
    /// What was decided, in one English sentence part.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            StepKind::Direct { host } => format!("kube-proxy picked {host}: no proxy on the way"),
            StepKind::FilterChain { listener, name, server_name, tls } => {
                let what = match (tls, server_name) {
                    (None, _) => "plain bytes".to_owned(),
                    (Some(_), Some(name)) => format!("the server name {name}"),
                    (Some(_), None) => "TLS without a server name".to_owned(),
                };
                if is_catch_all(name) {
                    return format!(
                        "no filter chain of listener {listener} is for {what}: {name} passes the connection on past all rules"
                    );
                }
                let then = match tls {
                    Some(true) => "TLS ends there",
                    Some(false) => "TLS is passed on unread",
                    None => "its bytes are passed on unread",
                };
                format!("filter chain {name} of listener {listener} takes {what}; {then}")
            }
            StepKind::TlsOrigination { server_name, is_wrapping } => {
                let wraps = if *is_wrapping { " around the client's TLS" } else { "" };
                let name = server_name.as_deref().unwrap_or("none");
                format!("the cluster begins TLS of its own{wraps}; its server name: {name}")
            }
            StepKind::NotTaken { reason } => reason.clone(),
            StepKind::RouteConfiguration { name } if name.is_empty() => {
                "the route configuration that the listener names is not there".to_owned()
            }
            StepKind::RouteConfiguration { name } => format!("route configuration {name}"),
            StepKind::VirtualHost { name, domain } if name.is_empty() => format!("no virtual host takes {domain}"),
            StepKind::VirtualHost { name, domain } => format!("virtual host {name} takes {domain}"),
            StepKind::Header { name, sent: None, seen } => {
                format!("the proxy itself sets {name} to {}", seen.as_deref().unwrap_or_default())
            }
            StepKind::Header { name, sent: Some(sent), seen: Some(seen) } => {
                format!("the proxy itself sets {name} to {seen}; the client sent {sent}")
            }
            StepKind::Header { name, sent: Some(sent), seen: None } => {
                format!("the proxy takes {name} away before it routes; the client sent {sent}")
            }
            StepKind::Route { index, name, matched, reason } => {
                let named = if name.is_empty() { String::new() } else { format!(" ({name})") };
                if *matched {
                    format!("route {index}{named} matched")
                } else {
                    format!("route {index}{named}: {reason}")
                }
            }
            StepKind::Weight { drawn, total, weight, cluster } => {
                format!("drew {drawn} of {total}: {cluster}, weight {weight}")
            }
            StepKind::Cluster { name } => format!("cluster {name}"),
            StepKind::NoCluster { name, reason } => format!("there is no cluster {name}: {reason}"),
            StepKind::Hash { keys } => hash(keys),
            StepKind::Leaving { path, authority, headers } => leaving(path.iter().chain(authority).chain(headers)),
            StepKind::Fault { delay, abort: None } => format!("fault: delayed by {delay} s"),
            StepKind::Fault { abort: Some(status), .. } => format!("fault: aborted with {status}"),
            StepKind::Hosts { attempt, considered, count, picked } => {
                let mut hosts: Vec<_> = considered
                    .iter()
                    .map(|host| if host.ejected { format!("{} (ejected)", host.host) } else { host.host.clone() })
                    .collect();
                let others = (*count as usize).saturating_sub(hosts.len());
                if others > 0 {
                    hosts.push(format!("{others} more"));
                }
                let picked = picked.as_deref().unwrap_or("none");
                format!(
                    "try {attempt}: picked {picked} of {}",
                    if hosts.is_empty() { "no hosts".to_owned() } else { hosts.join(", ") }
                )
            }
            StepKind::Attempt { attempt, host } => format!("try {attempt} sent to {host}"),
            StepKind::AttemptEnd { attempt, status: Some(status), .. } => format!("try {attempt} answered {status}"),
            StepKind::AttemptEnd { attempt, status: None, reason } => format!("try {attempt} ended: {reason}"),
            StepKind::Retry { granted: true, reason, back_off } => format!("retried after {back_off} s: {reason}"),
            StepKind::Retry { granted: false, reason, .. } => format!("not retried: {reason}"),
            StepKind::Timer { name, armed_for: Some(seconds) } => format!("{name} set to {seconds} s"),
            StepKind::Timer { name, armed_for: None } => format!("{name} ran out"),
            StepKind::Overflow { breaker } => format!("circuit breaker full: {breaker}"),
            StepKind::Ejection { host, reason } => format!("{host} ejected: {reason}"),
            StepKind::Mirror { cluster } => format!("mirrored to {cluster}"),
            StepKind::PassedOn { status } => {
                format!(
                    "bytes were passed on, and the other side answered {status} in them, which the proxy does not read"
                )
            }
            StepKind::Response { status, flags, details } if details.is_empty() => format!("answered {status} {flags}"),
            StepKind::Response { status, flags, details } => format!("answered {status} {flags} ({details})"),
            StepKind::App { pod, status: Some(status), latency } => format!("{pod} answers {status} after {latency} s"),
            StepKind::App { pod, status: None, .. } => format!("{pod} does not answer"),
        }
    }
}
