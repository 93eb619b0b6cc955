//! What a run holds and what making it costs, counted.

use std::collections::BTreeSet;

use super::core::Core;

/// Making so much state takes as long as handling an event.
pub(super) const BYTES_OF_A_STEP: u64 = 64;

/// Looking at so many requests, connections or pods takes as long as handling an event.
pub(super) const LOOKS_OF_A_STEP: u64 = 16;

impl Core {
    /// Bytes of state that it holds. What is shared with other states of the same run is in it, whether or not these
    /// hold it too.
    pub(crate) fn bytes(&self) -> u64 {
        if self.clients.is_starved { u64::MAX } else { self.bytes_beside_clients() + self.clients.bytes() }
    }

    /// The same without the states of the clients.
    pub(crate) fn bytes_beside_clients(&self) -> u64 {
        let own =
            size_of::<Self>() + self.apps.bytes() + self.traffics.bytes() + self.course.bytes() + self.calls.bytes();
        let living = self.living.as_ref().map_or(0, |living| living.bytes()) + self.terminal.bytes();
        let asked = self.commands.bytes();
        own as u64 + living + asked + self.requests.bytes() + self.seen.bytes() + self.course.world.made()
    }

    /// Bytes of those clients' states that are not among the known ones yet.
    pub(crate) fn new_bytes_of_clients(&self, known: &mut BTreeSet<usize>) -> u64 {
        self.clients.new_bytes(known)
    }

    /// Says how many bytes of state it may hold, to what is made in one piece.
    pub(crate) fn set_allowance(&mut self, bytes: u64) {
        self.course.allowance = bytes;
    }
}
