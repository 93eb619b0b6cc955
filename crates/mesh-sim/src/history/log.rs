//! The last lines of the access log.

use std::collections::VecDeque;

use mesh_proxy::proxy::{AddressId, ClusterIndex};
use mesh_proxy::{ResponseFlags, Time};
use serde::{Deserialize, Serialize};

use crate::engine::{Call, Outcome, RequestIndex, Requests};
use crate::ids::ClientId;
use crate::keys::RequestId;
use crate::telemetry::RouteId;
use crate::world::World;

/// How many lines are kept.
const LINES: usize = 400;

/// A line of the access log, by its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogLine {
    /// The request that entered the mesh, for `decision`.
    pub request: RequestId,
    /// When it was answered.
    #[serde(with = "crate::seconds")]
    pub at: Time,
    /// The client: a pod's name, `client`, `ingress` or `nodeport`.
    pub client: String,
    /// The method.
    pub method: String,
    /// `http`, `https`, `tls` or `tcp`.
    pub scheme: String,
    /// The Host header.
    pub authority: String,
    /// Path and query as the client sent them.
    pub path: String,
    /// The status; 0 where no answer came.
    pub status: u16,
    /// Envoy's flags; `-` for none.
    pub flags: String,
    /// From the request to its answer, in seconds.
    pub duration: f64,
    /// Envoy's name of the cluster; `-` where none was chosen.
    pub cluster: String,
    /// The pod that the last try went to, else `ip:port`; `-` where there was none.
    pub host: String,
}

/// The last lines, unresolved: most are never read.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    lines: VecDeque<Line>,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    root: RequestId,
    client: ClientId,
    request: RequestIndex,
    start: Time,
    at: Time,
    status: u16,
    flags: ResponseFlags,
    cluster: Option<ClusterIndex>,
    address: Option<AddressId>,
    route: Option<RouteId>,
}

impl Log {
    /// Adds a line.
    pub(super) fn answered(&mut self, now: Time, call: &Call, outcome: &Outcome, route: Option<RouteId>) {
        if self.lines.len() >= LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(Line {
            root: call.root,
            client: call.client,
            request: call.request,
            start: call.start,
            at: now,
            status: outcome.status,
            flags: outcome.flags,
            cluster: outcome.cluster,
            address: outcome.reached.address,
            route,
        });
    }

    /// The lines of the routes that are wanted, the oldest first. Clusters of lines before a push are named as after it.
    pub(super) fn lines(
        &self,
        world: &World,
        requests: &Requests,
        wanted: impl Fn(Option<RouteId>) -> bool,
    ) -> Vec<LogLine> {
        let line = |line: &Line| {
            let request = &requests.get(line.request)?.request;
            let view = world.view(line.client);
            let dash = || "-".to_owned();
            Some(LogLine {
                request: line.root,
                at: line.at,
                client: world.plan.client(line.client)?.name.to_string(),
                method: request.method.clone(),
                scheme: request.scheme.clone(),
                authority: request.authority.clone(),
                path: request.path.clone(),
                status: line.status,
                flags: line.flags.to_string(),
                duration: line.at.since(line.start).as_secs_f64(),
                cluster: view.zip(line.cluster).map_or_else(dash, |(view, it)| view.cluster_name(it).to_owned()),
                host: view.zip(line.address).map_or_else(dash, |(view, it)| view.host_name(world, it)),
            })
        };
        self.lines.iter().filter(|line| wanted(line.route)).filter_map(line).collect()
    }
}
