use std::time::Duration;

use mesh_view::{CallOrigin, CallStep};

use crate::*;

fn open(slug: &str) -> Session {
    Session::open(preset(slug).unwrap().scenario())
}

fn run(session: &mut Session, seconds: u64) -> Frame {
    session.advance(Duration::from_secs(seconds), &mut Work::unlimited()).unwrap();
    session.frame()
}

fn edited(session: &Session, from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = session.files().to_vec();
    assert!(files.iter().any(|file| file.text.contains(from)), "{from}");
    files.iter_mut().for_each(|file| file.text = file.text.replace(from, to));
    files
}

fn share(frame: &Frame, version: &str) -> f64 {
    let id = format!("service:default/fleetman-staff-service>app:default/staff-service/{version}");
    frame.graph.edge(&id).and_then(|edge| edge.share).unwrap_or(0.0)
}

fn requests(frame: &Frame, target: &str) -> f64 {
    let node = frame.graph.node(target).unwrap_or_else(|| panic!("{target} in {:?}", frame.graph.nodes));
    libm::round(node.inbound.total() * frame.window)
}

#[test]
fn a_canary_shows_observed_beside_configured() {
    let mut session = open("canary-weights");
    let frame = run(&mut session, 60);
    assert!((7.0..13.2).contains(&share(&frame, "risky")), "{}", share(&frame, "risky"));
    let edge = frame.graph.edge("service:default/fleetman-staff-service>app:default/staff-service/risky").unwrap();
    assert_eq!((edge.weight, edge.health), (Some(10.0), Health::Healthy));
    assert_eq!(
        (frame.layout.nodes.len(), frame.layout.edges.len()),
        (frame.graph.nodes.len(), frame.graph.edges.len())
    );
    assert_eq!(frame.gutter.iter().filter(|figure| figure.path.starts_with("spec.http[0].route[")).count(), 2);
    assert!(!frame.log.is_empty() && frame.requests > 400 && frame.title.en == "Canary by weight");
    assert!(frame.clients.contains(&"api-gateway".to_owned()), "{:?}", frame.clients);
    let errors: Vec<_> = frame.diagnostics.iter().filter(|finding| finding.severity != Severity::Info).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn an_edit_is_pushed_at_the_current_time_and_the_shares_drift() {
    let mut session = open("canary-weights");
    run(&mut session, 20);
    session.edit(edited(&session, "weight: 90", "weight: 10"));
    assert_eq!(session.now(), Time(20_000_000_000));
    let frame = run(&mut session, 30);
    assert!((35.0..65.0).contains(&share(&frame, "risky")), "{}", share(&frame, "risky"));
    let pushes = frame.events.iter().filter(|event| event.kind == EventKind::Push).map(|event| event.at);
    assert_eq!(pushes.collect::<Vec<_>>(), [0.0, 20.0]);
}

#[test]
fn broken_yaml_keeps_the_last_good_mesh() {
    let mut session = open("canary-weights");
    run(&mut session, 5);
    let good = session.files().to_vec();
    for broken in [("weight: 90", "weight: [90"), ("weight: 90", "weight: many"), ("weight: 90", "weight: -5")] {
        let findings = session.edit(edited(&session, broken.0, broken.1));
        assert!(findings.iter().any(|finding| finding.severity == Severity::Error), "{broken:?}");
        let frame = run(&mut session, 2);
        assert!(frame.stale && frame.events.iter().all(|event| event.kind != EventKind::Push || event.at == 0.0));
        assert!(share(&frame, "safe") > 80.0);
        session.edit(good.clone());
        assert!(!session.frame().stale);
        session.restart(1);
    }
}

#[test]
fn the_dark_release_reaches_risky_by_header_alone() {
    let mut session = open("dark-release");
    let frame = run(&mut session, 60);
    let count = |client: &str, cluster: &str| {
        frame.log.iter().filter(|line| line.client.starts_with(client) && line.cluster.contains(cluster)).count()
    };
    let risky = requests(&frame, "app:default/staff-service/risky");
    let safe = requests(&frame, "app:default/staff-service/safe");
    assert!(risky > 30.0 && safe > 400.0, "{risky} {safe}");
    assert!(count("api-gateway", "|risky|") > 0);
    session.edit(edited(&session, "latency: 4ms\n  propagateHeaders: [\"x-*\"]", "latency: 4ms"));
    session.restart(1);
    let frame = run(&mut session, 60);
    assert_eq!(share(&frame, "risky"), 0.0, "nobody passes the header on");
}

#[test]
fn a_breaker_shows_who_is_out_and_for_how_long() {
    let mut session = open("circuit-breaking");
    let frame = run(&mut session, 15);
    let risky = frame.pods.iter().find(|pod| pod.workload == "staff-service-risky-version").unwrap();
    let seen = risky.outliers.iter().find(|state| state.client.starts_with("api-gateway")).unwrap();
    assert_eq!((seen.threshold_5xx, seen.times_ejected, seen.arithmetic.max_percent), (2, 1, 100));
    assert!((15.0..40.0).contains(&seen.seconds_left), "{seen:?}");
    assert_eq!(seen.returns_at.map(|at| at % 10.0), Some(0.0));
    let node = frame.graph.node(&risky.node).unwrap();
    assert!(!node.badges.ejected.is_empty() && node.badges.circuit_breaker);
    let ejection = frame.events.iter().find(|event| event.kind == EventKind::Ejection).unwrap();
    let span = ejection.span.unwrap();
    let text = &session.files()[span.file as usize].text[span.start as usize..span.end as usize];
    assert!(text.starts_with("consecutive5xxErrors"), "{text}");
}

#[test]
fn one_request_is_explained_with_its_lines() {
    let mut session = open("canary-weights");
    run(&mut session, 3);
    let url = "http://fleetman-staff-service:8080/".to_owned();
    let request = RequestToSend { from: "api-gateway".into(), url, ..RequestToSend::default() };
    let record = session.send(&request, &mut Work::unlimited()).unwrap();
    assert_eq!((record.status, record.flags.as_str()), (200, "-"));
    let parts = record.hops.iter().flat_map(|hop| &hop.parts);
    let weight = &parts.clone().find(|part| part.kind == PartKind::Weight).unwrap().rows[0];
    let file = &session.files()[weight.spans[0].file as usize];
    let lit = &file.text[weight.spans[0].start as usize..weight.spans[0].end as usize];
    assert!(lit.contains("fleetman-staff-service"), "{lit}");
    let error =
        session.send(&RequestToSend { from: "nobody".into(), ..request.clone() }, &mut Work::unlimited()).unwrap_err();
    let message = error.message.to_string();
    assert!(message.contains("nobody") && message.contains("api-gateway"), "{error}");
    assert!(session.send(&RequestToSend { url: "ftp://x".into(), ..request }, &mut Work::unlimited()).is_err());
    let logged = session.frame().log.last().unwrap().request;
    assert!(session.explain(logged, &mut Work::unlimited()).is_some_and(|record| !record.lit.is_empty()));
}

#[test]
fn dots_come_once_and_a_caller_before_its_calls() {
    let mut session = open("canary-weights");
    run(&mut session, 10);
    let (mut all, mut at) = (Vec::new(), 5.0);
    while at < 9.0 {
        all.extend(session.dots(at, at + 0.016).events());
        at += 0.016;
    }
    assert_eq!(all, session.dots(5.0, at).events().collect::<Vec<_>>());
    assert!(all.len() > 200, "{}", all.len());
    let frame = session.frame();
    let target = |way: u32| {
        let edges = frame.ways.chunks(2).nth(way as usize).unwrap_or_default().iter();
        edges.map(|edge| frame.graph.edges[*edge as usize - 1].target.as_str()).collect::<Vec<_>>()
    };
    let sent = |call: u64| {
        all.iter().find_map(|event| match event.step {
            CallStep::Sent(way, _) if event.call == call => Some(target(way)),
            _ => None,
        })
    };
    let nested = all.iter().filter_map(|event| match event.step {
        CallStep::Begun(CallOrigin::Call(caller)) => Some((sent(caller)?, sent(event.call)?)),
        _ => None,
    });
    let of_gateway = nested.filter(|(caller, _)| caller[0] == "service:default/fleetman-api-gateway");
    assert!(of_gateway.clone().count() > 10);
    assert!(of_gateway.clone().all(|(caller, _)| caller[1] == "app:default/api-gateway"));
    assert!(of_gateway.clone().any(|(_, callee)| callee[0] == "service:default/fleetman-staff-service"));
}

#[test]
fn a_run_is_wound_back_and_goes_on_alike() {
    let mut session = open("circuit-breaking");
    run(&mut session, 30);
    let digest = session.digest();
    session.seek(Time(12_000_000_000), &mut Work::unlimited()).unwrap();
    assert_eq!(session.now(), Time(12_000_000_000));
    session.seek(Time(30_000_000_000), &mut Work::unlimited()).unwrap();
    assert_eq!(session.digest(), digest);
    session.restart(2);
    assert_eq!((session.now(), session.seed()), (Time::ZERO, 2));
    run(&mut session, 30);
    assert_ne!(session.digest(), digest);
}

#[test]
fn pods_are_broken_and_healed_by_a_click() {
    let mut session = open("ingress-weighted");
    run(&mut session, 5);
    let node = "app:default/webapp/experimental";
    session.inject(node, Fault::Fail);
    session.advance(Duration::from_secs(20), &mut Work::unlimited()).unwrap();
    let panel = session.panel(node).unwrap();
    assert!(panel.rates.server_error > 0.0 && panel.pods.len() == 1 && panel.inbound.len() == 1);
    assert!(panel.series.error.iter().sum::<f32>() > 0.0);
    session.inject(node, Fault::Heal);
    let before = session.now().0;
    session.advance(Duration::from_secs(5), &mut Work::unlimited()).unwrap();
    let late = |line: &&LogLine| line.at * 1e9 > before as f64 + 1e9;
    assert!(session.frame().log.iter().filter(late).all(|line| line.status == 200));
    assert!(session.panel("nothing").is_none());
}

#[test]
fn only_a_rule_is_brought_alive() {
    let text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: reviews}\nspec:\n  hosts: [reviews]\n  http:\n  - route:\n    - {destination: {host: reviews, subset: v1}, weight: 50}\n    - {destination: {host: reviews, subset: v2}, weight: 50}\n---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: reviews}\nspec:\n  host: reviews\n  subsets:\n  - {name: v1, labels: {version: v1}}\n  - {name: v2, labels: {version: v2}}\n";
    let mut session = Session::open(Scenario::new(vec![SourceFile { name: "a.yaml".into(), text: text.into() }]));
    let frame = run(&mut session, 30);
    assert!(frame.requests > 200 && frame.ghosts.len() >= 4, "{} {:?}", frame.requests, frame.ghosts);
    assert_eq!(frame.graph.edges.iter().filter(|edge| edge.weight == Some(50.0)).count(), 2);
}

#[test]
fn every_preset_lives_in_every_graph_type() {
    for preset in presets() {
        let mut session = Session::open(preset.scenario());
        for graph_type in [GraphType::VersionedApp, GraphType::App, GraphType::Workload, GraphType::Service] {
            session.set_graph_type(graph_type);
            let frame = run(&mut session, 5);
            assert!(frame.graph.edges.iter().any(|edge| !edge.idle), "{} {graph_type:?}", preset.slug);
        }
    }
}

#[test]
fn nothing_at_all_is_a_session_too() {
    let mut session = Session::open(Scenario::default());
    let frame = run(&mut session, 1);
    assert!(frame.graph.nodes.is_empty() && session.panel("x").is_none() && session.dots(0.0, 1.0).is_empty());
}

#[test]
fn a_strict_session_has_only_what_was_written() {
    let text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n  hosts: [a]\n  \
                http:\n  - route: [{destination: {host: a}}]\n";
    let scenario =
        Scenario { files: vec![SourceFile { name: "a.yaml".into(), text: text.into() }], ..Scenario::default() };
    assert!(!run(&mut Session::open(scenario.clone()), 10).graph.nodes.is_empty());
    assert_eq!(run(&mut Session::open_strict(scenario), 10).graph.nodes, []);
}

#[test]
fn what_an_edit_keeps_is_what_would_be_made_anew() {
    for preset in presets() {
        let mut session = Session::open(preset.scenario());
        let written = session.files().to_vec();
        let moved: Vec<SourceFile> = written
            .iter()
            .map(|file| SourceFile { name: file.name.clone(), text: format!("# A line above.\n{}", file.text) })
            .collect();
        // Away and back: what the first edit left out has to come again.
        let first_of_each: Vec<SourceFile> = written
            .iter()
            .map(|file| {
                let first = file.text.split("\n---").next().unwrap_or_default();
                SourceFile { name: file.name.clone(), text: first.to_owned() }
            })
            .collect();
        for files in [moved.clone(), first_of_each, moved.clone(), written] {
            session.edit(files.clone());
            let mut fresh = Session::open(Scenario { files, ..preset.scenario() });
            assert_eq!(session.diagnostics(), fresh.diagnostics(), "{}", preset.slug);
            session.restart(fresh.seed());
            let frames = [run(&mut session, 20), run(&mut fresh, 20)];
            assert_eq!(session.digest(), fresh.digest(), "{}", preset.slug);
            assert_eq!(frames[0].gutter, frames[1].gutter, "{}", preset.slug);
        }
    }
}

/// A Deployment with so many pods, its Service, and a Traffic to it.
fn workload(name: &str, replicas: u32, extra: &str) -> String {
    format!(
        "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}}}, spec: {{replicas: {replicas}, \
         selector: {{matchLabels: {{app: {name}}}}}, template: {{metadata: {{labels: {{app: {name}}}}}, \
         spec: {{containers: [{{name: app, image: example/{name}, ports: [{{containerPort: 80}}]}}]}}}}}}}}\n---\n\
         {{apiVersion: v1, kind: Service, metadata: {{name: {name}}}, \
         spec: {{selector: {{app: {name}}}, ports: [{{name: http, port: 80}}]}}}}\n---\n\
         {{apiVersion: playground.mesh/v1, kind: App, metadata: {{name: {name}}}, \
         spec: {{selector: {{matchLabels: {{app: {name}}}}}{extra}}}}}\n---\n\
         {{apiVersion: playground.mesh/v1, kind: Traffic, metadata: {{name: {name}}}, \
         spec: {{from: client, rate: 20, request: {{url: 'http://{name}/'}}}}}}\n"
    )
}

fn files(parts: &[String]) -> Vec<SourceFile> {
    vec![SourceFile { name: "mesh.yaml".into(), text: parts.join("---\n") }]
}

fn addresses(frame: &Frame) -> Vec<(String, String)> {
    frame.pods.iter().map(|pod| (pod.name.clone(), pod.ip.clone())).collect()
}

#[test]
fn scaling_one_workload_moves_nobody_else() {
    let rule = "{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: oven}, spec: {host: oven, \
                trafficPolicy: {outlierDetection: {consecutive5xxErrors: 2, baseEjectionTime: 60s, \
                maxEjectionPercent: 100}}}}\n";
    let shop = |counters: u32| {
        files(&[
            workload("counter", counters, ""),
            workload("oven", 3, ", errors: [{status: 500, share: 100}]"),
            rule.into(),
        ])
    };
    let mut session = Session::open(Scenario::new(shop(3)));
    let before = run(&mut session, 10);
    let ejected = |frame: &Frame| {
        let out = frame.pods.iter().filter(|pod| pod.outliers.iter().any(|state| state.returns_at.is_some()));
        out.map(|pod| pod.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ejected(&before).len(), 3, "all ovens");
    let known = addresses(&before);
    for counters in [1, 4, 2] {
        session.edit(shop(counters));
        let frame = run(&mut session, 5);
        assert_eq!(ejected(&frame), ejected(&before), "{counters} counters");
        // A name that comes again is another pod: it has an address that nobody had.
        let earlier = |pod: &(String, String)| known.iter().any(|before| before.1 == pod.1 && before.0 != pod.0);
        assert!(!addresses(&frame).iter().any(earlier), "{:?}", addresses(&frame));
        assert!(
            frame
                .pods
                .iter()
                .filter(|pod| pod.workload == "oven")
                .all(|pod| known.contains(&(pod.name.clone(), pod.ip.clone())))
        );
    }
    session.restart(1);
    let fresh = Session::open(Scenario::new(shop(2))).frame();
    assert_eq!(addresses(&session.frame()), addresses(&fresh), "a run begins in document order");
}

#[test]
fn calls_under_way_draw_no_edges_between_strangers() {
    let slow = ", latency: 4s";
    let mut session = Session::open(Scenario::new(files(&[workload("bakery", 2, slow), workload("kiosk", 2, slow)])));
    run(&mut session, 6);
    session.edit(files(&[workload("harbour", 2, ""), workload("crane", 2, "")]));
    let frame = run(&mut session, 20);
    let wrong = frame.graph.edges.iter().filter(|edge| {
        let (service, app) = (edge.source.rsplit('/').next(), edge.target.split('/').nth(1));
        edge.source.starts_with("service:") && edge.target.starts_with("app:") && service != app
    });
    assert_eq!(wrong.map(|edge| &edge.id).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(frame.graph.edges.iter().any(|edge| edge.target.contains("crane") && !edge.idle));
}

#[test]
fn the_mesh_of_the_time_is_shown() {
    let (one, two) =
        (files(&[workload("bakery", 2, "")]), files(&[workload("bakery", 3, ""), workload("crane", 1, "")]));
    let mut session = Session::open(Scenario::new(one));
    let names = |session: &mut Session| session.frame().pods.iter().map(|pod| pod.workload.clone()).collect::<Vec<_>>();
    run(&mut session, 10);
    session.edit(two);
    run(&mut session, 10);
    let digest = session.digest();
    let late = addresses(&session.frame());
    session.seek(Time(5_000_000_000), &mut Work::unlimited()).unwrap();
    assert_eq!(names(&mut session), ["bakery", "bakery"]);
    assert!(session.frame().past.is_some() && session.frame().graph.node("app:default/crane/").is_none());
    session.seek(Time(20_000_000_000), &mut Work::unlimited()).unwrap();
    assert_eq!(names(&mut session), ["bakery", "bakery", "bakery", "crane"]);
    assert_eq!(session.frame().past, None);
    assert_eq!((session.digest(), addresses(&session.frame())), (digest, late));
    // An edit at an earlier time goes on from what lived then.
    session.seek(Time(5_000_000_000), &mut Work::unlimited()).unwrap();
    session.edit(files(&[workload("crane", 1, ""), workload("bakery", 2, "")]));
    let frame = run(&mut session, 5);
    let bakeries: Vec<_> =
        frame.pods.iter().filter(|pod| pod.workload == "bakery").map(|pod| pod.ip.as_str()).collect();
    assert_eq!(bakeries, ["10.1.0.2", "10.1.0.3"]);
    assert!(!frame.stale);
}

#[test]
fn a_killed_pod_is_shown_as_the_engine_has_it() {
    let mut session = Session::open(Scenario::new(files(&[workload("bakery", 2, ", latency: 300ms")])));
    let frame = run(&mut session, 5);
    let node = frame.pods[0].node.clone();
    assert_eq!(frame.graph.node(&node).map(|node| (node.pods_ready, node.pods_total)), Some((2, 2)));
    session.inject(&node, Fault::Kill);
    let frame = run(&mut session, 2);
    assert!(frame.pods.iter().all(|pod| !pod.ready && pod.active == 0), "{:?}", frame.pods);
    assert_eq!(frame.graph.node(&node).map(|node| (node.pods_ready, node.pods_total)), Some((0, 2)));
    let last = |frame: &Frame| frame.log.last().map(|line| line.flags.clone());
    assert_eq!(last(&frame).as_deref(), Some("UH"));
    assert!(frame.log.iter().any(|line| line.flags == "UC") && !frame.stale);
    session.inject(&node, Fault::Heal);
    let frame = run(&mut session, 2);
    assert!(frame.pods.iter().all(|pod| pod.ready));
    assert_eq!(last(&frame).as_deref(), Some("-"));
}

#[test]
fn rules_for_tls_count_the_connections_that_took_them() {
    let text = "
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: door}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 443, name: tls, protocol: TLS}, hosts: ['*.vaults.example'], tls: {mode: PASSTHROUGH}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: vault}
spec:
  hosts: ['*.vaults.example']
  gateways: [door]
  tls:
  - match: [{sniHosts: [blue.vaults.example]}]
    route: [{destination: {host: blue, port: {number: 8443}}}]
  - match: [{sniHosts: [other.vaults.example]}]
    route:
    - {destination: {host: green, port: {number: 8443}}, weight: 75}
    - {destination: {host: white, port: {number: 8443}}, weight: 25}
";
    let files = vec![SourceFile { name: "mesh.yaml".to_owned(), text: text.to_owned() }];
    let mut session = Session::open(Scenario { files, ..Scenario::default() });
    let frame = run(&mut session, 60);
    let counted = |path: &str| {
        let figure = frame.gutter.iter().find(|figure| figure.path == path).map(|figure| &figure.figure);
        let Some(Figure::Share { requests, of, .. }) = figure else { panic!("{path}: {:?}", frame.gutter) };
        (*requests, *of)
    };
    let ((blue, all), (green, of)) = (counted("spec.tls[0]"), counted("spec.tls[1].route[0]"));
    assert!(blue > 250 && all > 500 && of > 250, "{blue} of {all}, {green} of {of}");
    assert!((0.65..0.85).contains(&(green as f64 / of as f64)), "{green} of {of}");
}

#[test]
fn a_failure_tells_why_nothing_was_done_about_it() {
    let mut session = open("circuit-breaking");
    let mut failed = Vec::new();
    for _ in 0..6 {
        run(&mut session, 5);
        failed.extend(session.frame().log.iter().filter(|line| line.status >= 500).map(|line| line.request));
    }
    assert!(!failed.is_empty());
    let mut told = Vec::new();
    for request in failed {
        let record = session.explain(request, &mut Work::unlimited()).unwrap();
        assert!(record.why.is_some() && record.hops.iter().any(|hop| hop.failed));
        let rows = record.hops.iter().flat_map(|hop| &hop.parts).flat_map(|part| &part.rows);
        told.extend(rows.filter(|row| row.mark == RowMark::Absent).map(|row| row.text.to_string()));
    }
    for said in ["does not try again: its retryOn", "not ejected: no outlierDetection"] {
        assert!(told.iter().any(|text| text.contains(said)), "{said}: {told:#?}");
    }
}
