//! Generated listeners: which filter chain takes a connection, and what becomes of it there, must be the same at the
//! real Envoy and at the simulated proxy; and so must be the listeners that are refused.

mod case;
mod certificates;
mod client;
mod connections;
mod features;
mod gateways;
mod listeners;
mod outcome;
mod translated;
mod upstream;
mod world;

use case::{Case, compare, shrink};
use end2end_envoy::{envoy, settings};
use features::Features;
use listeners::CLUSTERS;
use outcome::OUTCOMES;
use world::World;

/// Listeners in the ordinary run, and in one Envoy: each needs a port.
const LISTENERS: u64 = 120;
/// How often everything must occur.
const OCCURRENCES: u32 = 3;
/// How many differences are made small and shown.
const SHOWN: usize = 3;

#[test]
fn generated_listeners_choose_chains_as_the_real_envoy_does() {
    let Some(program) = envoy::program() else { return };
    let (seed, count) = (settings::seed(), settings::cases().unwrap_or(LISTENERS));
    let mut features = Features::of(OUTCOMES);
    let (mut asked, mut different) = (0, Vec::new());
    let world = World::start(CLUSTERS);
    for start in (0..count).step_by(LISTENERS as usize) {
        let indices = start..count.min(start + LISTENERS);
        let cases: Vec<Case> = indices.map(|index| Case::new(seed, index, &mut features)).collect();
        for (case, outcomes) in cases.iter().zip(compare(&program, &world, &cases)) {
            asked += outcomes.len();
            for (connection, (real, ours)) in case.connections.iter().zip(outcomes) {
                features.note(real.name());
                if real != ours {
                    different.push(Case { listener: case.listener.clone(), connections: vec![connection.clone()] });
                }
            }
        }
    }
    for case in different.iter().take(SHOWN) {
        println!("seed {seed}, {}:", case.listener["name"]);
        let (small, (real, ours)) = shrink(&program, &world, case.clone());
        println!("{}\n  Envoy: {real:?}\n  here:  {ours:?}\n{:#}", small.connections[0], small.listener);
    }
    println!("how often each occurs:");
    for (feature, times) in &features.0 {
        println!("{times:5}  {feature}");
    }
    println!("{} of {asked} connections to {count} listeners end alike", asked - different.len());
    assert!(different.is_empty(), "{} connections end otherwise than at the real Envoy", different.len());
    if count >= LISTENERS {
        let rare: Vec<_> = features.0.iter().filter(|(_, times)| **times < OCCURRENCES).collect();
        assert!(rare.is_empty(), "too rare to say anything: {rare:?}");
    }
}

/// Worlds with Gateways in the ordinary run, and in one Envoy.
const WORLDS: u64 = 60;

#[test]
fn translated_gateways_take_connections_as_they_are_explained() {
    let Some(program) = envoy::program() else { return };
    let (seed, count) = (settings::seed(), settings::cases().map_or(WORLDS, |cases| cases / 2));
    let mut features = Features::default();
    let (mut asked, mut different): (u64, usize) = (0, 0);
    let world = World::start(gateways::CLUSTERS);
    for start in (0..count).step_by(WORLDS as usize) {
        let indices: Vec<u64> = (start..count.min(start + WORLDS)).collect();
        for one in translated::compare(&program, &world, seed, indices.into_iter(), &mut features) {
            asked += 1;
            features.note(one.real.name());
            if one.real != one.ours {
                different += 1;
                if different <= SHOWN {
                    println!("{}\nseed {seed}, port {}: {}", one.yaml, one.port, one.connection);
                    println!("  Envoy: {:?}\n  here:  {:?}", one.real, one.ours);
                }
            }
        }
    }
    println!("how often each occurs:");
    for (feature, times) in &features.0 {
        println!("{times:5}  {feature}");
    }
    println!("{} of {asked} connections to {count} worlds end alike", asked - different as u64);
    assert_eq!(different, 0, "connections to gateways end otherwise than at the real Envoy");
    assert!(asked >= count * 4, "only {asked} connections");
}
