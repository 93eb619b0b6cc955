//! Endpoint discovery in a cluster that lives: pods that come or go change endpoints and nothing else.
//!
//! Istiod sends a patch at the end of its debounce; it reaches each proxy a while later, which is drawn by the seed, the proxy
//! and the number of the patch. A proxy takes what has reached it at its next event, so that a patch is no event for each
//! client. The next patch is never sent before the last one has reached everybody.

use mesh_cluster::live::RunningPod;
use mesh_proxy::{Duration, Time};

use super::course::{Course, Due};
use super::debounce::Debounce;
use crate::draws::mix;
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

/// How many of the patches since the push have reached a client's proxy.
pub(super) fn reached(course: &Course, client: ClientId) -> usize {
    let patches = course.world.endpoints().patches();
    let mut reached = patches.len();
    if reached == 0 {
        return 0;
    }
    let key = course.world.plan.client(client).map_or(0, |plan| plan.key);
    while let Some(patch) = reached.checked_sub(1).and_then(|last| patches.get(last)) {
        if reaches(patch.sent, course.trace.untraced().seed(), key, patch.number) <= course.now {
            break;
        }
        reached -= 1;
    }
    reached
}

/// What istiod has to send.
#[derive(Clone, Debug, Default)]
pub(super) struct Discovery {
    /// What became of pods, as far as it was not sent yet.
    changed: Option<Debounce>,
    /// Patches of endpoints that were sent.
    patches: u64,
}

impl Discovery {
    /// Something of what istiod sends is different.
    pub(super) fn change(&mut self, course: &mut Course) {
        let changed = Debounce::of(self.changed, course.now);
        self.changed = Some(changed);
        course.at(changed.due(), Due::Endpoints);
    }

    /// Whether it is sent now, and nothing is left to send then: else istiod waits for more, or there is nothing.
    pub(super) fn take_due(&mut self, now: Time) -> bool {
        let is_due = self.changed.is_some_and(|changed| now >= changed.due());
        if is_due {
            self.changed = None;
        }
        is_due
    }

    /// The number of a patch that is sent.
    pub(super) fn next_patch(&mut self) -> u64 {
        self.patches += 1;
        self.patches
    }
}

/// What became of a pod; `None` where that touches more than endpoints.
pub(super) fn changed_pod(world: &World, (namespace, name): (&str, &str), found: RunningPod) -> Option<ChangedPod> {
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
