//! The connections of a proxy.

use super::{ConnectionId, ConnectionIndex};
use crate::slab::Slab;
use crate::upstream::{Connection, ConnectionPhase};

/// The connections that are open or being made.
pub(crate) type Connections = Slab<ConnectionIndex, Connection>;

impl Connections {
    /// The id of a connection by its position.
    pub(crate) fn id(&self, index: ConnectionIndex) -> ConnectionId {
        ConnectionId { index, generation: self.generation(index) }
    }

    /// Whether a connection is open or being made.
    pub(crate) fn is_open(&self, connection: ConnectionId) -> bool {
        self.is_current(connection.index, connection.generation)
    }

    /// Whether a connection is being made.
    pub(crate) fn is_connecting(&self, connection: ConnectionId) -> bool {
        self.is_open(connection)
            && self.at(connection.index).is_some_and(|open| open.phase == ConnectionPhase::Connecting)
    }
}
