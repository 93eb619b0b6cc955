//! What happens to a pool: requests come and end, connections are made, fail and close.

use super::{Connection, Phase, PoolKey, take};
use crate::proxy::{
    Action, ClusterEventKind, ConnectionId, ConnectionIndex, Connections, HostSlot, StreamIndex, Timer,
};
use crate::time::Time;
use crate::upstream::{ClusterState, Overflow};

/// At most so many connections are opened for one event.
const CONNECTIONS_AT_ONCE: usize = 3;

/// What became of a request that asked for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It has this connection.
    Attached(ConnectionIndex),
    /// It waits.
    Pending,
    /// A circuit breaker is full.
    Overflow,
}

/// A request that waited and was served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attached {
    pub(crate) stream: StreamIndex,
    /// `None`: `max_requests` was reached when its turn came.
    pub(crate) connection: Option<ConnectionIndex>,
}

impl ClusterState {
    /// A request wants a connection to a host.
    pub(crate) fn request_connection(
        &mut self,
        now: Time,
        host: HostSlot,
        key: PoolKey,
        stream: StreamIndex,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) -> Admission {
        let Some(pool) = self.pool_mut(host, key) else { return Admission::Overflow };
        if let Some(ready) = pool.ready.last().copied() {
            let admission = match self.attach(ready, connections, actions) {
                true => Admission::Attached(ready),
                false => Admission::Overflow,
            };
            if self.pool_mut(host, key).is_some_and(|pool| !pool.pending.is_empty()) {
                self.try_connect(now, host, key, connections, actions);
            }
            return admission;
        }
        if !self.breakers[key.priority].can_wait() {
            actions.push(self.event(ClusterEventKind::Overflow { breaker: Overflow::PendingRequests }));
            return Admission::Overflow;
        }
        self.breakers[key.priority].pending_requests += 1;
        if let Some(pool) = self.pool_mut(host, key) {
            pool.pending.push_back(stream);
        }
        self.try_connect(now, host, key, connections, actions);
        Admission::Pending
    }

    /// Opens connections while those that are being made are too few for the requests that wait.
    pub(crate) fn try_connect(
        &mut self,
        now: Time,
        host: HostSlot,
        key: PoolKey,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        for _ in 0..CONNECTIONS_AT_ONCE {
            if !self.try_connect_once(now, host, key, connections, actions) {
                return;
            }
        }
    }

    fn try_connect_once(
        &mut self,
        now: Time,
        host: HostSlot,
        key: PoolKey,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) -> bool {
        let Some(pool) = self.pool_mut(host, key) else { return false };
        if pool.pending.len() as u64 <= pool.connecting_capacity {
            return false;
        }
        let (held, none) = (pool.connections(), !pool.has_connections());
        let breaker = &self.breakers[key.priority];
        let allowed = breaker.can_connect() && held < breaker.settings.maximum_connections_per_host;
        if !allowed {
            actions.push(self.event(ClusterEventKind::Overflow { breaker: Overflow::Connections }));
        }
        // A host without any connection may always have one, or its requests would wait for ever.
        if allowed || none {
            self.connect(now, host, key, connections, actions);
        }
        allowed
    }

    fn connect(
        &mut self,
        now: Time,
        host: HostSlot,
        key: PoolKey,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        let connection = Connection::new(self.id.index, host, key, &self.settings.pool, now);
        let capacity = connection.capacity();
        let (index, generation) = connections.insert(connection);
        let id = ConnectionId { index, generation };
        self.breakers[key.priority].connections += 1;
        let Some(target) = self.hosts.get_mut(host.index()) else { return };
        let pool = target.pools.of(key);
        pool.connecting.push(index);
        pool.connecting_capacity += capacity;
        actions.push(Action::Connect { connection: id, cluster: self.cluster, address: target.address });
        let at = now + self.settings.pool.connect_timeout;
        actions.push(Action::Arm { timer: Timer::ConnectTimeout(id), at });
    }

    /// Puts a request on a connection that can take one. False: `max_requests` is reached.
    fn attach(&mut self, index: ConnectionIndex, connections: &mut Connections, actions: &mut Vec<Action>) -> bool {
        let Some(connection) = connections.at_mut(index) else { return false };
        let key = connection.pool;
        if !self.breakers[key.priority].can_request() {
            actions.push(self.event(ClusterEventKind::Overflow { breaker: Overflow::Requests }));
            return false;
        }
        connection.active += 1;
        if connection.remaining != u32::MAX {
            connection.remaining -= 1;
        }
        let phase = if connection.remaining == 0 {
            Phase::Draining
        } else if connection.active >= connection.concurrent {
            Phase::Busy
        } else {
            Phase::Ready
        };
        connection.phase = phase;
        let host = connection.host;
        self.breakers[key.priority].requests += 1;
        if let Some(host) = self.hosts.get_mut(host.index()) {
            host.active += 1;
            let pool = host.pools.of(key);
            if phase != Phase::Ready && take(&mut pool.ready, index) {
                pool.busy += 1;
            }
        }
        true
    }

    /// Serves the request that has waited longest, if a connection can take it.
    pub(crate) fn attach_next(
        &mut self,
        host: HostSlot,
        key: PoolKey,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) -> Option<Attached> {
        let pool = self.pool_mut(host, key)?;
        let ready = pool.ready.last().copied()?;
        let stream = pool.pending.pop_front()?;
        self.breakers[key.priority].pending_requests = self.breakers[key.priority].pending_requests.saturating_sub(1);
        let connection = self.attach(ready, connections, actions).then_some(ready);
        Some(Attached { stream, connection })
    }

    /// A request that waits is given up.
    pub(crate) fn cancel_pending(&mut self, host: HostSlot, key: PoolKey, stream: StreamIndex) {
        let Some(pool) = self.pool_mut(host, key) else { return };
        let before = pool.pending.len();
        pool.pending.retain(|entry| *entry != stream);
        let gone = (before - pool.pending.len()) as u32;
        self.breakers[key.priority].pending_requests =
            self.breakers[key.priority].pending_requests.saturating_sub(gone);
    }

    /// Takes all requests that wait out of the queue: they are the caller's to fail.
    pub(crate) fn take_pending(&mut self, host: HostSlot, key: PoolKey) -> Vec<StreamIndex> {
        let Some(pool) = self.pool_mut(host, key) else { return Vec::new() };
        let taken: Vec<StreamIndex> = pool.pending.drain(..).collect();
        let breaker = &mut self.breakers[key.priority];
        breaker.pending_requests = breaker.pending_requests.saturating_sub(taken.len() as u32);
        taken
    }

    /// A connection is gone with the requests on it.
    pub(crate) fn cut_connection(
        &mut self,
        index: ConnectionIndex,
        connections: &mut Connections,
    ) -> Option<Connection> {
        let connection = self.forget_connection(index, connections)?;
        let breaker = &mut self.breakers[connection.pool.priority];
        breaker.requests = breaker.requests.saturating_sub(connection.active);
        if let Some(host) = self.hosts.get_mut(connection.host.index()) {
            host.active = host.active.saturating_sub(connection.active);
        }
        Some(connection)
    }

    /// A connection is established; requests may be attached now.
    pub(crate) fn connected(
        &mut self,
        now: Time,
        index: ConnectionIndex,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        let id = connections.id(index);
        let Some(connection) = connections.at_mut(index) else { return };
        connection.phase = Phase::Ready;
        connection.idle_since = now;
        let (host, key, capacity) = (connection.host, connection.pool, connection.capacity());
        if let Some(pool) = self.pool_mut(host, key) {
            pool.connecting_capacity = pool.connecting_capacity.saturating_sub(capacity);
            take(&mut pool.connecting, index);
            pool.ready.push(index);
        }
        self.watch_idle(now, actions);
        self.watch_duration(now, id, actions);
    }

    /// A connection is gone, whatever carried it off. Its requests are the caller's to fail.
    pub(crate) fn forget_connection(
        &mut self,
        index: ConnectionIndex,
        connections: &mut Connections,
    ) -> Option<Connection> {
        let connection = connections.remove(index)?;
        let key = connection.pool;
        self.breakers[key.priority].connections = self.breakers[key.priority].connections.saturating_sub(1);
        if let Some(pool) = self.pool_mut(connection.host, key) {
            match connection.phase {
                Phase::Connecting => {
                    pool.connecting_capacity = pool.connecting_capacity.saturating_sub(connection.capacity());
                    take(&mut pool.connecting, index);
                }
                Phase::Ready => {
                    take(&mut pool.ready, index);
                }
                Phase::Busy | Phase::Draining => pool.busy = pool.busy.saturating_sub(1),
            }
        }
        Some(connection)
    }

    /// A request on a connection is over. `answered` is false where the host's answer was not awaited: an HTTP/1.1
    /// connection is of no use then. Tells whether others wait for one.
    pub(crate) fn stream_closed(
        &mut self,
        now: Time,
        index: ConnectionIndex,
        answered: bool,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) -> bool {
        let id = connections.id(index);
        let Some(connection) = connections.at_mut(index) else { return true };
        connection.active = connection.active.saturating_sub(1);
        let reusable = answered || connection.speaks_http2;
        let (host, key, phase, active) = (connection.host, connection.pool, connection.phase, connection.active);
        self.breakers[key.priority].requests = self.breakers[key.priority].requests.saturating_sub(1);
        let retired = self.retired;
        let Some(target) = self.hosts.get_mut(host.index()) else { return true };
        target.active = target.active.saturating_sub(1);
        let pool = target.pools.of(key);
        let awaited = !pool.pending.is_empty();
        let unwanted = (retired || target.removed) && !awaited;
        if active == 0 && (!reusable || phase == Phase::Draining || unwanted) {
            self.forget_connection(index, connections);
            actions.push(Action::Close(id));
            self.watch_hosts(now, actions);
            self.try_connect(now, host, key, connections, actions);
            return awaited;
        }
        if phase == Phase::Busy {
            pool.busy = pool.busy.saturating_sub(1);
            pool.ready.push(index);
            connection.phase = Phase::Ready;
        }
        if active == 0 {
            connection.idle_since = now;
            self.watch_idle(now, actions);
        }
        awaited
    }

    /// Arms the idle timer of the cluster unless it is armed.
    fn watch_idle(&mut self, now: Time, actions: &mut Vec<Action>) {
        let Some(timeout) = self.settings.pool.idle_timeout.filter(|_| !self.idle_armed) else { return };
        self.idle_armed = true;
        actions.push(Action::Arm { timer: Timer::PoolIdle { cluster: self.id }, at: now + timeout });
    }

    /// Closes what has been idle for too long and looks again when the next one may be.
    pub(crate) fn close_idle(&mut self, now: Time, connections: &mut Connections, actions: &mut Vec<Action>) {
        self.idle_armed = false;
        let Some(timeout) = self.settings.pool.idle_timeout else { return };
        let mut next = Time::NEVER;
        let mut over = Vec::new();
        for host in &self.hosts {
            for index in host.pools.iter().flat_map(|pool| &pool.ready) {
                let Some(connection) = connections.at(*index) else { continue };
                match connection.idle_since + timeout {
                    _ if connection.active > 0 => next = next.min(now + timeout),
                    at if at <= now => over.push(*index),
                    at => next = next.min(at),
                }
            }
            if host.active > 0 {
                next = next.min(now + timeout);
            }
        }
        self.close_all(&over, connections, actions);
        if !over.is_empty() {
            self.watch_hosts(now, actions);
        }
        if next < Time::NEVER {
            self.idle_armed = true;
            actions.push(Action::Arm { timer: Timer::PoolIdle { cluster: self.id }, at: next });
        }
    }

    /// Closes every connection that carries nothing, of one host or of all.
    pub(crate) fn close_unused(
        &mut self,
        only: Option<HostSlot>,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        let mut unused = Vec::new();
        for (slot, host) in self.hosts.iter().enumerate() {
            if only.is_some_and(|only| only.index() != slot) {
                continue;
            }
            for pool in host.pools.iter() {
                let idle =
                    |index: &&ConnectionIndex| connections.at(**index).is_some_and(|connection| connection.active == 0);
                unused.extend(pool.ready.iter().filter(idle));
                if pool.pending.is_empty() {
                    unused.extend(pool.connecting.iter());
                }
            }
        }
        self.close_all(&unused, connections, actions);
    }

    fn close_all(&mut self, indices: &[ConnectionIndex], connections: &mut Connections, actions: &mut Vec<Action>) {
        for index in indices {
            let id = connections.id(*index);
            if self.forget_connection(*index, connections).is_some() {
                actions.push(Action::Close(id));
            }
        }
    }

    pub(super) fn pool_mut(&mut self, host: HostSlot, key: PoolKey) -> Option<&mut super::Pool> {
        Some(self.hosts.get_mut(host.index())?.pools.of(key))
    }
}
