//! A listener and connections to it, in both worlds.

use std::path::Path;

use end2end_envoy::envoy;
use end2end_envoy::random::Random;
use mesh_proxy::config::Listener;
use serde_json::{Value, json};

use crate::connections::{Connection, connection};
use crate::features::Features;
use crate::listeners;
use crate::outcome::Outcome;
use crate::world::World;

/// Connections to each listener.
const CONNECTIONS: usize = 10;

/// A listener and connections to it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// In Envoy's JSON. Its port is 0 wherever it stands.
    pub(crate) listener: Value,
    pub(crate) connections: Vec<Connection>,
}

impl Case {
    /// The case of a seed and a number.
    pub(crate) fn new(seed: u64, index: u64, features: &mut Features) -> Self {
        let mut random = Random::new(seed.wrapping_mul(1_000_003).wrapping_add(index));
        let listener = listeners::listener(&format!("listener-{index}"), &mut random, features);
        let connections = (0..CONNECTIONS).map(|_| connection(&listener, &mut random)).collect();
        Self { listener, connections }
    }

    /// The listener on a port.
    fn listener(&self, name: &str, port: u16) -> Listener {
        let mut listener = self.listener.clone();
        listener["name"] = json!(name);
        listener["address"]["socket_address"]["port_value"] = json!(port);
        for chain in listener["filter_chains"].as_array_mut().into_iter().flatten() {
            let wanted = chain["filter_chain_match"].get_mut("destination_port");
            if let Some(wanted) = wanted.filter(|wanted| **wanted == json!(0)) {
                *wanted = json!(port);
            }
        }
        serde_json::from_value(listener).unwrap_or_else(|error| panic!("not a listener: {error}"))
    }
}

/// What becomes of each connection, at the real Envoy and at the simulated proxy.
pub(crate) fn compare(program: &Path, world: &World, cases: &[Case]) -> Vec<Vec<(Outcome, Outcome)>> {
    let base_port = envoy::free_ports(u16::try_from(cases.len()).expect("not that many listeners"));
    let name = |port: u16| format!("listener-{port}");
    let listeners: Vec<(u16, Listener)> =
        (base_port..).zip(cases).map(|(port, case)| (port, case.listener(&name(port), port))).collect();
    // The real one reads what the simulated one writes.
    let texts = listeners.iter().map(|(_, listener)| serde_json::to_value(listener).expect("JSON"));
    let connections =
        (base_port..).zip(cases).flat_map(|(port, case)| case.connections.iter().map(move |one| (port, one)));
    let connections: Vec<(u16, &Connection)> = connections.collect();
    let done = world.run(program, base_port, &texts.collect::<Vec<_>>(), &connections);
    let mut answers = done.connections.iter();
    let outcomes = listeners.iter().zip(cases).map(|((port, listener), case)| {
        let of_connection = |(connection, (seen, entry)): (&Connection, &(_, _))| {
            let real = Outcome::of_envoy(done.refused.get(&listener.name), seen, entry);
            (real, Outcome::of_simulation(listener, &connection.downstream(*port)))
        };
        case.connections.iter().zip(&mut answers).map(of_connection).collect()
    });
    outcomes.collect()
}

/// Takes away what does not matter for the difference in a connection; gives what is left with the outcomes.
pub(crate) fn shrink(program: &Path, world: &World, mut case: Case) -> (Case, (Outcome, Outcome)) {
    let mut last = None;
    loop {
        let candidates = match last {
            None => vec![case.clone()],
            Some(_) => smaller(&case),
        };
        let compared = compare(program, world, &candidates).into_iter().zip(candidates);
        let found = compared.filter_map(|(outcomes, case)| Some((outcomes.into_iter().next()?, case)));
        let Some((outcomes, smaller)) = found.into_iter().find(|(outcomes, _)| outcomes.0 != outcomes.1) else {
            return (case, last.expect("the same case ends in the same way"));
        };
        (case, last) = (smaller, Some(outcomes));
    }
}

/// All cases that lack one thing of this one.
fn smaller(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    let mut add = |path: &str, key: &str| {
        let mut listener = case.listener.clone();
        match (listener.pointer_mut(path), key.parse::<usize>()) {
            (Some(Value::Array(items)), Ok(index)) if index < items.len() => drop(items.remove(index)),
            (Some(Value::Object(members)), _) if members.contains_key(key) => drop(members.remove(key)),
            _ => return,
        }
        found.push(Case { listener, connections: case.connections.clone() });
    };
    let count = |path: &str| case.listener.pointer(path).and_then(Value::as_array).map_or(0, Vec::len);
    for list in ["/filter_chains", "/listener_filters"] {
        (0..count(list)).for_each(|index| add(list, &index.to_string()));
    }
    add("", "default_filter_chain");
    for chain in 0..count("/filter_chains") {
        let path = format!("/filter_chains/{chain}");
        for key in ["transport_socket", "filter_chain_match"] {
            add(&path, key);
        }
        let path = format!("{path}/filter_chain_match");
        for key in ["server_names", "transport_protocol", "application_protocols", "destination_port", "prefix_ranges"]
        {
            add(&path, key);
            let list = format!("{path}/{key}");
            (0..count(&list)).for_each(|index| add(&list, &index.to_string()));
        }
    }
    // A listener needs a chain.
    found.retain(|case| {
        case.listener["filter_chains"] != json!([]) || case.listener["default_filter_chain"].is_object()
    });
    found
}
