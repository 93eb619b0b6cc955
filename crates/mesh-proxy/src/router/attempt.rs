//! A try of a request: a host is picked, a connection found, the request sent, and its end told (`upstream_request.cc`).

use crate::draw::Draws;
use crate::flags::ResponseFlag;
use crate::proxy::{
    Action, AttemptId, ConnectionIndex, Connections, Context, HostSlot, HostView, Observer, Phase, Send, StateIndex,
    Stream, Timer,
};
use crate::time::Duration;
use crate::upstream::{Admission, AttemptResult, ClusterState, Pick, PoolKey};

/// The current try of a request, with the state of its cluster and the connections.
pub(super) struct Attempt<'a> {
    pub(super) stream: &'a mut Stream,
    pub(super) cluster: &'a mut ClusterState,
    pub(super) connections: &'a mut Connections,
}

impl Attempt<'_> {
    /// The next try begins: a host is picked and a connection to it asked for. `None`: there is no healthy host.
    pub(super) fn begin<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>) -> Option<Admission> {
        self.stream.phase = Phase::Idle;
        let Some(host) = self.pick_host(cx) else {
            self.stream.flags.set(ResponseFlag::NoHealthyUpstream);
            return None;
        };
        let Self { stream, cluster, connections } = self;
        let priority = stream.priority();
        let key = PoolKey::new(&cluster.settings.pool, priority, stream.came_in_http2);
        let address = cluster.hosts.get(host.index()).map(|host| host.address);
        let admission = cluster.request_connection(cx.now, host, key, stream.id.index, connections, cx.actions);
        stream.attempt += 1;
        stream.host = host;
        stream.address = address;
        if let Some(address) = address {
            cx.observer.host_picked(stream.attempt_id(), address, false);
        }
        match admission {
            Admission::Attached(connection) => self.send(cx, connection),
            Admission::Pending => {
                stream.phase = Phase::Pending;
                cx.observer.pending(stream.attempt_id(), cluster.breakers[priority].pending_requests);
            }
            Admission::Overflow => {}
        }
        Some(admission)
    }

    /// Picks a host; on a retry it avoids those that were tried, as long as the policy lets it pick again.
    fn pick_host<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>) -> Option<HostSlot> {
        let Self { stream, cluster, .. } = self;
        let attempt = AttemptId { number: stream.attempt + 1, ..stream.attempt_id() };
        if cluster.takes_any_address() {
            let host = cluster.host_asked_for(cx.now, stream.asked?, cx.actions);
            if O::RECORDS {
                let only: Vec<HostView> = host.and_then(|host| cluster.view_of(host)).into_iter().collect();
                cx.observer.hosts(attempt, cluster.cluster, &only, only.len() as u32);
            }
            return host;
        }
        if O::RECORDS {
            cx.observer.hosts(attempt, cluster.cluster, &cluster.views(), cluster.host_count());
        }
        let (subject, hash) = (stream.subject, stream.hash);
        let mut pick = Pick { subject, hash, attempt: attempt.number, rejected: 0, now: cx.now, loads: None };
        if stream.attempt == 0 {
            return cluster.pick(&pick, cx.draws);
        }
        let retry = stream.policy.retry.as_ref();
        let again = retry.filter(|retry| retry.previous_hosts);
        let again = again.map_or(0, |retry| retry.host_selection_retry_maximum_attempts);
        let frequency = retry.and_then(|retry| retry.previous_priorities);
        loop {
            let host = match (frequency, &mut stream.previous_priorities) {
                (Some(frequency), Some(previous)) => cluster.pick_elsewhere(&pick, previous, frequency, cx.draws),
                _ => cluster.pick(&pick, cx.draws),
            }?;
            let address = cluster.hosts.get(host.index()).map(|host| host.address)?;
            if pick.rejected >= again || !stream.tried.contains(&address) {
                return Some(host);
            }
            pick.rejected += 1;
            cx.observer.host_picked(attempt, address, true);
        }
    }

    /// A try has a connection: it goes out.
    pub(super) fn send<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, connection: ConnectionIndex) {
        let connection = self.connections.id(connection);
        let Self { stream, cluster: state, .. } = self;
        stream.phase = Phase::InFlight(connection.index);
        stream.started = true;
        let (attempt, key, mirror) = (stream.attempt_id(), stream.key, stream.mirror);
        let (Some(cluster), Some(address)) = (stream.cluster, stream.address) else { return };
        cx.actions.push(Action::Send(Send { attempt, key, connection, cluster, address, mirror }));
        let per_try = stream.policy.retry.as_ref().map_or(Duration::ZERO, |retry| retry.per_try_timeout);
        // A per-try timeout that is not below the route's means nothing.
        if !per_try.is_zero() && (stream.timeout.is_zero() || per_try < stream.timeout) {
            let at = cx.now + per_try;
            cx.arm(Timer::PerTryTimeout(attempt), at);
        }
        if state.splits_local_errors() {
            let result = AttemptResult::LocalOriginConnectSuccess;
            state.record(cx.now, stream.host, result, None, cx.draws, cx.actions);
        }
    }

    /// Tells outlier detection how the try went.
    pub(super) fn report<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        result: AttemptResult,
        code: Option<u16>,
    ) {
        let Self { stream, cluster, .. } = self;
        cluster.record(cx.now, stream.host, result, code, cx.draws, cx.actions);
        if O::RECORDS
            && let Some(view) = cluster.view_of(stream.host)
        {
            cx.observer.outlier_result(stream.attempt_id(), cluster.cluster, view, result.counts_as(code));
        }
    }

    /// Lets go of the current try's connection, or of its place in the queue; gives what others wait for.
    /// `answered` is false where the host's answer was not awaited.
    pub(super) fn release<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        answered: bool,
    ) -> Option<Freed> {
        let Self { stream, cluster, connections } = self;
        let key = PoolKey::new(&cluster.settings.pool, stream.priority(), stream.came_in_http2);
        match std::mem::replace(&mut stream.phase, Phase::Idle) {
            Phase::InFlight(connection) => {
                let awaited = cluster.stream_closed(cx.now, connection, answered, connections, cx.actions);
                awaited.then_some(Freed { state: stream.state?, host: stream.host, key })
            }
            Phase::Pending => {
                cluster.cancel_pending(stream.host, key, stream.id.index);
                None
            }
            Phase::Idle | Phase::FaultDelay | Phase::BackOff => None,
        }
    }
}

/// A pool in which a request may have found room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Freed {
    pub(super) state: StateIndex,
    pub(super) host: HostSlot,
    pub(super) key: PoolKey,
}
