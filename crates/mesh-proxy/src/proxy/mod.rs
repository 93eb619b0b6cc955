//! One proxy: what comes in, what it does, and the seam to watch it.

mod action;
mod ids;
mod input;
mod observer;
mod push;
mod timer;

use std::sync::Arc;

pub use action::{Action, ClusterEvent, ClusterEventKind, Response, Send};
pub use ids::{AddressId, AttemptId, ClusterIndex, ConnectionId, StreamId};
pub use input::{Input, NewRequest, UpstreamReset, UpstreamResponse};
pub use observer::{HostView, Observer, Unobserved};
pub use push::{Addresses, Push, PushedCluster};
pub use timer::{StateId, Timer};

use crate::draw::Draws;
use crate::flags::{ResponseFlag, ResponseFlags};
use crate::response::ResponseDetails;
use crate::router::RouteOutcome;
use crate::time::Time;

/// The state of one proxy: its requests, connections, and the clusters it has used so far.
#[derive(Clone, Debug)]
pub struct Proxy {
    push: Arc<Push>,
}

impl Proxy {
    /// A proxy that was given its first configuration. `key` is the subject of draws that belong to no request.
    #[must_use]
    pub fn new(key: u64, push: Arc<Push>) -> Proxy {
        let _ = key;
        Proxy { push }
    }

    /// Takes a new configuration. Clusters that it left unchanged keep their state.
    pub fn update(&mut self, _now: Time, push: Arc<Push>, _actions: &mut Vec<Action>) {
        self.push = push;
    }

    /// Tells the proxy one thing; what it does about it is appended to `actions`.
    pub fn handle<D: Draws, O: Observer>(
        &mut self,
        _now: Time,
        input: Input<'_>,
        _draws: &mut D,
        _observer: &mut O,
        actions: &mut Vec<Action>,
    ) {
        let Input::Request(request) = input else { return };
        let (status, flags, details) = match request.decision.outcome {
            RouteOutcome::NotFound => {
                (404, ResponseFlags::NONE.with(ResponseFlag::NoRouteFound), ResponseDetails::RouteNotFound)
            }
            RouteOutcome::ClusterNotFound(status) => {
                (status, ResponseFlags::NONE.with(ResponseFlag::NoClusterFound), ResponseDetails::ClusterNotFound)
            }
            RouteOutcome::Direct(status) => (status, ResponseFlags::NONE, ResponseDetails::DirectResponse),
            // The way to the hosts is built in the next step.
            RouteOutcome::Cluster(_) => {
                (503, ResponseFlags::NONE.with(ResponseFlag::NoHealthyUpstream), ResponseDetails::NoHealthyUpstream)
            }
        };
        actions.push(Action::Respond {
            stream: StreamId { index: 0, generation: 0 },
            key: request.key,
            response: Response { status, flags, details, attempts: 0, cluster: None, address: None, overloaded: false },
        });
    }

    /// The configuration it has now.
    #[must_use]
    pub fn push(&self) -> &Arc<Push> {
        &self.push
    }
}
