//! Runs.

use std::sync::Arc;
use std::time::Duration;

use mesh_scenario::Finding;
use mesh_sim::{Limits, Report, Work, World};

use super::{Input, Opened, open};

/// A run, and what was found in its files.
#[derive(Debug)]
pub(crate) struct Simulated {
    pub(crate) report: Report,
    pub(crate) findings: Vec<Finding>,
}

/// Runs the scenario's traffic from time 0, for a time, for a number of answered requests, or for the scenario's
/// duration, as far as there is work for it.
pub(crate) fn simulate(input: &Input, duration: Option<Duration>, requests: Option<u64>, work: &mut Work) -> Simulated {
    let Opened { mesh, findings } = open(input);
    let world = Arc::new(World::new(mesh));
    let seed = input.seed.unwrap_or_else(|| world.seed());
    let limits = Limits { duration, requests };
    Simulated { report: mesh_sim::simulate(&world, seed, &limits, work), findings }
}
