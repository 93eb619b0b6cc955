//! Tries: a host is picked, a connection found, the request sent (`router.cc`, `upstream_request.cc`).

use crate::draw::Draws;
use crate::flags::ResponseFlag;
use crate::proxy::{Action, ClusterIndex, ConnectionId, Context, HostView, Observer, Phase, Proxy, Send, Timer};
use crate::response::{ResetReason, ResponseDetails};
use crate::time::Duration;
use crate::upstream::{Admission, AttemptResult, Pick, PoolKey};

impl Proxy {
    /// The request goes to a cluster.
    pub(crate) fn forward<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        index: u32,
        cluster: ClusterIndex,
    ) {
        let Some(state) = self.state_of(cx.now, cluster, cx.draws) else {
            self.set_flag(index, ResponseFlag::NoClusterFound);
            self.reply(cx, index, 503, ResponseDetails::ClusterNotFound);
            return;
        };
        if let Some(entry) = self.states.at_mut(state) {
            entry.users += 1;
        }
        let generation = self.streams.generation(index);
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.state = Some(state);
        stream.cluster = Some(cluster);
        let (timeout, mirror, has_mirrors) = (stream.timeout, stream.mirror, !stream.policy.mirrors.is_empty());
        self.start_attempt(cx, index);
        // An answer that the proxy gave at once is not mirrored and needs no timeout.
        if !self.streams.is_current(index, generation) {
            return;
        }
        if has_mirrors && !mirror {
            self.start_mirrors(cx, index);
        }
        if !timeout.is_zero() {
            let at = cx.now + timeout;
            cx.arm(Timer::RouteTimeout(self.stream_id(index)), at);
        }
    }

    /// The next try begins: a host is picked and a connection to it asked for.
    pub(crate) fn start_attempt<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32) {
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.phase = Phase::Idle;
        let (priority, came_in_http2) = (stream.priority(), stream.came_in_http2);
        let Some(state) = stream.state else { return };
        let Some(host) = self.pick_host(cx, index, state) else {
            self.set_flag(index, ResponseFlag::NoHealthyUpstream);
            self.reply(cx, index, 503, ResponseDetails::NoHealthyUpstream);
            return;
        };
        let Some(cluster) = self.states.at_mut(state) else { return };
        let address = cluster.hosts.get(host as usize).map(|host| host.address);
        let key = PoolKey::new(&cluster.settings.pool, priority, came_in_http2);
        let admission = cluster.request_connection(cx.now, host, key, index, &mut self.connections, cx.actions);
        let Some(stream) = self.streams.at_mut(index) else { return };
        stream.attempt += 1;
        stream.host = host;
        stream.address = address;
        if let Some(address) = address {
            cx.observer.host_picked(self.attempt_id(index), address, false);
        }
        match admission {
            Admission::Attached(connection) => self.send(cx, index, connection),
            Admission::Pending => {
                if let Some(stream) = self.streams.at_mut(index) {
                    stream.phase = Phase::Pending;
                }
                if O::RECORDS {
                    let waiting =
                        self.states.at(state).map_or(0, |cluster| cluster.breakers[priority].pending_requests);
                    cx.observer.pending(self.attempt_id(index), waiting);
                }
            }
            Admission::Overflow => self.attempt_reset(cx, index, ResetReason::Overflow),
        }
    }

    /// Picks a host; on a retry it avoids those that were tried, as long as the policy lets it pick again.
    fn pick_host<D: Draws, O: Observer>(&mut self, cx: &mut Context<'_, D, O>, index: u32, state: u32) -> Option<u32> {
        let mut attempt = self.attempt_id(index);
        attempt.number += 1;
        let stream = self.streams.at_mut(index)?;
        let cluster = self.states.at_mut(state)?;
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
        let attempt = self.attempt_id(index);
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
        if let Some(cluster) = self.states.at_mut(state).filter(|cluster| cluster.splits_local_errors()) {
            let result = AttemptResult::LocalOriginConnectSuccess;
            cluster.record(cx.now, host, result, None, cx.draws, cx.actions);
        }
    }

    /// Serves the requests that wait for a connection to a host, as long as there is one for them.
    pub(crate) fn serve_pending<D: Draws, O: Observer>(
        &mut self,
        cx: &mut Context<'_, D, O>,
        state: u32,
        host: u32,
        key: PoolKey,
    ) {
        while let Some(attached) = self
            .states
            .at_mut(state)
            .and_then(|cluster| cluster.attach_next(host, key, &mut self.connections, cx.actions))
        {
            match attached.connection {
                Some(connection) => self.send(cx, attached.stream, connection),
                None => {
                    if let Some(stream) = self.streams.at_mut(attached.stream) {
                        stream.phase = Phase::Idle;
                    }
                    self.attempt_reset(cx, attached.stream, ResetReason::Overflow);
                }
            }
        }
    }
}
