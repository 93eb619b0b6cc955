//! What the page lets the engine take: it shares the page's own thread.

use mesh_scenario::Work;

/// Bytes of state that a run may hold in a tab.
const BYTES: u64 = 256 << 20;

/// For a jump on the time line, for opening a scenario and for telling a request's story: some seconds at most.
pub(super) fn of_a_jump() -> Work {
    Work::new(20_000_000, BYTES)
}

/// For what happens between two drawings: less than anybody notices.
pub(super) fn of_a_drawing() -> Work {
    Work::new(200_000, BYTES)
}
