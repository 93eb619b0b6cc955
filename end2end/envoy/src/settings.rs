//! What a run is asked to do: `cargo xtask conformance --seed N --cases M` sets it.

/// The number in a variable of the environment.
///
/// # Panics
/// If it is none.
#[must_use]
pub fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

/// What generated cases are made from: `MESH_SEED`, else 1.
#[must_use]
pub fn seed() -> u64 {
    number("MESH_SEED", 1)
}

/// How many cases are asked for: `MESH_CASES`; `None` in the ordinary run, which has its own number of each kind.
#[must_use]
pub fn cases() -> Option<u64> {
    std::env::var_os("MESH_CASES").map(|_| number("MESH_CASES", 0))
}
