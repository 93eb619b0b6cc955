//! What the Display menu leaves to the page: what is drawn of the nodes and edges that there are.

/// Which figure of the response times edges say (Kiali's Response Time).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ResponseTime {
    Average,
    Median,
    #[default]
    Percentile95,
    Percentile99,
}

/// What edges say and what is drawn of nodes. Kiali begins without labels and without motion; here the two that tell a split, and
/// the requests, are there at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Display {
    /// Requests per second.
    pub(crate) rate: bool,
    /// Share of what left the source, with the configured weight.
    pub(crate) share: bool,
    pub(crate) time: Option<ResponseTime>,
    /// A padlock where requests go in mutual TLS (Kiali's Security).
    pub(crate) security: bool,
    pub(crate) badges: bool,
    pub(crate) animation: bool,
}

impl Default for Display {
    fn default() -> Self {
        Self { rate: true, share: true, time: None, security: false, badges: true, animation: true }
    }
}
