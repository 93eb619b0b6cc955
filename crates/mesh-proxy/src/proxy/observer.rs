//! The seam through which decisions are watched.

use super::ids::{AddressId, AttemptId, ClusterIndex, StreamId};
use super::timer::Timer;
use crate::draw::Purpose;
use crate::router::RetryVerdict;
use crate::time::{Duration, Time};

/// Sees what is decided and why, and never changes it. Every method does nothing by default, so an observer that is not
/// interested costs nothing.
pub trait Observer {
    /// Whether decisions are recorded at all: what is only gathered for an observer is left out otherwise.
    const RECORDS: bool = false;

    /// A stream begins: a downstream request, or a mirrored copy of one.
    fn stream(&mut self, _stream: StreamId, _copy_of: Option<StreamId>) {}

    /// A draw was taken for a request.
    fn draw(&mut self, _stream: StreamId, _purpose: Purpose, _index: u32, _value: u64) {}

    /// The fault filter delays a request.
    fn fault_delay(&mut self, _stream: StreamId, _delay: Duration) {}

    /// The fault filter answers a request.
    fn fault_abort(&mut self, _stream: StreamId, _status: u16) {}

    /// `max_active_faults` kept a fault from applying.
    fn fault_overflow(&mut self, _stream: StreamId) {}

    /// The hosts of a cluster in the load balancer's order, those that it leaves out too. Of a large cluster some are not
    /// among them; `count` is how many it has.
    fn hosts(&mut self, _attempt: AttemptId, _cluster: ClusterIndex, _considered: &[HostView], _count: u32) {}

    /// A host was picked; `rejected` tells that the retry policy wants another one.
    fn host_picked(&mut self, _attempt: AttemptId, _address: AddressId, _rejected: bool) {}

    /// The attempt waits for a connection.
    fn pending(&mut self, _attempt: AttemptId, _waiting: u32) {}

    /// A timer was armed.
    fn timer_armed(&mut self, _timer: Timer, _at: Time) {}

    /// A timer that still meant something has come.
    fn timer_fired(&mut self, _timer: Timer) {}

    /// An attempt's end was reported to outlier detection: the status that it counts as, if it counts, and the host's
    /// counters after it.
    fn outlier_result(&mut self, _attempt: AttemptId, _cluster: ClusterIndex, _view: HostView, _counted: Option<u16>) {}

    /// Whether a failed attempt is tried again; `after` is the back-off.
    fn retry(&mut self, _attempt: AttemptId, _verdict: RetryVerdict, _after: Option<Duration>) {}
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observer for Unobserved {}

/// A host as the load balancer and outlier detection see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostView {
    /// Where it is.
    pub address: AddressId,
    /// Load-balancing weight.
    pub weight: u32,
    /// Priority, 0 is tried first.
    pub priority: u32,
    /// Attempts in flight from this proxy.
    pub active: u32,
    /// Whether outlier detection has put it out.
    pub ejected: bool,
    /// Whether the load balancer may pick it: for up to a second after an ejection it still may (merge window).
    pub eligible: bool,
    /// 5xx answers in a row.
    pub consecutive_5xx: u32,
    /// 502, 503 and 504 answers in a row.
    pub consecutive_gateway_failure: u32,
    /// Failures to get an answer at all in a row (split mode).
    pub consecutive_local_origin_failure: u32,
    /// When it was put out; `None` while it is in.
    pub ejected_at: Option<Time>,
    /// When it may return; the next interval tick after it does it.
    pub ejected_until: Option<Time>,
    /// The multiplier of the base ejection time.
    pub backoff: u32,
}
