//! The playground's own kinds, as reference and users write them.

use std::time::Duration;

use mesh_config::model::{Arrival, FaultKind, Latency, OnError, Shutdown, StringMatch};
use mesh_config::{Config, SourceFile, Spec, parse};

fn read(kind: &str, spec: &str) -> Config {
    let text = format!(
        "apiVersion: playground.mesh/v1\nkind: {kind}\nmetadata: {{name: a}}\nspec:\n  {}",
        spec.replace('\n', "\n  ")
    );
    parse(&[SourceFile { name: "a.yaml".to_owned(), text }])
}

fn words(config: &Config) -> Vec<String> {
    config.diagnostics.iter().map(|one| format!("{} {}", one.code, one.path)).collect()
}

#[test]
fn an_app_with_everything() {
    let config = read(
        "App",
        "selector: {matchLabels: {app: staff-service, version: risky}}\nlatency: {p50: 20ms, p90: 60ms, p99: 200ms}\nstatus: 200\nerrors:\n- {status: 502, share: 100}\n- {status: 502, first: 8}\n- {status: 503, every: 4, run: 2}\n- {status: 500, from: 3s, to: 10s}\nhang: 0\nreset: 0.5\nconcurrency: 8\npropagateHeaders: [\"x-*\"]\ncalls:\n- {url: \"http://a:8080/x\", method: GET, headers: {a: b}, share: 100, timeout: 0s, onError: pass, match: {path: {prefix: /reviews}}}\nparallel: false\nlisten: [8080]\n",
    );
    assert_eq!(words(&config), Vec::<String>::new());
    let Spec::App(app) = &config.resources[0].spec else { panic!() };
    let Some(Latency::Percentiles(points)) = &app.latency else { panic!("{app:?}") };
    assert_eq!((points[2].0, points[2].1.value), (99.0, Duration::from_millis(200)));
    assert_eq!(app.errors[2].run.as_ref().unwrap().value, 2);
    assert_eq!(app.calls[0].on_error.as_ref().unwrap().value, OnError::Pass);
    let path = app.calls[0].matches.as_ref().unwrap().path.as_ref().unwrap();
    assert!(matches!(path, StringMatch::Prefix(text) if text.value == "/reviews"));
}

#[test]
fn the_forms_of_latency() {
    let latency = |text: &str| {
        let config = read("App", &format!("latency: {text}"));
        let Spec::App(app) = &config.resources[0].spec else { panic!() };
        (app.latency.clone(), words(&config))
    };
    assert!(matches!(latency("20ms").0, Some(Latency::Constant(one)) if one.value == Duration::from_millis(20)));
    assert!(
        matches!(latency("{min: 10ms, max: 30ms}").0, Some(Latency::Uniform { max, .. }) if max.value == Duration::from_millis(30))
    );
    for bad in ["{}", "{min: 30ms, max: 10ms}", "{p50: 20ms, min: 1ms}", "{p50: 20ms, p99: 10ms}", "[1]", "20"] {
        let (latency, words) = latency(bad);
        assert_eq!((latency, words), (None, vec!["MP0003 spec.latency".to_owned()]), "{bad}");
    }
}

#[test]
fn traffic_in_both_loops() {
    let config = read(
        "Traffic",
        "from: client\nrequest: {url: \"http://a:8080/\", headers: {x-my-header: canary}}\nrate: 10\narrival: uniform\nstart: 0s\nstop: 60s\ncount: 1000\nramp: [{at: 10s, rate: 50}]\n",
    );
    assert_eq!(words(&config), Vec::<String>::new());
    let Spec::Traffic(traffic) = &config.resources[0].spec else { panic!() };
    assert_eq!(traffic.arrival.as_ref().unwrap().value, Arrival::Uniform);
    assert_eq!(words(&read("Traffic", "connections: 4\nthinkTime: 1s")), Vec::<String>::new());
    assert_eq!(words(&read("Traffic", "connections: 4\nrate: 1")), ["MP0009 spec"]);
}

#[test]
fn what_is_out_of_bounds_is_told_and_the_rest_is_used() {
    let config = read(
        "App",
        "hang: 101\nstatus: 42\nconcurrency: 0\nerrors: [{share: -1, status: 500}]\ncalls: [{method: GET}]\nlatency: 1ms\nlatencies: 1\n",
    );
    assert_eq!(
        words(&config),
        [
            "MP0004 spec.latencies",
            "MP0009 spec.hang",
            "MP0009 spec.status",
            "MP0009 spec.concurrency",
            "MP0009 spec.errors[0].share",
            "MP0009 spec.calls[0]"
        ]
    );
    let Spec::App(app) = &config.resources[0].spec else { panic!() };
    assert!(app.hang.is_none() && app.latency.is_some() && app.errors[0].status.is_some() && app.calls.is_empty());
}

#[test]
fn what_http_does_not_take_is_left_out_of_requests() {
    let config = read(
        "Traffic",
        "from: client\nrequest: {url: \"http://a b/\", method: \"\", headers: {x-a: \"b\\r\\nx-evil: c\", \"x b\": c, x-c: d}}\n",
    );
    let places = ["MP0009 spec.request.method", "MP0009 spec.request.url"];
    assert_eq!(words(&config)[..2], places);
    assert_eq!(words(&config)[2..], ["MP0009 spec.request.headers"; 2]);
    let messages: Vec<String> = config.diagnostics.iter().map(|one| one.message.to_string()).collect();
    assert!(messages[1].contains("its host holds a space; write it as"), "{messages:?}");
    let Spec::Traffic(traffic) = &config.resources[0].spec else { panic!() };
    let request = traffic.request.as_ref().unwrap();
    assert!(request.url.is_none() && request.method.is_none());
    assert_eq!(request.headers.keys().collect::<Vec<_>>(), ["x-c"]);

    let config = read("App", "calls: [{url: \"http://a:70000/\"}, {url: \"http://a/\", headers: {x: \"\\0\"}}]\n");
    assert_eq!(words(&config), ["MP0009 spec.calls[0].url", "MP0009 spec.calls[1].headers"]);
    let Spec::App(app) = &config.resources[0].spec else { panic!() };
    assert_eq!(app.calls.len(), 1, "a call whose URL cannot be read is left out");
}

#[test]
fn a_timeline_holds_resources() {
    let text = "apiVersion: playground.mesh/v1\nkind: Timeline\nspec:\n  steps:\n  - {at: 30s, run: \"kubectl scale deploy staff --replicas 3\"}\n  - at: 60s\n    apply:\n      apiVersion: v1\n      kind: Service\n      metadata: {name: s}\n      spec: {ports: [{port: 80}]}\n  - {at: 90s, delete: {kind: DestinationRule, name: staff}}\n";
    let config = parse(&[SourceFile { name: "a.yaml".to_owned(), text: text.to_owned() }]);
    assert_eq!(words(&config), Vec::<String>::new());
    let Spec::Timeline(timeline) = &config.resources[0].spec else { panic!() };
    assert!(matches!(timeline.steps[1].apply.as_ref().unwrap().0.spec, Spec::Service(_)));
}

#[test]
fn titles_in_one_language_or_several() {
    for (title, korean) in [("Canary", "Canary"), ("{en: Canary, ko: 카나리}", "카나리")] {
        let config = read(
            "Scenario",
            &format!("title: {title}\nseed: 7\nduration: 5m\nview: {{graph: app, at: 30s, speed: 2, select: x}}"),
        );
        assert_eq!(words(&config), Vec::<String>::new());
        let Spec::Scenario(scenario) = &config.resources[0].spec else { panic!() };
        assert_eq!(scenario.title.as_ref().unwrap().get("ko"), Some(korean));
        assert_eq!(scenario.title.as_ref().unwrap().get("fr"), Some("Canary"));
    }
}

#[test]
fn a_check_with_every_form() {
    let config = read(
        "Check",
        "send: {from: client, count: 1000, request: {url: \"http://a/\"}, at: 0s, rate: 10, edge: {destination: b}}\nseeds: 20\nexpect:\n- {share: {version: risky}, between: [7.0, 13.2]}\n- {share: {status: 5xx, flag: UO}, of: {route: \"spec.http[0]\", header: {x-a: b}}, atMost: 2%}\n- {share: {status: 200}, is: 100}\n- {latency: p99, atMost: 250ms}\n- {requests: true, atLeast: 10}\n- {tries: {version: risky}, atMost: 3}\n",
    );
    assert_eq!(words(&config), Vec::<String>::new());
    let Spec::Check(check) = &config.resources[0].spec else { panic!() };
    let at_most = |number: usize| check.expect[number].at_most.as_ref().unwrap().value.clone();
    assert_eq!((at_most(1).number, at_most(3).duration), (Some(2.0), Some(Duration::from_millis(250))));
    let status = check.expect[1].share.as_ref().unwrap().status.as_ref().unwrap().value;
    assert!(status.takes(503) && !status.takes(404));
    let config = read(
        "Check",
        "during: {from: 60s, to: 120s, edge: {source: api-gateway, destination: staff-service}}\nexpect:\n- {ejections: true, is: 0}\n- {endpoints: {service: staff-service, labels: {version: risky}}, is: 2}\n- {pods: {phase: Running, labels: {app: a}}, atLeast: 1}\n- {output: kubectl get pods -o name, is: pod/a}\n- {exitCode: kubectl get pods, is: 0}\n- {rps: true, between: [9, 11]}\n",
    );
    assert_eq!(words(&config), Vec::<String>::new());
}

#[test]
fn a_check_that_can_not_be_judged_is_told_at_its_place() {
    for (text, expected) in [
        ("expect: [{share: {version: a}, between: [1, 2]}]\nsends: {}", "MP0004 spec.sends"),
        ("expect: [{share: {versions: a}, is: 1}]", "MP0004 spec.expect[0].share.versions"),
        ("expect: [{share: {version: a}, between: [2, 1]}]", "MP0009 spec.expect[0].between"),
        ("expect: [{share: {version: a}, between: [2]}]", "MP0009 spec.expect[0].between"),
        ("expect: [{share: {version: a}, atMost: 101}]", "MP0009 spec.expect[0].atMost"),
        ("expect: [{latency: p99, atMost: 5}]", "MP0009 spec.expect[0].atMost"),
        ("expect: [{latency: p98, atMost: 5s}]", "MP0003 spec.expect[0].latency"),
        ("expect: [{requests: false, atMost: 5}]", "MP0003 spec.expect[0].requests"),
        ("expect: [{share: {status: 9xx}, atMost: 5}]", "MP0003 spec.expect[0].share.status"),
        ("expect: [{requests: true}]", "MP0009 spec.expect[0]"),
        ("expect: [{atMost: 1}]", "MP0009 spec.expect[0]"),
        ("expect: [{endpoints: {}, is: 1}]", "MP0009 spec.expect[0].endpoints"),
        ("expect: []", "MP0009 spec"),
        ("seeds: 0\nexpect: [{requests: true, is: 1}]", "MP0009 spec.seeds"),
        ("send: {from: client}\nexpect: [{requests: true, is: 1}]", "MP0009 spec.send"),
        (
            "send: {count: 0, request: {url: \"http://a/\"}}\nexpect: [{requests: true, is: 1}]",
            "MP0009 spec.send.count",
        ),
        ("during: {from: 5s, to: 4s}\nexpect: [{requests: true, is: 1}]", "MP0009 spec.during.to"),
    ] {
        assert_eq!(words(&read("Check", text)).first().map(String::as_str), Some(expected), "{text}");
    }
    let both = "send: {request: {url: \"http://a/\"}}\nduring: {}\nexpect: [{requests: true, is: 1}]";
    assert_eq!(words(&read("Check", both)).len(), 1, "only one of the two may be there");
}

#[test]
fn a_timeline_breaks_and_heals() {
    let config = read(
        "Timeline",
        "steps:\n- {at: 100s, fault: {pods: {app: staff-service, version: risky}, kind: slow}}\n- {at: 110s, cut: {from: api-gateway, to: staff-service}}\n- {at: 120s, heal: {}}\n- {at: 130s, cut: {from: a}}\n- {at: 130s, fault: {kind: burn}}\n",
    );
    assert_eq!(words(&config), ["MP0003 spec.steps[4].fault.kind", "MP0009 spec.steps[3].cut"]);
    let Spec::Timeline(timeline) = &config.resources[0].spec else { panic!() };
    assert_eq!(timeline.steps[0].fault.as_ref().unwrap().kind.as_ref().unwrap().value, FaultKind::Slow);
    assert!(timeline.steps[2].heal.is_some() && timeline.steps[3].cut.is_none());
}

#[test]
fn an_app_takes_its_time_to_begin_and_to_end() {
    for (text, expected) in [("shutdown: ignore", None), ("shutdown: 2s", Some(Duration::from_secs(2)))] {
        let config = read("App", &format!("startup: 3s\n{text}"));
        assert_eq!(words(&config), Vec::<String>::new());
        let Spec::App(app) = &config.resources[0].spec else { panic!() };
        assert_eq!(app.startup.as_ref().unwrap().value, Duration::from_secs(3));
        let after = match app.shutdown.as_ref().unwrap() {
            Shutdown::After(after) => Some(after.value),
            Shutdown::Ignore => None,
        };
        assert_eq!(after, expected);
    }
    assert_eq!(words(&read("App", "shutdown: never")), ["MP0003 spec.shutdown"]);
}
