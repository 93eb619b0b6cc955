//! The side panel of a selected node or edge.

use serde::{Deserialize, Serialize};

use super::Series;
use crate::{FlagShare, Health, ProtocolRates, Rates, ResponseTimes};

/// One line of an in or out table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PanelRow {
    /// Id of the edge.
    pub edge: String,
    /// Id of the node at the other end.
    pub node: String,
    /// Its name for people.
    pub label: String,
    /// What flowed, per second.
    pub rates: Rates,
    /// Share of this side's traffic, percent; where there is a weight: of what this shares out.
    pub share: f64,
    /// Configured weight, percent.
    pub weight: Option<f64>,
    /// Response times.
    pub response_times: Option<ResponseTimes>,
    /// Health of the edge.
    pub health: Health,
}

/// How many of some requests were sent to a host and answered so (Kiali's tab Hosts).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HostShare {
    /// HTTP status; 0 where none was received.
    pub status: u16,
    /// The service that was asked for, by its full name; empty where none was known.
    pub host: String,
    /// Percent of the requests.
    pub percent: f64,
}

/// What the side panel shows of a node, or of an edge (then `inbound` holds just that edge).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Panel {
    /// Id of the node or edge.
    pub id: String,
    /// Who sends to it.
    pub inbound: Vec<PanelRow>,
    /// Whom it sends to.
    pub outbound: Vec<PanelRow>,
    /// All that comes in (for a source: that goes out), per second.
    pub rates: Rates,
    /// What comes in, by protocol (of an edge: what it carries).
    pub incoming: Vec<ProtocolRates>,
    /// What goes out, by protocol.
    pub outgoing: Vec<ProtocolRates>,
    /// Shares by status and flags of all that comes in.
    pub flags: Vec<FlagShare>,
    /// Shares by status and the host that was asked for.
    pub hosts: Vec<HostShare>,
    /// Curves of the last minute.
    pub series: Series,
    /// Indices of its pods in `Frame::pods`.
    pub pods: Vec<u32>,
}
