use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::{
    context::{Context, finding, spec},
    field::Field,
    host_names::full_name,
};

rule! {
    /// A rule mirrors its traffic to where the traffic itself goes.
    ///
    /// The copies come on top: the same pods, limits and breakers get each request twice. Mirror to another subset or
    /// another host.
    each check => "MP0131"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService");
    services.flat_map(|service| spec(service).get("http").items().flat_map(move |route| rule(service, route))).collect()
}

fn rule(service: &Resource, route: Field<'_>) -> Vec<Diagnostic> {
    let namespace = &service.metadata.namespace;
    let target = |destination: Field<'_>| {
        let port = destination.get("port").get("number").integer();
        (full_name(namespace, &destination.get("host").text()), destination.get("subset").text().into_owned(), port)
    };
    let entries: Vec<Field<'_>> = route.get("route").items().collect();
    let takes_part = |entry: &&Field<'_>| entries.len() == 1 || entry.get("weight").integer() > 0;
    let targets: Vec<_> = entries.iter().filter(takes_part).map(|entry| target(entry.get("destination"))).collect();
    let (share, old_share) = (route.get("mirrorPercentage"), route.get("mirrorPercent"));
    let value = if share.present() { share.get("value") } else { old_share };
    let one = (route.get("mirror"), share.present() || old_share.present(), value);
    let many = route.get("mirrors").items().map(|mirror| {
        let share = mirror.get("percentage");
        (mirror.get("destination"), share.present(), share.get("value"))
    });
    let mut found = Vec::new();
    for (mirror, has_share, share) in std::iter::once(one).chain(many).filter(|(mirror, ..)| mirror.present()) {
        let percent = if has_share { share.number() } else { 100.0 };
        if percent > 0.0 && targets.contains(&target(mirror)) {
            let message = say!("mirror-to-itself", percent);
            found.push(finding("MP0131", Severity::Warning, service, mirror.get("host"), message));
        }
    }
    found
}
