//! How much two byte strings have in common, from a few numbers of each.
//!
//! Of the hashes of all windows of a string the least is kept, under several hash functions: two strings share as many of
//! these numbers as they share windows, of all that either has (A. Broder, *On the resemblance and containment of
//! documents*, 1997).

/// How many hash functions there are.
const FUNCTIONS: usize = 24;
/// The bytes of a window.
const WINDOW: usize = 5;

/// What stands for a byte string.
pub(crate) type Sketch = [u32; FUNCTIONS];

/// The numbers of a byte string.
pub(crate) fn sketch(bytes: &[u8]) -> Sketch {
    let mut least = [u32::MAX; FUNCTIONS];
    for window in bytes.windows(WINDOW) {
        let hash =
            window.iter().fold(2_166_136_261, |hash: u32, byte| (hash ^ u32::from(*byte)).wrapping_mul(16_777_619));
        let mut seed = 0_u32;
        for least in &mut least {
            *least = (*least).min(mixed(hash ^ seed));
            seed = seed.wrapping_add(0x9e37_79b9);
        }
    }
    least
}

/// The finalizer of MurmurHash3.
fn mixed(mut hash: u32) -> u32 {
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shared_as_far_as_bytes_are() {
        let text: Vec<u8> = (0..4000_u32).map(|index| (mixed(index) % 251) as u8).collect();
        let half: Vec<u8> =
            text[..2000].iter().copied().chain((0..2000_u32).map(|index| (mixed(!index) % 241) as u8)).collect();
        let shared = |one: &[u8], other: &[u8]| {
            sketch(one).iter().zip(sketch(other)).filter(|(one, other)| **one == *other).count()
        };
        assert_eq!(shared(&text, &text), FUNCTIONS);
        assert!((3..=14).contains(&shared(&text, &half)), "a third is expected: {}", shared(&text, &half));
        assert!(shared(&text, &text.iter().rev().copied().collect::<Vec<_>>()) <= 2);
    }
}
