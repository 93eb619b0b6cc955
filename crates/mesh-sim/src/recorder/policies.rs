//! What a route says of the requests that take it, for what did not happen as well as for what did.

use mesh_proxy::config::{Action, LbPolicy, Route, RouteAction};
use mesh_proxy::proxy::{ClusterIndex, StreamId};
use mesh_words::{Words, say};

use super::{HopIndex, Recorder};
use crate::decision::{Source, StepKind};
use crate::world::World;

/// Timers, retries and faults of a hop's route.
#[derive(Clone, Debug, Default)]
pub(super) struct Policies {
    /// The YAML of its timeout.
    pub(super) timeout: Option<Source>,
    /// The YAML of its delay.
    pub(super) delay: Option<Source>,
    /// The YAML of its abort.
    pub(super) abort: Option<Source>,
    pub(super) retries: Retries,
    /// Whether the request took as long as it may.
    pub(super) is_timed_out: bool,
}

/// Which tries are followed by another one.
#[derive(Clone, Debug, Default)]
pub(super) struct Retries {
    /// The conditions, with statuses in the place of `retriable-status-codes`.
    conditions: Vec<String>,
    /// How many.
    count: u32,
    pub(super) source: Option<Source>,
}

impl Recorder {
    /// Learns what the route of a hop says.
    pub(super) fn take_policies(&mut self, hop: HopIndex, world: &World, route: Option<&Route>) {
        let Some(route) = route else { return };
        let Action::Route(action) = &route.action else { return };
        let fault = route.typed_per_filter_config.fault.as_ref();
        let policies = Policies {
            timeout: world.source(action.timeout_origin),
            delay: fault.and_then(|fault| world.source(fault.delay.as_ref()?.origin)),
            abort: fault.and_then(|fault| world.source(fault.abort.as_ref()?.origin)),
            retries: retries(world, action),
            is_timed_out: false,
        };
        if let Some(known) = self.policies.get_mut(hop.0) {
            *known = policies;
        }
    }

    /// A step of a stream that its route's YAML decided.
    pub(super) fn policy_step(&mut self, stream: StreamId, kind: StepKind, of: fn(&Policies) -> Option<Source>) {
        if let Some(hop) = self.hop_of(self.client, stream) {
            let source = self.policies.get(hop.0).and_then(of);
            self.step(hop, kind, source);
        }
    }

    /// How a cluster chooses among its hosts, and the YAML of its rules.
    pub(super) fn balancer(&self, cluster: ClusterIndex) -> (String, Option<Source>) {
        let config = self.world.view(self.client).and_then(|view| view.cluster(cluster));
        let Some(config) = config else { return Default::default() };
        let name = match config.lb_policy {
            LbPolicy::RoundRobin => "ROUND_ROBIN",
            LbPolicy::LeastRequest => "LEAST_REQUEST",
            LbPolicy::RingHash => "RING_HASH",
            LbPolicy::Random => "RANDOM",
            LbPolicy::ClusterProvided => "PASSTHROUGH",
            LbPolicy::Maglev => "MAGLEV",
        };
        (name.to_owned(), self.world.source(config.origin))
    }

    /// Says why a failure was not tried again, where nobody was asked about it.
    pub(super) fn not_retried(&mut self, hop: HopIndex, status: u16) {
        let Some((reason, source)) = self.why_not_retried(hop, status) else { return };
        self.step(hop, StepKind::Retry { granted: false, reason, back_off: 0.0 }, source);
    }

    fn why_not_retried(&self, hop: HopIndex, status: u16) -> Option<(Words, Option<Source>)> {
        let (told, policies) = (self.hops.get(hop.0)?, self.policies.get(hop.0)?);
        let is_failure = status == 0 || status >= 500;
        let is_refused = |kind: &StepKind| matches!(kind, StepKind::Retry { granted: false, .. });
        let is_routed = |kind: &StepKind| matches!(kind, StepKind::Cluster { .. });
        let has = |what: &dyn Fn(&StepKind) -> bool| told.steps.iter().any(|step| what(&step.kind));
        if !is_failure || told.mirror || has(&is_refused) || !has(&is_routed) {
            return None;
        }
        // Who was never sent to cannot be sent to again: what kept it from a host is told by itself.
        let end = told.steps.iter().rev().find_map(|step| match step.kind {
            StepKind::AttemptEnd { status, .. } => Some(status),
            _ => None,
        })?;
        let Retries { conditions, count, source } = &policies.retries;
        if policies.is_timed_out {
            return Some((say!("step-retry-timed-out"), policies.timeout.clone()));
        }
        if *count == 0 || conditions.is_empty() {
            return Some((say!("step-retry-none"), source.clone()));
        }
        let conditions = conditions.join(", ");
        let reason = match end {
            Some(status) => say!("step-retry-not-asked", conditions, status),
            None => say!("step-retry-not-asked-unanswered", conditions),
        };
        Some((reason, source.clone()))
    }
}

fn retries(world: &World, action: &RouteAction) -> Retries {
    let Some(policy) = &action.retry_policy else { return Retries::default() };
    let conditions = policy.retry_on.split(',').map(str::trim).filter(|condition| !condition.is_empty());
    let named = |condition: &str| match condition {
        "retriable-status-codes" => policy.retriable_status_codes.iter().map(ToString::to_string).collect(),
        other => vec![other.to_owned()],
    };
    Retries {
        conditions: conditions.flat_map(named).collect(),
        count: policy.num_retries.unwrap_or(1),
        source: world.source(policy.origin),
    }
}
