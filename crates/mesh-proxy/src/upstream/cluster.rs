//! The state of one cluster in one proxy.

use std::sync::Arc;

use super::breaker::CircuitBreaker;
use super::host::Host;
use super::load_balancer::{Hosts, LoadBalancer, Pick, PreviousPriorities};
use super::merge_window::{Delivery, MergeWindow};
use super::outlier::{Decision, Detector, Outcome};
use super::settings::{ClusterEndpoints, ClusterSettings};
use crate::draw::{Draws, Purpose};
use crate::proxy::{
    Action, AddressId, ClusterEvent, ClusterEventKind, ClusterIndex, Push, PushedCluster, StateId, Timer,
};
use crate::time::Time;

/// A cluster's hosts, load balancer, outlier detector, breakers and connections.
#[derive(Clone, Debug)]
pub(crate) struct ClusterState {
    pub(super) id: StateId,
    /// Its position in the newest configuration that had it.
    pub(crate) cluster: ClusterIndex,
    pub(crate) settings: Arc<ClusterSettings>,
    pub(super) endpoints: Arc<ClusterEndpoints>,
    /// By slot; slots in `order` are in use.
    pub(crate) hosts: Vec<Host>,
    pub(super) order: Vec<u32>,
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

impl ClusterState {
    /// The state of a cluster that was not used before. `subject` is the subject of its own draws.
    pub(crate) fn new<D: Draws>(
        now: Time,
        id: StateId,
        cluster: ClusterIndex,
        pushed: &PushedCluster,
        push: &Push,
        subject: u64,
        draws: &mut D,
    ) -> Self {
        let settings = pushed.settings.clone();
        let detector = settings.outlier.clone().map(|outlier| Detector::new(outlier, subject, pushed.created));
        let breakers = settings.breakers.map(CircuitBreaker::new);
        let mut state = ClusterState {
            id,
            cluster,
            settings,
            endpoints: Arc::default(),
            hosts: Vec::new(),
            order: Vec::new(),
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
        state.take_endpoints(pushed, push);
        state.balancer.refresh_all(
            &state.settings,
            Hosts { slots: &state.hosts, order: &state.order, localities: &state.endpoints.localities },
            now,
        );
        state
    }

    /// The slot of the host that takes a request.
    pub(crate) fn pick<D: Draws>(&mut self, pick: &Pick<'_>, draws: &mut D) -> Option<u32> {
        let hosts = Hosts { slots: &self.hosts, order: &self.order, localities: &self.endpoints.localities };
        self.balancer.pick(&self.settings, hosts, pick, draws)
    }

    /// The slot of the host that takes a retry which keeps away from the priorities of the tries before.
    pub(crate) fn pick_elsewhere<D: Draws>(
        &mut self,
        pick: &Pick<'_>,
        previous: &mut PreviousPriorities,
        frequency: u32,
        draws: &mut D,
    ) -> Option<u32> {
        let loads = previous.loads(&self.balancer, &self.settings, frequency as usize);
        let hosts = Hosts { slots: &self.hosts, order: &self.order, localities: &self.endpoints.localities };
        self.balancer.pick(&self.settings, hosts, &Pick { loads, ..*pick }, draws)
    }

    /// The priority of a host by its address.
    pub(crate) fn priority_of(&self, address: AddressId) -> Option<u32> {
        let hosts = self.order.iter().filter_map(|slot| self.hosts.get(*slot as usize));
        hosts.into_iter().find(|host| host.address == address).map(|host| host.priority)
    }

    /// Whether failures to get an answer are counted apart, so that connections have to be reported.
    pub(crate) fn splits_local_errors(&self) -> bool {
        self.detector.as_ref().is_some_and(|detector| detector.settings().split_external_local_origin_errors)
    }

    /// Reports the end of an attempt, or that it got a connection, to outlier detection.
    pub(crate) fn record<D: Draws>(
        &mut self,
        now: Time,
        host: u32,
        outcome: Outcome,
        code: Option<u16>,
        draws: &mut D,
        actions: &mut Vec<Action>,
    ) {
        let Some(detector) = &mut self.detector else { return };
        detector.record(now, host, outcome, code, draws, &mut self.decisions);
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
            let Some(host) = self.hosts.get_mut(slot as usize) else { continue };
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
        let hosts = Hosts { slots: &self.hosts, order: &self.order, localities: &self.endpoints.localities };
        self.balancer.refresh(&self.settings, hosts, priority, now);
    }

    pub(super) fn refresh_all(&mut self, now: Time) {
        let hosts = Hosts { slots: &self.hosts, order: &self.order, localities: &self.endpoints.localities };
        self.balancer.refresh_all(&self.settings, hosts, now);
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
