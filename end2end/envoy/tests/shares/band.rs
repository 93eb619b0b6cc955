//! Whether a count may be by chance.
//!
//! The band is 3.29 deviations wide, which a right share misses once in 1,000 times; a miss is therefore drawn anew
//! once, with numbers of its own.

/// Whether so many of so many lie in the band around a share.
pub(crate) fn holds(count: u64, of: u64, share: f64) -> bool {
    let expected = share * of as f64;
    (count as f64 - expected).abs() <= 3.29 * (expected * (1.0 - share)).sqrt()
}
