//! What the engine of a tab may take.

use mesh_scenario::Work;

/// Bytes of state that a run may hold in a tab.
const BYTES: u64 = 256 << 20;

/// For a jump on the time line, for opening a scenario and for telling a request's story: some seconds at most.
pub(crate) fn of_a_jump() -> Work {
    Work::new(20_000_000, BYTES)
}

/// For holding the Checks against the run: one that sends very much is told to be too long.
pub(crate) fn of_checks() -> Work {
    Work::new(4_000_000, BYTES)
}

/// For what is run ahead at a time: a question that comes meanwhile waits no longer than this takes.
pub(crate) fn of_a_stretch() -> Work {
    Work::new(400_000, BYTES)
}
