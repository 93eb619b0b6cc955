//! The states of clusters: made on first use, kept or given up when a configuration comes.

use std::sync::Arc;

use mesh_ordered::sort_by_key;
use xxhash_rust::xxh64::xxh64;

use super::connections::Connections;
use super::{Action, ClusterGauges, ClusterIndex, Push, PushedCluster, StateId, StateIndex};
use crate::draw::Draws;
use crate::slab::Slab;
use crate::sparse_index::SparseIndex;
use crate::time::Time;
use crate::upstream::{Baseline, ClusterState};

/// The clusters that a proxy has used so far.
#[derive(Clone, Debug)]
pub(crate) struct Clusters {
    /// Subject of draws that belong to no request.
    key: u64,
    pub(crate) push: Arc<Push>,
    /// Position of each used cluster's state by `ClusterIndex`.
    by_cluster: SparseIndex,
    pub(crate) states: Slab<StateIndex, ClusterState>,
    /// Bytes that rings and tables of one cluster may take.
    pub(super) allowance: u64,
    /// Bytes of state made so far, whether or not they are still there.
    pub(super) made: u64,
    /// Whether a ring or a table was not made because there is no memory for it.
    pub(super) is_starved: bool,
}

impl Slab<StateIndex, ClusterState> {
    /// The state that a timer was armed for, if it is still there.
    pub(super) fn current(&mut self, id: StateId) -> Option<&mut ClusterState> {
        self.is_current(id.index, id.generation).then(|| self.at_mut(id.index)).flatten()
    }
}

impl Clusters {
    /// Those of a proxy that was given its first configuration.
    pub(super) fn new(key: u64, push: Arc<Push>) -> Self {
        Self {
            key,
            push,
            by_cluster: SparseIndex::default(),
            states: Slab::new(),
            allowance: u64::MAX,
            made: 0,
            is_starved: false,
        }
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        let states = self.states.iter().map(|(_, state)| state.bytes()).sum::<usize>();
        states + self.states.bytes() + self.by_cluster.bytes()
    }

    /// The gauges of a cluster; `None` while it was not used.
    pub(super) fn gauges(&self, now: Time, cluster: ClusterIndex) -> Option<ClusterGauges> {
        let index = self.by_cluster.get(cluster.0).map(StateIndex)?;
        Some(self.states.at(index)?.gauges(now))
    }

    /// The gauges of every cluster that was used, in the order of the configuration.
    pub(super) fn all_gauges(&self, now: Time) -> impl Iterator<Item = ClusterGauges> {
        let mut used: Vec<_> = self.states.iter().filter(|(_, state)| !state.retired).map(|(_, state)| state).collect();
        sort_by_key(&mut used, |state| state.cluster);
        used.into_iter().map(move |state| state.gauges(now))
    }

    /// The position of a cluster's state, made now if it was not used so far. `None`: there is no such cluster.
    pub(crate) fn state_of<D: Draws>(&mut self, now: Time, cluster: ClusterIndex, draws: &mut D) -> Option<StateIndex> {
        if let Some(known) = self.by_cluster.get(cluster.0) {
            return Some(StateIndex(known));
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
        self.by_cluster.set(cluster.0, index.0);
        Some(index)
    }

    /// Takes a configuration. Clusters that it left unchanged keep their hosts' state; the others serve what they have
    /// and are made anew on their next use. Requests under way go on with the route that they were given.
    pub(super) fn update(
        &mut self,
        now: Time,
        push: Arc<Push>,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        self.push = push;
        self.by_cluster.clear();
        for index in (0..self.states.capacity()).map(StateIndex) {
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
                    state.update_endpoints(now, pushed, baseline, connections, actions);
                    self.by_cluster.set(cluster.0, index.0);
                }
                None => {
                    state.retired = true;
                    state.close_unused(None, connections, actions);
                    self.drop_if_unused(index, connections, actions);
                }
            }
        }
    }

    /// Takes other endpoints of some clusters.
    pub(super) fn discover(
        &mut self,
        now: Time,
        push: Arc<Push>,
        clusters: impl IntoIterator<Item = ClusterIndex>,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        self.push = push;
        for cluster in clusters {
            let state = self.by_cluster.get(cluster.0).and_then(|index| self.states.at_mut(StateIndex(index)));
            let (Some(state), Some(pushed)) = (state, self.push.cluster(cluster)) else { continue };
            let baseline = baseline(&self.push, pushed, self.allowance, &mut self.made);
            state.update_endpoints(now, pushed, baseline, connections, actions);
        }
    }

    /// Forgets a state that was given up, once its last request is over.
    pub(crate) fn drop_if_unused(
        &mut self,
        index: StateIndex,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        let Some(state) = self.states.at_mut(index).filter(|state| state.retired && state.users == 0) else { return };
        state.close_unused(None, connections, actions);
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
