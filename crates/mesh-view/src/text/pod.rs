//! Names of pods for people.

/// A pod of a Deployment as people tell it from others: `reviews-v1-\u{2026}x7k2p`, without the hash of its template, which all pods
/// beside it have too. Other names stay.
#[must_use]
pub fn short_pod(name: &str) -> String {
    // The letters of `rand.SafeEncodeString` (k8s.io/apimachinery), of which hash and tail are made.
    let is_safe = |part: &str| part.chars().all(|letter| "bcdfghjklmnpqrstvwxz2456789".contains(letter));
    let parts = name.rsplit_once('-').and_then(|(rest, tail)| Some((rest.rsplit_once('-')?, tail)));
    match parts {
        Some(((workload, hash), tail))
            if tail.len() == 5 && (6..=10).contains(&hash.len()) && is_safe(tail) && is_safe(hash) =>
        {
            format!("{workload}-\u{2026}{tail}")
        }
        _ => name.to_owned(),
    }
}
