//! Telemetry to what the graph is built from.

use mesh_graph::{Endpoint, EndpointKind, Flow, Protocol, Response, ResponseTimes, Traffic};
use mesh_ordered::OrderedSet;
use mesh_sim::{EdgeFigures, EdgeId, EdgeKey, RouteFigures};

use crate::facts::Facts;
use crate::facts::names::{endpoint, service_of};

/// What flowed in a window of so many seconds, and over which routes; edges that carried something only before it are idle.
///
/// The flows are those of the telemetry's edges in their order; behind them the mirrors, whose edges are given.
pub(crate) fn traffic(
    facts: &Facts,
    known: &[EdgeKey],
    figures: &[EdgeFigures],
    routes: &[RouteFigures<'_>],
    window: f64,
) -> (Traffic, Vec<EdgeId>) {
    let mut flows: Vec<Flow> = known.iter().map(|key| blank(facts, key)).collect();
    let mut mirrors = Vec::new();
    let mut mirrored = Vec::new();
    for edge in figures {
        let Some(flow) = flows.get_mut(edge.edge.index()) else { continue };
        flow.responses = edge
            .responses
            .iter()
            .map(|response| Response {
                status: response.status,
                flags: response.flags.clone(),
                protocol: protocol(response.protocol),
                count: response.count,
            })
            .collect();
        flow.attempts = edge.attempts;
        flow.mutual_tls = edge.mutual_tls;
        flow.response_times = (edge.requests > 0).then_some(ResponseTimes {
            mean: 1e3 * edge.mean,
            p50: 1e3 * edge.p50,
            p95: 1e3 * edge.p95,
            p99: 1e3 * edge.p99,
        });
        if edge.mirrors > 0 {
            mirrored.push(edge.edge);
            mirrors.push(Flow {
                mirror: true,
                // Nobody waits for the answer of a mirror, so nobody counts it.
                responses: vec![Response {
                    status: 200,
                    flags: "-".to_owned(),
                    count: edge.mirrors,
                    ..Response::default()
                }],
                attempts: edge.mirrors,
                mutual_tls: 0,
                response_times: None,
                ..flow.clone()
            });
        }
    }
    flows.append(&mut mirrors);
    let (services, workloads) = (facts.services.clone(), facts.workloads.clone());
    (Traffic { window, flows, shares: facts.shares(routes), services, workloads }, mirrored)
}

fn protocol(protocol: mesh_sim::Protocol) -> Protocol {
    match protocol {
        mesh_sim::Protocol::Http => Protocol::Http,
        mesh_sim::Protocol::Grpc => Protocol::Grpc,
        mesh_sim::Protocol::Tcp => Protocol::Tcp,
    }
}

/// Names of clients outside of the cluster.
const OUTSIDE: [&str; 2] = ["client", "nodeport"];

/// Whether the ends of a flow are still there: telemetry remembers those that are not.
pub(crate) fn is_left(facts: &Facts, services: &OrderedSet<(&str, &str)>, flow: &Flow) -> bool {
    let has_workload = |end: &Endpoint| facts.has_workload(&end.namespace, &end.workload);
    let service = (flow.service_namespace.as_str(), flow.service.as_str());
    let has_service = service.0.is_empty() || services.contains(&service);
    let source = &flow.source;
    let has_source =
        source.kind == EndpointKind::Unknown || OUTSIDE.contains(&source.workload.as_str()) || has_workload(source);
    has_source
        && match &flow.destination {
            Some(destination) => {
                has_service && (destination.kind == EndpointKind::Unknown || has_workload(destination))
            }
            // A Service that is asked for though there is none is shown.
            None => has_service || !flow.responses.is_empty(),
        }
}

fn blank(facts: &Facts, key: &EdgeKey) -> Flow {
    let (service, service_namespace) = service_of(&key.service);
    Flow {
        source: endpoint(facts, &key.source),
        destination: (!key.destination.workload.is_empty()).then(|| endpoint(facts, &key.destination)),
        service,
        service_namespace,
        ..Flow::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_sim::{Party, ResponseCount};

    #[test]
    fn an_edge_is_a_flow_and_its_mirrors_another() {
        let party = |app: &str| Party {
            app: app.into(),
            namespace: "default".into(),
            workload: app.into(),
            ..Party::default()
        };
        let key =
            |destination| EdgeKey { source: party("a"), destination, service: "b.default.svc.cluster.local".into() };
        let known = [key(party("b")), key(Party::default())];
        let figures = [EdgeFigures {
            edge: EdgeId(0),
            key: known[0].clone(),
            requests: 4,
            attempts: 5,
            mirrors: 3,
            mutual_tls: 4,
            responses: vec![ResponseCount {
                status: 200,
                flags: "-".into(),
                protocol: mesh_sim::Protocol::Grpc,
                count: 4,
            }],
            p50: 0.02,
            ..EdgeFigures::default()
        }];
        let (traffic, mirrored) = traffic(&Facts::default(), &known, &figures, &[], 2.0);
        assert_eq!(mirrored, [EdgeId(0)]);
        assert_eq!(traffic.flows.len(), 3);
        assert_eq!((traffic.flows[0].mutual_tls, traffic.flows[0].responses[0].protocol), (4, Protocol::Grpc));
        assert_eq!(traffic.flows[0].response_times.unwrap().p50, 20.0);
        assert_eq!((traffic.flows[0].service.as_str(), traffic.flows[0].service_namespace.as_str()), ("b", "default"));
        assert!(traffic.flows[1].destination.is_none() && traffic.flows[1].responses.is_empty());
        assert!(traffic.flows[2].mirror && traffic.flows[2].responses[0].count == 3);
        assert_eq!(service_of("www.example.com"), ("www.example.com".into(), String::new()));
    }
}
