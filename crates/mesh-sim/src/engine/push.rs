//! New configuration: what is pushed from outside, and the endpoints that istiod sends by itself.

use std::sync::Arc;

use super::budget::{BYTES_OF_A_STEP, LOOKS_OF_A_STEP};
use super::core::Core;
use super::discovery::changed_pod;
use super::fold::Fact;
use super::living::Patching;
use super::state::PodChange;
use super::watch::Watch;
use crate::draws::{mix, mix_text};
use crate::ids::PodId;
use crate::world::{ChangedPod, World};

impl Core {
    /// Takes the world of an edit.
    pub(crate) fn edit<W: Watch>(&mut self, world: &Arc<World>, watch: &mut W) {
        let over = self.edit_living(world, watch);
        self.push(over.as_ref().unwrap_or(world), watch);
    }

    /// Takes a new world: proxies whose configuration differs get the new one; senders go on, new ones begin.
    pub(crate) fn push<W: Watch>(&mut self, world: &Arc<World>, watch: &mut W) {
        let mut proxies = 0;
        let before = self.course.world.clone();
        let made = world.made();
        self.fit(world);
        self.fit_living();
        for client in self.clients.ids() {
            let Some(state) = self.clients.get_mut(client) else { continue };
            state.reconfigure();
            let Some(proxy) = &mut state.proxy else { continue };
            // Only a proxy that is in use needs its new configuration now.
            let Some(view) = world.view(client) else { continue };
            if Arc::ptr_eq(proxy.push(), &view.push) {
                continue;
            }
            proxies += 1;
            proxy.update(self.course.now, view.push.clone(), &mut self.actions);
            self.act_all(client, watch);
        }
        self.course.steps += (world.made() - made) / BYTES_OF_A_STEP;
        if proxies > 0 {
            self.course.trace.fact(Fact::Push, mix(self.course.now.0, proxies));
        }
        watch.pushed(self.course.now, world, proxies as u32);
        for (id, pod) in (0..).map(PodId).zip(world.plan.pods.iter()) {
            let was_there = before.plan.pod(id).is_some_and(|pod| !pod.gone);
            match (was_there, !pod.gone) {
                (false, true) => watch.pod(self.course.now, world, id, PodChange::Added),
                (true, false) => watch.pod(self.course.now, world, id, PodChange::Removed),
                _ => {}
            }
        }
        self.settle(watch);
    }

    /// Istiod sends the endpoints that changed, unless it waits for more.
    pub(super) fn push_endpoints<W: Watch>(&mut self, watch: &mut W) {
        if !self.discovery.take_due(self.course.now) {
            return;
        }
        if self.patch_endpoints(watch) {
            return;
        }
        let mut unready = self.apps.pods.failed_checks(&self.course.world);
        self.course.steps += self.apps.pods.len() as u64 / LOOKS_OF_A_STEP;
        let mut mesh = Arc::clone(self.course.world.rules());
        let is_patched = !self.course.world.endpoints().patches().is_empty();
        if let Some(living) = &mut self.living {
            let (over, not_serving) = living.mesh(&mesh);
            self.course.steps += over.cluster().pods.len() as u64 / LOOKS_OF_A_STEP;
            mesh = over;
            unready.extend(not_serving);
        }
        if unready != *self.course.world.unready() || is_patched || !Arc::ptr_eq(&mesh, self.course.world.rules()) {
            let world = Arc::new(self.course.world.with_endpoints(mesh, unready, self.course.now));
            self.push(&world, watch);
        }
    }

    /// Patches the endpoints of pods that came, changed or went. Gives false where more has changed than that: then the mesh
    /// is put together again.
    fn patch_endpoints<W: Watch>(&mut self, watch: &mut W) -> bool {
        let world = self.course.world.clone();
        let Some(living) = &mut self.living else { return false };
        let Some(Patching { changed, over }) = living.patching() else { return false };
        let mut changes = Vec::new();
        let failed = self.apps.pods.failed_checks(&self.course.world);
        for (namespace, name) in &*changed {
            let found = over.machine.running_pod(world.rules().cluster(), namespace, name);
            let standing = over.machine.standing(namespace, name).unwrap_or_default();
            let Some(change) = changed_pod(&world, (namespace, name), found) else { return false };
            let is_failed = standing.address.is_some_and(|address| failed.contains(&address));
            changes.push(ChangedPod { serves: standing.serves && !is_failed, ..change });
        }
        let number = self.discovery.next_patch();
        let (next, looked_at) = world.patched(&changes, (number, self.course.now), over);
        self.course.steps += looked_at / LOOKS_OF_A_STEP + changes.len() as u64;
        let next = Arc::new(next);
        self.take_patched(&next);
        if let Some(patch) = next.endpoints().patches().last().filter(|patch| patch.number == number) {
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
        let known = self.apps.pods.len();
        self.course.world = world.clone();
        self.clients.fit(world.plan.clients.len());
        self.apps.pods.fit(world.plan.pods.len());
        if let Some(living) = &self.living {
            living.fit_later(world, known, &mut self.apps.pods);
        }
    }
}
