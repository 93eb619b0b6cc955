//! The digest of a scenario, for proofs that two builds compute the same.

use std::sync::Arc;

use mesh_config::SourceFile;
use mesh_control::Mesh;
use mesh_proxy::Time;

use crate::digest::Digest;
use crate::simulation::Simulation;
use crate::work::Work;
use crate::world::World;

/// The digest of a scenario's files after a time of running, with the scenario's own seed.
#[must_use]
pub fn digest_of(files: &[SourceFile], until: Time, work: &mut Work) -> Digest {
    let world = Arc::new(World::new(Arc::new(Mesh::from_files(files, false))));
    let seed = world.seed();
    let mut simulation = Simulation::one_way(world, seed);
    // A run that stopped has another digest: that is all that this proof needs.
    let _ = simulation.run(until, work);
    simulation.digest()
}
