//! Where requests to a host come from, as far as Apps and Traffic say.

use mesh_cluster::Pod;
use mesh_ordered::OrderedSet;

use super::calls::{self, host_names, request_hosts};
use crate::context::{Context, selector_pairs, selects, spec};

/// Images whose apps call others without an App that says so.
const CALLING_IMAGES: [&str; 2] = ["istio-fleetman", "examples-bookinfo"];

/// The hosts that are called, by who looks at rules on the way.
#[derive(Default)]
pub(crate) struct Callers {
    /// From pods with a sidecar.
    pub(crate) with_sidecar: OrderedSet<String>,
    /// From pods without one.
    pub(crate) bare: OrderedSet<String>,
    /// Through gateways.
    pub(crate) entering: OrderedSet<String>,
}

/// All callers; none where there may be others than those that are written, or nobody is known to send anything.
pub(crate) fn all(context: &Context<'_>) -> Option<Callers> {
    let calls_unsaid =
        |pod: &Pod| pod.containers.iter().any(|one| CALLING_IMAGES.iter().any(|image| one.image.contains(image)));
    if context.kind("Traffic").next().is_none() || context.every_pod().any(calls_unsaid) {
        return None;
    }
    let mut callers = Callers::default();
    for call in calls::of_apps(context) {
        let selector = selector_pairs(spec(call.app).get("selector").get("matchLabels"));
        let pods: Vec<&Pod> =
            context.pods(&selector).filter(|pod| pod.namespace == call.app.metadata.namespace).collect();
        let is_bare = !pods.is_empty() && pods.iter().all(|pod| !pod.sidecar);
        if is_bare { &mut callers.bare } else { &mut callers.with_sidecar }.extend(call.hosts);
    }
    // A client without a workload lives where the first rule does.
    let first = context.istio("VirtualService").next().map(|service| service.metadata.namespace.as_str());
    let gateways: Vec<_> =
        context.istio("Gateway").map(|gateway| selector_pairs(spec(gateway).get("selector"))).collect();
    for traffic in context.kind("Traffic") {
        let (from, hosts) = (spec(traffic).get("from").text(), request_hosts(spec(traffic).get("request")));
        if from == "nodeport" {
            continue;
        }
        let workload = context.workload(&from);
        let is_gateway =
            workload.is_some_and(|workload| gateways.iter().any(|selector| selects(selector, &workload.labels)));
        if is_gateway || from.starts_with("ingress") {
            callers.entering.extend(hosts);
            continue;
        }
        let is_bare = workload.is_some_and(|workload| !workload.sidecar);
        let homes = [Some(traffic.metadata.namespace.as_str()), workload.map(|one| one.namespace.as_str()), first];
        let names = homes.into_iter().flatten().flat_map(|home| hosts.iter().map(move |host| (home, host)));
        let names = names.flat_map(|(home, host)| host_names(context, home, host));
        if is_bare { &mut callers.bare } else { &mut callers.with_sidecar }.extend(names);
    }
    // An address may be any host's.
    let is_address = |host: &String| host.parse::<std::net::Ipv4Addr>().is_ok();
    let mut called = callers.with_sidecar.iter().chain(&callers.bare);
    (!called.any(is_address)).then_some(callers)
}
