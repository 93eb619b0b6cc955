//! What Timelines break and heal: pods by their labels, and connections on which nothing passes.

use std::sync::Arc;

use mesh_ordered::OrderedMap;

use super::core::Core;
use super::state::{PodFault, Reply, Target};
use super::watch::Watch;
use crate::ids::{ClientId, PartyId, PodId, ServiceId};
use crate::what_if::WhatIf;
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

impl Core {
    /// Lets something go wrong, or puts it right again.
    pub(crate) fn go_wrong<W: Watch>(&mut self, what: &WhatIf, watch: &mut W) {
        match what {
            WhatIf::Fault(pods, fault) => self.break_pods(pods, *fault, watch),
            WhatIf::Cut(cut) => self.cut(cut),
            WhatIf::HealPods(pods) => self.heal_pods(Some(pods), watch),
            WhatIf::Mend(from, to) => self.mend(from.as_deref(), to.as_deref()),
            WhatIf::HealAll => {
                self.heal_pods(None, watch);
                self.mend(None, None);
            }
        }
    }

    /// The edges on which nothing passes now.
    pub(crate) fn cuts(&self) -> &[Cut] {
        &self.cuts
    }

    /// Something goes wrong with pods, as a click on each of them does.
    fn break_pods<W: Watch>(&mut self, pods: &Labelled, fault: PodFault, watch: &mut W) {
        for pod in self.labelled(pods) {
            self.change_pod(pod, fault, watch);
        }
    }

    /// Pods are healed: those with the labels, or all.
    fn heal_pods<W: Watch>(&mut self, pods: Option<&Labelled>, watch: &mut W) {
        let of_world = |core: &Self| (0..core.pods.len()).filter_map(|number| u32::try_from(number).ok()).map(PodId);
        let wanted: Vec<PodId> = pods.map_or_else(|| of_world(self).collect(), |pods| self.labelled(pods));
        for pod in wanted {
            if self.pods.get(pod.index()).is_some_and(|state| state.fault != PodFault::None) {
                self.change_pod(pod, PodFault::None, watch);
            }
        }
    }

    fn labelled(&self, pods: &Labelled) -> Vec<PodId> {
        let has = |labels: &OrderedMap<String, String>| {
            pods.labels.iter().all(|(name, value)| labels.get(name) == Some(value))
        };
        let all = self.course.world.mesh().cluster().pods.iter();
        let them = all.filter(|pod| pod.namespace == pods.namespace && has(&pod.labels));
        them.filter_map(|pod| self.course.world.pod(&pod.namespace, &pod.name)).collect()
    }

    /// From now on nothing passes from one app to another: no connection is answered, and what is sent is lost.
    fn cut(&mut self, cut: &Cut) {
        if !self.cuts.contains(cut) && self.cuts.len() < MOST_CUTS {
            Arc::make_mut(&mut self.cuts).push(cut.clone());
        }
    }

    /// Edges are put right again: those between the two, or all.
    fn mend(&mut self, from: Option<&str>, to: Option<&str>) {
        let is_meant = |cut: &Cut| from.is_none_or(|from| cut.from == from) && to.is_none_or(|to| cut.to == to);
        Arc::make_mut(&mut self.cuts).retain(|cut| !is_meant(cut));
    }

    /// Whether an answer is lost on its way back.
    pub(super) fn is_lost(&self, reply: Reply) -> bool {
        if self.cuts.is_empty() {
            return false;
        }
        let (Reply::Proxy { call, .. } | Reply::Direct(call)) = reply;
        let call = self.calls.get(call);
        call.is_some_and(|call| call.leg.is_some_and(|leg| self.is_cut(call.client, leg.target, leg.service)))
    }

    /// Whether nothing passes from a client to where an address leads.
    pub(super) fn is_cut(&self, client: ClientId, target: Target, service: ServiceId) -> bool {
        if self.cuts.is_empty() {
            return false;
        }
        let world = &self.course.world;
        let from = world.plan.client(client).map_or(world.unknown, |client| client.party);
        let (to, asked) = (world.party_of(target, service), world.party_of_service(service));
        let is_to = |name: &str| is_called(world, to, name) || is_called(world, asked, name);
        self.cuts.iter().any(|cut| is_called(world, from, &cut.from) && is_to(&cut.to))
    }
}

/// Whether a party is called so: by its app, its workload, or, of a service, its host.
fn is_called(world: &World, party: PartyId, name: &str) -> bool {
    world
        .plan
        .party(party)
        .is_some_and(|party| party.app == name || party.workload == name || party.app.split('.').next() == Some(name))
}
