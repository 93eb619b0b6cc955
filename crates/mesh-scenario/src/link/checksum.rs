//! Seven characters that tell a whole link from a damaged one, and end it with a letter or digit, which
//! no mail program takes for punctuation.

/// How many characters.
pub(super) const LENGTH: usize = 7;

/// Crockford's alphabet, in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The checksum: the first 35 bits of BLAKE3.
pub(super) fn of(bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes);
    let head = hash.as_bytes().iter().take(5).fold(0_u64, |head, byte| (head << 8) | u64::from(*byte)) >> 5;
    let digit = |place: usize| ALPHABET[(head >> (5 * (LENGTH - 1 - place))) as usize & 31];
    (0..LENGTH).map(|place| char::from(digit(place))).collect()
}
