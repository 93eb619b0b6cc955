//! Prints how many proxied requests a second the native engine simulates, for `cargo xtask bench`.
#![expect(clippy::disallowed_types, reason = "a benchmark is about real time")]

use std::time::Instant;

const PRESET: &str = "canary-weights";
const SECONDS: u32 = 10_000;

fn main() {
    let once = || {
        let begin = Instant::now();
        mesh_scenario::carried(PRESET, SECONDS) as f64 / begin.elapsed().as_secs_f64()
    };
    // The best of three: the others were disturbed.
    let best = (0..3).map(|_| once()).fold(0.0, f64::max);
    println!("{PRESET}, native: {best:.0} proxied requests/s");
}
