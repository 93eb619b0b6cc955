//! Keyed randomness: a draw is a hash of what it is for.

use mesh_proxy::{Draws, Purpose};

/// Mixes a value into a key: two rounds of multiply and xor-shift (the finalizer of MurmurHash3, Stafford's
/// variant 13), enough for every output bit to depend on every input bit.
#[must_use]
pub fn mix(key: u64, value: u64) -> u64 {
    let mut bits = key.rotate_left(32) ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x2545_f491_4f6c_dd1d);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Mixes a text into a key.
#[must_use]
pub(crate) fn mix_text(key: u64, text: &str) -> u64 {
    let mut key = mix(key, text.len() as u64);
    for chunk in text.as_bytes().chunks(8) {
        let mut word = [0; 8];
        for (to, from) in word.iter_mut().zip(chunk) {
            *to = *from;
        }
        key = mix(key, u64::from_le_bytes(word));
    }
    key
}

/// The draws of one run.
#[derive(Clone, Copy, Debug)]
pub struct KeyedDraws {
    seed: u64,
    made: u64,
}

impl KeyedDraws {
    /// The seed, as draws mix it.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Draws under a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds must not be neighbouring keys: subjects are combined with them by a plain xor.
        Self { seed: mix(0, seed), made: 0 }
    }

    /// How many draws were made.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.made
    }
}

impl Draws for KeyedDraws {
    fn draw(&mut self, subject: u64, purpose: Purpose, index: u32) -> u64 {
        self.made += 1;
        mix(self.seed ^ subject, (purpose as u64) << 32 | u64::from(index))
    }
}

/// Hashes for look-up tables that are never walked: the same on every platform and in every run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KeyHasher;

/// The state of a hash.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KeyHash(u64);

impl std::hash::BuildHasher for KeyHasher {
    type Hasher = KeyHash;

    fn build_hasher(&self) -> KeyHash {
        KeyHash(0)
    }
}

impl std::hash::Hasher for KeyHash {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A uniform number in [0, 1) with 53 bits.
#[must_use]
pub(crate) fn unit(draw: u64) -> f64 {
    (draw >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_key_alone() {
        let mut one = KeyedDraws::new(7);
        let first = one.draw(5, Purpose::Host, 0);
        one.draw(5, Purpose::StreamId, 0);
        assert_eq!(one.draw(5, Purpose::Host, 0), first);
        assert_ne!(one.draw(5, Purpose::Host, 1), first);
        assert_ne!(one.draw(6, Purpose::Host, 0), first);
        assert_ne!(KeyedDraws::new(8).draw(5, Purpose::Host, 0), first);
    }

    #[test]
    fn neighbouring_keys_give_independent_draws() {
        let draws = 100_000;
        let mut ones = [0u32; 64];
        let mut shares = [0u32; 10];
        for request in 0..draws {
            let draw = KeyedDraws::new(1).draw(request, Purpose::StreamId, 0);
            for (bit, count) in ones.iter_mut().enumerate() {
                *count += (draw >> bit & 1) as u32;
            }
            shares[(unit(draw) * 10.0) as usize] += 1;
        }
        assert!(ones.iter().all(|&count| (49_000..51_000).contains(&count)), "{ones:?}");
        assert!(shares.iter().all(|&count| (9_600..10_400).contains(&count)), "{shares:?}");
    }
}
