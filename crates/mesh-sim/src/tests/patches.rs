//! Pods that come and go change endpoints and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use mesh_proxy::Time;
use mesh_proxy::config::ProxyConfig;

use super::living::{answered, delete_pod, names, run_to, scale, second_version, start, world as web};
use super::mesh;
use crate::ids::ClientId;
use crate::{EventKind, Simulation, World};

/// `web` of the other tests, called by each of so many pods.
fn called_by(callers: u32, more: &str) -> Simulation {
    let callers = format!(
        "
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: shop, namespace: default}}
spec:
  replicas: {callers}
  selector: {{matchLabels: {{app: shop}}}}
  template:
    metadata: {{labels: {{app: shop}}}}
    spec: {{containers: [{{name: shop, image: 'shop:1'}}]}}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {{name: calls, namespace: default}}
spec: {{from: shop, rate: 400, arrival: uniform, request: {{url: 'http://web.default:80/'}}}}
{more}"
    );
    Simulation::new(World::new(mesh(&[&(web(3) + &callers)])).into(), 1)
}

/// The hosts that a configuration has for `web`.
fn hosts(config: &ProxyConfig) -> BTreeSet<String> {
    let of_web = config.endpoints.iter().filter(|it| it.cluster_name == "outbound|80||web.default.svc.cluster.local");
    let groups = of_web.flat_map(|assignment| &assignment.endpoints);
    let address = |host: &mesh_proxy::config::LbEndpoint| {
        let address = &host.endpoint.address.socket_address;
        format!("{}:{}", address.address, address.port_value)
    };
    groups.flat_map(|group| &group.lb_endpoints).map(address).collect()
}

/// The clients that have a proxy, with the number of patches that it has taken.
fn taken(simulation: &Simulation) -> Vec<usize> {
    let core = simulation.core();
    let clients = (0..core.course.world.plan.clients.len() as u32).map(ClientId);
    let used = clients.filter_map(|client| core.clients.get(client));
    used.filter(|state| state.proxy.is_some()).map(|state| state.patches).collect()
}

#[test]
fn a_patch_is_no_push_and_reaches_each_proxy_in_its_own_time() {
    let mut simulation = called_by(8, "");
    run_to(&mut simulation, 5_000);
    let (before, pushed) = (simulation.changes(), simulation.world().pushed());
    simulation.call(&scale(2)).unwrap();
    // The pod is taken from the endpoints at once; istiod has sent that once it was quiet for 100 ms.
    let mut sent = 5_000;
    while simulation.world().endpoints().patches().is_empty() {
        sent += 1;
        run_to(&mut simulation, sent);
    }
    assert!((5_100..5_200).contains(&sent), "{sent}");
    let at = simulation.world().endpoints().patches().last().unwrap().sent;
    let mut seen = BTreeSet::new();
    for after in [9, 30, 60, 104] {
        simulation.run(Time(at.0 + after * 1_000_000), &mut crate::Work::unlimited()).unwrap();
        let taken: usize = taken(&simulation).iter().sum();
        seen.insert(taken);
        match after {
            9 => assert_eq!(taken, 0, "nobody has it within 10 ms"),
            104 => assert_eq!(taken, 9, "everybody has it after 100 ms"),
            _ => assert!((1..9).contains(&taken), "{taken} of 9 after {after} ms"),
        }
    }
    assert_eq!(seen.len(), 4, "one after another: {seen:?}");
    assert_eq!((simulation.changes(), simulation.world().pushed()), (before + 1, pushed));
    let is_push = |kind: &EventKind| matches!(kind, EventKind::Push { .. });
    let pushes =
        simulation.telemetry().events(Time::ZERO, simulation.now()).iter().filter(|event| is_push(&event.kind)).count();
    assert_eq!(pushes, 0, "no push of the mesh");
}

/// What proxies have been told is what a control plane would tell that begins now.
#[test]
fn patches_say_what_the_whole_mesh_would() {
    let mut simulation = called_by(2, "");
    run_to(&mut simulation, 5_000);
    for (step, verb) in [scale(1), second_version(), scale(6), scale(3)].iter().enumerate() {
        simulation.call(verb).unwrap();
        run_to(&mut simulation, 20_000 + 15_000 * step as u64);
        let world = simulation.world();
        let patches = world.endpoints().patches().len();
        assert!(patches > 0);
        for client in (0..world.plan.clients.len() as u32).map(ClientId) {
            let Some(known) = world.config_after(client, patches) else { continue };
            let named = world.plan.client(client).unwrap().name.to_string();
            let cluster = world.mesh().cluster();
            let pod = cluster.pods.iter().position(|pod| pod.name == named);
            let Some(now) = pod.and_then(|pod| world.mesh().pod_client(mesh_cluster::PodIndex(pod))) else { continue };
            assert_eq!(hosts(&known), hosts(&world.mesh().proxy_config(&now)), "{named} after step {step}");
        }
    }
    assert_eq!(answered(&simulation, 60, 64).keys().collect::<Vec<_>>(), ["200 -"]);
}

/// A client that comes sends its part, and one that goes sends nothing any more.
#[test]
fn a_sender_that_is_replaced_goes_on_under_its_new_name() {
    let mut simulation = called_by(2, "");
    run_to(&mut simulation, 5_000);
    let is_sender = |name: &String| name.starts_with("shop-");
    let before: Vec<String> = names(&mut simulation).into_iter().filter(is_sender).collect();
    simulation.call(&delete_pod(&before[0])).unwrap();
    run_to(&mut simulation, 20_000);
    let world = simulation.world();
    let traffic = world.plan.traffics.iter().find(|traffic| traffic.clients.len() == 2).unwrap();
    let senders: BTreeSet<String> =
        traffic.clients.iter().map(|client| world.plan.client(*client).unwrap().name.to_string()).collect();
    let after: BTreeSet<String> = names(&mut simulation).into_iter().filter(is_sender).collect();
    assert_eq!(senders, after);
    assert!(!senders.contains(&before[0]));
}

const EJECTS: &str = "---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: default}
spec:
  host: web.default.svc.cluster.local
  trafficPolicy:
    outlierDetection: {consecutive5xxErrors: 2, interval: 1s, baseEjectionTime: 300s, maxEjectionPercent: 100}
";

/// Who is put out stays out though others come and go, and who is put out and goes is forgotten.
#[test]
fn ejections_outlive_a_patch() {
    let mut simulation = called_by(1, EJECTS);
    run_to(&mut simulation, 3_000);
    let web: Vec<String> = names(&mut simulation).into_iter().filter(|name| name.starts_with("web-")).collect();
    let fails = |pod: &str| crate::Command::ChangePod {
        namespace: "default".into(),
        pod: pod.into(),
        fault: crate::PodFault::Fail(500),
    };
    simulation.apply(fails(&web[0])).unwrap();
    run_to(&mut simulation, 8_000);
    let ejected = |simulation: &Simulation| -> Vec<(usize, usize)> {
        let of_web = |it: &crate::ProxyGauges| it.cluster.name.contains("|web.");
        let gauges = simulation.gauges().into_iter().filter(of_web);
        gauges
            .map(|it| (it.cluster.hosts.len(), it.cluster.hosts.iter().filter(|host| host.view.ejected).count()))
            .collect()
    };
    assert_eq!(ejected(&simulation), [(3, 1), (3, 1)]);
    simulation.call(&delete_pod(&web[1])).unwrap();
    run_to(&mut simulation, 15_000);
    assert_eq!(ejected(&simulation), [(3, 1), (3, 1)], "another pod went and one came");
    simulation.call(&delete_pod(&web[0])).unwrap();
    run_to(&mut simulation, 25_000);
    assert_eq!(ejected(&simulation), [(3, 0), (3, 0)], "it comes back clean under its new name");
}

/// Services that nobody calls, each with a pod.
fn beside(services: usize) -> Simulation {
    let mut text = web(4);
    for index in 0..services {
        let _ = write!(
            text,
            "
---
apiVersion: v1
kind: Service
metadata: {{name: s{index}}}
spec: {{selector: {{app: s{index}}}, ports: [{{name: http, port: 80}}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: s{index}}}
spec:
  selector: {{matchLabels: {{app: s{index}}}}}
  template:
    metadata: {{labels: {{app: s{index}}}}}
    spec: {{containers: [{{name: app, image: example/s, ports: [{{containerPort: 80}}]}}]}}
"
        );
    }
    Simulation::new(World::new(mesh(&[&text])).into(), 1)
}

#[test]
fn a_patch_costs_the_same_however_many_services_there_are() {
    let cost = |services: usize| {
        let mut simulation = beside(services);
        run_to(&mut simulation, 2_000);
        simulation.call(&scale(3)).unwrap();
        run_to(&mut simulation, 4_000);
        let world = simulation.world();
        let patches = world.endpoints().patches();
        let looked_at: Vec<u64> = patches.iter().map(|patch| patch.steps).collect();
        let client = world.client("client").unwrap();
        let (push, clusters) = world.discovered(world.view(client).unwrap(), 0, patches.len());
        assert!(push.clusters().count() > services);
        (looked_at, clusters.len())
    };
    let few = cost(2);
    assert!(!few.0.is_empty() && few.1 == 1, "{few:?}");
    assert_eq!(cost(300), few);
}

/// A state that is wound back to while a patch is on its way goes on as it did.
#[test]
fn winding_back_into_a_patch_changes_nothing() {
    let mut simulation = called_by(6, "");
    run_to(&mut simulation, 5_000);
    simulation.call(&scale(1)).unwrap();
    run_to(&mut simulation, 9_000);
    simulation.call(&scale(5)).unwrap();
    run_to(&mut simulation, 20_000);
    let digest = simulation.digest();
    for milliseconds in [5_130, 5_160, 14_000, 9_000] {
        simulation.seek(Time(milliseconds * 1_000_000), &mut crate::Work::unlimited()).unwrap();
        let mut fork = simulation.fork();
        run_to(&mut fork, 20_000);
        assert_eq!(fork.digest(), digest, "from {milliseconds} ms");
    }
    let mut other = start(3);
    run_to(&mut other, 20_000);
    assert_ne!(other.digest(), digest);
}
