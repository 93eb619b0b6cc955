//! What names a request, stably across edits of the configuration.

use serde::{Deserialize, Serialize};

use crate::draws::mix;

/// Who sent a request into the mesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sender {
    /// A Traffic resource, by its index in document order.
    Traffic(u32),
    /// Somebody who pressed Send, or a Check.
    Command,
}

/// A request that entered the mesh; the calls that apps make for it belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RequestId {
    /// Who sent it.
    pub sender: Sender,
    /// Its number with that sender, from 0.
    pub number: u64,
}

impl RequestId {
    /// The key of its draws: the sender's name, not its index, so that a Traffic put before it changes nothing.
    pub(crate) fn key(self, sender_key: u64) -> u64 {
        mix(sender_key, self.number)
    }
}
