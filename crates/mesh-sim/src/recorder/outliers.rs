//! Why a host is in, though it fails: what the outlier detection of each client has counted of it.

use mesh_ordered::OrderedMap;
use mesh_proxy::Time;
use mesh_proxy::proxy::{
    AddressId, ClusterEvent, ClusterEventKind, ClusterGauges, ClusterIndex, HostView as ProxyHost, Proxy,
};
use mesh_proxy::upstream::OutlierSettings;

use super::{HopIndex, Recorder};
use crate::decision::{SetBack, StepKind};
use crate::ids::ClientId;
use crate::world::World;

/// What outlier detection of all clients knows of hosts, as far as the record goes back.
#[derive(Default)]
pub(super) struct Known {
    counts: OrderedMap<(ClientId, ClusterIndex, AddressId), Count>,
    /// Who has put which host out.
    out: Vec<(ClientId, String)>,
}

/// Failures in a row of a host.
#[derive(Clone, Copy, Default)]
struct Count {
    count: u32,
    set_back: Option<SetBack>,
}

impl Known {
    /// Clusters and addresses have other numbers after a push.
    pub(super) fn pushed(&mut self) {
        self.counts.clear();
    }

    /// Counts an end of a try; the answer that its failures are counted from.
    fn count(
        &mut self,
        key: (ClientId, ClusterIndex, AddressId),
        now: Time,
        host: &ProxyHost,
        counted: Option<u16>,
    ) -> Option<SetBack> {
        let known = self.counts.entry(key).or_default();
        let count = failures(host);
        if let (0, Some(status), true) = (count, counted, known.count > 0) {
            known.set_back = Some(SetBack { at: now, status });
        }
        known.count = count;
        known.set_back
    }
}

fn failures(host: &ProxyHost) -> u32 {
    host.consecutive_5xx.max(host.consecutive_gateway_failure).max(host.consecutive_local_origin_failure)
}

impl Recorder {
    /// Learns how hosts are where the record begins.
    pub(crate) fn looks_at<'a>(&mut self, now: Time, proxies: impl Iterator<Item = Option<&'a Proxy>>) {
        let world = self.world.clone();
        for (number, proxy) in (0..).zip(proxies) {
            let client = ClientId(number);
            let (Some(proxy), Some(view)) = (proxy, world.view(client)) else { continue };
            let watched = |cluster: &ClusterGauges| cluster.next_tick.is_some();
            for cluster in proxy.all_gauges(now).filter(watched) {
                for host in cluster.hosts.iter().map(|host| &host.view) {
                    if failures(host) > 0 {
                        let count = Count { count: failures(host), set_back: None };
                        self.known.counts.insert((client, cluster.cluster, host.address), count);
                    }
                    if host.ejected {
                        self.known.out.push((client, view.host_name(&world, host.address)));
                    }
                }
            }
        }
    }

    /// A host was put out, or is back.
    pub(super) fn ejected_or_back(&mut self, world: &World, client: ClientId, event: &ClusterEvent) {
        let Some(view) = world.view(client) else { return };
        match event.kind {
            ClusterEventKind::Ejection { address, enforced: true, .. } => {
                self.known.out.push((client, view.host_name(world, address)));
            }
            ClusterEventKind::Unejection { address } => {
                let host = view.host_name(world, address);
                self.known.out.retain(|known| *known != (client, host.clone()));
            }
            _ => {}
        }
    }

    /// Another client that has put a host out.
    pub(super) fn out_for(&self, host: &str) -> Option<String> {
        let (other, _) = self.known.out.iter().find(|(client, known)| *client != self.client && known == host)?;
        Some(self.world.plan.client(*other)?.name.to_string())
    }

    /// An end of a try was counted; of the request that is recorded it is told why its host stays in.
    pub(super) fn counted(
        &mut self,
        hop: Option<HopIndex>,
        cluster: ClusterIndex,
        host: &ProxyHost,
        counted: Option<u16>,
    ) {
        let set_back = self.known.count((self.client, cluster, host.address), self.now, host, counted);
        let (Some(hop), Some(status)) = (hop, counted) else { return };
        if status < 500 || host.ejected {
            return;
        }
        let world = self.world.clone();
        let Some(view) = world.view(self.client) else { return };
        let name = view.host_name(&world, host.address);
        let settings = view.push.cluster(cluster).and_then(|pushed| pushed.settings.outlier.as_ref());
        let source = view.cluster(cluster).and_then(|it| world.source(it.outlier_detection.as_ref()?.origin));
        match settings.and_then(|settings| nearest(settings, host, status)) {
            // Whether it is put out is told by the event that follows.
            Some((_, count, threshold)) if count >= threshold => {}
            Some((detector, count, threshold)) => {
                let detector = detector.to_owned();
                self.step(hop, StepKind::Kept { host: name, detector, count, threshold, set_back }, source);
            }
            None => self.step(hop, StepKind::NotWatched { host: name }, source),
        }
    }
}

/// The detector that is nearest to ejecting a host for a status, what it has counted and from how many on it ejects.
fn nearest(settings: &OutlierSettings, host: &ProxyHost, status: u16) -> Option<(&'static str, u32, u32)> {
    let is_gateway_failure = matches!(status, 502..=504);
    let is_split = settings.split_external_local_origin_errors;
    let detectors = [
        (
            "consecutive_5xx",
            host.consecutive_5xx,
            settings.consecutive_5xx,
            settings.enforcing_consecutive_5xx > 0 && host.consecutive_5xx > 0,
        ),
        (
            "consecutive_gateway_failure",
            host.consecutive_gateway_failure,
            settings.consecutive_gateway_failure,
            settings.enforcing_consecutive_gateway_failure > 0 && is_gateway_failure,
        ),
        (
            "consecutive_local_origin_failure",
            host.consecutive_local_origin_failure,
            settings.consecutive_local_origin_failure,
            is_split
                && settings.enforcing_consecutive_local_origin_failure > 0
                && host.consecutive_local_origin_failure > 0,
        ),
    ];
    let acts = |detector: &&(&'static str, u32, u32, bool)| detector.3 && detector.2 > 0;
    let left = |detector: &&(&'static str, u32, u32, bool)| detector.2.saturating_sub(detector.1);
    detectors.iter().filter(acts).min_by_key(left).map(|(name, count, threshold, _)| (*name, *count, *threshold))
}
