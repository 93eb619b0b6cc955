//! Generated route tables: what the real Envoy answers and what the simulated proxy answers must be the same, to the
//! last header.
//!
//! `MESH_SEED` and `MESH_CASES` choose other tables and more of them.

mod outcome;

use std::collections::BTreeMap;
use std::sync::Arc;

use end2end_envoy::access_log;
use end2end_envoy::client::{Client, Request, Response};
use end2end_envoy::envoy::{self, Envoy};
use end2end_envoy::generate::{FEATURES, request, table};
use end2end_envoy::random::Random;
use end2end_envoy::reproduction::reproduction;
use end2end_envoy::simulated::Simulated;
use end2end_envoy::world::World;
use mesh_proxy::CompiledConfig;
use mesh_proxy::bootstrap::{Options, bootstrap};
use mesh_proxy::config::ProxyConfig;
use outcome::Outcome;

/// Requests to each table.
const REQUESTS: usize = 20;
/// In how many tables each feature must occur.
const OCCURRENCES: u32 = 20;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

/// A request to a table, by name.
struct Case {
    name: String,
    table: usize,
    request: Request,
}

#[test]
fn generated_tables_route_as_the_real_envoy_does() {
    let Some(program) = envoy::program() else { return };
    let (seed, count) = (setting("MESH_SEED", 1), setting("MESH_CASES", 320) as usize);
    let world = World::start();
    let mut coverage: BTreeMap<&str, u32> = FEATURES.iter().map(|feature| (*feature, 0)).collect();
    let mut tables = Vec::new();
    let mut cases = Vec::new();
    for index in 0..count {
        let mut random = Random::new(seed.wrapping_mul(1_000_003).wrapping_add(index as u64));
        let mut table = table(&format!("t{index}"), &mut random);
        for number in 0..REQUESTS {
            let request = request(&mut random, &mut table.features);
            let name = format!("{index}-{number}");
            cases.push(Case { request: request.with(access_log::NAME, &name), name, table: index });
        }
        for feature in table.features.0.keys() {
            *coverage.entry(feature).or_default() += 1;
        }
        tables.push(table.routes);
    }
    let config = world.config(&tables);
    let compiled = CompiledConfig::new(Arc::new(config.clone()));
    assert!(compiled.problems().is_empty(), "{:?}", compiled.problems());

    let folder = envoy::scratch("routes");
    let base_port = envoy::free_ports(u16::try_from(count).expect("not that many tables") + 1);
    let options = Options { base_port, endpoint_map: world.endpoint_map.clone() };
    let answers = ask_envoy(&program, &config, &options, &cases, &folder);
    let log = access_log::read(&folder.join("access.log"), cases.len());

    let (mut different, shown) = (0, setting("MESH_SHOW", 3));
    let mut simulated = Simulated::new(compiled, seed, |_, _, _| {
        end2end_envoy::simulated::Does::Answer(200, std::time::Duration::ZERO)
    });
    for (key, (case, response)) in cases.iter().zip(&answers).enumerate() {
        let real = Outcome::of_envoy(&world, &log[&case.name], response, &case.name);
        let ours = Outcome::of_simulation(&mut simulated, &format!("t{}", case.table), &case.request, key as u64);
        if real != ours {
            different += 1;
            if different <= shown {
                println!("seed {seed}, request {}:\n  {}", case.name, outcome::difference(&real, &ours));
                println!("{}", reproduction(&config, &format!("t{}", case.table), &case.request, &options));
            }
        }
    }
    println!("tables in which each feature occurs:");
    for (feature, tables) in &coverage {
        println!("{tables:5}  {feature}");
    }
    println!("{} of {} requests to {count} tables are answered alike", cases.len() as u64 - different, cases.len());
    assert_eq!(different, 0, "requests are answered otherwise than by the real Envoy");
    if count >= 300 {
        let rare: Vec<_> = coverage.iter().filter(|(_, tables)| **tables < OCCURRENCES).collect();
        assert!(rare.is_empty(), "too rare to say anything: {rare:?}");
    }
}

fn ask_envoy(
    program: &std::path::Path,
    config: &ProxyConfig,
    options: &Options,
    cases: &[Case],
    folder: &std::path::Path,
) -> Vec<Response> {
    let mut bootstrap = bootstrap(config, options).expect("a bootstrap");
    access_log::add(&mut bootstrap, &folder.join("access.log"));
    let envoy = Envoy::start(program, &bootstrap, folder);
    let mut answers = Vec::with_capacity(cases.len());
    let mut client: Option<(usize, Client)> = None;
    for case in cases {
        let (_, client) = match &mut client {
            Some(client) if client.0 == case.table => client,
            other => other.insert((case.table, Client::new(options.base_port + case.table as u16))),
        };
        let answer = client.ask(&case.request);
        answers
            .push(answer.unwrap_or_else(|error| panic!("request {}: {error}", case.request.curl(options.base_port))));
    }
    // Copies are on their way still.
    std::thread::sleep(std::time::Duration::from_millis(300));
    drop(envoy);
    answers
}
