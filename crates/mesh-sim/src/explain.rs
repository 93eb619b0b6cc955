//! A record in words.

mod connection;
mod request;

use mesh_words::{Argument, Words, say};

use crate::decision::{DecisionRecord, Hop, HostView, SetBack, Step, StepKind};

impl DecisionRecord {
    /// The steps of all hops, one sentence each.
    #[must_use]
    pub fn words(&self) -> Vec<Words> {
        let several = self.hops.len() > 1;
        self.hops.iter().flat_map(|hop| sentences(hop, several)).collect()
    }

    /// The steps of all hops in English, one line each.
    #[must_use]
    pub fn text(&self) -> Vec<String> {
        self.words().iter().map(ToString::to_string).collect()
    }
}

fn sentences(hop: &Hop, several: bool) -> Vec<Words> {
    let mut sentences = Vec::with_capacity(hop.steps.len() + 1);
    if several {
        let (client, method, url) = (&hop.client, &hop.method, &hop.url);
        sentences.push(if hop.mirror {
            say!("step-sends-copy", client, method, url)
        } else {
            say!("step-sends", client, method, url)
        });
    }
    // What nobody looked at is no part of the way.
    let looked_at = |step: &&Step| !matches!(step.kind, StepKind::NotReached { .. });
    sentences.extend(hop.steps.iter().filter(looked_at).map(Step::words));
    sentences
}

impl Step {
    /// What was decided, with the YAML that caused it.
    #[must_use]
    pub fn words(&self) -> Words {
        let step = self.kind.words();
        match &self.source {
            Some(source) if source.path.is_empty() => say!("step-of-resource", step, resource = &source.resource),
            Some(source) => say!("step-of-field", step, resource = &source.resource, path = &source.path),
            None => step,
        }
    }
}

impl StepKind {
    /// What was decided.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            StepKind::Direct { host } => say!("step-direct", host),
            StepKind::FilterChain { listener, name, server_name, tls } => {
                connection::filter_chain(listener, name, server_name.as_deref(), *tls)
            }
            StepKind::TlsOrigination { server_name, is_wrapping } => connection::tls_begun(server_name, *is_wrapping),
            StepKind::NotTaken { reason } => reason.clone(),
            StepKind::RouteConfiguration { name } if name.is_empty() => say!("step-no-route-configuration"),
            StepKind::RouteConfiguration { name } => say!("step-route-configuration", name),
            StepKind::VirtualHost { name, domain } if name.is_empty() => say!("step-no-virtual-host", domain),
            StepKind::VirtualHost { name, domain } => say!("step-virtual-host", name, domain),
            StepKind::Header { name, sent, seen } => request::header(name, sent.as_deref(), seen.as_deref()),
            StepKind::Route { index, name, mismatch } => route(*index, name, mismatch.as_ref()),
            StepKind::Weight { drawn, total, weight, cluster, .. } => {
                say!("step-weight", drawn, total, cluster, weight)
            }
            StepKind::NotReached { index, .. } => say!("step-route-not-reached", index),
            StepKind::Cluster { name } => say!("step-cluster", name),
            StepKind::NoHosts { reason } => say!("step-no-hosts", reason = reason.clone()),
            StepKind::NoCluster { name, reason } => say!("step-no-cluster", name, reason = reason.clone()),
            StepKind::Hash { keys } => request::hash(keys),
            StepKind::Leaving { path, authority, headers } => {
                request::leaving(path.iter().chain(authority).chain(headers))
            }
            StepKind::Fault { delay, abort: None } => say!("step-fault-delay", seconds = *delay),
            StepKind::Fault { abort: Some(status), .. } => say!("step-fault-abort", status),
            StepKind::Hosts { attempt, considered, count, picked, .. } => {
                hosts(*attempt, considered, *count, picked.as_deref())
            }
            StepKind::Attempt { attempt, host } => say!("step-attempt", attempt, host),
            StepKind::AttemptEnd { attempt, status: Some(status) } => say!("step-attempt-answered", attempt, status),
            StepKind::AttemptEnd { attempt, status: None } => say!("step-attempt-unanswered", attempt),
            StepKind::Retry { granted: true, reason, back_off } => {
                say!("step-retry", seconds = *back_off, reason = reason.clone())
            }
            StepKind::Retry { granted: false, reason, .. } => say!("step-no-retry", reason = reason.clone()),
            StepKind::Timer { name, armed_for: Some(seconds) } => {
                say!("step-timer-set", timer = name.clone(), seconds = *seconds)
            }
            StepKind::Timer { name, armed_for: None } => say!("step-timer-ran-out", timer = name.clone()),
            StepKind::Overflow { breaker } => say!("step-breaker-full", breaker),
            StepKind::Ejection { host, reason } => say!("step-ejection", host, detector = reason),
            StepKind::Kept { host, count, threshold, set_back, .. } => kept(host, *count, *threshold, *set_back),
            StepKind::NotWatched { host } => say!("step-not-watched", host),
            StepKind::EjectionRefused { host, reason } => say!("step-ejection-refused", host, detector = reason),
            StepKind::Mirror { cluster } => say!("step-mirror", cluster),
            StepKind::PassedOn { status } => say!("step-passed-on", status),
            StepKind::Response { status, flags, details } if details.is_empty() => say!("step-answer", status, flags),
            StepKind::Response { status, flags, details } => say!("step-answer-details", status, flags, details),
            StepKind::App { pod, status: Some(_), latency, failed_call: Some(status) } => {
                say!("step-app-passes-failure", pod, status, seconds = *latency)
            }
            StepKind::App { pod, status: Some(status), latency, .. } => {
                say!("step-app-answers", pod, status, seconds = *latency)
            }
            StepKind::App { pod, status: None, .. } => say!("step-app-is-silent", pod),
        }
    }
}

fn route(index: usize, name: &str, mismatch: Option<&Words>) -> Words {
    match (name, mismatch) {
        ("", None) => say!("step-route", index),
        (name, None) => say!("step-route-named", index, name),
        ("", Some(reason)) => say!("step-route-mismatch", index, reason = reason.clone()),
        (name, Some(reason)) => say!("step-route-named-mismatch", index, name, reason = reason.clone()),
    }
}

fn kept(host: &str, count: u32, threshold: u32, set_back: Option<SetBack>) -> Words {
    match set_back {
        None => say!("step-kept", host, count, threshold),
        Some(SetBack { at, status }) => {
            let seconds = format!("{:.1}", at.seconds());
            say!("step-kept-set-back", host, count, threshold, status, seconds)
        }
    }
}

fn hosts(attempt: u32, considered: &[HostView], count: u32, picked: Option<&str>) -> Words {
    let shown = |host: &HostView| match host.ejected {
        true => say!("step-host-ejected", host = &host.host).into(),
        false => Argument::from(&host.host),
    };
    let mut hosts: Vec<Argument> = considered.iter().map(shown).collect();
    let others = (count as usize).saturating_sub(hosts.len());
    if others > 0 {
        hosts.push(say!("step-more", count = others).into());
    }
    match picked {
        Some(picked) if hosts.is_empty() => say!("step-pick-of-none", attempt, picked),
        Some(picked) => say!("step-pick", attempt, picked, hosts),
        None if hosts.is_empty() => say!("step-no-pick-of-none", attempt),
        None => say!("step-no-pick", attempt, hosts),
    }
}

#[cfg(test)]
mod tests {
    use mesh_proxy::route::HashPart;

    use super::*;
    use crate::decision::{AskedName, HashedPart};

    #[test]
    fn a_step_reads_as_a_part_of_a_sentence() {
        let chain = |name: &str, server_name: Option<&str>, tls| StepKind::FilterChain {
            listener: "0.0.0.0_443".into(),
            name: name.into(),
            server_name: server_name.map(str::to_owned),
            tls,
        };
        let begins = |server_name, is_wrapping| StepKind::TlsOrigination { server_name, is_wrapping };
        let host = |name: &str, ejected| HostView { host: name.into(), ejected, active: 0, until: None, out_for: None };
        let hosts = |considered: Vec<HostView>, count, picked: Option<&str>| StepKind::Hosts {
            attempt: 1,
            considered,
            count,
            picked: picked.map(str::to_owned),
            balancer: String::new(),
        };
        let part = |part, value: Option<&str>, is_made| HashedPart { part, value: value.map(str::to_owned), is_made };
        let (user, session) = (HashPart::Header("x-user".into()), HashPart::Cookie("session".into()));
        let hash = |keys: &[HashedPart]| StepKind::Hash { keys: keys.to_vec() };
        for (step, expected) in [
            (
                chain("door", None, None),
                "filter chain door of listener 0.0.0.0_443 takes plain bytes; its bytes are passed on unread",
            ),
            (
                chain("door", Some("a.test"), Some(true)),
                "filter chain door of listener 0.0.0.0_443 takes the server name a.test; TLS ends there",
            ),
            (
                chain("door", None, Some(false)),
                "filter chain door of listener 0.0.0.0_443 takes TLS without a server name; TLS is passed on unread",
            ),
            (
                chain("PassthroughFilterChain", Some("a.test"), Some(false)),
                "no filter chain of listener 0.0.0.0_443 is for the server name a.test: PassthroughFilterChain passes the connection on past all rules",
            ),
            (
                begins(AskedName::Written("a.test".into()), true),
                "the cluster begins TLS of its own around the client's TLS; its server name: a.test",
            ),
            (
                begins(AskedName::OfHostHeader, false),
                "the cluster begins TLS of its own; its server name: that of the Host header",
            ),
            (begins(AskedName::None, false), "the cluster begins TLS of its own; its server name: none"),
            (hosts(vec![host("a", false), host("b", true)], 5, Some("a")), "try 1: picked a of a, b (ejected), 3 more"),
            (hosts(vec![host("b", true)], 1, None), "try 1: picked none of b (ejected)"),
            (hosts(Vec::new(), 0, None), "try 1: picked none of no hosts"),
            (
                hash(&[part(user.clone(), Some("ann"), false), part(session.clone(), Some("7"), true)]),
                "the hash of the header x-user (ann) and the cookie session (7, which the proxy makes and gives to the client) chooses the host",
            ),
            (
                hash(&[part(user, None, false), part(HashPart::SourceIp, None, false)]),
                "the request has no header x-user and no client's address to hash: its host is drawn",
            ),
        ] {
            assert_eq!(step.words(), expected);
        }
    }
}
