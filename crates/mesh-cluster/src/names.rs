//! Pod names that look like Kubernetes' and never change between runs.

/// The characters of Kubernetes' suffixes: no vowels, so that no words come up.
const ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";

/// A suffix of `length` characters that depends on the parts alone.
pub(crate) fn suffix(parts: &[&str], length: usize) -> String {
    let mut state = hash(parts);
    let mut text = String::with_capacity(length);
    for _ in 0..length {
        let index = (state % ALPHABET.len() as u64) as usize;
        text.push(char::from(ALPHABET.get(index).copied().unwrap_or(b'b')));
        state = mix(state);
    }
    text
}

/// The hash of a controller's pod template, as its pods carry it.
#[must_use]
pub fn template_hash(namespace: &str, name: &str) -> String {
    suffix(&[namespace, name], 10)
}

/// FNV-1a over the parts with a separator.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain(std::iter::once(0)));
    mix(bytes.fold(0xcbf2_9ce4_8422_2325, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// The finalizer of SplitMix64.
fn mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_depends_on_its_parts_alone() {
        assert_eq!(suffix(&["default", "reviews-v1", "0"], 5), suffix(&["default", "reviews-v1", "0"], 5));
        assert_ne!(suffix(&["default", "reviews-v1", "0"], 5), suffix(&["default", "reviews-v1", "1"], 5));
        assert_ne!(suffix(&["ab", "c"], 5), suffix(&["a", "bc"], 5));
        assert_eq!(suffix(&["x"], 10).len(), 10);
    }
}
