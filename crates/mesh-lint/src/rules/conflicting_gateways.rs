use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::Words;

use crate::{
    context::{
        Context, MOST_NAMES, PODS, finding, full_name, name_list, once_without_line, selector_pairs, selector_place,
        selector_text, selects, spec,
    },
    field::Field,
};

rule! {
    /// Two Gateways of the same workload open the same port for the same host.
    ///
    /// Which of them serves it is left to chance. Istio: `ConflictingGatewayAnalyzer`, IST0145.
    among ["Gateway", PODS] check => "IST0101", "IST0145"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let servers: Vec<Server<'_>> = context.istio("Gateway").flat_map(servers).collect();
    let last = last_of_each_port(&servers);
    let mut found = Vec::new();
    // Gateways of one selector have the same rivals.
    let mut rivals_of: OrderedMap<String, Rivals<'_>> = OrderedMap::new();
    for gateway in context.istio("Gateway") {
        let selector = spec(gateway).get("selector");
        let mine = selector_pairs(selector);
        let rivals = rivals_of.entry(selector_text(&mine)).or_insert_with(|| {
            rivals(last.iter().copied().filter(|server| is_same_workload(&mine, &server.selector, context)))
        });
        if rivals.is_empty() && !mine.is_empty() {
            // So Istio words it: no Gateway of this selector opens a port.
            let message = Words::theirs(format!("Referenced selector not found: {:?}", selector_text(&mine)));
            found.push(finding("IST0101", Severity::Error, gateway, selector_place(selector), message));
            continue;
        }
        let mut conflicts = Vec::new();
        for server in spec(gateway).get("servers").items() {
            let (port, bind) = (server.get("port").get("number").integer(), server.get("bind").text());
            let hosts: Vec<String> = server.get("hosts").items().map(|host| host.text().into_owned()).collect();
            let names = names(rivals, gateway, (port, &bind), &hosts);
            if names.is_empty() {
                continue;
            }
            let message = Words::theirs(format!(
                "Conflict with gateways {} (workload selector {}, port {port}, hosts {}).",
                name_list(names),
                selector_text(&mine),
                hosts.join(",")
            ));
            conflicts.push((false, finding("IST0145", Severity::Error, gateway, server, message)));
        }
        found.extend(once_without_line(conflicts));
    }
    found
}

/// The Gateways that open a port at an address for a host.
type Rivals<'a> = OrderedMap<(i64, String, String), Vec<&'a Resource>>;

fn rivals<'a, 'b>(servers: impl Iterator<Item = &'b Server<'a>>) -> Rivals<'a>
where
    'a: 'b,
{
    let mut rivals = Rivals::new();
    for server in servers {
        for host in &server.hosts {
            let place = (server.port, server.bind.clone(), host.clone());
            rivals.entry(place).or_default().push(server.gateway);
        }
        // A port without a host is opened all the same.
        rivals.entry((server.port, server.bind.clone(), String::new())).or_default();
    }
    rivals
}

/// The names of the other Gateways that share a host of a server.
fn names(rivals: &Rivals<'_>, gateway: &Resource, (port, bind): (i64, &str), hosts: &[String]) -> Vec<String> {
    let of_host = |host: &String| rivals.get(&(port, bind.to_owned(), host.clone())).into_iter().flatten();
    // They stand in the order of their names: the first of each host are enough for the list.
    let others = |host| of_host(host).filter(|rival| !std::ptr::eq(**rival, gateway)).take(MOST_NAMES + 1);
    let names: OrderedSet<String> = hosts.iter().flat_map(others).map(|rival| full_name(rival)).collect();
    names.into_iter().collect()
}

struct Server<'a> {
    gateway: &'a Resource,
    selector: Vec<(String, String)>,
    port: i64,
    bind: String,
    hosts: Vec<String>,
}

fn servers(gateway: &Resource) -> Vec<Server<'_>> {
    let server = |server: Field<'_>| Server {
        gateway,
        selector: selector_pairs(spec(gateway).get("selector")),
        port: server.get("port").get("number").integer(),
        bind: server.get("bind").text().into_owned(),
        hosts: server.get("hosts").items().map(|host| host.text().into_owned()).collect(),
    };
    spec(gateway).get("servers").items().map(server).collect()
}

/// Of several servers of a Gateway on one port the analyzer knows only the last.
fn last_of_each_port<'a, 'b>(servers: &'b [Server<'a>]) -> Vec<&'b Server<'a>> {
    let mut last = OrderedMap::new();
    for (index, server) in servers.iter().enumerate() {
        last.insert((full_name(server.gateway), server.port), index);
    }
    last.into_values().filter_map(|index| servers.get(index)).collect()
}

fn is_same_workload(mine: &[(String, String)], other: &[(String, String)], context: &Context<'_>) -> bool {
    let (mine_text, other_text) = (selector_text(mine), selector_text(other));
    if mine_text == other_text {
        return true;
    }
    let is_part = mine_text.contains(&other_text) || other_text.contains(&mine_text);
    is_part && context.pods(mine).any(|pod| selects(other, &pod.labels))
}
