//! What becomes of tries: they are answered, reset, given up, made once more; and connections come and go, and serve what
//! waits for them (`router.cc`).

use super::attempt::{Attempt, Freed};
use super::stream::TIMEOUT_STATUS;
use super::{AttemptEnd, RetryVerdict};
use crate::draw::Draws;
use crate::flags::ResponseFlag;
use crate::grpc::http_status_of_grpc;
use crate::proxy::{
    Action, ConnectionId, Context, HostSlot, Observer, Phase, Proxy, StateIndex, StreamIndex, UpstreamReset,
    UpstreamResponse,
};
use crate::response::{ResetReason, ResponseDetails};
use crate::time::Duration;
use crate::upstream::{Admission, Attached, AttemptResult, PoolKey};

impl Proxy {
    /// The next try begins: a host is picked and a connection to it asked for.
    pub(crate) fn start_attempt<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: StreamIndex) {
        let Some(mut attempt) = self.attempt(index) else { return };
        match attempt.begin(cx) {
            None => self.reply(cx, index, 503, ResponseDetails::NoHealthyUpstream),
            Some(Admission::Overflow) => self.attempt_reset(cx, index, ResetReason::Overflow),
            Some(Admission::Attached(_) | Admission::Pending) => {}
        }
    }

    /// The current try of a stream; `None` where it has no cluster yet.
    pub(super) fn attempt(&mut self, index: StreamIndex) -> Option<Attempt<'_>> {
        let stream = self.streams.at_mut(index)?;
        let cluster = self.clusters.states.at_mut(stream.state?)?;
        Some(Attempt { stream, cluster, connections: &mut self.connections })
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

    /// Tells outlier detection how the current try went.
    pub(crate) fn report<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        result: AttemptResult,
        code: Option<u16>,
    ) {
        if let Some(mut attempt) = self.attempt(index) {
            attempt.report(cx, result, code);
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
        self.attempt(index)?.release(cx, answered)
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

    /// Starts a retry if the policy wants one after a reset; else sets the flag that says why there was none.
    pub(crate) fn retry_after_reset<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        reason: ResetReason,
    ) -> bool {
        let started = self.streams.at(index).is_some_and(|stream| stream.started);
        match self.decide_retry(cx, index, AttemptEnd::Reset { reason, started }) {
            RetryVerdict::Yes => {
                self.back_off(cx, index, None);
                return true;
            }
            RetryVerdict::LimitExceeded => self.streams.set_flag(index, ResponseFlag::UpstreamRetryLimitExceeded),
            RetryVerdict::Overflow => self.streams.set_flag(index, ResponseFlag::UpstreamOverflow),
            RetryVerdict::No => {}
        }
        false
    }

    fn decide_retry<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        end: AttemptEnd,
    ) -> RetryVerdict {
        self.attempt(index).map_or(RetryVerdict::No, |mut attempt| attempt.decide_retry(cx, end))
    }

    fn back_off<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: StreamIndex,
        retry_after: Option<Duration>,
    ) {
        if let Some(mut attempt) = self.attempt(index) {
            attempt.back_off(cx, retry_after);
        }
    }

    /// A connection is established: it takes the requests that wait.
    pub(crate) fn connected<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, id: ConnectionId) {
        if !self.connections.is_connecting(id) {
            return;
        }
        let Some(connection) = self.connections.at(id.index) else { return };
        let (state, host, key) = (connection.cluster, connection.host, connection.pool);
        if let Some(cluster) = self.clusters.states.at_mut(state) {
            cluster.connected(cx.now, id.index, &mut self.connections, cx.actions);
        }
        self.serve_pending(cx, state, host, key);
    }

    /// A connection could not be made: every request that waits in its pool fails with it.
    pub(crate) fn connect_failed<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        id: ConnectionId,
        reason: ResetReason,
    ) {
        if !self.connections.is_connecting(id) {
            return;
        }
        let Some(state) = self.connections.at(id.index).map(|connection| connection.cluster) else { return };
        let Some(cluster) = self.clusters.states.at_mut(state) else { return };
        let Some(connection) = cluster.forget_connection(id.index, &mut self.connections) else { return };
        let failed = cluster.take_pending(connection.host, connection.pool);
        for index in failed {
            if let Some(stream) = self.streams.at_mut(index) {
                stream.phase = Phase::Idle;
            }
            self.attempt_reset(cx, index, reason);
        }
        if let Some(cluster) = self.clusters.states.at_mut(state) {
            cluster.watch_hosts(cx.now, cx.actions);
            cluster.try_connect(cx.now, connection.host, connection.pool, &mut self.connections, cx.actions);
        }
    }

    /// The host closed a connection: its requests in flight end with UC.
    pub(crate) fn disconnected<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, id: ConnectionId) {
        if !self.connections.is_open(id) {
            return;
        }
        if self.connections.is_connecting(id) {
            self.connect_failed(cx, id, ResetReason::RemoteConnectionFailure);
            return;
        }
        let cut = self.streams.in_flight_on(id.index);
        let Some(state) = self.connections.at(id.index).map(|connection| connection.cluster) else { return };
        let Some(cluster) = self.clusters.states.at_mut(state) else { return };
        let Some(connection) = cluster.cut_connection(id.index, &mut self.connections) else { return };
        for index in cut {
            if let Some(stream) = self.streams.at_mut(index) {
                stream.phase = Phase::Idle;
            }
            self.attempt_reset(cx, index, ResetReason::ConnectionTermination);
        }
        if let Some(cluster) = self.clusters.states.at_mut(state) {
            cluster.watch_hosts(cx.now, cx.actions);
            cluster.try_connect(cx.now, connection.host, connection.pool, &mut self.connections, cx.actions);
        }
    }

    /// Serves the requests that wait for a connection to a host, as long as there is one for them.
    pub(crate) fn serve_pending<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        state: StateIndex,
        host: HostSlot,
        key: PoolKey,
    ) {
        while let Some(cluster) = self.clusters.states.at_mut(state) {
            let attached = cluster.attach_next(host, key, &mut self.connections, cx.actions);
            let Some(Attached { stream: index, connection }) = attached else { return };
            let Some(stream) = self.streams.at_mut(index) else { continue };
            match connection {
                Some(connection) => {
                    Attempt { stream, cluster, connections: &mut self.connections }.send(cx, connection);
                }
                None => {
                    stream.phase = Phase::Idle;
                    self.attempt_reset(cx, index, ResetReason::Overflow);
                }
            }
        }
    }
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
