//! How many requests an open loop has sent by a time, and the inverse.

use mesh_proxy::Time;

/// A rate that is linear between points and constant after the last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rate {
    /// (nanoseconds, requests per second, requests sent by then), from the start on.
    points: Vec<Point>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    at: u64,
    rate: f64,
    sent: f64,
}

impl Rate {
    /// A rate from `start` on, and the points of its ramp, sorted by time. Negative and absurd rates count as 0.
    pub(crate) fn new(start: Time, rate: f64, ramp: &[(Time, f64)]) -> Self {
        let sane = |rate: f64| if rate.is_finite() && rate > 0.0 { rate } else { 0.0 };
        let mut points = vec![Point { at: start.0, rate: sane(rate), sent: 0.0 }];
        for &(at, rate) in ramp {
            let last = points[points.len() - 1];
            let rate = sane(rate);
            if at.0 <= last.at {
                let end = points.len() - 1;
                points[end].rate = rate;
                continue;
            }
            let seconds = (at.0 - last.at) as f64 / 1e9;
            points.push(Point { at: at.0, rate, sent: last.sent + seconds * (last.rate + rate) / 2.0 });
        }
        Self { points }
    }

    /// When the number of requests sent reaches `sent`; `Time::NEVER` if it never does.
    pub(crate) fn time_of(&self, sent: f64) -> Time {
        let after = self.points.partition_point(|point| point.sent <= sent).max(1);
        let Some(&from) = self.points.get(after - 1) else { return Time::NEVER };
        let missing = sent - from.sent;
        let seconds = match self.points.get(after) {
            None if from.rate <= 0.0 => return Time::NEVER,
            None => missing / from.rate,
            Some(to) => {
                // The area under the line from `from.rate` with this slope; of the two forms of the quadratic's root the
                // one that stays exact when the slope is 0.
                let slope = (to.rate - from.rate) / ((to.at - from.at) as f64 / 1e9);
                let root = libm::sqrt((from.rate * from.rate + 2.0 * slope * missing).max(0.0));
                if missing <= 0.0 { 0.0 } else { 2.0 * missing / (from.rate + root) }
            }
        };
        Time(from.at.saturating_add((seconds * 1e9 + 0.5) as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    #[test]
    fn a_constant_rate_is_exact() {
        let rate = Rate::new(Time(SECOND), 1.0, &[]);
        for number in 0..1000u64 {
            assert_eq!(rate.time_of(number as f64), Time((number + 1) * SECOND));
        }
        assert_eq!(Rate::new(Time::ZERO, 3.0, &[]).time_of(1.0), Time(333_333_333));
    }

    #[test]
    fn a_ramp_sends_the_area_under_it() {
        let rate = Rate::new(Time::ZERO, 10.0, &[(Time(10 * SECOND), 50.0)]);
        assert_eq!(rate.time_of(300.0), Time(10 * SECOND), "30 on average for 10 s");
        assert_eq!(rate.time_of(350.0), Time(11 * SECOND));
        assert_eq!(rate.time_of(100.0), Time(5 * SECOND), "10 t + 2 t t = 100 at 5 s");
    }

    #[test]
    fn a_rate_that_ends_sends_no_more() {
        let rate = Rate::new(Time::ZERO, 10.0, &[(Time(2 * SECOND), 0.0)]);
        assert!(rate.time_of(9.9) < Time(2 * SECOND));
        assert_eq!(rate.time_of(10.5), Time::NEVER);
        assert_eq!(Rate::new(Time::ZERO, f64::NAN, &[]).time_of(0.0), Time::NEVER);
        let stepped = Rate::new(Time(5), 1.0, &[(Time(1), 7.0)]);
        assert_eq!(stepped.time_of(7.0), Time(5 + SECOND), "a point before the start sets the rate there");
    }
}
