//! Who calls whom, as far as Apps and Traffic say.

use mesh_config::Resource;

use crate::{
    context::{Context, spec},
    field::Field,
    host_names::service_of,
};

/// A call that an App makes for each request.
pub(crate) struct Call<'a> {
    /// The App.
    pub(crate) app: &'a Resource,
    /// Its entry of `calls`.
    pub(crate) field: Field<'a>,
    /// The called service, as (namespace, name).
    pub(crate) service: (String, String),
}

/// The calls of all Apps, in document order.
pub(crate) fn of_apps<'a>(context: &Context<'a>) -> Vec<Call<'a>> {
    let mut calls = Vec::new();
    for app in context.kind("App") {
        for field in spec(app).get("calls").items() {
            let service = called_service(&app.metadata.namespace, &field.get("url").text());
            calls.push(Call { app, field, service });
        }
    }
    calls
}

/// The service that a URL reaches from a namespace, by the names that Kubernetes' DNS knows.
pub(crate) fn called_service(namespace: &str, url: &str) -> (String, String) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    match host.split('.').collect::<Vec<_>>().as_slice() {
        [name, owner] | [name, owner, "svc"] => ((*owner).to_owned(), (*name).to_owned()),
        _ => service_of(namespace, host),
    }
}

/// The services of a VirtualService's hosts, as (namespace, name).
pub(crate) fn ruled_services(service: &Resource) -> impl Iterator<Item = (String, String)> {
    spec(service).get("hosts").items().map(|host| service_of(&service.metadata.namespace, &host.text()))
}
