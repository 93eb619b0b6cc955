//! Events of the engine as the page lists them.

use mesh_config::Span;
use mesh_ordered::OrderedMap;
use mesh_sim::{Event, EventKind as Happened, ProxyGauges, Source};
use mesh_words::{Words, say};

use crate::{EventKind, MeshEvent};

/// An event with a sentence.
fn event(event: &Event) -> MeshEvent {
    let at = event.at.seconds();
    let of = |kind, client: &str, cluster: &str, host: &str, text: Words| MeshEvent {
        at,
        kind,
        client: client.to_owned(),
        cluster: cluster.to_owned(),
        host: host.to_owned(),
        text,
        count: 1,
        span: None,
    };
    // Whole names are for programs.
    let short = |name: &str| mesh_view::short_pod(name);
    match &event.kind {
        Happened::Ejection { client, cluster, host, reason, enforced, backoff, stay } => {
            let text = if *enforced {
                let seconds = format!("{}", (stay * 10.0).round() / 10.0);
                say!(
                    "event-ejection",
                    client = short(client),
                    host = short(host),
                    detector = reason,
                    count = backoff,
                    seconds
                )
            } else {
                say!("event-ejection-logged", client = short(client), host = short(host), detector = reason)
            };
            of(EventKind::Ejection, client, cluster, host, text)
        }
        Happened::Unejection { client, cluster, host } => of(
            EventKind::Unejection,
            client,
            cluster,
            host,
            say!("event-unejection", client = short(client), host = short(host)),
        ),
        Happened::EjectionRefused { client, cluster, host, reason } => {
            let text = say!("event-ejection-refused", client = short(client), host = short(host), detector = reason);
            of(EventKind::EjectionRefused, client, cluster, host, text)
        }
        Happened::Push { proxies } => of(EventKind::Push, "", "", "", say!("event-push", count = proxies)),
        Happened::Overflow { client, cluster, breaker } => {
            let text = say!("event-overflow", client = short(client), cluster, breaker);
            of(EventKind::Overflow, client, cluster, "", text)
        }
        Happened::Step { step } => of(EventKind::Step, "", "", "", step.clone()),
        Happened::Pod { pod, change } => {
            of(EventKind::Pod, "", "", pod, say!("event-pod", pod = short(pod), change = change.clone()))
        }
        Happened::Node { node, change } => {
            of(EventKind::Node, "", "", node, say!("event-node", node, change = change.clone()))
        }
        Happened::Kubernetes { object, warning, reason, message, .. } => {
            let (kind, words) =
                if *warning { (EventKind::KubernetesWarning, "Warning") } else { (EventKind::Kubernetes, "Normal") };
            of(kind, "", "", object, say!("event-kubernetes", kind = words, reason, object, message))
        }
    }
}

/// The push with which a run begins. The engine makes no event of it: nothing ran before.
pub(crate) fn started(proxies: u32) -> MeshEvent {
    MeshEvent {
        at: 0.0,
        kind: EventKind::Push,
        client: String::new(),
        cluster: String::new(),
        host: String::new(),
        text: say!("event-first-push", count = proxies),
        count: 1,
        span: None,
    }
}

/// The text of outlierDetection and connectionPool by client and cluster.
fn sources(gauges: &[ProxyGauges]) -> OrderedMap<(&str, String), [Option<Span>; 2]> {
    let span = |source: &Option<Source>| source.as_ref().map(|source| source.span);
    let of = |gauge: &ProxyGauges| [span(&gauge.outlier_source), span(&gauge.pool_source)];
    gauges.iter().map(|gauge| ((gauge.client.as_str(), gauge.cluster.name.to_string()), of(gauge))).collect()
}

/// Events in order, each with the text that decided it as it stands now; overflows of one client and cluster in one
/// second are one event with a count.
pub(crate) fn list(events: &[Event], gauges: &[ProxyGauges]) -> Vec<MeshEvent> {
    let sources = sources(gauges);
    let mut listed: Vec<MeshEvent> = Vec::new();
    let mut overflows: OrderedMap<(u64, String, String), usize> = OrderedMap::new();
    for happened in events {
        if let Happened::Overflow { client, cluster, .. } = &happened.kind {
            let key = (happened.at.0 / 1_000_000_000, client.clone(), cluster.clone());
            if let Some(known) = overflows.get(&key).and_then(|index| listed.get_mut(*index)) {
                known.count += 1;
                continue;
            }
            overflows.insert(key, listed.len());
        }
        let mut event = event(happened);
        if let Some([outlier, pool]) = sources.get(&(event.client.as_str(), event.cluster.clone())) {
            event.span = if event.kind == EventKind::Overflow { *pool } else { *outlier };
        }
        listed.push(event);
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_proxy::Time;

    #[test]
    fn an_ejection_reads_as_a_sentence() {
        let kind = Happened::Ejection {
            client: "api-gateway-1".into(),
            cluster: "outbound|8080||staff".into(),
            host: "risky-1".into(),
            reason: "consecutive_5xx".into(),
            enforced: true,
            backoff: 2,
            stay: 60.0,
        };
        let event = event(&Event { at: Time(42_000_000_000), kind });
        assert_eq!(
            event.text,
            "api-gateway-1 ejects risky-1 for at least 60 s (2 x baseEjectionTime): consecutive_5xx"
        );
        assert_eq!((event.at, event.host.as_str()), (42.0, "risky-1"));
    }

    #[test]
    fn pods_are_told_apart_without_the_hash_of_their_template() {
        let (client, host) = ("api-gateway-rp7phxw6xz-sl844".to_owned(), "risky-hq4tm27qff-8hmxm".to_owned());
        let kind = Happened::Unejection { client, cluster: "outbound|8080||staff".into(), host };
        let event = event(&Event { at: Time(1), kind });
        assert_eq!(event.text, "api-gateway-…sl844 takes risky-…8hmxm back");
        assert_eq!(event.host, "risky-hq4tm27qff-8hmxm");
    }
}
