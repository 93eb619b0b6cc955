//! What names a request, stably across edits of the configuration.

use serde::{Deserialize, Serialize};

use crate::draws::mix;
use crate::ids::TrafficId;

/// Who sent a request into the mesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sender {
    /// A Traffic resource, by its index in document order.
    Traffic(TrafficId),
    /// Somebody who pressed Send, or a Check.
    Command,
}

/// Bits of a packed id that hold the number with the sender: a thousand billion requests of 8,000 senders.
const NUMBER_BITS: u32 = 40;

/// A request that entered the mesh; the calls that apps make for it belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RequestId {
    /// Who sent it.
    pub sender: Sender,
    /// Its number with that sender, from 0.
    pub number: u64,
}

impl RequestId {
    /// The id as one number below 2^53, so that JavaScript can hold it.
    #[must_use]
    pub fn pack(self) -> u64 {
        let sender = match self.sender {
            Sender::Command => 0,
            Sender::Traffic(traffic) => u64::from(traffic.0) + 1,
        };
        sender << NUMBER_BITS | self.number & ((1 << NUMBER_BITS) - 1)
    }

    /// The id of a packed number.
    #[must_use]
    pub fn unpack(packed: u64) -> Self {
        let number = packed & ((1 << NUMBER_BITS) - 1);
        let sender = match packed >> NUMBER_BITS {
            0 => Sender::Command,
            traffic => Sender::Traffic(TrafficId(u32::try_from(traffic - 1).unwrap_or(u32::MAX))),
        };
        Self { sender, number }
    }

    /// The key of its draws: the sender's name, not its index, so that a Traffic put before it changes nothing.
    pub(crate) fn key(self, sender_key: u64) -> u64 {
        mix(sender_key, self.number)
    }
}
