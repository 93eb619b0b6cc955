//! What is told of an answered call, and of an ejection.

use mesh_control::OriginInfo;
use mesh_proxy::Time;

use crate::engine::{Call, Caller, Outcome, Target};
use crate::ids::{ClientId, PartyId};
use crate::keys::{RequestId, Sender};
use crate::telemetry::Party;
use crate::world::World;

/// The route that took a request, as it was written.
#[derive(Clone, Debug)]
pub struct TakenRule {
    /// Envoy's name of the route.
    pub name: String,
    /// The rule, such as `spec.http[0]`.
    pub route: OriginInfo,
    /// The destination of it that was chosen, where there is a choice.
    pub destination: Option<OriginInfo>,
}

/// An answered call.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    pub(super) now: Time,
    pub(super) world: &'a World,
    pub(super) call: &'a Call,
    pub(super) outcome: &'a Outcome,
    pub(super) rule: Option<&'a TakenRule>,
    pub(super) headers: &'a [(String, String)],
}

fn party(world: &World, id: PartyId) -> Option<&Party> {
    world.plan.party(id)
}

impl<'a> Answered<'a> {
    /// When it was answered.
    #[must_use]
    pub fn at(&self) -> Time {
        self.now
    }

    /// From the request to its answer, in nanoseconds.
    #[must_use]
    pub fn latency(&self) -> u64 {
        self.now.0.saturating_sub(self.call.start.0)
    }

    /// The request that entered the mesh.
    #[must_use]
    pub fn root(&self) -> RequestId {
        self.call.root
    }

    /// Whether it is that request itself, and no call that an app makes for it.
    #[must_use]
    pub fn is_root(&self) -> bool {
        matches!(self.call.caller, Caller::Traffic(_) | Caller::Command)
    }

    /// Whether it was sent by hand, or is a call for what was.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        self.call.root.sender == Sender::Command
    }

    /// Who sent it.
    #[must_use]
    pub fn source(&self) -> Option<&'a Party> {
        party(self.world, self.world.plan.client(self.call.client)?.party)
    }

    /// Where its last try went.
    #[must_use]
    pub fn destination(&self) -> Option<&'a Party> {
        party(self.world, self.outcome.reached.party)
    }

    /// The FQDN of the service that was asked for; empty where none is known.
    #[must_use]
    pub fn service(&self) -> &'a str {
        self.world.plan.service(self.outcome.reached.service).map_or("", |service| &service.fqdn)
    }

    /// The subset that was chosen; empty for none.
    #[must_use]
    pub fn subset(&self) -> &'a str {
        let cluster = self.outcome.cluster.and_then(|cluster| {
            let view = self.world.plan.client(self.call.client)?.view.get()?;
            Some(view.cluster_name(cluster))
        });
        subset(cluster.unwrap_or_default())
    }

    /// The pod of its last try, or the address where there is none; empty where none was reached.
    #[must_use]
    pub fn host(&self) -> String {
        let view = self.world.plan.client(self.call.client).and_then(|client| client.view.get());
        match (view, self.outcome.reached.address) {
            (Some(view), Some(address)) => view.host_name(self.world, address),
            _ => String::new(),
        }
    }

    /// Its status; 0 for no answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.outcome.status
    }

    /// Whether it has one of Envoy's flags; `-`: none at all.
    #[must_use]
    pub fn has_flag(&self, code: &str) -> bool {
        let flags = self.outcome.flags;
        if code == "-" { flags.is_empty() } else { flags.iter().any(|flag| flag.code() == code) }
    }

    /// Its tries.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.outcome.attempts
    }

    /// The route that took it.
    #[must_use]
    pub fn rule(&self) -> Option<&'a TakenRule> {
        self.rule
    }

    /// The headers that reached its host, names in lower case; only where somebody reads them.
    #[must_use]
    pub fn headers(&self) -> &'a [(String, String)] {
        self.headers
    }
}

/// The subset in the name of a cluster that Istio made: `outbound|8080|v1|reviews.default.svc.cluster.local`.
fn subset(cluster: &str) -> &str {
    cluster.split('|').nth(2).unwrap_or_default()
}

/// A host that was put out.
#[derive(Clone, Copy, Debug)]
pub struct Ejected<'a> {
    pub(super) now: Time,
    pub(super) world: &'a World,
    pub(super) client: ClientId,
    pub(super) cluster: &'a str,
    pub(super) target: Target,
    pub(super) host: &'a str,
}

impl<'a> Ejected<'a> {
    /// When.
    #[must_use]
    pub fn at(&self) -> Time {
        self.now
    }

    /// Whose proxy put it out.
    #[must_use]
    pub fn source(&self) -> Option<&'a Party> {
        party(self.world, self.world.plan.client(self.client)?.party)
    }

    /// What it is part of; `None` for an address without a pod.
    #[must_use]
    pub fn destination(&self) -> Option<&'a Party> {
        let Target::Pod { pod, .. } = self.target else { return None };
        party(self.world, self.world.plan.pod(pod)?.party)
    }

    /// The pod, or the address where there is none.
    #[must_use]
    pub fn host(&self) -> &'a str {
        self.host
    }

    /// The host of the service, as the cluster's name has it.
    #[must_use]
    pub fn service(&self) -> &'a str {
        self.cluster.split('|').nth(3).unwrap_or(self.cluster)
    }

    /// The subset; empty for none.
    #[must_use]
    pub fn subset(&self) -> &'a str {
        subset(self.cluster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subset_stands_in_the_name_of_a_cluster() {
        for (cluster, expected) in [
            ("outbound|8080|v1|reviews.default.svc.cluster.local", "v1"),
            ("outbound|8080||reviews.default.svc.cluster.local", ""),
            ("PassthroughCluster", ""),
        ] {
            assert_eq!(subset(cluster), expected, "{cluster}");
        }
    }
}
