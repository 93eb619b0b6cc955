//! The network of a run as programs of its terminal meet it.

use std::net::Ipv4Addr;
use std::sync::Arc;

use mesh_control::Mesh;
use mesh_proxy::config::ProxyConfig;
use mesh_shell::{HostState, HttpRequest, Network, Outcome, Place};

use super::discovery::reached;
use super::terminal::RunningServer;
use super::watch::Watch;
use crate::draws::mix_text;
use crate::request::{ClientCertificate, ClientConnection, Request};

impl<W: Watch> Network for RunningServer<'_, W> {
    fn address(&self, place: &Place, host: &str) -> Option<String> {
        if host.parse::<Ipv4Addr>().is_ok() {
            return Some(host.to_owned());
        }
        let mesh = self.core.course.world.mesh();
        let Place::Pod { namespace, name } = place else {
            let is_outside = host.contains('.') && !is_of_cluster(mesh, host);
            return is_outside.then(|| address_outside(host));
        };
        let (index, _) =
            mesh.cluster().pods.iter().enumerate().find(|(_, pod)| pod.namespace == *namespace && pod.name == *name)?;
        let client = mesh.pod_client(mesh_cluster::PodIndex(index))?;
        if let Some(address) = mesh.resolve(&client, host) {
            return Some(address);
        }
        let is_known = mesh.service_for(&client, host).is_some();
        (is_known || host.contains('.') && !is_of_cluster(mesh, host)).then(|| address_outside(host))
    }

    fn send(&mut self, place: &Place, request: &HttpRequest) -> Option<u64> {
        self.core.ask(place, &Arc::new(as_sent(request)), self.watch)
    }

    fn outcome(&mut self, number: u64) -> Option<Outcome> {
        self.core.commands.take_outcome(number)
    }

    fn give_up(&mut self, number: u64) {
        self.core.stop_asking(number, self.watch);
    }

    fn mesh(&self) -> Arc<Mesh> {
        Arc::clone(self.core.course.world.mesh())
    }

    fn proxy_config(&self, namespace: &str, pod: &str) -> Option<Arc<ProxyConfig>> {
        let world = &self.core.course.world;
        let pod = world.pod(namespace, pod)?;
        let client = world.plan.pod(pod)?.client;
        world.config_after(client, reached(&self.core.course, client))
    }

    fn hosts(&self, namespace: &str, pod: &str) -> Vec<HostState> {
        let world = &self.core.course.world;
        let client = world.pod(namespace, pod).and_then(|pod| Some(world.plan.pod(pod)?.client));
        let known = client.and_then(|client| Some((self.core.clients.get(client)?, world.view(client)?)));
        let Some((proxy, view)) = known.and_then(|(state, view)| Some((state.proxy.as_ref()?, view))) else {
            return Vec::new();
        };
        let mut hosts = Vec::new();
        for cluster in proxy.all_gauges(self.core.course.now) {
            for host in cluster.hosts.iter().filter(|host| host.view.ejected) {
                let address = view.address(world, host.view.address);
                hosts.push(HostState { cluster: cluster.name.to_string(), address, ejected: true });
            }
        }
        hosts
    }

    fn pushed_ago(&self) -> u64 {
        self.core.course.now.0.saturating_sub(self.core.course.world.pushed().0)
    }
}

/// The request as the engine knows it.
fn as_sent(request: &HttpRequest) -> Request {
    let certificate = if request.certificate { ClientCertificate::Trusted } else { ClientCertificate::None };
    Request {
        method: request.method.clone(),
        scheme: request.scheme.clone(),
        host: request.host.clone(),
        port: request.port,
        authority: request.authority.clone(),
        path: request.path.clone(),
        headers: request.headers.clone(),
        connection: ClientConnection {
            sni: request.server_name.clone(),
            alpn: request.protocols.clone(),
            certificate,
            address: None,
        },
    }
}

/// Whether a name with a dot is one that the cluster's own DNS answers for: with nothing, where it is no Service's.
fn is_of_cluster(mesh: &Mesh, host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_namespace = || {
        let cluster = mesh.cluster();
        cluster.services.iter().any(|service| service.namespace == last)
            || cluster.pods.iter().any(|pod| pod.namespace == last)
    };
    host.ends_with(".cluster.local") || last == "svc" || is_namespace()
}

/// An address for a name outside of the cluster, the same each time (RFC 5737: none is in use).
fn address_outside(host: &str) -> String {
    Ipv4Addr::new(203, 0, 113, (mix_text(0, host) % 254) as u8 + 1).to_string()
}
