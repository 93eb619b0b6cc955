//! Links that hold a whole scenario: `/#1.<payload>` and `/c/1.<payload>`.
//!
//! The payload is base64url, without padding, of a byte that names the dictionary and a raw deflate stream
//! of a JSON envelope; seven characters behind it check that nothing was cut off on its way.

mod checksum;
mod deflate;
mod envelope;
mod error;
mod files;
mod recover;
#[cfg(test)]
mod tests;

pub use envelope::Envelope;
pub use error::LinkError;
pub use recover::{Recovered, recover};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The format that this engine writes.
const FORMAT: &str = "1";
/// No number of a format has more digits.
const DIGITS: usize = 4;
/// Number of the frozen dictionary, the first byte of the payload. Never used again for another one.
const DICTIONARY: u8 = 1;
/// Longest link that is read, in bytes.
pub const MAX_LINK: usize = 64 * 1024;
/// Longest envelope that is unpacked, in bytes.
pub const MAX_ENVELOPE: usize = 1024 * 1024;

/// Packs a scenario: `1.` and a payload of letters, digits, `-` and `_`; it goes behind `/#` or `/c/`.
#[must_use]
pub fn encode(envelope: &Envelope) -> String {
    let mut bytes = vec![DICTIONARY];
    bytes.extend(deflate::pack(envelope.to_json().as_bytes()));
    seal(&bytes)
}

/// The link of packed bytes, whatever they hold: makes every branch behind the checksum reachable for tests.
#[must_use]
pub fn seal(bytes: &[u8]) -> String {
    format!("{FORMAT}.{}{}", URL_SAFE_NO_PAD.encode(bytes), checksum::of(bytes))
}

/// Unpacks a link: a whole URL, or what stands behind its `#` or `/c/`.
///
/// # Errors
/// When it is no link of this format, was damaged on its way, is too large, or holds no scenario.
pub fn decode(link: &str) -> Result<Envelope, LinkError> {
    if link.len() > MAX_LINK {
        return Err(LinkError::TooLarge);
    }
    let (format, payload) = parts(link).ok_or(LinkError::NotALink)?;
    if format != FORMAT {
        return Err(LinkError::Version(format.to_owned()));
    }
    let bytes = checked(payload).ok_or_else(|| recover::diagnose(payload))?;
    let (dictionary, stream) = bytes.split_first().ok_or(LinkError::CutOff)?;
    if *dictionary != DICTIONARY {
        return Err(LinkError::Dictionary(*dictionary));
    }
    Envelope::from_json(&deflate::unpack(stream)?)
}

/// Number of the format and payload, of a whole URL or of what stands behind its `#` or `/c/`.
fn parts(link: &str) -> Option<(&str, &str)> {
    let last = link.trim().rsplit(['#', '/']).next().unwrap_or_default();
    let last = last.split(['?', '&']).next().unwrap_or_default();
    let (format, payload) = last.split_once('.')?;
    let is_number = (1..=DIGITS).contains(&format.len()) && format.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then_some((format, payload))
}

/// The bytes of a payload, where its checksum is right.
fn checked(payload: &str) -> Option<Vec<u8>> {
    let split = payload.len().checked_sub(checksum::LENGTH)?;
    let (packed, check) = payload.split_at_checked(split)?;
    let bytes = URL_SAFE_NO_PAD.decode(packed).ok()?;
    checksum::of(&bytes).eq_ignore_ascii_case(check).then_some(bytes)
}
