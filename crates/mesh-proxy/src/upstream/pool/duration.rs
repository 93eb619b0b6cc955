//! Connections that have lived for `max_connection_duration` (`ActiveClient::onConnectionDurationTimeout`).

use super::{Phase, take};
use crate::proxy::{Action, ConnectionId, Connections, Timer};
use crate::time::Time;
use crate::upstream::ClusterState;

impl ClusterState {
    /// Arms the end of a connection that was just established, where the cluster sets one.
    pub(super) fn watch_duration(&self, now: Time, connection: ConnectionId, actions: &mut Vec<Action>) {
        if let Some(longest) = self.settings.pool.maximum_connection_duration {
            actions.push(Action::Arm { timer: Timer::ConnectionDuration(connection), at: now + longest });
        }
    }

    /// A connection has lived for long enough: it takes no further request, and closes once it carries none.
    pub(crate) fn connection_duration_over(
        &mut self,
        now: Time,
        id: ConnectionId,
        connections: &mut Connections,
        actions: &mut Vec<Action>,
    ) {
        let Some(connection) = connections.at_mut(id.index) else { return };
        let (host, key, phase, active) = (connection.host, connection.pool, connection.phase, connection.active);
        if matches!(phase, Phase::Connecting | Phase::Draining) {
            return;
        }
        connection.phase = Phase::Draining;
        if phase == Phase::Ready
            && let Some(pool) = self.pool_mut(host, key)
            && take(&mut pool.ready, id.index)
        {
            pool.busy += 1;
        }
        if active == 0 {
            self.forget_connection(id.index, connections);
            actions.push(Action::Close(id));
            self.watch_hosts(now, actions);
            self.try_connect(now, host, key, connections, actions);
        }
    }
}
