//! What the filters around routing do, as far as a request needs it whose upstream answers 200 at once: faults and
//! clusters without hosts.

use mesh_proxy::config::{FaultAbort, HttpFault, RequestMirrorPolicy};
use mesh_proxy::proxy::StreamNumber;

/// A sequence of 64-bit numbers (SplitMix64).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// The delay in milliseconds, and the status of an abort.
pub(crate) type Faults = (Option<u64>, Option<u16>);

/// Draws whether faults apply.
pub(crate) fn fault(fault: Option<&HttpFault>, numbers: &mut Numbers) -> Faults {
    let Some(fault) = fault else { return (None, None) };
    let delay = fault.delay.as_ref().filter(|delay| delay.percentage.unwrap_or_default().contains(numbers.next()));
    let delay =
        delay.and_then(|delay| delay.fixed_delay).map(|delay| delay.as_millis() as u64).filter(|delay| *delay > 0);
    let hit = |abort: &&FaultAbort| abort.percentage.unwrap_or_default().contains(numbers.next());
    let abort = fault.abort.as_ref().filter(hit).and_then(|abort| abort.http_status);
    (delay, abort.map(|status| status as u16))
}

pub(crate) fn is_mirrored(policy: &RequestMirrorPolicy, stream_number: StreamNumber) -> bool {
    policy.runtime_fraction.as_ref().is_none_or(|fraction| fraction.share().contains(stream_number.0))
}
