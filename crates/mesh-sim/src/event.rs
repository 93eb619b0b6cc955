//! The log of what happened to the mesh itself, as `simulate` prints it.

use mesh_proxy::Time;
use mesh_words::Words;
use serde::{Deserialize, Serialize};

/// Something that happened, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, in seconds of simulated time.
    #[serde(with = "crate::seconds")]
    pub at: Time,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened. Clients and hosts are pod names, `ip:port` where there is no pod.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum EventKind {
    /// A client's outlier detection took a host out.
    Ejection {
        /// Whose proxy.
        client: String,
        /// Envoy's cluster name.
        cluster: String,
        /// The host.
        host: String,
        /// Envoy's detector, such as `consecutive_5xx`.
        reason: String,
        /// False where the enforcing percentage only logged it.
        enforced: bool,
        /// Multiplier of the base ejection time.
        backoff: u32,
        /// Seconds that it stays out at least, before the tick that ends it; not in JSON.
        #[serde(skip)]
        stay: f64,
    },
    /// A host came back.
    Unejection {
        /// Whose proxy.
        client: String,
        /// Envoy's cluster name.
        cluster: String,
        /// The host.
        host: String,
    },
    /// `maxEjectionPercent` forbade an ejection.
    EjectionRefused {
        /// Whose proxy.
        client: String,
        /// Envoy's cluster name.
        cluster: String,
        /// The host.
        host: String,
        /// Envoy's detector.
        reason: String,
    },
    /// The control plane sent new configuration.
    Push {
        /// How many proxies got one that differs.
        proxies: u32,
    },
    /// A circuit breaker refused a request.
    Overflow {
        /// Whose proxy.
        client: String,
        /// Envoy's cluster name.
        cluster: String,
        /// Which limit, such as `max_pending_requests`.
        breaker: String,
    },
    /// A step of a Timeline began.
    Step {
        /// What it does.
        #[serde(with = "crate::english")]
        step: Words,
    },
    /// A pod appeared, vanished or was changed by hand.
    Pod {
        /// Its name.
        pod: String,
        /// What happened, such as `killed`.
        #[serde(with = "crate::english")]
        change: Words,
    },
    /// A node of a cluster that lives came, went, or takes pods otherwise.
    Node {
        /// Its name.
        node: String,
        /// What happened, such as `cordoned`.
        #[serde(with = "crate::english")]
        change: Words,
    },
    /// An Event of a cluster that lives, as `kubectl get events` lists it when it happens for the first time.
    Kubernetes {
        /// Namespace of the object.
        namespace: String,
        /// What it is about, such as `pod/web-1`.
        object: String,
        /// Whether its type is `Warning`.
        warning: bool,
        /// Reason, such as `Killing`.
        reason: String,
        /// Message.
        message: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ejection_reads_as_the_contract_says() {
        let event = Event {
            at: Time(2_000_000_000),
            kind: EventKind::Ejection {
                client: "client-1".into(),
                cluster: "outbound|80||a.default.svc.cluster.local".into(),
                host: "a-1".into(),
                reason: "consecutive_5xx".into(),
                enforced: true,
                backoff: 1,
                stay: 30.0,
            },
        };
        assert_eq!(
            serde_json::to_value(&event).unwrap(),
            serde_json::json!({
                "at": 2.0, "type": "ejection", "client": "client-1",
                "cluster": "outbound|80||a.default.svc.cluster.local", "host": "a-1",
                "reason": "consecutive_5xx", "enforced": true, "backoff": 1
            })
        );
        let refused = EventKind::EjectionRefused {
            client: String::new(),
            cluster: String::new(),
            host: String::new(),
            reason: String::new(),
        };
        assert_eq!(serde_json::to_value(&refused).unwrap()["type"], "ejection-refused");
    }
}
