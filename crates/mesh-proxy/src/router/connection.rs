//! Connections come and go, and serve what waits for them.

use super::attempt::send;
use crate::draw::Draws;
use crate::proxy::{ConnectionId, Context, HostSlot, Observer, Phase, Proxy, StateIndex};
use crate::response::ResetReason;
use crate::upstream::{Attached, PoolKey};

impl Proxy {
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
                Some(connection) => send(cx, stream, cluster, self.connections.id(connection)),
                None => {
                    stream.phase = Phase::Idle;
                    self.attempt_reset(cx, index, ResetReason::Overflow);
                }
            }
        }
    }
}
