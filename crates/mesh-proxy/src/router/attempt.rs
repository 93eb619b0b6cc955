//! A try of a request: a host is picked, a connection found, the request sent, and its end awaited (`router.cc`,
//! `upstream_request.cc`).

use super::stream::TIMEOUT_STATUS;
use super::{AttemptEnd, RetryVerdict};
use crate::draw::Draws;
use crate::flags::ResponseFlag;
use crate::grpc::http_status_of_grpc;
use crate::proxy::{
    Action, AttemptId, ConnectionId, Connections, Context, HostSlot, HostView, Observer, Phase, Proxy, Send,
    StateIndex, Stream, StreamIndex, Timer, UpstreamReset, UpstreamResponse,
};
use crate::response::{ResetReason, ResponseDetails};
use crate::time::Duration;
use crate::upstream::{Admission, AttemptResult, ClusterState, Pick, PoolKey};

impl Proxy {
    /// The next try begins: a host is picked and a connection to it asked for.
    pub(crate) fn start_attempt<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        let Some(InCluster { stream, cluster, connections }) = self.in_cluster(index) else { return };
        stream.phase = Phase::Idle;
        let Some(host) = pick_host(cx, stream, cluster) else {
            stream.flags.set(ResponseFlag::NoHealthyUpstream);
            self.reply(cx, index, 503, ResponseDetails::NoHealthyUpstream);
            return;
        };
        let priority = stream.priority();
        let key = PoolKey::new(&cluster.settings.pool, priority, stream.came_in_http2);
        let address = cluster.hosts.get(host.index()).map(|host| host.address);
        let admission = cluster.request_connection(cx.now, host, key, index, connections, cx.actions);
        stream.attempt += 1;
        stream.host = host;
        stream.address = address;
        if let Some(address) = address {
            cx.observer.host_picked(stream.attempt_id(), address, false);
        }
        match admission {
            Admission::Attached(connection) => send(cx, stream, cluster, connections.id(connection)),
            Admission::Pending => {
                stream.phase = Phase::Pending;
                cx.observer.pending(stream.attempt_id(), cluster.breakers[priority].pending_requests);
            }
            Admission::Overflow => self.attempt_reset(cx, index, ResetReason::Overflow),
        }
    }

    /// A stream with what its cluster knows; `None` where it has no cluster yet.
    fn in_cluster(&mut self, index: StreamIndex) -> Option<InCluster<'_>> {
        let stream = self.streams.at_mut(index)?;
        let cluster = self.clusters.states.at_mut(stream.state?)?;
        Some(InCluster { stream, cluster, connections: &mut self.connections })
    }

    /// A host answered the current try.
    pub(crate) fn answered<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        response: UpstreamResponse,
    ) {
        let code = response.grpc_status.map_or(response.status, http_status_of_grpc);
        let result = match code {
            500.. => AttemptResult::ExtOriginRequestFailed,
            _ if response.degraded => AttemptResult::ExtOriginRequestDegraded,
            _ => AttemptResult::ExtOriginRequestSuccess,
        };
        self.report(cx, index, result, Some(code));
        match self.decide_retry(cx, index, AttemptEnd::Answered(response)) {
            RetryVerdict::Yes => {
                let freed = self.release_attempt(cx, index, true);
                self.back_off(cx, index, response.retry_after);
                self.serve_freed(cx, freed);
                return;
            }
            RetryVerdict::LimitExceeded => self.streams.set_flag(index, ResponseFlag::UpstreamRetryLimitExceeded),
            RetryVerdict::Overflow => self.streams.set_flag(index, ResponseFlag::UpstreamOverflow),
            RetryVerdict::No => {}
        }
        // A gRPC failure comes as 200: what counts is what it stands for.
        let failure = response.grpc_status.filter(|status| *status != 0).map(http_status_of_grpc);
        let grpc = response.grpc_status;
        self.reply_with(cx, index, failure.unwrap_or(response.status), grpc, ResponseDetails::ViaUpstream);
    }

    /// A host ended the current try without an answer.
    pub(crate) fn upstream_reset<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        reset: UpstreamReset,
    ) {
        let reason = match reset {
            UpstreamReset::Remote => ResetReason::RemoteReset,
            UpstreamReset::RefusedStream => ResetReason::RemoteRefusedStreamReset,
            UpstreamReset::ProtocolError => ResetReason::ProtocolError,
            UpstreamReset::ConnectionTermination => ResetReason::ConnectionTermination,
        };
        self.attempt_reset(cx, index, reason);
    }

    /// The current try ended without an answer, whoever ended it.
    pub(crate) fn attempt_reset<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        reason: ResetReason,
    ) {
        if reason != ResetReason::Overflow {
            self.report(cx, index, AttemptResult::LocalOriginConnectFailed, None);
        }
        let freed = self.release_attempt(cx, index, false);
        if !self.retry_after_reset(cx, index, reason) {
            self.streams.set_flag(index, flag_of(reason));
            let status = if reason == ResetReason::ProtocolError { 502 } else { 503 };
            self.reply(cx, index, status, ResponseDetails::UpstreamResetBeforeResponseStarted(reason));
        }
        self.serve_freed(cx, freed);
    }

    /// The current try took too long (`Filter::onPerTryTimeout`).
    pub(crate) fn per_try_timeout<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        self.cancel_in_flight(cx, index);
        let freed = self.release_attempt(cx, index, false);
        self.report(cx, index, AttemptResult::LocalOriginTimeout, Some(TIMEOUT_STATUS));
        if !self.retry_after_reset(cx, index, ResetReason::LocalReset) {
            self.streams.set_flag(index, ResponseFlag::UpstreamRequestTimeout);
            self.reply(cx, index, TIMEOUT_STATUS, ResponseDetails::UpstreamPerTryTimeout);
        }
        self.serve_freed(cx, freed);
    }

    /// Tells outlier detection how the try went.
    pub(crate) fn report<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        result: AttemptResult,
        code: Option<u16>,
    ) {
        let Some(InCluster { stream, cluster, .. }) = self.in_cluster(index) else { return };
        cluster.record(cx.now, stream.host, result, code, cx.draws, cx.actions);
        if O::RECORDS
            && let Some(view) = cluster.view_of(stream.host)
        {
            cx.observer.outlier_result(stream.attempt_id(), cluster.cluster, view, result.counts_as(code));
        }
    }

    /// Lets go of the current try's connection, or of its place in the queue. `answered` is false where the host's
    /// answer was not awaited.
    pub(crate) fn release_attempt<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        answered: bool,
    ) -> Option<Freed> {
        self.in_cluster(index)?.release_attempt(cx, answered)
    }

    /// Gives what a try let go of to the requests that wait.
    pub(crate) fn serve_freed<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, freed: Option<Freed>) {
        if let Some(Freed { state, host, key }) = freed {
            self.serve_pending(cx, state, host, key);
        }
    }

    /// Tells the host that an answer is no longer awaited.
    pub(crate) fn cancel_in_flight<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        if self.streams.at(index).is_some_and(|stream| matches!(stream.phase, Phase::InFlight(_))) {
            cx.actions.push(Action::ResetAttempt(self.streams.attempt_id(index)));
        }
    }
}

/// A stream, the state of its cluster, and what both use.
struct InCluster<'a> {
    stream: &'a mut Stream,
    cluster: &'a mut ClusterState,
    connections: &'a mut Connections,
}

impl InCluster<'_> {
    /// Lets go of the current try's connection, or of its place in the queue; gives what others wait for.
    fn release_attempt<D: Draws, O: Observer>(self, cx: &mut Context<'_, D, O>, answered: bool) -> Option<Freed> {
        let InCluster { stream, cluster, connections } = self;
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

/// Picks a host; on a retry it avoids those that were tried, as long as the policy lets it pick again.
fn pick_host<D: Draws, O: Observer>(
    cx: &mut Context<'_, D, O>,
    stream: &mut Stream,
    cluster: &mut ClusterState,
) -> Option<HostSlot> {
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
pub(super) fn send<D: Draws, O: Observer>(
    cx: &mut Context<'_, D, O>,
    stream: &mut Stream,
    state: &mut ClusterState,
    connection: ConnectionId,
) {
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

/// A pool in which a request may have found room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Freed {
    state: StateIndex,
    host: HostSlot,
    key: PoolKey,
}

fn flag_of(reason: ResetReason) -> ResponseFlag {
    match reason {
        ResetReason::Overflow => ResponseFlag::UpstreamOverflow,
        ResetReason::RemoteConnectionFailure | ResetReason::LocalConnectionFailure | ResetReason::ConnectionTimeout => {
            ResponseFlag::UpstreamConnectionFailure
        }
        ResetReason::ConnectionTermination => ResponseFlag::UpstreamConnectionTermination,
        ResetReason::RemoteReset | ResetReason::RemoteRefusedStreamReset => ResponseFlag::UpstreamRemoteReset,
        ResetReason::LocalReset => ResponseFlag::LocalReset,
        ResetReason::ProtocolError => ResponseFlag::UpstreamProtocolError,
    }
}
