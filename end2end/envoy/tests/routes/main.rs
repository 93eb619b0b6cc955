//! Generated route tables: what the real Envoy answers and what the simulated proxy answers must be the same, to the
//! last header.

mod batch;
mod outcome;

use std::collections::BTreeMap;
use std::path::Path;

use batch::Batch;
use end2end_envoy::client::Request;
use end2end_envoy::envoy;
use end2end_envoy::generate::{CLUSTERS, FEATURES, Features, request, table};
use end2end_envoy::random::Random;
use end2end_envoy::reproduction::reproduction;
use end2end_envoy::settings;
use end2end_envoy::shrink::{self, Case};
use end2end_envoy::world::World;
use mesh_proxy::bootstrap::Options;
use outcome::Outcome;
use serde_json::{Value, json};

/// Tables in the ordinary run, and with one Envoy: each needs a port.
const TABLES: u64 = 320;
/// Requests to each table.
const REQUESTS: usize = 20;
/// In how many tables each feature must occur.
const OCCURRENCES: u32 = 20;
/// How many differences are made small and shown.
const SHOWN: u64 = 3;

/// Features, table and requests of a case.
fn generate(seed: u64, index: u64) -> (Features, Value, Vec<Request>) {
    let mut random = Random::new(seed.wrapping_mul(1_000_003).wrapping_add(index));
    let mut table = table(&format!("t{index}"), &mut random);
    let requests = (0..REQUESTS).map(|_| request(&mut random, &mut table.features)).collect();
    (table.features, table.routes, requests)
}

#[test]
fn generated_tables_route_as_the_real_envoy_does() {
    let Some(program) = envoy::program() else { return };
    let (seed, count) = (settings::seed(), settings::cases().unwrap_or(TABLES));
    let mut coverage: BTreeMap<&str, u32> = FEATURES.iter().map(|feature| (*feature, 0)).collect();
    let (mut asked, mut different) = (0, 0);
    for start in (0..count).step_by(TABLES as usize) {
        let world = World::start();
        let mut batch = Batch::default();
        for index in start..count.min(start + TABLES) {
            let (features, table, requests) = generate(seed, index);
            for feature in features.0.keys() {
                *coverage.entry(feature).or_default() += 1;
            }
            batch.add(table, requests);
        }
        asked += batch.cases.len();
        for (index, outcomes) in batch.ask(&program, &world, seed).into_iter().enumerate() {
            if outcomes.0 != outcomes.1 {
                different += 1;
                if different <= SHOWN {
                    let case = batch.case(index);
                    println!("seed {seed}, {}: {}", case.table["name"], case.request.curl(20_000));
                    show(&program, case, outcomes, seed);
                }
            }
        }
    }
    println!("tables in which each feature occurs:");
    for (feature, tables) in &coverage {
        println!("{tables:5}  {feature}");
    }
    println!("{} of {asked} requests to {count} tables are answered alike", asked as u64 - different);
    assert_eq!(different, 0, "requests are answered otherwise than by the real Envoy");
    if count >= 300 {
        let rare: Vec<_> = coverage.iter().filter(|(_, tables)| **tables < OCCURRENCES).collect();
        assert!(rare.is_empty(), "too rare to say anything: {rare:?}");
    }
}

/// Takes away what does not matter, and says what is left and how to see it by hand.
fn show(program: &Path, case: Case, mut outcomes: (Outcome, Outcome), seed: u64) {
    let small = shrink::shrink(case, |candidates| {
        let world = World::start();
        let mut batch = Batch::default();
        for (index, candidate) in candidates.iter().enumerate() {
            let mut table = candidate.table.clone();
            table["name"] = json!(format!("t{index}"));
            batch.add(table, vec![candidate.request.clone()]);
        }
        let answers = batch.ask(program, &world, seed);
        let found = answers.iter().position(|(real, ours)| real != ours)?;
        outcomes = answers.into_iter().nth(found)?;
        Some(found)
    });
    println!("  {}", outcome::difference(&outcomes.0, &outcomes.1));
    let config = World::start().config(std::slice::from_ref(&small.table));
    let name = small.table["name"].as_str().unwrap_or_default();
    // The hosts of this run are gone when somebody reads this: any HTTP servers at these addresses do.
    let hosts =
        (0..CLUSTERS.len()).map(|index| (format!("10.1.0.{}:80", index + 2), format!("127.0.0.1:{}", 21_000 + index)));
    let options = Options { endpoint_map: hosts.collect(), ..Options::default() };
    println!("{}", reproduction(&config, name, &small.request, &options));
}
