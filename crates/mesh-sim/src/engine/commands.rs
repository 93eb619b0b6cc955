//! What is done to a run from outside.

use std::sync::Arc;

use super::budget::BYTES_OF_A_STEP;
use super::core::Core;
use super::fold::Fact;
use super::state::{Caller, PodChange, PodFault};
use super::watch::Watch;
use crate::draws::{mix, mix_text};
use crate::ids::{ClientId, PodId};
use crate::keys::{RequestId, Sender};
use crate::request::Request;
use crate::world::World;

impl Core {
    /// Takes a new world: proxies whose configuration differs get the new one; senders go on, new ones begin.
    pub(crate) fn push<W: Watch>(&mut self, world: &Arc<World>, watch: &mut W) {
        let mut proxies = 0;
        let before = self.world.clone();
        let made = world.made();
        self.fit(world);
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
            proxy.update(self.now, view.push.clone(), &mut self.actions);
            self.act_all(client, watch);
        }
        self.steps += (world.made() - made) / BYTES_OF_A_STEP;
        if proxies > 0 {
            self.digest.fact(Fact::Push, mix(self.now.0, proxies));
        }
        watch.pushed(self.now, world, proxies as u32);
        for (id, pod) in (0..).map(PodId).zip(&world.plan.pods) {
            let was_there = before.plan.pod(id).is_some_and(|pod| !pod.gone);
            match (was_there, !pod.gone) {
                (false, true) => watch.pod(self.now, world, id, PodChange::Added),
                (true, false) => watch.pod(self.now, world, id, PodChange::Removed),
                _ => {}
            }
        }
        self.settle(watch);
    }

    /// Sends a request by hand from a client.
    pub(crate) fn send_command<W: Watch>(
        &mut self,
        client: ClientId,
        request: &Arc<Request>,
        watch: &mut W,
    ) -> RequestId {
        let root = RequestId { sender: Sender::Command, number: self.commands };
        self.commands += 1;
        self.pending_commands += 1;
        let request = self.requests.intern(request);
        self.enter(root, command_key(root.number), client, request, Caller::Command);
        self.settle(watch);
        root
    }

    /// Folds a host pick that was never made, as if the run had been another.
    #[cfg(test)]
    pub(crate) fn fold_pick(&mut self, pick: u64) {
        self.digest.fact(Fact::Pick, pick);
    }

    /// Does something to a pod.
    pub(crate) fn change_pod<W: Watch>(&mut self, pod: PodId, fault: PodFault, watch: &mut W) {
        let Some(state) = self.pods.get_mut(pod.index()) else { return };
        let before = std::mem::replace(&mut state.fault, fault);
        watch.pod(self.now, &self.world, pod, PodChange::Fault(fault));
        match (before, fault) {
            (PodFault::Kill, PodFault::Kill) => {}
            (_, PodFault::Kill) => self.end_process(pod),
            (PodFault::Kill, _) => self.begin_process(pod),
            _ => {}
        }
        self.settle(watch);
    }
}

/// The key of a request that is sent by hand.
pub(super) fn command_key(number: u64) -> u64 {
    RequestId { sender: Sender::Command, number }.key(mix_text(0, "command"))
}
