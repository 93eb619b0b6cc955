//! What the canvas needs to draw requests under way: each step of each call, in the order in which they happened.

use mesh_proxy::Time;
use serde::{Deserialize, Serialize};

use crate::keys::RequestId;
use crate::telemetry::EdgeId;

/// A request at a client, from being sent to being answered: unlike any other of its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CallId(pub u64);

/// Who a call begins for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// It enters the mesh. With an edge that begins at its client, where one is known.
    Outside(RequestId, Option<EdgeId>),
    /// An app that works on another call.
    Call(CallId),
    /// Nobody: it is a mirrored copy of another call.
    Mirror(CallId),
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlightStep {
    /// It begins.
    Begun(Origin),
    /// A try leaves the client.
    Sent {
        /// Over which edge.
        edge: EdgeId,
        /// Whether it is a later try than the first.
        is_retry: bool,
        /// Whether it is a mirrored copy.
        is_mirror: bool,
    },
    /// That try is over.
    Back {
        /// The HTTP status that came back; 0 when none did.
        status: u16,
    },
    /// It is answered.
    Ended {
        /// The status that counts; 0 for none.
        status: u16,
        /// The edge that it is counted on; a mirrored copy is counted on none.
        edge: Option<EdgeId>,
    },
}

/// A step of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flight {
    /// When.
    pub at: Time,
    /// Of which call.
    pub call: CallId,
    /// What happened.
    pub step: FlightStep,
}
