//! A try of a request: a host is picked, a connection found, the request sent, and its end awaited (`router.cc`,
//! `upstream_request.cc`).

use super::stream::TIMEOUT_STATUS;
use super::{AttemptEnd, RetryVerdict};
use crate::draw::Draws;
use crate::flags::ResponseFlag;
use crate::grpc::http_status_of_grpc;
use crate::proxy::{
    Action, ConnectionId, Context, HostView, Observer, Phase, Proxy, Send, Timer, UpstreamReset, UpstreamResponse,
};
use crate::response::{ResetReason, ResponseDetails};
use crate::time::Duration;
use crate::upstream::{Admission, AttemptResult, Pick, PoolKey};

impl Proxy {
    /// The next try begins: a host is picked and a connection to it asked for.
    pub(crate) fn start_attempt<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.phase = Phase::Idle;
        let (priority, came_in_http2) = (stream.priority(), stream.came_in_http2);
        let Some(state) = stream.state else { return };
        let Some(host) = self.pick_host(cx, index, state) else {
            self.streams.set_flag(index, ResponseFlag::NoHealthyUpstream);
            self.reply(cx, index, 503, ResponseDetails::NoHealthyUpstream);
            return;
        };
        let Some(cluster) = self.clusters.states.at_mut(state) else { return };
        let address = cluster.hosts.get(host as usize).map(|host| host.address);
        let key = PoolKey::new(&cluster.settings.pool, priority, came_in_http2);
        let admission = cluster.request_connection(cx.now, host, key, index, &mut self.connections, cx.actions);
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.attempt += 1;
        stream.host = host;
        stream.address = address;
        if let Some(address) = address {
            cx.observer.host_picked(self.streams.attempt_id(index), address, false);
        }
        match admission {
            Admission::Attached(connection) => self.send(cx, index, connection),
            Admission::Pending => {
                if let Some(stream) = self.streams.at_mut(index) {
                    stream.phase = Phase::Pending;
                }
                if O::RECORDS {
                    let waiting =
                        self.clusters.states.at(state).map_or(0, |cluster| cluster.breakers[priority].pending_requests);
                    cx.observer.pending(self.streams.attempt_id(index), waiting);
                }
            }
            Admission::Overflow => self.attempt_reset(cx, index, ResetReason::Overflow),
        }
    }

    /// Picks a host; on a retry it avoids those that were tried, as long as the policy lets it pick again.
    fn pick_host<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32, state: u32) -> Option<u32> {
        let mut attempt = self.streams.attempt_id(index);
        attempt.number += 1;
        let stream = self.streams.at_mut(index)?;
        let cluster = self.clusters.states.at_mut(state)?;
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
        let policy = stream.policy.retry.as_ref().filter(|retry| retry.previous_hosts && stream.attempt > 0);
        let again = policy.map_or(0, |retry| retry.host_selection_retry_maximum_attempts);
        let (subject, hash) = (stream.subject, stream.hash);
        let mut pick = Pick { subject, hash, attempt: attempt.number, rejected: 0, now: cx.now, loads: None };
        let frequency = stream.policy.retry.as_ref().and_then(|retry| retry.previous_priorities);
        loop {
            let host = match (frequency, &mut stream.previous_priorities) {
                (Some(frequency), Some(previous)) => cluster.pick_elsewhere(&pick, previous, frequency, cx.draws),
                _ => cluster.pick(&pick, cx.draws),
            }?;
            let address = cluster.hosts.get(host as usize).map(|host| host.address)?;
            if pick.rejected >= again || !stream.tried.contains(&address) {
                return Some(host);
            }
            pick.rejected += 1;
            cx.observer.host_picked(attempt, address, true);
        }
    }

    /// The try has a connection: it goes out.
    pub(crate) fn send<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32, connection: u32) {
        let attempt = self.streams.attempt_id(index);
        let generation = self.connections.generation(connection);
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.phase = Phase::InFlight(connection);
        stream.started = true;
        let (Some(state), Some(cluster), Some(address)) = (stream.state, stream.cluster, stream.address) else {
            return;
        };
        let per_try = stream.policy.retry.as_ref().map_or(Duration::ZERO, |retry| retry.per_try_timeout);
        let timeout = stream.timeout;
        let host = stream.host;
        cx.actions.push(Action::Send(Send {
            attempt,
            key: stream.key,
            connection: ConnectionId { index: connection, generation },
            cluster,
            address,
            mirror: stream.mirror,
        }));
        // A per-try timeout that is not below the route's means nothing.
        if !per_try.is_zero() && (timeout.is_zero() || per_try < timeout) {
            let at = cx.now + per_try;
            cx.arm(Timer::PerTryTimeout(attempt), at);
        }
        if let Some(cluster) = self.clusters.states.at_mut(state).filter(|cluster| cluster.splits_local_errors()) {
            let result = AttemptResult::LocalOriginConnectSuccess;
            cluster.record(cx.now, host, result, None, cx.draws, cx.actions);
        }
    }

    /// A host answered the current try.
    pub(crate) fn answered<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
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
        index: u32,
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
        index: u32,
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
    pub(crate) fn per_try_timeout<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
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
        index: u32,
        result: AttemptResult,
        code: Option<u16>,
    ) {
        let Some(stream) = self.streams.at(index) else { return };
        let (host, Some(state)) = (stream.host, stream.state) else { return };
        let Some(cluster) = self.clusters.states.at_mut(state) else { return };
        cluster.record(cx.now, host, result, code, cx.draws, cx.actions);
        if O::RECORDS
            && let Some(view) = cluster.view_of(host)
        {
            cx.observer.outlier_result(self.streams.attempt_id(index), view);
        }
    }

    /// Lets go of the current try's connection, or of its place in the queue. `answered` is false where the host's
    /// answer was not awaited.
    pub(crate) fn release_attempt<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        answered: bool,
    ) -> Option<Freed> {
        let stream = self.streams.at_mut(index)?;
        let (host, state) = (stream.host, stream.state?);
        let (priority, came_in_http2) = (stream.priority(), stream.came_in_http2);
        let phase = std::mem::replace(&mut stream.phase, Phase::Idle);
        let cluster = self.clusters.states.at_mut(state)?;
        let key = PoolKey::new(&cluster.settings.pool, priority, came_in_http2);
        match phase {
            Phase::InFlight(connection) => {
                cluster.stream_closed(cx.now, connection, answered, &mut self.connections, cx.actions);
                Some(Freed { state, host, key })
            }
            Phase::Pending => {
                cluster.cancel_pending(host, key, index);
                None
            }
            Phase::Idle | Phase::FaultDelay | Phase::BackOff => None,
        }
    }

    /// Gives what a try let go of to the requests that wait.
    pub(crate) fn serve_freed<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, freed: Option<Freed>) {
        if let Some(Freed { state, host, key }) = freed {
            self.serve_pending(cx, state, host, key);
        }
    }

    /// Tells the host that an answer is no longer awaited.
    pub(crate) fn cancel_in_flight<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        if self.streams.at(index).is_some_and(|stream| matches!(stream.phase, Phase::InFlight(_))) {
            cx.actions.push(Action::ResetAttempt(self.streams.attempt_id(index)));
        }
    }
}

/// A pool in which a request may have found room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Freed {
    state: u32,
    host: u32,
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
