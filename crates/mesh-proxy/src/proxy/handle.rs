//! The way in: one thing that happened, and who deals with it.

use super::{
    Action, AttemptId, ConnectionId, Context, Input, NewRequest, Observer, Phase, Proxy, StateId, StreamId, Timer,
};
use crate::draw::Draws;
use crate::response::ResetReason;
use crate::time::Time;
use crate::upstream::ConnectionPhase;

impl Proxy {
    /// Takes a downstream request; what the proxy does about it is appended to `actions`. Gives its name in all actions
    /// that follow, so that the caller may reset it at any time; it may be over already.
    pub fn request<D: Draws, O: Observer>(
        &mut self,
        now: Time,
        request: &NewRequest<'_>,
        draws: &mut D,
        observer: &mut O,
        actions: &mut Vec<Action>,
    ) -> StreamId {
        self.take_request(&mut Context { now, draws, observer, actions }, request)
    }

    /// Tells the proxy one thing; what it does about it is appended to `actions`. Inputs about what is over already
    /// are ignored.
    pub fn handle<D: Draws, O: Observer>(
        &mut self,
        now: Time,
        input: Input,
        draws: &mut D,
        observer: &mut O,
        actions: &mut Vec<Action>,
    ) {
        let cx = &mut Context { now, draws, observer, actions };
        match input {
            Input::Connected(connection) => self.connected(cx, connection),
            Input::ConnectFailed(connection) => {
                self.connect_failed(cx, connection, ResetReason::RemoteConnectionFailure);
            }
            Input::Disconnected(connection) => self.disconnected(cx, connection),
            Input::Response(attempt, response) => {
                if let Some(stream) = self.in_flight(attempt) {
                    self.answered(cx, stream, response);
                }
            }
            Input::UpstreamReset(attempt, reset) => {
                if let Some(stream) = self.in_flight(attempt) {
                    self.upstream_reset(cx, stream, reset);
                }
            }
            Input::DownstreamReset(stream) => {
                if let Some(stream) = self.live(stream) {
                    self.downstream_reset(cx, stream);
                }
            }
            Input::Timer(timer) => self.timer(cx, timer),
        }
    }

    fn timer<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, timer: Timer) {
        match timer {
            Timer::FaultDelay(stream) => {
                if let Some(stream) = self.live_in(stream, Phase::FaultDelay) {
                    cx.observer.timer_fired(timer);
                    self.fault_delay_over(cx, stream);
                }
            }
            Timer::RouteTimeout(stream) => {
                if let Some(stream) = self.live(stream) {
                    cx.observer.timer_fired(timer);
                    self.route_timeout(cx, stream);
                }
            }
            Timer::PerTryTimeout(attempt) => {
                if let Some(stream) = self.in_flight(attempt) {
                    cx.observer.timer_fired(timer);
                    self.per_try_timeout(cx, stream);
                }
            }
            Timer::BackOff(attempt) => {
                if let Some(stream) = self.live_in(attempt.stream, Phase::BackOff) {
                    cx.observer.timer_fired(timer);
                    self.start_attempt(cx, stream);
                }
            }
            Timer::ConnectTimeout(connection) => {
                if self.is_connecting(connection) {
                    cx.observer.timer_fired(timer);
                    cx.actions.push(Action::Close(connection));
                    self.connect_failed(cx, connection, ResetReason::ConnectionTimeout);
                }
            }
            Timer::ConnectionDuration(id) => {
                if self.connections.is_current(id.index, id.generation)
                    && let Some(state) = self.connections.at(id.index).map(|connection| connection.cluster)
                    && let Some(cluster) = self.states.at_mut(state)
                {
                    cluster.connection_duration_over(cx.now, id, &mut self.connections, cx.actions);
                }
            }
            Timer::PoolIdle { cluster } => {
                if let Some(state) = self.is_current(cluster).then(|| self.states.at_mut(cluster.index)).flatten() {
                    state.close_idle(cx.now, &mut self.connections, cx.actions);
                }
            }
            Timer::OutlierInterval { cluster } => {
                if let Some(state) = self.is_current(cluster).then(|| self.states.at_mut(cluster.index)).flatten() {
                    state.interval(cx.now, cx.draws, cx.actions);
                }
            }
            Timer::HostCleanup { cluster } => {
                if let Some(state) = self.is_current(cluster).then(|| self.states.at_mut(cluster.index)).flatten() {
                    state.clean_up_hosts(cx.now, cx.actions);
                }
            }
            Timer::MergeWindow { cluster, priority } => {
                if let Some(state) = self.is_current(cluster).then(|| self.states.at_mut(cluster.index)).flatten() {
                    state.merge_window_over(cx.now, priority);
                }
            }
        }
    }

    fn is_current(&self, cluster: StateId) -> bool {
        self.states.is_current(cluster.index, cluster.generation)
    }

    /// The position of a stream that is not over.
    fn live(&self, stream: StreamId) -> Option<u32> {
        self.streams.is_current(stream.index, stream.generation).then_some(stream.index)
    }

    fn live_in(&self, stream: StreamId, phase: Phase) -> Option<u32> {
        self.live(stream).filter(|index| self.streams.at(*index).is_some_and(|stream| stream.phase == phase))
    }

    /// The position of the stream whose current try this is, if a host works on it.
    fn in_flight(&self, attempt: AttemptId) -> Option<u32> {
        self.live(attempt.stream).filter(|index| {
            self.streams
                .at(*index)
                .is_some_and(|stream| stream.attempt == attempt.number && matches!(stream.phase, Phase::InFlight(_)))
        })
    }

    pub(crate) fn is_connecting(&self, connection: ConnectionId) -> bool {
        self.connections.is_current(connection.index, connection.generation)
            && self.connections.at(connection.index).is_some_and(|open| open.phase == ConnectionPhase::Connecting)
    }

    /// The id of a stream by its position.
    pub(crate) fn stream_id(&self, index: u32) -> StreamId {
        StreamId { index, generation: self.streams.generation(index) }
    }

    /// The id of a stream's current try.
    pub(crate) fn attempt_id(&self, index: u32) -> AttemptId {
        let number = self.streams.at(index).map_or(0, |stream| stream.attempt);
        AttemptId { stream: self.stream_id(index), number }
    }
}
