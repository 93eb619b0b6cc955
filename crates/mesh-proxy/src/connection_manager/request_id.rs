//! `x-request-id` (Envoy's `UUIDRequestIDExtension`).

use std::fmt::Write as _;

use crate::config::HttpConnectionManager;
use crate::draw::{Draws, Purpose};
use crate::route::HeaderMap;

/// The header.
pub const REQUEST_ID: &str = "x-request-id";

/// Stands for the id that the proxy made; no client can send it.
pub const GENERATED_REQUEST_ID: &str = "\0generated";

/// Marks that a request gets an id of the proxy's: at the edge always, elsewhere where it has none.
pub(super) fn mark(manager: &HttpConnectionManager, headers: &mut HeaderMap, is_edge: bool) {
    if manager.generate_request_id == Some(false) {
        return;
    }
    let replaced = is_edge && !manager.preserve_external_request_id;
    if replaced || headers.get(REQUEST_ID).is_none_or(str::is_empty) {
        headers.set(REQUEST_ID, GENERATED_REQUEST_ID);
    }
}

/// The id of a request: a random UUID as RFC 9562 has them (version 4), drawn for the subject.
#[must_use]
pub fn request_id<D: Draws>(draws: &mut D, subject: u64) -> String {
    let high = draws.draw(subject, Purpose::RequestId, 0) & 0xffff_ffff_ffff_0fff | 0x4000;
    let low = draws.draw(subject, Purpose::RequestId, 1) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    let mut text = String::with_capacity(36);
    let _ = write!(text, "{:08x}-{:04x}-{:04x}-", high >> 32, high >> 16 & 0xffff, high & 0xffff);
    let _ = write!(text, "{:04x}-{:012x}", low >> 48, low & 0xffff_ffff_ffff);
    text
}

/// Puts an id in the place of the mark; says whether there was one.
pub fn write_request_id(headers: &mut HeaderMap, id: impl FnOnce() -> String) -> bool {
    let marked = headers.get(REQUEST_ID) == Some(GENERATED_REQUEST_ID);
    if marked {
        headers.set(REQUEST_ID, &id());
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Same(u64);

    impl Draws for Same {
        fn draw(&mut self, _: u64, _: Purpose, _: u32) -> u64 {
            self.0
        }
    }

    #[test]
    fn ids_are_uuids_of_version_4() {
        assert_eq!(request_id(&mut Same(0), 1), "00000000-0000-4000-8000-000000000000");
        assert_eq!(request_id(&mut Same(u64::MAX), 1), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(request_id(&mut Same(0x0123_4567_89ab_cdef), 1), "01234567-89ab-4def-8123-456789abcdef");
    }
}
