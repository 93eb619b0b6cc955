//! The engine's work, for benches: the same natively and in WebAssembly.

use std::sync::Arc;

use mesh_control::Mesh;
use mesh_sim::{Simulation, Work, World};

use crate::Time;
use crate::preset::preset;

/// How many requests proxies carry in the first simulated seconds of a preset, telemetry on. 0 for an unknown name.
#[must_use]
pub fn carried(slug: &str, seconds: u32) -> u64 {
    let Some(preset) = preset(slug) else { return 0 };
    let mesh = Mesh::from_files(&preset.scenario().files, false);
    let mut simulation = Simulation::one_way(Arc::new(World::new(Arc::new(mesh))), 1);
    let end = Time(u64::from(seconds) * 1_000_000_000);
    // Without a limit nothing stops it.
    let _ = simulation.run(end, &mut Work::unlimited());
    simulation.telemetry().figures(Time::ZERO, end).iter().map(|figures| figures.requests).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_carries_requests_and_nothing_else_does() {
        assert!(carried("canary-weights", 10) > 10);
        assert_eq!(carried("no-such-preset", 10), 0);
    }
}
