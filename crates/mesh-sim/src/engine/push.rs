//! New configuration: what is pushed from outside, and the endpoints that istiod sends by itself.

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_ordered::OrderedSet;

use super::budget::{BYTES_OF_A_STEP, LOOKS_OF_A_STEP};
use super::core::Core;
use super::fold::Fact;
use super::state::PodChange;
use super::watch::Watch;
use crate::draws::mix;
use crate::ids::PodId;
use crate::world::World;

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

    /// The addresses of pods whose process was ended by hand, as far as the kubelet knows.
    pub(super) fn failed_checks(&self) -> OrderedSet<Ipv4Addr> {
        let pods = self.pods.iter().zip(self.course.world.plan.pods.iter());
        pods.filter(|(state, plan)| state.unready && !plan.gone).map(|(_, plan)| plan.ip).collect()
    }

    /// Istiod sends the endpoints that changed, unless it waits for more.
    pub(super) fn push_endpoints<W: Watch>(&mut self, watch: &mut W) {
        if self.endpoints_changed.is_none_or(|changed| self.course.now < changed.due()) {
            return;
        }
        self.endpoints_changed = None;
        if self.patch_endpoints(watch) {
            return;
        }
        let mut unready = self.failed_checks();
        self.course.steps += self.pods.len() as u64 / LOOKS_OF_A_STEP;
        let mut mesh = Arc::clone(self.course.world.rules());
        let is_patched = !self.course.world.endpoints().patches().is_empty();
        if let Some((living, not_serving)) = self.living_mesh() {
            self.course.steps += living.cluster().pods.len() as u64 / LOOKS_OF_A_STEP;
            mesh = living;
            unready.extend(not_serving);
        }
        if unready != *self.course.world.unready() || is_patched || !Arc::ptr_eq(&mesh, self.course.world.rules()) {
            let world = Arc::new(self.course.world.with_endpoints(mesh, unready, self.course.now));
            self.push(&world, watch);
        }
    }
}
