//! Scenarios made from a seed: all that draws, waits or counts in a mesh, in ever other combinations.

use std::fmt::Write;

/// SplitMix64: the same seed gives the same scenario everywhere.
struct Random(u64);

impl Random {
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.number() % end
    }

    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }
}

const SERVICES: [&str; 3] = ["front", "middle", "back"];

/// The YAML of a scenario.
pub(crate) fn scenario(seed: u64) -> String {
    let mut random = Random(seed);
    let mut text = format!(
        "apiVersion: playground.mesh/v1\nkind: Scenario\nmetadata: {{name: generated-{seed}}}\nspec: {{seed: {seed}}}\n"
    );
    for (index, service) in SERVICES.iter().enumerate() {
        let next = SERVICES.get(index + 1);
        workloads(&mut text, &mut random, service, next.copied());
        destination_rule(&mut text, &mut random, service);
        virtual_service(&mut text, &mut random, service);
    }
    for number in 0..1 + random.below(3) {
        traffic(&mut text, &mut random, number);
    }
    // In every other one somebody handles the cluster meanwhile.
    if seed % 2 == 1 {
        timeline(&mut text, &mut random);
    }
    text
}

/// Lines of a terminal, each some seconds after the one before.
fn timeline(text: &mut String, random: &mut Random) {
    text.push_str("---\napiVersion: playground.mesh/v1\nkind: Timeline\nmetadata: {name: hands}\nspec:\n  steps:\n");
    let mut at = 2;
    for _ in 0..3 + random.below(4) {
        let (service, version) = (random.pick(&SERVICES), random.pick(&["v1", "v2"]));
        let replicas = random.below(4);
        let line = match random.below(6) {
            0 => format!("kubectl scale deploy {service}-{version} --replicas={replicas}"),
            1 => format!("kubectl rollout restart deploy {service}-{version}"),
            2 => format!("kubectl delete pod -l app={service},version={version}"),
            3 => format!("kubectl set image deploy/{service}-{version} app=example/app:{}", 2 + replicas),
            4 => format!("kubectl delete virtualservice {service}"),
            _ => "kubectl get pods -w".to_owned(),
        };
        let _ = writeln!(text, "  - {{at: {at}s, run: \"{line}\"}}");
        at += 1 + random.below(4);
    }
}

/// A Service, a Deployment for each of two versions, and how their pods answer. Writing to a string does not fail.
fn workloads(text: &mut String, random: &mut Random, service: &str, next: Option<&str>) {
    let _ = write!(
        text,
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {service}}}\nspec:\n  selector: {{app: {service}}}\n  \
         ports: [{{name: http, port: 80, targetPort: 8080}}]\n"
    );
    for version in ["v1", "v2"] {
        let replicas = 1 + random.below(3);
        let labels = format!("{{app: {service}, version: {version}}}");
        let _ = write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {service}-{version}}}\nspec:\n  replicas: {replicas}\n  \
             selector: {{matchLabels: {labels}}}\n  template:\n    metadata: {{labels: {labels}}}\n    spec:\n      \
             containers: [{{name: app, image: example/app:1, ports: [{{containerPort: 8080}}]}}]\n"
        );
        let latency = random.pick(&[
            "5ms",
            "20ms",
            "{min: 5ms, max: 60ms}",
            "{p50: 10ms, p90: 40ms, p99: 300ms}",
            "{p50: 3ms, p90: 9ms, p99: 1s}",
        ]);
        let _ = write!(
            text,
            "---\napiVersion: playground.mesh/v1\nkind: App\nmetadata: {{name: {service}-{version}}}\nspec:\n  \
             selector: {{matchLabels: {labels}}}\n  latency: {latency}\n"
        );
        if random.percent(60) {
            let errors = random.pick(&[
                "{status: 503, share: 15}",
                "{status: 500, share: 2.5}",
                "{status: 502, first: 8}",
                "{status: 503, every: 4, run: 2}",
                "{status: 500, from: 3s, to: 9s}",
            ]);
            let _ = writeln!(text, "  errors: [{errors}]");
        }
        if random.percent(25) {
            let _ = writeln!(text, "  {}: {}", random.pick(&["hang", "reset"]), random.pick(&["1", "0.5", "4"]));
        }
        if random.percent(30) {
            let _ = writeln!(text, "  concurrency: {}", 1 + random.below(4));
        }
        if let Some(next) = next
            && random.percent(80)
        {
            let on_error = random.pick(&["fail", "pass", "ignore"]);
            let share = random.pick(&["100", "60", "12.5"]);
            let _ = writeln!(
                text,
                "  propagateHeaders: [x-user]\n  calls: [{{url: \"http://{next}/item\", share: {share}, onError: {on_error}}}]"
            );
        }
    }
}

fn destination_rule(text: &mut String, random: &mut Random, service: &str) {
    let balancer = random.pick(&[
        "{simple: ROUND_ROBIN}",
        "{simple: LEAST_REQUEST}",
        "{simple: RANDOM}",
        "{simple: LEAST_REQUEST, warmup: {duration: 5s}}",
        "{consistentHash: {httpHeaderName: x-user}}",
        "{consistentHash: {useSourceIp: true, maglev: {tableSize: 251}}}",
        "{consistentHash: {httpQueryParameterName: q, ringHash: {minimumRingSize: 64}}}",
    ]);
    let _ = write!(
        text,
        "---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: {service}}}\nspec:\n  host: {service}\n  \
         subsets: [{{name: v1, labels: {{version: v1}}}}, {{name: v2, labels: {{version: v2}}}}]\n  \
         trafficPolicy:\n    loadBalancer: {balancer}\n"
    );
    if random.percent(50) {
        let (connections, pending, retries) = (1 + random.below(4), 1 + random.below(5), random.below(4));
        let _ = writeln!(
            text,
            "    connectionPool: {{tcp: {{maxConnections: {connections}}}, http: {{http1MaxPendingRequests: {pending}, maxRetries: {retries}}}}}"
        );
    }
    if random.percent(60) {
        let (errors, percent) = (1 + random.below(5), random.pick(&["10", "34", "50", "100"]));
        let interval = random.pick(&["1s", "2.5s", "3s"]);
        let _ = writeln!(
            text,
            "    outlierDetection: {{consecutive5xxErrors: {errors}, interval: {interval}, baseEjectionTime: 3s, maxEjectionPercent: {percent}}}"
        );
    }
}

fn virtual_service(text: &mut String, random: &mut Random, service: &str) {
    let _ = write!(
        text,
        "---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: {service}}}\nspec:\n  hosts: [{service}]\n  http:\n"
    );
    let matches =
        ["  - match: [{headers: {x-user: {exact: kim}}}]\n", "  - match: [{uri: {prefix: /it}}]\n", "  - name: rest\n"];
    for (index, begin) in matches.into_iter().enumerate() {
        if index < 2 && random.percent(50) {
            continue;
        }
        text.push_str(begin);
        let share = random.below(101);
        let _ = writeln!(
            text,
            "    route: [{{destination: {{host: {service}, subset: v1}}, weight: {share}}}, {{destination: {{host: {service}, subset: v2}}, weight: {}}}]",
            100 - share
        );
        if random.percent(30) {
            let delay = random.pick(&[
                "{fixedDelay: 50ms, percentage: {value: 20}}",
                "{fixedDelay: 300ms, percentage: {value: 0.5}}",
            ]);
            let _ =
                writeln!(text, "    fault: {{delay: {delay}, abort: {{httpStatus: 503, percentage: {{value: 5}}}}}}");
        }
        if random.percent(50) {
            let attempts = random.below(4);
            let on =
                random.pick(&["5xx", "gateway-error,connect-failure", "connect-failure,refused-stream,503", "reset"]);
            let per_try = random.pick(&["", ", perTryTimeout: 60ms", ", perTryTimeout: 250ms"]);
            let per_try = if attempts == 0 { "" } else { per_try };
            let on = if attempts == 0 { String::new() } else { format!(", retryOn: \"{on}\"") };
            let _ = writeln!(text, "    retries: {{attempts: {attempts}{per_try}{on}}}");
        }
        if random.percent(40) {
            let _ = writeln!(text, "    timeout: {}", random.pick(&["100ms", "400ms", "2s"]));
        }
        if random.percent(20) {
            let _ = writeln!(text, "    mirror: {{host: {service}, subset: v2}}\n    mirrorPercentage: {{value: 30}}");
        }
        if random.percent(20) {
            text.push_str("    rewrite: {uri: /changed}\n    headers: {request: {set: {x-seen: \"1\"}}}\n");
        }
    }
}

fn traffic(text: &mut String, random: &mut Random, number: u64) {
    let service = random.pick(&SERVICES);
    let path = random.pick(&["/", "/item", "/other?q=1"]);
    let headers = random.pick(&["{}", "{x-user: kim}", "{x-user: lee}"]);
    let load = random.pick(&[
        "rate: 20",
        "rate: 35\n  arrival: uniform",
        "connections: 3\n  thinkTime: 20ms",
        "rate: 5\n  ramp: [{at: 8s, rate: 60}]",
    ]);
    let _ = write!(
        text,
        "---\napiVersion: playground.mesh/v1\nkind: Traffic\nmetadata: {{name: traffic-{number}}}\nspec:\n  from: client\n  \
         request: {{url: \"http://{service}{path}\", headers: {headers}}}\n  {load}\n"
    );
}
