//! What an hour costs: frames, seeks and bytes of `bookinfo` at 400 requests/s, as the page asks for them.
//! `cargo run --release --package mesh-engine --example hour`

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "it measures: the ban on clocks is for the simulated core"
)]

use std::time::Instant;

use mesh_engine::Desk;
use mesh_view::{Ask, Question, Scenario, SourceFile, Tell, Update};

/// Requests per second of each of its two Traffics.
const RATE: &str = "rate: 200";

fn main() {
    let mut desk = Desk::default();
    let scenario = busy(mesh_scenario::preset("bookinfo").map(mesh_scenario::Preset::scenario).unwrap_or_default());
    moment(&mut desk, 0.0, Ask::Open(scenario));
    let mut shown = 0.0;
    for minute in [1_u32, 10, 60] {
        while shown < f64::from(minute) * 60.0 {
            shown = moment(&mut desk, shown, Ask::Run(2.0)).frame.time();
        }
        let begin = Instant::now();
        for _ in 0..50 {
            shown = moment(&mut desk, shown, Ask::Run(0.22)).frame.time();
        }
        println!(
            "minute {minute}: {:.2} ms a stretch of 0.22 s with its frame; {} MiB",
            begin.elapsed().as_secs_f64() * 20.0,
            mebibytes()
        );
    }
    let mut slowest = 0.0_f64;
    for part in 1..20 {
        let begin = Instant::now();
        moment(&mut desk, shown, Ask::Seek(f64::from(part) * 179.3));
        slowest = slowest.max(begin.elapsed().as_secs_f64());
    }
    println!("the slowest of 19 seeks over the hour: {:.0} ms", slowest * 1e3);
}

/// The same with so many requests per second.
fn busy(scenario: Scenario) -> Scenario {
    let rate = |text: String| {
        let lines = text.lines().map(|line| match line.split_once("rate:") {
            Some((indent, _)) => format!("{indent}{RATE}"),
            None => line.to_owned(),
        });
        lines.map(|line| line.replace("duration: 10m", "duration: 2h") + "\n").collect()
    };
    let files = scenario.files.into_iter().map(|file| SourceFile { text: rate(file.text), name: file.name });
    Scenario { files: files.collect(), ..scenario }
}

fn moment(desk: &mut Desk, shown: f64, ask: Ask) -> Update {
    // No frame that was told before is shown any more.
    match desk.answer(Question { revision: 0, shown, known: u32::MAX, ask }).tell {
        Tell::Moment(update) => *update,
        _ => Update::default(),
    }
}

/// Resident memory of the process.
fn mebibytes() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or_default();
    (pages * 4096) >> 20
}
