//! Ids of stored scenarios: the beginning of the content's hash, in letters that survive being read aloud.

use sha2::{Digest, Sha256};

/// Crockford's base 32, lower case: no `i`, `l`, `o`, `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// 60 bits: at a hundred million scenarios the chance of any clash is below half a percent, and a clash is handled.
const LENGTH: usize = 12;

/// The ids that this content may have, the usual one first; each longer one is for a clash on all before it.
pub(super) fn candidates(content: &str) -> impl Iterator<Item = String> {
    let hash = Sha256::digest(content.as_bytes());
    let digits: String = hash.chunks_exact(5).flat_map(base32).map(char::from).collect();
    (LENGTH..LENGTH + 8).map(move |length| digits.chars().take(length).collect())
}

/// Whether this can be an id: what cannot is not looked for.
pub(super) fn is_possible(id: &str) -> bool {
    (LENGTH..LENGTH + 8).contains(&id.len()) && id.bytes().all(|byte| ALPHABET.contains(&byte))
}

/// Five bytes as eight digits.
fn base32(bytes: &[u8]) -> [u8; 8] {
    let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    std::array::from_fn(|digit| {
        let index = bits >> (35 - 5 * digit) & 31;
        ALPHABET.get(index as usize).copied().unwrap_or(b'0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_id_is_the_beginning_of_the_hash() {
        // SHA-256 of the empty text begins e3b0c442 98fc1c14: 11100 01110 11000 01100 01000 10000 10100 11000 …
        let ids: Vec<String> = candidates("").collect();
        assert_eq!(&ids[0][..8], "werc8gmr");
        assert!(ids.iter().all(|id| id.starts_with(&ids[0])));
        assert_eq!(ids[1].len(), LENGTH + 1);
        assert!(ids.iter().all(|id| is_possible(id)));
    }

    #[test]
    fn what_is_no_id_is_not_looked_for() {
        for id in ["", "werc8gmr", "WERC8GMR0000", "werc8gmr000u", "werc8gmr\0\u{e9}00", "werc8gmr000000000000000"] {
            assert!(!is_possible(id), "{id:?}");
        }
    }
}
