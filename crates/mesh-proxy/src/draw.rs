//! The seam through which randomness comes in.

/// What a draw is for: part of its key, so that one decision never shifts another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Purpose {
    /// Envoy's stream id: weighted clusters, runtime fractions and mirrors are taken from it.
    StreamId,
    /// The host pick of a load balancer; the index counts the draws of one pick.
    Host,
    /// Where round robin starts.
    RoundRobinStart,
    /// The locality or priority of a pick.
    Locality,
    /// Whether a fault delay applies.
    FaultDelay,
    /// Whether a fault abort applies.
    FaultAbort,
    /// A retry's back-off.
    BackOff,
    /// Whether an ejection is enforced.
    Enforce,
    /// The jitter of an ejection.
    EjectionJitter,
    /// Whether a request is mirrored.
    Mirror,
    /// When the next request of an open loop arrives.
    Arrival,
    /// What an app answers.
    AppStatus,
    /// How long an app takes.
    AppLatency,
    /// Whether an app makes a call.
    AppCall,
    /// Whether an app hangs or resets.
    AppFailure,
    /// A request's `x-request-id`.
    RequestId,
}

/// Gives uniform 64-bit numbers. A draw is a pure function of its key, so the order of draws does not matter.
pub trait Draws {
    /// The number for a subject (the key of the request, or of the cluster that is decided about), a purpose and an
    /// index within it (an attempt, a second draw of one pick).
    fn draw(&mut self, subject: u64, purpose: Purpose, index: u32) -> u64;
}

impl<D: Draws + ?Sized> Draws for &mut D {
    fn draw(&mut self, subject: u64, purpose: Purpose, index: u32) -> u64 {
        (**self).draw(subject, purpose, index)
    }
}
