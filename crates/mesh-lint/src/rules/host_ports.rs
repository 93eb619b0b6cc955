//! The ports of the hosts that rules name: those of Services, and of ServiceEntries.

use mesh_config::Resource;
use mesh_control::Protocol;
use mesh_ordered::OrderedMap;

use super::{ruled_services, service_ports};
use crate::context::{Context, spec};
use crate::host_names::full_name;

/// More ServiceEntries of one host, and more ports of them, are not looked at.
const MOST: usize = 100;

/// A port of a host.
#[derive(Clone, Copy, Debug)]
pub(super) struct Port {
    pub(super) number: i64,
    pub(super) protocol: Protocol,
    /// Whether a ServiceEntry says another port for what stands behind it.
    pub(super) is_moved: bool,
    /// Whether it is a ServiceEntry's.
    pub(super) is_of_entry: bool,
}

/// The ServiceEntries by their hosts.
pub(super) struct HostPorts<'a> {
    entries: OrderedMap<String, Vec<&'a Resource>>,
}

impl<'a> HostPorts<'a> {
    /// Looks at all ServiceEntries.
    pub(super) fn new(context: &Context<'a>) -> Self {
        let mut entries: OrderedMap<String, Vec<&Resource>> = OrderedMap::new();
        for entry in context.istio("ServiceEntry") {
            for host in spec(entry).get("hosts").items() {
                entries.entry(full_name(&entry.metadata.namespace, &host.text())).or_default().push(entry);
            }
        }
        Self { entries }
    }

    /// The ports of a host as a rule of a namespace names it; none of one that nobody has.
    pub(super) fn of(&self, context: &Context<'a>, namespace: &str, host: &str) -> Vec<Port> {
        let service = ruled_services::service(context, namespace, host);
        let of_service = service.into_iter().flat_map(service_ports::all).take(MOST);
        let mut ports: Vec<Port> = of_service
            .map(|(number, protocol)| Port { number, protocol, is_moved: false, is_of_entry: false })
            .collect();
        for entry in self.entries.get(&full_name(namespace, host)).into_iter().flatten().take(MOST) {
            let is_moved_at_endpoints =
                spec(entry).get("endpoints").items().any(|endpoint| endpoint.get("ports").is_filled());
            ports.extend(spec(entry).get("ports").items().take(MOST).map(|port| Port {
                number: port.get("number").integer(),
                protocol: Protocol::parse(&port.get("protocol").text()),
                is_moved: is_moved_at_endpoints || port.get("targetPort").present(),
                is_of_entry: true,
            }));
            ports.truncate(MOST);
        }
        ports
    }
}
