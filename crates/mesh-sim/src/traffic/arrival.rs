//! When a Traffic sends its next request.

use mesh_proxy::{Draws, Duration, Purpose, Time};

use super::Rate;
use crate::draws::unit;

/// How a Traffic's requests follow each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Loop {
    /// Whatever happens to them.
    Open {
        /// How many in a second.
        rate: Rate,
        /// Whether they come at random.
        arrival: Arrival,
    },
    /// Each connection sends again when it was answered.
    Closed {
        /// How many at once.
        connections: u32,
        /// The time between an answer and the next request.
        think_time: Duration,
    },
}

/// The times between requests of an open loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// At random, as from many independent users.
    Poisson,
    /// Evenly.
    Uniform,
}

/// A Traffic's plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pace {
    /// How requests follow each other.
    pub(crate) flow: Loop,
    /// The first request is not sent before.
    pub(crate) start: Time,
    /// None is sent at or after.
    pub(crate) stop: Time,
    /// None is sent after so many.
    pub(crate) count: u64,
}

impl Pace {
    /// How many requests are sent at the start, and for an open loop whether there is a first one.
    pub(crate) fn first(&self) -> u64 {
        match self.flow {
            Loop::Open { .. } => 1.min(self.count),
            Loop::Closed { connections, .. } => u64::from(connections).min(self.count),
        }
    }

    /// When request `number` of an open loop is sent. `sent` is what the rate had made by the request before and is
    /// brought up to this one; the draw has the request's own key.
    pub(crate) fn open(&self, number: u64, sent: &mut f64, key: u64, draws: &mut impl Draws) -> Option<Time> {
        let Loop::Open { rate, arrival } = &self.flow else { return None };
        match arrival {
            Arrival::Uniform => *sent = number as f64,
            Arrival::Poisson => *sent -= libm::log(1.0 - unit(draws.draw(key, Purpose::Arrival, 0))),
        }
        self.within(number, rate.time_of(*sent))
    }

    /// When a connection of a closed loop sends again after an answer; `number` is the next request's.
    pub(crate) fn closed(&self, number: u64, answered: Time) -> Option<Time> {
        let Loop::Closed { think_time, .. } = self.flow else { return None };
        self.within(number, answered + think_time)
    }

    fn within(&self, number: u64, at: Time) -> Option<Time> {
        (number < self.count && at < self.stop).then_some(at.max(self.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{KeyedDraws, mix};

    const SECOND: u64 = 1_000_000_000;

    fn times(pace: &Pace, most: u64) -> Vec<Time> {
        let (mut sent, mut draws) = (0.0, KeyedDraws::new(1));
        (0..most).map_while(|number| pace.open(number, &mut sent, mix(9, number), &mut draws)).collect()
    }

    fn open(arrival: Arrival, stop: Time, count: u64) -> Pace {
        let start = Time(2 * SECOND);
        Pace { flow: Loop::Open { rate: Rate::new(start, 10.0, &[]), arrival }, start, stop, count }
    }

    #[test]
    fn uniform_requests_are_sent_at_start_and_then_evenly() {
        let found = times(&open(Arrival::Uniform, Time(3 * SECOND), u64::MAX), 100);
        assert_eq!(found, (0..10).map(|i| Time(2 * SECOND + i * SECOND / 10)).collect::<Vec<_>>());
        assert_eq!(times(&open(Arrival::Uniform, Time::NEVER, 3), 100).len(), 3);
    }

    #[test]
    fn poisson_arrivals_have_the_rate_and_its_spread() {
        let found = times(&open(Arrival::Poisson, Time(1002 * SECOND), u64::MAX), 100_000);
        assert!((9_700..10_300).contains(&found.len()), "{}", found.len());
        let gaps: Vec<f64> = found.windows(2).map(|pair| pair[1].since(pair[0]).as_secs_f64()).collect();
        let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
        let variance = gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / gaps.len() as f64;
        assert!((libm::sqrt(variance) / mean - 1.0).abs() < 0.05, "exponential gaps");
    }

    #[test]
    fn a_closed_loop_waits_for_its_answer_and_thinks() {
        let flow = Loop::Closed { connections: 4, think_time: Duration::from_secs(1) };
        let pace = Pace { flow, start: Time::ZERO, stop: Time(10 * SECOND), count: 6 };
        assert_eq!(pace.first(), 4);
        assert_eq!(pace.closed(4, Time(SECOND)), Some(Time(2 * SECOND)));
        assert_eq!(pace.closed(4, Time(9 * SECOND)), None);
        assert_eq!(pace.closed(6, Time(SECOND)), None);
    }
}
