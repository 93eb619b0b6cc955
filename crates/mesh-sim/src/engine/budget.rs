//! What work costs that is no event by itself, in steps.

/// Making so much state takes as long as handling an event.
pub(super) const BYTES_OF_A_STEP: u64 = 64;

/// Looking at so many requests, connections or pods takes as long as handling an event.
pub(super) const LOOKS_OF_A_STEP: u64 = 16;
