//! Who calls whom, as far as Apps and Traffic say.

use mesh_config::Resource;
use mesh_ordered::OrderedSet;

use crate::{
    context::{Context, spec},
    field::Field,
};

/// A call that an App makes for each request.
pub(crate) struct Call<'a> {
    /// The App.
    pub(crate) app: &'a Resource,
    /// Its entry of `calls`.
    pub(crate) field: Field<'a>,
    /// The names of the called host: as written, and in full if it is a Service's.
    pub(crate) hosts: OrderedSet<String>,
}

/// The calls of all Apps, in document order.
pub(crate) fn of_apps<'a>(context: &Context<'a>) -> Vec<Call<'a>> {
    let mut calls = Vec::new();
    for app in context.kind("App") {
        for field in spec(app).get("calls").items() {
            let mut hosts = OrderedSet::new();
            for host in request_hosts(field) {
                hosts.extend(host_names(context, &app.metadata.namespace, &host));
            }
            calls.push(Call { app, field, hosts });
        }
    }
    calls
}

/// The hosts that a request with a `url` and `headers` asks for, as written.
pub(crate) fn request_hosts(request: Field<'_>) -> Vec<String> {
    let header = request.get("headers").entries().find(|(name, _)| name.eq_ignore_ascii_case("host"));
    let header = header.map(|(_, value)| without_port(&value.text()));
    let url = request.get("url").text();
    let rest = url.split_once("://").map_or(&*url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    std::iter::once(without_port(authority)).chain(header).collect()
}

fn without_port(authority: &str) -> String {
    authority.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase()
}

/// A host as it is written, and its full name if it is a Service's by the names that Kubernetes' DNS knows.
pub(crate) fn host_names(context: &Context<'_>, namespace: &str, host: &str) -> OrderedSet<String> {
    let service = match host.split('.').collect::<Vec<_>>().as_slice() {
        [name] => context.service(namespace, name),
        [name, owner] | [name, owner, "svc"] => context.service(owner, name),
        _ => None,
    };
    std::iter::once(host.to_owned()).chain(service.map(full_service_name)).collect()
}

/// The full name of a Service.
pub(crate) fn full_service_name(service: &Resource) -> String {
    format!("{}.{}.svc.cluster.local", service.metadata.name.as_str(), service.metadata.namespace)
}

/// The names of the hosts that a VirtualService rules.
pub(crate) fn ruled_hosts(context: &Context<'_>, service: &Resource) -> OrderedSet<String> {
    let hosts = spec(service).get("hosts").items();
    hosts.flat_map(|host| host_names(context, &service.metadata.namespace, &host.text().to_ascii_lowercase())).collect()
}
