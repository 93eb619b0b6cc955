//! Command lines typed into a run.

use mesh_proxy::Time;

use super::living::{run_to, start};
use crate::{Simulation, Work};

/// What a line prints.
fn types(simulation: &mut Simulation, line: &str) -> String {
    let number = simulation.type_line(line, "");
    simulation.run_terminal(simulation.now() + mesh_proxy::Duration::from_secs(600), &mut Work::unlimited()).unwrap();
    simulation
        .printed()
        .iter()
        .filter(|printed| printed.line == number && printed.stream.is_some())
        .map(|printed| printed.text.as_str())
        .collect()
}

#[test]
fn what_runs_is_listed() {
    let mut simulation = start(2);
    run_to(&mut simulation, 5_000);
    let pods = types(&mut simulation, "kubectl get pods");
    let lines: Vec<_> = pods.lines().collect();
    assert_eq!(lines.len(), 3, "{pods}");
    assert!(lines[0].starts_with("NAME ") && lines[1].contains("1/1     Running   0          10m"), "{pods}");
    assert_eq!(simulation.now(), Time(5_000_000_000));
}

/// Lines without the columns that ages and random names make uneven.
fn words(text: &str) -> Vec<String> {
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// With one replica there is nobody from the eviction until the new pod is Ready and istiod has told the proxies; with two
/// nobody notices.
#[test]
fn a_drain_moves_pods_and_who_has_a_second_one_loses_nothing() {
    for (replicas, lost) in [(1, 30..90), (2, 0..1), (4, 0..1)] {
        let mut simulation = start(replicas);
        run_to(&mut simulation, 5_000);
        let before = super::living::names(&mut simulation);
        let said = words(&types(&mut simulation, "kubectl drain one"));
        assert_eq!(said.first().map(String::as_str), Some("node/one cordoned"), "{said:?}");
        assert_eq!(said.last().map(String::as_str), Some("node/one drained"), "{said:?}");
        let evicted = said.iter().filter(|line| line.ends_with(" evicted")).count();
        assert_eq!(evicted, replicas.div_ceil(2) as usize, "{said:?}");
        let nodes = words(&types(&mut simulation, "kubectl get nodes"));
        assert_eq!(nodes[1..], ["one Ready,SchedulingDisabled <none> 10m v1.36.3", "two Ready <none> 10m v1.36.3"]);
        run_to(&mut simulation, 20_000);
        let on =
            words(&types(&mut simulation, "kubectl get pods -o custom-columns=NODE:.spec.nodeName,IP:.status.podIP"));
        assert!(on[1..].iter().all(|line| line.starts_with("two ")), "{on:?}");
        let mut addresses: Vec<_> = on[1..].to_vec();
        addresses.sort();
        addresses.dedup();
        assert_eq!(addresses.len(), replicas as usize, "each has its own: {on:?}");
        let answers = super::living::answered(&simulation, 0, 20);
        let failed = answers.get("503 UH").copied().unwrap_or_default();
        assert!(lost.contains(&failed) && answers.len() == 1 + usize::from(failed > 0), "{replicas}: {answers:?}");
        // Wound back, it is as it was, and goes on as it did.
        let digest = simulation.digest();
        simulation.seek(Time(4_000_000_000), &mut Work::unlimited()).unwrap();
        assert_eq!(super::living::names(&mut simulation), before);
        run_to(&mut simulation, 20_000);
        assert_eq!(simulation.digest(), digest);
    }
}

const ABORT: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: default}
spec:
  hosts: [web]
  http:
  - fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
    route: [{destination: {host: web}}]
";

/// What is applied and deleted in the terminal is what istiod sends; an edit of something else leaves it so.
#[test]
fn rules_that_kubectl_changes_decide_where_requests_go() {
    let mut simulation = start(2);
    run_to(&mut simulation, 5_000);
    let number = simulation.type_line("kubectl apply -f -", ABORT);
    assert!(
        simulation
            .printed()
            .iter()
            .any(|it| it.line == number && it.text.contains("virtualservice.networking.istio.io/web created")),
        "{:?}",
        simulation.printed()
    );
    run_to(&mut simulation, 10_000);
    let edited = super::living::world(2).replace("latency: 300ms", "latency: 200ms");
    simulation.apply(crate::Command::Push(super::mesh(&[&edited]))).unwrap();
    run_to(&mut simulation, 15_000);
    assert!(types(&mut simulation, "kubectl delete vs web").contains("\"web\" deleted"));
    run_to(&mut simulation, 20_000);
    let met = |from, to| super::living::answered(&simulation, from, to).into_keys().collect::<Vec<_>>();
    assert_eq!(
        (met(0, 5), met(6, 10), met(10, 15), met(16, 20)),
        (vec!["200 -".to_owned()], vec!["418 FI".to_owned()], vec!["418 FI".to_owned()], vec!["200 -".to_owned()])
    );
}

/// What an edit of the files changes stays where the files say it, though the API server keeps it too.
#[test]
fn an_edit_of_a_cluster_that_lives_is_told_at_its_own_place() {
    let file = super::living::world(2);
    let mut simulation = Simulation::new(crate::World::new(super::mesh(&[&file, ABORT])).into(), 1);
    types(&mut simulation, "kubectl get pods");
    run_to(&mut simulation, 2_000);
    let other = [file.replace("port: 80, name: http", "port: 80, name: http-web"), ABORT.replace("418", "419")];
    simulation.apply(crate::Command::Push(super::mesh(&[&other[0], &other[1]]))).unwrap();
    run_to(&mut simulation, 5_000);
    let config = simulation.world().mesh().config();
    let places = ["Service", "VirtualService"].map(|kind| {
        let named = config.resources.iter().filter(|resource| resource.kind == kind);
        named.map(|resource| resource.span.file).collect::<Vec<_>>()
    });
    assert_eq!(places, [vec![0], vec![1]]);
    let answers = super::living::answered(&simulation, 2, 5);
    assert_eq!(answers.keys().collect::<Vec<_>>(), ["419 FI"]);
}

#[test]
fn a_timeline_does_by_itself_what_somebody_would_type() {
    let script = "
apiVersion: playground.mesh/v1
kind: Timeline
metadata: {name: script, namespace: default}
spec:
  steps:
  - {at: 5s, run: kubectl scale deploy web --replicas=0}
  - {at: 10s, run: kubectl scale deploy web --replicas=2}
  - at: 15s
    apply:
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: web, namespace: default}
      spec:
        hosts: [web]
        http: [{fault: {abort: {httpStatus: 418, percentage: {value: 100}}}, route: [{destination: {host: web}}]}]
  - {at: 20s, delete: {kind: VirtualService, name: web}}
";
    let mut simulation = Simulation::new(crate::World::new(super::mesh(&[&super::living::world(2), script])).into(), 1);
    run_to(&mut simulation, 25_000);
    let met = |from, to| super::living::answered(&simulation, from, to).into_keys().collect::<Vec<_>>();
    let all = [met(0, 5), met(7, 10), met(12, 15), met(16, 20), met(21, 25)];
    assert_eq!(all, [["200 -"], ["503 UH"], ["200 -"], ["418 FI"], ["200 -"]].map(|it| it.map(str::to_owned).to_vec()));
    let digest = simulation.digest();
    simulation.seek(Time(8_000_000_000), &mut Work::unlimited()).unwrap();
    run_to(&mut simulation, 25_000);
    assert_eq!(simulation.digest(), digest);
}

/// Half a second after SIGTERM a process ends, whatever it was answering.
#[test]
fn a_process_that_ends_resets_what_it_was_answering() {
    let slow = super::living::world(2).replace("latency: 300ms", "latency: 2s");
    let mut simulation = Simulation::new(crate::World::new(super::mesh(&[&slow])).into(), 1);
    run_to(&mut simulation, 5_000);
    types(&mut simulation, "kubectl delete pod -l app=web --wait=false");
    run_to(&mut simulation, 15_000);
    let answers = super::living::answered(&simulation, 0, 15);
    let of = |answer: &str| answers.get(answer).copied().unwrap_or_default();
    assert!((100..220).contains(&of("503 UC")) && (20..90).contains(&of("503 UH")), "{answers:?}");
}
