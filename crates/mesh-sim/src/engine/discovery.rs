//! Endpoint discovery in a cluster that lives: pods that come or go change endpoints and nothing else.
//!
//! Istiod sends a patch at the end of its debounce; it reaches each proxy a while later, which is drawn by the seed, the proxy
//! and the number of the patch. A proxy takes what has reached it at its next event, so that a patch is no event for each
//! client. The next patch is never sent before the last one has reached everybody.

use std::sync::Arc;

use mesh_cluster::live::RunningPod;
use mesh_proxy::{Duration, Time};

use super::budget::LOOKS_OF_A_STEP;
use super::core::Core;
use super::fold::Fact;
use super::living::Patching;
use super::state::PodChange;
use super::watch::Watch;
use crate::draws::{mix, mix_text};
use crate::ids::ClientId;
use crate::world::{ChangedPod, World};

/// From istiod to a proxy it takes so long at least, and at most so much longer.
const LEAST: Duration = Duration::from_millis(10);
const SPREAD: Duration = Duration::from_millis(90);

/// When a patch that was sent at a time reaches a proxy.
fn reaches(sent: Time, seed: u64, proxy: u64, patch: u64) -> Time {
    let spread = SPREAD.as_nanos() as u64;
    sent + LEAST + Duration::from_nanos(mix(mix(seed, proxy), patch) % spread)
}

impl Core {
    /// How many of the patches since the push have reached a client's proxy.
    pub(super) fn reached(&self, client: ClientId) -> usize {
        let patches = self.course.world.endpoints().patches();
        let mut reached = patches.len();
        if reached == 0 {
            return 0;
        }
        let key = self.course.world.plan.client(client).map_or(0, |plan| plan.key);
        while let Some(patch) = reached.checked_sub(1).and_then(|last| patches.get(last)) {
            if reaches(patch.sent, self.course.trace.untraced().seed(), key, patch.number) <= self.course.now {
                break;
            }
            reached -= 1;
        }
        reached
    }

    /// A client's proxy takes what has reached it.
    pub(super) fn discover<W: Watch>(&mut self, client: ClientId, watch: &mut W) {
        let sent = self.course.world.endpoints().patches().len();
        if sent == 0 {
            return;
        }
        let Some(known) = self.clients.get(client).filter(|state| state.proxy.is_some()) else { return };
        let known = known.patches;
        if known >= sent {
            return;
        }
        let reached = self.reached(client);
        let Some(view) = self.course.world.view(client).filter(|_| reached > known) else { return };
        let (push, clusters) = self.course.world.discovered(view, known, reached);
        self.course.steps += clusters.len() as u64;
        let Some(state) = self.clients.get_mut(client) else { return };
        state.patches = reached;
        if let Some(proxy) = &mut state.proxy {
            proxy.discover(self.course.now, push, clusters, &mut self.actions);
        }
        self.act_all(client, watch);
    }

    /// Patches the endpoints of pods that came, changed or went. Gives false where more has changed than that: then the mesh
    /// is put together again.
    pub(super) fn patch_endpoints<W: Watch>(&mut self, watch: &mut W) -> bool {
        let world = self.course.world.clone();
        let Some(living) = &mut self.living else { return false };
        let Some(Patching { changed, over }) = living.patching() else { return false };
        let mut changes = Vec::new();
        let failed = self.failed_checks();
        for (namespace, name) in &*changed {
            let found = over.machine.running_pod(world.rules().cluster(), namespace, name);
            let standing = over.machine.standing(namespace, name).unwrap_or_default();
            let Some(change) = changed_pod(&world, (namespace, name), found) else { return false };
            let is_failed = standing.address.is_some_and(|address| failed.contains(&address));
            changes.push(ChangedPod { serves: standing.serves && !is_failed, ..change });
        }
        self.patches += 1;
        let (next, looked_at) = world.patched(&changes, (self.patches, self.course.now), over);
        self.course.steps += looked_at / LOOKS_OF_A_STEP + changes.len() as u64;
        let next = Arc::new(next);
        self.take_patched(&next);
        if let Some(patch) = next.endpoints().patches().last().filter(|patch| patch.number == self.patches) {
            let hosts = patch.hosts.iter().fold(patch.number, |key, host| mix_text(key, host));
            self.course.trace.fact(Fact::Endpoints, mix(self.course.now.0, hosts));
        }
        watch.patched(&next);
        for change in &changes {
            let before = change.before.filter(|pod| next.plan.pod(*pod).is_some_and(|pod| pod.gone));
            before.into_iter().for_each(|pod| watch.pod(self.course.now, &next, pod, PodChange::Removed));
            let now = change.now.as_ref().and_then(|(pod, ..)| next.pod(&pod.namespace, &pod.name));
            let now = now.filter(|pod| change.before != Some(*pod));
            now.into_iter().for_each(|pod| watch.pod(self.course.now, &next, pod, PodChange::Added));
        }
        true
    }

    /// Goes on in a world in which pods came and went.
    fn take_patched(&mut self, world: &Arc<World>) {
        let known = self.pods.len();
        self.course.world = world.clone();
        self.clients.fit(world.plan.clients.len());
        self.pods.resize_with(world.plan.pods.len(), Default::default);
        self.fit_living_pods(known);
    }
}

/// What became of a pod; `None` where that touches more than endpoints.
fn changed_pod(world: &World, (namespace, name): (&str, &str), found: RunningPod) -> Option<ChangedPod> {
    let rules = world.rules();
    let before = world.pod(namespace, name);
    if let Some(plan) = before.and_then(|pod| world.plan.pod(pod)) {
        // A gateway accepts at every port.
        if plan.listen.is_none() || !rules.is_patched_alone(namespace, &plan.labels) {
            return None;
        }
    }
    let now = match found {
        RunningPod::Unknown => return None,
        RunningPod::Gone => None,
        RunningPod::Runs(running) => {
            let (pod, workload) = *running;
            let client = rules.later_client(&pod)?;
            let is_known = before.and_then(|pod| world.plan.pod(pod)).is_some_and(|plan| plan.ip == pod.ip);
            // A later pod of the same name has a proxy of its own.
            if !rules.is_patched_alone(namespace, &pod.labels) || !is_known && world.has_client_of(namespace, name) {
                return None;
            }
            Some((pod, workload, client))
        }
    };
    Some(ChangedPod { before, now, serves: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_has_reached_everybody_before_the_next_can_be_sent() {
        let sent = Time(5_000_000_000);
        let times: Vec<u64> =
            (0..10_000).map(|proxy| reaches(sent, 7, proxy, 3).0 - sent.0).map(|after| after / 1_000_000).collect();
        assert!(times.iter().all(|after| (10..100).contains(after)));
        let early = times.iter().filter(|after| **after < 55).count();
        assert!((4_800..5_200).contains(&early), "{early}");
        assert_eq!(reaches(sent, 7, 1, 3), reaches(sent, 7, 1, 3));
        assert_ne!(reaches(sent, 7, 1, 3), reaches(sent, 7, 1, 4));
        assert_ne!(reaches(sent, 7, 1, 3), reaches(sent, 8, 1, 3));
    }
}
