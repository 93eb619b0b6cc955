//! Which VirtualServices a client of a namespace sees at a gateway (`virtualServiceIndex`).

use std::sync::Arc;

use mesh_ordered::OrderedMap;

use super::VirtualService;

/// Namespace of the client, then the gateway's name.
type ByNamespaceAndGateway = OrderedMap<(String, String), Vec<Arc<VirtualService>>>;

/// All VirtualServices by gateway and visibility, each list from the oldest on.
#[derive(Clone, Debug, Default)]
pub struct VirtualServiceIndex {
    private: ByNamespaceAndGateway,
    exported: ByNamespaceAndGateway,
    public: OrderedMap<String, Vec<Arc<VirtualService>>>,
}

impl VirtualServiceIndex {
    /// Sorts VirtualServices, given from the oldest on, into lists.
    #[must_use]
    pub fn new(virtual_services: impl IntoIterator<Item = Arc<VirtualService>>) -> Self {
        let mut index = Self::default();
        for virtual_service in virtual_services {
            index.add(&virtual_service);
        }
        index
    }

    fn add(&mut self, virtual_service: &Arc<VirtualService>) {
        let export_to = &virtual_service.export_to;
        if export_to.is_public() {
            for gateway in &virtual_service.gateways {
                self.public.entry(gateway.clone()).or_default().push(Arc::clone(virtual_service));
            }
        } else if !export_to.is_none() {
            for namespace in export_to.namespaces(&virtual_service.namespace) {
                let own = namespace == virtual_service.namespace;
                let list = if own { &mut self.private } else { &mut self.exported };
                for gateway in &virtual_service.gateways {
                    let key = (namespace.to_owned(), gateway.clone());
                    list.entry(key).or_default().push(Arc::clone(virtual_service));
                }
            }
        }
    }

    /// What a client sees at a gateway: the private ones of its namespace, those exported to it, then the public
    /// ones, where routes of the Gateway API in its own namespace go first (`VirtualServicesForGateway`).
    pub fn visible<'a>(&'a self, namespace: &str, gateway: &str) -> Vec<&'a Arc<VirtualService>> {
        let key = (namespace.to_owned(), gateway.to_owned());
        let empty: &[Arc<VirtualService>] = &[];
        let list = |found: Option<&'a Vec<Arc<VirtualService>>>| found.map_or(empty, Vec::as_slice);
        let public = list(self.public.get(gateway));
        let first = |virtual_service: &&Arc<VirtualService>| {
            virtual_service.gateway_semantics && virtual_service.namespace == namespace
        };
        list(self.private.get(&key))
            .iter()
            .chain(list(self.exported.get(&key)))
            .chain(public.iter().filter(first))
            .chain(public.iter().filter(move |virtual_service| !first(virtual_service)))
            .collect()
    }
}
