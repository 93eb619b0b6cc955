//! How long a keystroke keeps the parser busy.
#![allow(missing_docs, reason = "criterion declares a function without any")]

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mesh_config::{SourceFile, parse, parse_reusing};

/// Services with a VirtualService and a DestinationRule each.
fn mesh(services: usize) -> SourceFile {
    let mut text = String::new();
    for index in 0..services {
        let _ = write!(
            text,
            "apiVersion: v1
kind: Service
metadata: {{name: service-{index}}}
spec:
  selector: {{app: service-{index}}}
  ports:
  - {{name: http, port: 8080}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: service-{index}
spec:
  hosts:
  - service-{index}
  http:
  - match:
    - headers:
        x-canary: {{exact: \"true\"}}
    route:
    - destination: {{host: service-{index}, subset: v2}}
  - route:
    - destination: {{host: service-{index}, subset: v1}}
      weight: 90
    - destination: {{host: service-{index}, subset: v2}}
      weight: 10
    timeout: 1.5s
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: service-{index}
spec:
  host: service-{index}
  trafficPolicy:
    outlierDetection: {{consecutive5xxErrors: 2, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 100}}
  subsets:
  - name: v1
    labels: {{version: v1}}
  - name: v2
    labels: {{version: v2}}
---
"
        );
    }
    SourceFile { name: "mesh.yaml".to_owned(), text }
}

fn benchmarks(criterion: &mut Criterion) {
    let mut quarter = mesh(300);
    quarter.text.truncate(256 << 10);
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(quarter.text.len() as u64));
    group.bench_function("256 KiB anew", |bencher| bencher.iter(|| parse(black_box(std::slice::from_ref(&quarter)))));
    group.finish();

    let mut group = criterion.benchmark_group("keystroke");
    for services in [10, 1_000] {
        let before = [mesh(services)];
        let config = parse(&before);
        for (place, at) in [("first", 0), ("last", before[0].text.len() - 5)] {
            let mut after = before.clone();
            after[0].text.insert_str(at, "# x\n");
            group.bench_function(format!("in the {place} document of {services} services"), |bencher| {
                bencher.iter(|| parse_reusing(black_box(&after), &config));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
