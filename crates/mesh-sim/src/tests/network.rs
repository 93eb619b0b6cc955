//! `curl` and `fortio` in the terminal: requests of the run like all others.

use mesh_proxy::{Duration, Time};

use crate::{Simulation, Work, World};

/// A gateway before two versions of helloworld, httpbin behind a narrow breaker, and pods to speak from.
const WORLD: &str = include_str!("tools.yaml");

pub(super) fn start() -> Simulation {
    Simulation::new(World::new(super::mesh(&[WORLD])).into(), 1)
}

/// What a line prints, and its exit code.
pub(super) fn types(simulation: &mut Simulation, line: &str) -> (String, i32) {
    let number = simulation.type_line(line, "");
    simulation.run_terminal(simulation.now() + Duration::from_secs(600), &mut Work::unlimited()).unwrap();
    assert!(!simulation.is_terminal_busy(), "{line} ends");
    let pieces = simulation.printed().iter().filter(|printed| printed.line == number && printed.stream.is_some());
    (pieces.map(|printed| printed.text.as_str()).collect(), simulation.terminal_status())
}

/// Line | what it prints, in parts | exit code.
#[test]
fn curl_says_what_the_real_one_says() {
    let mut simulation = start();
    let (text, _) = types(&mut simulation, "kubectl exec deploy/fortio -- curl -s http://httpbin:8000/headers");
    let id = text.split("\"X-Request-Id\": [").nth(1).and_then(|rest| rest.split('"').nth(1)).unwrap_or_default();
    assert!(id.len() == 36 && id.split('-').count() == 5, "{text}");
    let rows: &[(&str, &[&str], i32)] = &[
        // From outside: ways in alone.
        ("curl http://helloworld:5000/hello", &["curl: (6) Could not resolve host: helloworld\n"], 6),
        ("curl -s http://helloworld.default:5000/hello", &[], 6),
        (
            "curl -sS http://helloworld.default.svc.cluster.local:5000/",
            &["curl: (6) Could not resolve host: helloworld.default.svc.cluster.local\n"],
            6,
        ),
        ("curl http://localhost:30080/", &["the shop\n"], 0),
        (
            "curl http://localhost:30081/",
            &["curl: (7) Failed to connect to localhost port 30081 after 0 ms: Couldn't connect to server\n"],
            7,
        ),
        (
            "curl http://10.96.0.1:80/",
            &["curl: (7) Failed to connect to 10.96.0.1 port 80 after 0 ms: Couldn't connect to server\n"],
            7,
        ),
        ("curl -s http://hello.example.com/hello", &["Hello version: v", ", instance: helloworld-v"], 0),
        ("curl -s -H 'Host: hello.example.com' http://istio-ingressgateway/hello", &["Hello version: v"], 0),
        ("curl -s -HHost:hello.example.com localhost/hello", &["Hello version: v"], 0),
        ("curl -s --resolve hello.example.com:80:127.0.0.1 http://hello.example.com/hello", &["Hello version: v"], 0),
        ("curl -s --connect-to ::localhost:80 http://hello.example.com/hello", &["Hello version: v"], 0),
        (
            "curl -si http://hello.example.com/hello",
            &[
                "HTTP/1.1 200 OK\nserver: istio-envoy\ndate: ",
                "\nx-way: hello\n",
                "x-envoy-upstream-service-time: 20\n",
            ],
            0,
        ),
        (
            "curl -sI http://hello.example.com/nothing",
            &["HTTP/1.1 404 Not Found\ndate: ", " GMT\nserver: istio-envoy\ncontent-length: 0\n\n"],
            0,
        ),
        ("curl -s http://hello.example.com/fixed -w '%{http_code}\\n'", &["short418\n"], 0),
        (
            "curl -s -o /dev/null -w '%{http_code} %{redirect_url}\\n' http://hello.example.com/old",
            &["301 http://hello.example.com/hello\n"],
            0,
        ),
        ("curl -sL http://hello.example.com/old", &["Hello version: v"], 0),
        ("curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' http://localhost:30080", &["200 0.025000\n"], 0),
        ("curl -f http://hello.example.com/nothing", &["curl: (22) The requested URL returned error: 404\n"], 22),
        (
            "curl -m 0.01 http://localhost:30080",
            &["curl: (28) Operation timed out after 10 milliseconds with 0 bytes received\n"],
            28,
        ),
        (
            "curl --foo",
            &["curl: option --foo: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n"],
            2,
        ),
        ("curl gopher://a/", &["curl: (1) Protocol \"gopher\" not supported\n"], 1),
        ("curl 'http://a b/'", &["curl: (3) URL rejected: Malformed input to a URL function\n"], 3),
        (
            "curl -v http://localhost:30080/x",
            &[
                "*   Trying 127.0.0.1:30080...\n* Connected to localhost (127.0.0.1) port 30080\n> GET /x HTTP/1.1\n> Host: localhost:30080\n> User-Agent: curl/8.7.1\n> Accept: */*\n> \n* Request completely sent off\n< HTTP/1.1 200 OK\n< server: istio-envoy\n< date: ",
                "\n< \nthe shop\n* Connection #0 to host localhost left intact\n",
            ],
            0,
        ),
        // From a pod: names of the cluster, through its own proxy.
        ("kubectl exec deploy/fortio -- curl -s httpbin:8000/status/503 -w '%{http_code}\\n'", &["503\n"], 0),
        ("kubectl exec deploy/fortio -- curl -s httpbin.default:8000/hostname", &["\"hostname\": \"httpbin-"], 0),
        ("kubectl exec deploy/fortio -- curl -sI http://httpbin:8000/get", &["HTTP/1.1 200 OK\nserver: envoy\n"], 0),
        (
            "kubectl exec deploy/fortio -- curl -s http://httpbin:8000/headers",
            &["\"Host\": [\n      \"httpbin:8000\"\n    ]", "\"X-Request-Id\""],
            0,
        ),
        (
            "kubectl exec deploy/fortio -- curl http://nobody/",
            &["curl: (6) Could not resolve host: nobody\ncommand terminated with exit code 6\n"],
            6,
        ),
        (
            "kubectl exec deploy/fortio -- curl -sS http://nobody.default/",
            &["curl: (6) Could not resolve host: nobody.default\n"],
            6,
        ),
        (
            "kubectl exec deploy/plain -- curl -si http://httpbin:8000/get",
            &["HTTP/1.1 200 OK\nserver: istio-envoy\n"],
            0,
        ),
        ("kubectl exec deploy/plain -- curl -s http://httpbin:8001/get", &["command terminated with exit code 7\n"], 7),
        ("kubectl exec deploy/fortio -- curl -s http://shop/", &["the shop\n"], 0),
        (
            "kubectl exec deploy/fortio -- curl -s -m 2 http://httpbin:8000/delay/5 -w '%{http_code}\\n'",
            &["000\ncommand terminated with exit code 28\n"],
            28,
        ),
        // Lines and pipes.
        (
            "for i in $(seq 40); do curl -s http://hello.example.com/hello; done | cut -d, -f1 | sort | uniq -c",
            &["Hello version: v1\n", "Hello version: v2\n"],
            0,
        ),
        (
            "for i in 1 2 3; do curl -s -o /dev/null -w '%{http_code}\\n' http://localhost:30080; done | grep -c 200",
            &["3\n"],
            0,
        ),
        (
            "kubectl exec deploy/fortio -- sh -c 'for i in 1 2; do curl -s http://shop/; sleep 1; done' | wc -l",
            &["2\n"],
            0,
        ),
        ("curl -s http://localhost:30080 -o page && cat page", &["the shop\n"], 0),
        ("kubectl exec deploy/fortio -- kubectl get pods", &["executable file not found in $PATH"], 1),
    ];
    for (line, parts, code) in rows {
        let (text, status) = types(&mut simulation, line);
        assert_eq!(status, *code, "{line}: {text}");
        for part in *parts {
            assert!(text.contains(part), "{line}:\n{text}\nlacks\n{part}");
        }
        assert!(!parts.is_empty() || text.is_empty(), "{line}: {text}");
    }
}

/// What is typed takes simulated time, is part of the digest, and comes again when the run is wound back.
#[test]
fn a_request_that_is_typed_is_a_step_of_the_run() {
    let mut quiet = start();
    quiet.run(Time(5_000_000_000), &mut Work::unlimited()).unwrap();
    let mut simulation = start();
    simulation.run(Time(1_000_000_000), &mut Work::unlimited()).unwrap();
    let line = "for i in $(seq 20); do curl -s http://hello.example.com/hello; done";
    let (text, _) = types(&mut simulation, line);
    assert_eq!(text.lines().count(), 20);
    assert_eq!(simulation.now(), Time(1_400_000_000), "20 answers of 20 ms");
    simulation.run(Time(5_000_000_000), &mut Work::unlimited()).unwrap();
    let digest = simulation.digest();
    assert_ne!(digest, quiet.digest());
    let mut fork = simulation.fork();
    simulation.seek(Time(1_200_000_000), &mut Work::unlimited()).unwrap();
    assert!(simulation.is_terminal_busy());
    simulation.run(Time(5_000_000_000), &mut Work::unlimited()).unwrap();
    assert_eq!(simulation.digest(), digest);
    let again: String = simulation.printed().iter().filter(|it| it.stream.is_some()).map(|it| &*it.text).collect();
    assert_eq!(again, text);
    fork.seek(Time(1_100_000_000), &mut Work::unlimited()).unwrap();
    fork.interrupt();
    fork.run(Time(5_000_000_000), &mut Work::unlimited()).unwrap();
    assert_ne!(fork.digest(), digest);
}

/// The task "Circuit Breaking" of Istio: of calls that come two or three at a time the breaker refuses some.
#[test]
fn fortio_trips_the_breaker() {
    for (threads, most) in [(1, 0.0), (3, 80.0)] {
        let mut simulation = start();
        let line = format!(
            "kubectl exec deploy/fortio -c fortio -- /usr/bin/fortio load -c {threads} -qps 0 -n 30 -loglevel Warning http://httpbin:8000/get"
        );
        let (text, status) = types(&mut simulation, &line);
        assert_eq!(status, 0, "{text}");
        for part in [
            "Fortio 1.76.0 running at 0 queries per second, 2->2 procs, for 30 calls: http://httpbin:8000/get\n",
            &format!(
                "Starting at max qps with {threads} thread(s) [gomax 2] for exactly 30 calls ({} per thread + 0)\n",
                30 / threads
            ),
            "Aggregated Function Time : count 30 avg ",
            "# target 99.9% ",
            "All done 30 calls (plus 0 warmup) ",
        ] {
            assert!(text.contains(part), "{text}\nlacks {part}");
        }
        let share = |code: u16| -> f64 {
            let line = text.lines().find(|line| line.starts_with(&format!("Code {code} : ")));
            line.and_then(|line| line.split(['(', ' ']).rev().nth(1)?.parse().ok()).unwrap_or_default()
        };
        assert!((share(200) + share(503) - 100.0).abs() < 0.2, "{text}");
        assert!(if most == 0.0 { share(503) == 0.0 } else { (1.0..most).contains(&share(503)) }, "{text}");
    }
}

/// Four connections at eight calls a second for five seconds, as fortio does by itself.
#[test]
fn fortio_keeps_its_rate() {
    let mut simulation = start();
    let (text, status) = types(&mut simulation, "fortio load http://localhost:30080/ 2>&1");
    assert_eq!(status, 0, "{text}");
    for part in [
        "Starting at 8 qps with 4 thread(s) [gomax 2] for 5s : 10 calls each (total 40)\n",
        "Code 200 : 40 (100.0 %)\n",
        "All done 40 calls (plus 4 warmup) 25.000 ms avg, 8.",
    ] {
        assert!(text.contains(part), "{text}\nlacks {part}");
    }
    let (text, status) = types(&mut simulation, "fortio curl http://localhost:30080/");
    assert!(status == 0 && text.starts_with("HTTP/1.1 200 OK\n") && text.ends_with("\nthe shop\n"), "{text}");
    let (text, status) = types(&mut simulation, "fortio load http://nobody/");
    assert!(status == 1 && text.contains("Aborting because of lookup nobody: no such host"), "{text}");
}

/// Servers of a gateway that end TLS, ask for a certificate, and pass on.
const SECURE: &str = include_str!("tools-tls.yaml");

#[test]
fn tls_is_offered_as_curl_does() {
    let world = WORLD.replace(
        "{port: 80, targetPort: 8080, name: http2}",
        "{port: 80, targetPort: 8080, name: http2}, {port: 443, targetPort: 8443, name: https}",
    );
    let mut simulation = Simulation::new(World::new(super::mesh(&[&world, SECURE])).into(), 1);
    for (line, part, code) in [
        ("curl -ski https://simple.example.com/", "HTTP/2 200 \nserver: istio-envoy\n", 0),
        ("curl -ski --http1.1 https://simple.example.com/", "HTTP/1.1 200 OK\n", 0),
        ("curl -kv https://simple.example.com/", "* ALPN: server accepted h2\n* using HTTP/2\n> GET / HTTP/2\n", 0),
        ("curl -sSk https://mutual.example.com/", "curl: (56) ", 56),
        ("curl -sk --cert client.crt --key client.key https://mutual.example.com/", "the shop\n", 0),
        ("curl -sk https://passed.example.com/", "the shop\n", 0),
        ("curl -sSk --resolve other.example.com:443:127.0.0.1 https://other.example.com/", "curl: (35) ", 35),
        ("curl -s -o /dev/null -w '%{http_code}' http://api.elsewhere.org/", "200", 0),
        ("kubectl exec deploy/fortio -- curl -s -o /dev/null -w '%{http_code}' http://api.elsewhere.org/", "200", 0),
    ] {
        let (text, status) = types(&mut simulation, line);
        assert!(status == code && text.contains(part), "{line}: {status}\n{text}");
    }
}

/// A pod that has just begun speaks once istiod knows it, and of one whose process is gone nothing comes.
#[test]
fn pods_come_and_go_under_curl() {
    let mut simulation = start();
    let run = "kubectl run probe --image=curlimages/curl --command -- sleep 3600 && kubectl wait --for=condition=Ready pod/probe";
    assert_eq!(types(&mut simulation, run).1, 0);
    let (text, status) = types(&mut simulation, "kubectl exec probe -- curl -s http://shop/");
    assert!(status == 0 && text == "the shop\n", "{text}");
    types(&mut simulation, "kubectl scale deploy shop --replicas 0 && sleep 2");
    let (text, status) = types(&mut simulation, "curl -s -w '%{http_code}\n' http://localhost:30080/");
    assert!(status == 7 && text == "000\n", "{status} {text}");
    let (text, _) = types(&mut simulation, "kubectl exec deploy/fortio -- curl -si http://shop/");
    assert!(
        text.starts_with("HTTP/1.1 503 Service Unavailable\ncontent-length: 19\ncontent-type: text/plain\n"),
        "{text}"
    );
    assert!(text.ends_with("\n\nno healthy upstream"), "{text}");
    let (text, status) = types(
        &mut simulation,
        "kubectl scale deploy shop --replicas 1 && curl -s --retry 5 --retry-delay 1 http://localhost:30080/; sleep 3; curl -s http://localhost:30080/",
    );
    assert!(status == 0 && text.ends_with("the shop\n"), "{text}");
}

/// Words that lines of these programs are made of, sensible and not.
const WORDS: &[&str] = &[
    "curl",
    "fortio",
    "istioctl",
    "load",
    "analyze",
    "pc",
    "ps",
    "x",
    "describe",
    "pod",
    "svc",
    "route",
    "cluster",
    "listeners",
    "endpoints",
    "-v",
    "-s",
    "-I",
    "-X",
    "-H",
    "-m",
    "0.05",
    "-o",
    "json",
    "yaml",
    "-w",
    "%{http_code}",
    "%{",
    "\\",
    "-d",
    "@-",
    "--resolve",
    "a:80:1",
    "--connect-to",
    "::::",
    "-L",
    "-k",
    "-f",
    "-A",
    "-n",
    "2",
    "-c",
    "0",
    "-qps",
    "-t",
    "10ms",
    "--",
    "-",
    "http://localhost:30080/",
    "https://hello.example.com/hello",
    "http://hello.example.com/old",
    "http://[::1]:80/",
    "http://",
    "http://a b",
    "ü",
    "deploy/fortio",
    "shop",
    "shop.default",
    "deploy/nobody",
    "--name",
    "--port",
    "x",
    "9",
    "-S",
    "IST0101=*",
    "kubectl",
    "exec",
    "|",
    "grep",
    "-c",
    ";",
    "sh",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    /// Whatever is typed, nothing panics, and the same is printed again.
    #[test]
    fn no_arguments_are_too_odd(
        first in 0_usize..3,
        words in proptest::collection::vec(proptest::sample::select(WORDS), 0..8),
        in_pod in proptest::bool::ANY,
    ) {
        let program = ["curl", "fortio load", "istioctl"][first];
        let prefix = if in_pod { "kubectl exec deploy/fortio -- " } else { "" };
        let words: Vec<String> = words.iter().map(|word| match *word {
            "|" | ";" => (*word).to_owned(),
            word => format!("'{word}'"),
        }).collect();
        let line = format!("{prefix}{program} {}", words.join(" "));
        let printed = || {
            let mut simulation = start();
            simulation.type_line(&line, "");
            simulation.run_terminal(Time(8_000_000_000), &mut Work::unlimited()).unwrap();
            simulation.interrupt();
            simulation.run(Time(9_000_000_000), &mut Work::unlimited()).unwrap();
            (simulation.printed().to_vec(), simulation.digest())
        };
        proptest::prop_assert_eq!(printed(), printed());
    }
}
