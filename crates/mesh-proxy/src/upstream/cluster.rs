//! The state of one cluster in one proxy.

use std::sync::Arc;

use super::asked_hosts::OriginalDestinations;
use super::breaker::CircuitBreaker;
use super::host::Host;
use super::load_balancer::{Baseline, Hosts, LoadBalancer, Pick, PreviousPriorities};
use super::merge_window::{Delivery, MergeWindow};
use super::outlier::{AttemptResult, Decision, Detector};
use super::settings::{ClusterEndpoints, ClusterSettings, LoadBalancerSettings};
use crate::draw::{Draws, Purpose};
use crate::proxy::{
    Action, AddressId, ClusterEvent, ClusterEventKind, ClusterIndex, HostSlot, PushedCluster, StateId, Timer,
};
use crate::sparse_index::SparseIndex;
use crate::time::Time;

/// A cluster's hosts, load balancer, outlier detector, breakers and connections. What endpoint discovery says is shared
/// with all proxies; of a host that this proxy never sent anything to nothing is kept.
#[derive(Clone, Debug)]
pub(crate) struct ClusterState {
    pub(super) id: StateId,
    /// Its position in the newest configuration that had it.
    pub(crate) cluster: ClusterIndex,
    pub(crate) settings: Arc<ClusterSettings>,
    pub(super) endpoints: Arc<ClusterEndpoints>,
    /// When each of `endpoints` appeared.
    pub(super) joined: Arc<[Time]>,
    pub(super) baseline: Arc<Baseline>,
    /// The hosts that something was sent to, by slot.
    pub(crate) hosts: Vec<Host>,
    /// Their slots, by their number in `endpoints`.
    pub(super) slots: SparseIndex,
    /// Slots of hosts that are gone.
    pub(super) free: Vec<HostSlot>,
    /// Bytes that rings and tables may take.
    pub(super) allowance: u64,
    /// The hosts that clients asked for, where the cluster takes any address.
    pub(super) asked: Option<Box<OriginalDestinations>>,
    pub(super) balancer: LoadBalancer,
    pub(super) detector: Option<Detector>,
    /// Of the DEFAULT and the HIGH priority.
    pub(crate) breakers: [CircuitBreaker; 2],
    pub(super) merge_windows: Vec<MergeWindow>,
    pub(super) idle_armed: bool,
    pub(super) tick_armed: bool,
    /// Streams that hold on to this state.
    pub(crate) users: u32,
    /// No longer in the configuration, or replaced: it serves its last requests.
    pub(crate) retired: bool,
    decisions: Vec<Decision>,
}

/// The hosts of a state as its load balancer, which is borrowed beside them, sees them.
macro_rules! hosts {
    ($state:ident) => {
        Hosts {
            settings: &$state.endpoints.hosts,
            joined: &$state.joined,
            localities: &$state.endpoints.localities,
            keys: &$state.baseline.keys,
            allowance: $state.allowance,
            states: &$state.hosts,
            slots: &$state.slots,
        }
    };
}

impl ClusterState {
    /// The state of a cluster that was not used before. `subject` is the subject of its own draws.
    pub(crate) fn new<D: Draws>(
        now: Time,
        id: StateId,
        cluster: ClusterIndex,
        (pushed, baseline): (&PushedCluster, Arc<Baseline>),
        (subject, allowance): (u64, u64),
        draws: &mut D,
    ) -> Self {
        let settings = pushed.settings.clone();
        let mut detector = settings.outlier.clone().map(|outlier| Detector::new(outlier, subject, pushed.created));
        if let Some(detector) = &mut detector {
            detector.set_host_count(pushed.endpoints.hosts.len() as u32);
        }
        let breakers = settings.breakers.map(CircuitBreaker::new);
        let takes_any = settings.load_balancer == LoadBalancerSettings::Passthrough;
        let asked = takes_any.then(|| Box::new(OriginalDestinations::new(pushed.created)));
        let mut state = ClusterState {
            id,
            cluster,
            settings,
            endpoints: pushed.endpoints.clone(),
            joined: pushed.joined.clone(),
            baseline,
            hosts: Vec::new(),
            slots: SparseIndex::default(),
            free: Vec::new(),
            allowance,
            asked,
            balancer: LoadBalancer::new(draws.draw(subject, Purpose::RoundRobinStart, 0)),
            detector,
            breakers,
            merge_windows: Vec::new(),
            idle_armed: false,
            tick_armed: false,
            users: 0,
            retired: false,
            decisions: Vec::new(),
        };
        state.refresh_all(now);
        state
    }

    /// The slot of a host by its number; what is remembered of it begins now, if it does not yet.
    pub(super) fn slot(&mut self, number: u32) -> Option<HostSlot> {
        if let Some(slot) = self.slots.get(number) {
            return Some(HostSlot(slot));
        }
        let host = Host::new(number, self.endpoints.hosts.get(number as usize)?);
        let slot = self.free.pop().unwrap_or(HostSlot(self.hosts.len() as u32));
        match self.hosts.get_mut(slot.index()) {
            Some(gone) => *gone = host,
            None => self.hosts.push(host),
        }
        self.slots.set(number, slot.0);
        if let Some(detector) = &mut self.detector {
            detector.watch(slot, number);
        }
        Some(slot)
    }

    /// Bytes on the heap, without what proxies share.
    pub(crate) fn bytes(&self) -> usize {
        self.hosts.capacity() * size_of::<Host>()
            + self.hosts.iter().map(Host::bytes).sum::<usize>()
            + self.slots.bytes()
            + self.asked.as_ref().map_or(0, |asked| asked.bytes(&self.endpoints))
            + self.balancer.bytes(&self.baseline)
            + self.detector.as_ref().map_or(0, Detector::bytes)
    }

    /// Whether a ring or a table is missing because there is no memory for it.
    pub(crate) fn is_refused(&self) -> bool {
        self.balancer.is_refused()
    }

    /// The slot of the host that takes a request.
    pub(crate) fn pick<D: Draws>(&mut self, pick: &Pick<'_>, draws: &mut D) -> Option<HostSlot> {
        let number = self.balancer.pick(&self.settings, hosts!(self), pick, draws)?;
        self.slot(number)
    }

    /// The slot of the host that takes a retry which keeps away from the priorities of the tries before.
    pub(crate) fn pick_elsewhere<D: Draws>(
        &mut self,
        pick: &Pick<'_>,
        previous: &mut PreviousPriorities,
        frequency: u32,
        draws: &mut D,
    ) -> Option<HostSlot> {
        let loads = previous.loads(&self.balancer, &self.settings, frequency as usize);
        let number = self.balancer.pick(&self.settings, hosts!(self), &Pick { loads, ..*pick }, draws)?;
        self.slot(number)
    }

    /// The priority of a host by its address.
    pub(crate) fn priority_of(&self, address: AddressId) -> Option<u32> {
        let number = self.number_of(address)?;
        self.endpoints.hosts.get(number as usize).map(|host| host.priority)
    }

    /// Whether failures to get an answer are counted apart, so that connections have to be reported.
    pub(crate) fn splits_local_errors(&self) -> bool {
        self.detector.as_ref().is_some_and(|detector| detector.settings().split_external_local_origin_errors)
    }

    /// Reports the end of an attempt, or that it got a connection, to outlier detection.
    pub(crate) fn record<D: Draws>(
        &mut self,
        now: Time,
        host: HostSlot,
        result: AttemptResult,
        code: Option<u16>,
        draws: &mut D,
        actions: &mut Vec<Action>,
    ) {
        let Some(detector) = &mut self.detector else { return };
        detector.record(now, host, result, code, draws, &mut self.decisions);
        if !self.decisions.is_empty() {
            self.apply_decisions(now, actions);
            self.arm_tick(now, actions);
        } else if !self.tick_armed && self.detector.as_ref().is_some_and(Detector::has_volume) {
            self.arm_tick(now, actions);
        }
    }

    /// The interval of outlier detection is over.
    pub(crate) fn interval<D: Draws>(&mut self, now: Time, draws: &mut D, actions: &mut Vec<Action>) {
        self.tick_armed = false;
        let Some(detector) = &mut self.detector else { return };
        if self.retired {
            return;
        }
        detector.tick(now, draws, &mut self.decisions);
        self.apply_decisions(now, actions);
        self.arm_tick(now, actions);
    }

    /// The merge window of a priority is over.
    pub(crate) fn merge_window_over(&mut self, now: Time, priority: u32) {
        if let Some(merge) = self.merge_windows.get_mut(priority as usize).filter(|merge| merge.is_due(now)) {
            merge.delivered(now);
            self.refresh(now, priority);
        }
    }

    /// An event of this cluster, as an action.
    pub(crate) fn event(&self, kind: ClusterEventKind) -> Action {
        Action::Event(ClusterEvent { cluster: self.cluster, kind })
    }

    fn apply_decisions(&mut self, now: Time, actions: &mut Vec<Action>) {
        let mut decisions = std::mem::take(&mut self.decisions);
        for decision in decisions.drain(..) {
            let slot = match decision {
                Decision::Ejected { slot, .. }
                | Decision::Refused { slot, .. }
                | Decision::Unejected { slot }
                | Decision::Degraded { slot, .. } => slot,
            };
            let Some(host) = self.hosts.get_mut(slot.index()) else { continue };
            let (address, priority) = (host.address, host.priority);
            let (event, changed) = match decision {
                Decision::Ejected { reason, enforced, backoff, until, .. } => {
                    host.ejected |= enforced;
                    (Some(ClusterEventKind::Ejection { address, reason, enforced, backoff, until }), enforced)
                }
                Decision::Refused { reason, .. } => {
                    (Some(ClusterEventKind::EjectionRefused { address, reason }), false)
                }
                Decision::Unejected { .. } => {
                    host.ejected = false;
                    (Some(ClusterEventKind::Unejection { address }), true)
                }
                Decision::Degraded { degraded, .. } => {
                    host.degraded = degraded;
                    (None, true)
                }
            };
            actions.extend(event.map(|event| self.event(event)));
            // One by one, as Envoy does: the load balancer may learn of the first change and not yet of the next.
            if changed {
                self.health_changed(now, priority, actions);
            }
        }
        self.decisions = decisions;
    }

    pub(super) fn health_changed(&mut self, now: Time, priority: u32, actions: &mut Vec<Action>) {
        // Where a request goes is not the load balancer's to say.
        if self.takes_any_address() {
            return;
        }
        let window = self.settings.update_merge_window;
        if self.merge_windows.len() <= priority as usize {
            self.merge_windows.resize(priority as usize + 1, MergeWindow::default());
        }
        let Some(merge) = self.merge_windows.get_mut(priority as usize) else { return };
        match merge.change(now, window) {
            Delivery::Now => self.refresh(now, priority),
            Delivery::At(at) => {
                actions.push(Action::Arm { timer: Timer::MergeWindow { cluster: self.id, priority }, at });
            }
            Delivery::Later => {}
        }
    }

    fn refresh(&mut self, now: Time, priority: u32) {
        self.balancer.refresh(&self.settings, hosts!(self), &self.baseline, priority, now);
    }

    pub(super) fn refresh_all(&mut self, now: Time) {
        self.balancer.refresh_all(&self.settings, hosts!(self), &self.baseline, now);
    }

    fn arm_tick(&mut self, now: Time, actions: &mut Vec<Action>) {
        let Some(detector) = &self.detector else { return };
        if self.tick_armed || !detector.needs_tick() {
            return;
        }
        self.tick_armed = true;
        let at = detector.next_tick(now);
        actions.push(Action::Arm { timer: Timer::OutlierInterval { cluster: self.id }, at });
    }
}
