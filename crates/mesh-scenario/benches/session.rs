//! A keystroke, a frame and a drawing (budget of a keystroke to diagnostics and graph: 16 ms on bookinfo, 100 ms with
//! 1,000 services and 2,000 VirtualServices and DestinationRules).
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

mod thousand;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use mesh_scenario::{Scenario, Session, Work, link, preset};
use thousand::{thousand_services, with_weight};

fn running(slug: &str) -> Session {
    let mut session = Session::open(preset(slug).map(mesh_scenario::Preset::scenario).unwrap_or_default());
    session.advance(Duration::from_secs(60), &mut Work::unlimited()).unwrap();
    session.frame();
    session
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("session");
    group.sample_size(20);
    for slug in ["bookinfo", "canary-weights", "circuit-breaking"] {
        let mut session = running(slug);
        let mut weight = 0;
        let original = session.scenario().files.clone();
        group.bench_function(format!("{slug}, keystroke to frame"), |bencher| {
            bencher.iter(|| {
                weight = (weight + 1) % 90;
                let mut files = original.clone();
                for file in &mut files {
                    file.text = file.text.replacen("number: 80", &format!("number: 80 # {weight}"), 1);
                    file.text = file.text.replacen("weight: 90", &format!("weight: {}", weight + 1), 1);
                    file.text = file.text.replacen("weight: 70", &format!("weight: {}", weight + 1), 1);
                }
                session.edit(black_box(files));
                session.frame()
            });
        });
        let mut session = running(slug);
        group.bench_function(format!("{slug}, frame"), |bencher| bencher.iter(|| session.frame()));
        group.bench_function(format!("{slug}, dots of a drawing"), |bencher| {
            bencher.iter(|| session.dots(black_box(59.0), 59.016));
        });
        group.bench_function(format!("{slug}, a quarter second"), |bencher| {
            bencher.iter(|| session.advance(Duration::from_millis(250), &mut Work::unlimited()).unwrap());
        });
        let envelope = link::Envelope::new(session.scenario().clone(), session.digest());
        group.bench_function(format!("{slug}, link"), |bencher| bencher.iter(|| link::encode(black_box(&envelope))));
    }
    let files = thousand_services();
    let mut session = Session::open(Scenario { files: files.clone(), ..Scenario::default() });
    session.advance(Duration::from_secs(2), &mut Work::unlimited()).unwrap();
    session.frame();
    let mut weight = 0;
    group.bench_function("1,000 services, keystroke to findings", |bencher| {
        bencher.iter(|| {
            weight = (weight + 1) % 90;
            session.edit(black_box(with_weight(&files, weight)))
        });
    });
    group.bench_function("1,000 services, keystroke to frame", |bencher| {
        bencher.iter(|| {
            weight = (weight + 1) % 90;
            session.edit(black_box(with_weight(&files, weight)));
            session.frame()
        });
    });
    group.finish();
}

criterion_group!(sessions, benches);
criterion_main!(sessions);
