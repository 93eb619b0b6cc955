//! What Timelines break and heal: pods by their labels, and connections on which nothing passes.

use std::sync::Arc;

use mesh_ordered::OrderedMap;

use super::calls::Calls;
use super::state::{Reply, Target};
use crate::ids::{ClientId, PartyId, PodId, ServiceId};
use crate::world::World;

/// More edges are not cut at once.
const MOST_CUTS: usize = 1_000;

/// Pods by labels and namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// The namespace of the pods.
    pub namespace: String,
    /// Labels that each of them has.
    pub labels: OrderedMap<String, String>,
}

/// An edge on which nothing passes: apps or workloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Who calls.
    pub from: String,
    /// Who is called.
    pub to: String,
}

/// The edges on which nothing passes now.
#[derive(Clone, Debug, Default)]
pub(super) struct Cuts(Arc<Vec<Cut>>);

impl Cuts {
    /// All of them.
    pub(super) fn all(&self) -> &[Cut] {
        &self.0
    }

    /// From now on nothing passes from one app to another: no connection is answered, and what is sent is lost.
    pub(super) fn cut(&mut self, cut: &Cut) {
        if !self.0.contains(cut) && self.0.len() < MOST_CUTS {
            Arc::make_mut(&mut self.0).push(cut.clone());
        }
    }

    /// Edges are put right again: those between the two, or all.
    pub(super) fn mend(&mut self, from: Option<&str>, to: Option<&str>) {
        let is_meant = |cut: &Cut| from.is_none_or(|from| cut.from == from) && to.is_none_or(|to| cut.to == to);
        Arc::make_mut(&mut self.0).retain(|cut| !is_meant(cut));
    }

    /// Whether an answer is lost on its way back.
    pub(super) fn lose(&self, world: &World, calls: &Calls, reply: Reply) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let call = calls.get(reply.call());
        call.is_some_and(|call| {
            call.leg.is_some_and(|leg| self.are_between(world, call.client, leg.target, leg.service))
        })
    }

    /// Whether nothing passes from a client to where an address leads.
    pub(super) fn are_between(&self, world: &World, client: ClientId, target: Target, service: ServiceId) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let from = world.plan.client(client).map_or(world.unknown, |client| client.party);
        let (to, asked) = (world.party_of(target, service), world.party_of_service(service));
        let is_to = |name: &str| is_called(world, to, name) || is_called(world, asked, name);
        self.0.iter().any(|cut| is_called(world, from, &cut.from) && is_to(&cut.to))
    }
}

impl Labelled {
    /// Which pods of a world these are.
    pub(super) fn pods(&self, world: &World) -> Vec<PodId> {
        let has = |labels: &OrderedMap<String, String>| {
            self.labels.iter().all(|(name, value)| labels.get(name) == Some(value))
        };
        let all = world.mesh().cluster().pods.iter();
        let them = all.filter(|pod| pod.namespace == self.namespace && has(&pod.labels));
        them.filter_map(|pod| world.pod(&pod.namespace, &pod.name)).collect()
    }
}

/// Whether a party is called so: by its app, its workload, or, of a service, its host.
fn is_called(world: &World, party: PartyId, name: &str) -> bool {
    world
        .plan
        .party(party)
        .is_some_and(|party| party.app == name || party.workload == name || party.app.split('.').next() == Some(name))
}
