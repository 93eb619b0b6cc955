//! The states of clusters: made on first use, kept or given up when a configuration comes.

use std::sync::Arc;

use xxhash_rust::xxh64::xxh64;

use super::{Action, ClusterIndex, Proxy, Push, PushedCluster, StateId};
use crate::draw::Draws;
use crate::time::Time;
use crate::upstream::{Baseline, ClusterState};

impl Proxy {
    /// The position of a cluster's state, made now if it was not used so far. `None`: there is no such cluster.
    pub(crate) fn state_of<D: Draws>(&mut self, now: Time, cluster: ClusterIndex, draws: &mut D) -> Option<u32> {
        if let Some(known) = self.by_cluster.get(cluster.0) {
            return Some(known);
        }
        let pushed = self.push.cluster(cluster)?;
        let (index, generation) = self.states.next_position();
        // Named, not numbered: a cluster that comes before it in the configuration changes no draw.
        let subject = xxh64(pushed.settings.name.as_bytes(), self.key);
        let id = StateId { index, generation };
        let baseline = baseline(&self.push, pushed, self.allowance, &mut self.made);
        let own = (subject, self.allowance);
        let state = ClusterState::new(now, id, cluster, (pushed, baseline), own, draws);
        self.made += (size_of::<ClusterState>() + state.bytes()) as u64;
        self.is_starved |= state.is_refused();
        self.states.insert(state);
        self.by_cluster.set(cluster.0, index);
        Some(index)
    }

    /// Takes a configuration. Clusters that it left unchanged keep their hosts' state; the others serve what they have
    /// and are made anew on their next use. Requests under way go on with the route that they were given.
    pub fn update(&mut self, now: Time, push: Arc<Push>, actions: &mut Vec<Action>) {
        self.push = push;
        self.by_cluster.clear();
        for index in 0..self.states.capacity() {
            let Some(state) = self.states.at_mut(index) else { continue };
            if state.retired {
                continue;
            }
            let kept = self.push.index_of(&state.settings.name).and_then(|cluster| {
                let pushed = self.push.cluster(cluster)?;
                Arc::ptr_eq(&pushed.settings, &state.settings).then_some((cluster, pushed))
            });
            match kept {
                Some((cluster, pushed)) => {
                    state.cluster = cluster;
                    let baseline = baseline(&self.push, pushed, self.allowance, &mut self.made);
                    state.update_endpoints(now, pushed, baseline, &mut self.connections, actions);
                    self.by_cluster.set(cluster.0, index);
                }
                None => {
                    state.retired = true;
                    state.close_unused(None, &mut self.connections, actions);
                    self.drop_if_unused(index, actions);
                }
            }
        }
    }

    /// Forgets a state that was given up, once its last request is over.
    pub(crate) fn drop_if_unused(&mut self, index: u32, actions: &mut Vec<Action>) {
        let Some(state) = self.states.at_mut(index).filter(|state| state.retired && state.users == 0) else { return };
        state.close_unused(None, &mut self.connections, actions);
        self.states.remove(index);
    }
}

/// What all proxies know of a cluster alike; who needs it first makes it.
fn baseline(push: &Push, pushed: &PushedCluster, allowance: u64, made: &mut u64) -> Arc<Baseline> {
    pushed
        .baseline
        .get_or_init(|| {
            let baseline =
                Baseline::new(&pushed.settings, &pushed.endpoints, &pushed.joined, push.addresses(), allowance);
            *made += baseline.bytes() as u64;
            Arc::new(baseline)
        })
        .clone()
}
