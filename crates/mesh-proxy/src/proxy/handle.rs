//! The way in: one thing that happened, and who deals with it.

use super::{Action, Context, Input, NewRequest, Observer, Phase, Proxy, StreamId, Timer};
use crate::draw::Draws;
use crate::response::ResetReason;
use crate::time::Time;

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
                if let Some(stream) = self.streams.in_flight(attempt) {
                    self.answered(cx, stream, response);
                }
            }
            Input::UpstreamReset(attempt, reset) => {
                if let Some(stream) = self.streams.in_flight(attempt) {
                    self.upstream_reset(cx, stream, reset);
                }
            }
            Input::DownstreamReset(stream) => {
                if let Some(stream) = self.streams.live(stream) {
                    self.downstream_reset(cx, stream);
                }
            }
            Input::Timer(timer) => self.timer(cx, timer),
        }
    }

    fn timer<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, timer: Timer) {
        match timer {
            Timer::FaultDelay(stream) => {
                if let Some(stream) = self.streams.live_in(stream, Phase::FaultDelay) {
                    cx.observer.timer_fired(timer);
                    self.fault_delay_over(cx, stream);
                }
            }
            Timer::RouteTimeout(stream) => {
                if let Some(stream) = self.streams.live(stream) {
                    cx.observer.timer_fired(timer);
                    self.route_timeout(cx, stream);
                }
            }
            Timer::PerTryTimeout(attempt) => {
                if let Some(stream) = self.streams.in_flight(attempt) {
                    cx.observer.timer_fired(timer);
                    self.per_try_timeout(cx, stream);
                }
            }
            Timer::BackOff(attempt) => {
                if let Some(stream) = self.streams.live_in(attempt.stream, Phase::BackOff) {
                    cx.observer.timer_fired(timer);
                    self.start_attempt(cx, stream);
                }
            }
            Timer::ConnectTimeout(connection) => {
                if self.connections.is_connecting(connection) {
                    cx.observer.timer_fired(timer);
                    cx.actions.push(Action::Close(connection));
                    self.connect_failed(cx, connection, ResetReason::ConnectionTimeout);
                }
            }
            Timer::ConnectionDuration(id) => {
                if self.connections.is_open(id)
                    && let Some(state) = self.connections.at(id.index).map(|connection| connection.cluster)
                    && let Some(cluster) = self.clusters.states.at_mut(state)
                {
                    cluster.connection_duration_over(cx.now, id, &mut self.connections, cx.actions);
                }
            }
            Timer::PoolIdle { cluster } => {
                if let Some(state) = self.clusters.states.current(cluster) {
                    state.close_idle(cx.now, &mut self.connections, cx.actions);
                }
            }
            Timer::OutlierInterval { cluster } => {
                if let Some(state) = self.clusters.states.current(cluster) {
                    state.interval(cx.now, cx.draws, cx.actions);
                }
            }
            Timer::HostCleanup { cluster } => {
                if let Some(state) = self.clusters.states.current(cluster) {
                    state.clean_up_hosts(cx.now, cx.actions);
                }
            }
            Timer::MergeWindow { cluster, priority } => {
                if let Some(state) = self.clusters.states.current(cluster) {
                    state.merge_window_over(cx.now, priority);
                }
            }
        }
    }
}
