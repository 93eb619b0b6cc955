use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::{Words, say};

use super::others::listed;
use crate::{
    context::{Context, finding, full_name, selector_pairs, selector_text, spec},
    field::Field,
    wildcards::{is_wildcard, wildcards_over},
};

rule! {
    /// Two servers of the same gateway workload serve the same host on the same port, one of them perhaps by a wildcard.
    ///
    /// A request then follows the rules of the narrower host alone; with TLS the certificate of one of them is shown. Serve
    /// a host in one place. (The same host, word for word, in two Gateways: IST0145.) Kiali: KIA0301.
    among ["Gateway"] check => "KIA0301"
}

/// A host of a server.
struct Served<'a> {
    gateway: &'a Resource,
    server: usize,
    field: Field<'a>,
    /// Whether it is of the last server of its Gateway on the port: the only one that IST0145 looks at.
    is_last: bool,
    /// The namespace whose rules may use it; `*` for all.
    namespace: String,
    /// The host without its namespace; case does not count in DNS.
    name: String,
}

/// What listens together: the pods, the port, the address.
type Listener = (String, i64, String);
type ByName<'a, 'b> = OrderedMap<String, Vec<&'b Served<'a>>>;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut listeners: OrderedMap<Listener, Vec<Served<'_>>> = OrderedMap::new();
    for gateway in context.istio("Gateway") {
        let selector = selector_text(&selector_pairs(spec(gateway).get("selector")));
        let servers: Vec<Field<'_>> = spec(gateway).get("servers").items().collect();
        let port = |server: &Field<'_>| server.get("port").get("number").integer();
        let last: OrderedMap<i64, usize> =
            servers.iter().enumerate().map(|(index, server)| (port(server), index)).collect();
        for (index, server) in servers.iter().enumerate() {
            let key = (selector.clone(), port(server), server.get("bind").text().into_owned());
            let is_last = last.get(&port(server)) == Some(&index);
            let hosts = server.get("hosts").items().map(|host| Served::new(gateway, index, host, is_last));
            listeners.entry(key).or_default().extend(hosts);
        }
    }
    listeners.into_values().filter(|served| served.len() > 1).flat_map(|served| overlaps(&served)).collect()
}

fn overlaps(served: &[Served<'_>]) -> Vec<Diagnostic> {
    let (mut own, mut below) = (ByName::new(), ByName::new());
    for one in served {
        for wildcard in one.wildcards() {
            below.entry(wildcard).or_default().push(one);
        }
        own.entry(one.name.clone()).or_default().push(one);
    }
    let report = |one: &Served<'_>| {
        let over = one.wildcards().filter_map(|wildcard| own.get(&wildcard));
        let others = own.get(&one.name).into_iter().chain(over).chain(below.get(&one.name)).flatten();
        let names = listed(others.filter(|other| one.meets(other)).map(|other| other.title()))?;
        let message = Words::theirs("More than one Gateway for the same host port combination:")
            .and(say!("overlapping-gateway-hosts", names));
        Some(finding("KIA0301", Severity::Warning, one.gateway, one.field, message))
    };
    served.iter().filter_map(report).collect()
}

impl<'a> Served<'a> {
    fn new(gateway: &'a Resource, server: usize, field: Field<'a>, is_last: bool) -> Self {
        let text = field.text();
        let (namespace, name) = text.split_once('/').unwrap_or(("*", &text));
        let namespace = if namespace == "." { gateway.metadata.namespace.clone() } else { namespace.to_owned() };
        let name = name.to_ascii_lowercase();
        Self { gateway, server, field, is_last, namespace, name }
    }

    /// The wildcards that take its requests too. Kiali holds a wildcard below another one for another name.
    fn wildcards(&self) -> impl Iterator<Item = String> {
        wildcards_over(&self.name).filter(|wildcard| wildcard == "*" || !is_wildcard(&self.name))
    }

    /// Whether rules of one namespace may use both, and nobody else says so: of two servers of one Gateway the earlier
    /// one is pointed at.
    fn meets(&self, other: &Self) -> bool {
        let is_shared = self.namespace == other.namespace || self.namespace == "*" || other.namespace == "*";
        if std::ptr::eq(self.gateway, other.gateway) {
            return is_shared && self.server < other.server;
        }
        let is_istios_to_say = other.is_last && self.field.text() == other.field.text();
        is_shared && !is_istios_to_say
    }

    fn title(&self) -> Words {
        say!("overlapping-gateway-hosts-server", gateway = full_name(self.gateway), server = self.server + 1)
    }
}
