//! Requests on their way: what happens to each call, as a column of numbers.

use serde::{Deserialize, Serialize};

/// Whom a call begins for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOrigin {
    /// A request enters the mesh; with a way that begins where its client stands, where one is known.
    Outside(u64, Option<u32>),
    /// An app makes it for another call.
    Call(u64),
    /// It is a mirrored copy of another call.
    Mirror(u64),
}

/// What happens to a call. A way is one of [`crate::Frame::ways`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallStep {
    /// It begins.
    Begun(CallOrigin),
    /// A try leaves the client; whether it is a later one than the first.
    Sent(u32, bool),
    /// That try is over, with a status; 0 for none.
    Back(u16),
    /// It is answered, with a status; and the way to where it ended if nothing was ever sent.
    Ended(u16, Option<u32>),
}

/// A step of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallEvent {
    /// Simulated nanoseconds.
    pub at: u64,
    /// The call, unlike any other of its run.
    pub call: u64,
    /// What happens.
    pub step: CallStep,
}

/// What happens to calls, in order. Four numbers each: time and kind, call, and two that the kind gives a meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dots(Vec<u64>);

impl Dots {
    /// Whether nothing happens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How much happens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len() / 4
    }

    /// What happens, in order.
    pub fn events(&self) -> impl Iterator<Item = CallEvent> + '_ {
        self.0.chunks_exact(4).filter_map(|numbers| {
            let [head, call, one, other] = *numbers else { return None };
            let way = |plus_one: u64| u32::try_from(plus_one).ok()?.checked_sub(1);
            let step = match head & 7 {
                0 => CallStep::Begun(CallOrigin::Outside(one, way(other))),
                1 => CallStep::Begun(CallOrigin::Call(one)),
                2 => CallStep::Begun(CallOrigin::Mirror(one)),
                3 => CallStep::Sent(u32::try_from(one).ok()?, other != 0),
                4 => CallStep::Back(u16::try_from(one).ok()?),
                _ => CallStep::Ended(u16::try_from(one).ok()?, way(other)),
            };
            Some(CallEvent { at: head >> 3, call, step })
        })
    }
}

impl FromIterator<CallEvent> for Dots {
    fn from_iter<I: IntoIterator<Item = CallEvent>>(events: I) -> Self {
        let plus_one = |way: Option<u32>| way.map_or(0, |way| u64::from(way) + 1);
        let numbers = |event: CallEvent| {
            let (kind, one, other) = match event.step {
                CallStep::Begun(CallOrigin::Outside(request, way)) => (0, request, plus_one(way)),
                CallStep::Begun(CallOrigin::Call(call)) => (1, call, 0),
                CallStep::Begun(CallOrigin::Mirror(call)) => (2, call, 0),
                CallStep::Sent(way, is_retry) => (3, u64::from(way), u64::from(is_retry)),
                CallStep::Back(status) => (4, u64::from(status), 0),
                CallStep::Ended(status, way) => (5, u64::from(status), plus_one(way)),
            };
            [event.at << 3 | kind, event.call, one, other]
        };
        Self(events.into_iter().flat_map(numbers).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_what_happened() {
        let steps = [
            CallStep::Begun(CallOrigin::Outside(1 << 41, Some(0))),
            CallStep::Begun(CallOrigin::Outside(7, None)),
            CallStep::Begun(CallOrigin::Call(u64::MAX)),
            CallStep::Begun(CallOrigin::Mirror(0)),
            CallStep::Sent(u32::MAX, true),
            CallStep::Sent(0, false),
            CallStep::Back(503),
            CallStep::Ended(0, Some(3)),
            CallStep::Ended(200, None),
        ];
        let events: Vec<CallEvent> =
            (0..).zip(steps).map(|(at, step)| CallEvent { at: at * 1_000, call: at, step }).collect();
        let dots: Dots = events.iter().copied().collect();
        assert_eq!((dots.len(), dots.events().collect::<Vec<_>>()), (events.len(), events));
        // What is no event is left out.
        assert_eq!(Dots(vec![3, 1, u64::MAX, 0, 4]).events().count(), 0);
    }
}
