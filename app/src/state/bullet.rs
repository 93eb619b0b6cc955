//! Bullet time: the run goes back to the start of a request and slows down to it.

use leptos::prelude::*;
use mesh_view::{DecisionRecord, LitLine};

use super::Playground;

/// Seconds of the viewer's that a request may take: where it would take longer, time is slowed down less.
const LONGEST: f64 = 90.0;

/// The request that is watched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bullet {
    /// Simulated seconds at which it was sent.
    sent: f64,
    /// Milliseconds that it takes.
    pub(crate) takes: f64,
    /// Milliseconds of the mesh in a second here.
    pub(crate) pace: f64,
    /// The speed before.
    speed: f64,
}

impl Bullet {
    fn of(record: &DecisionRecord, speed: f64) -> Self {
        let takes = record.hops.iter().filter_map(|hop| hop.end).chain(record.duration).fold(1.0, f64::max);
        let mut pace = 1.0;
        for _ in 0..3 {
            if takes / pace > LONGEST {
                pace *= 10.0;
            }
        }
        Self { sent: record.sent, takes, pace, speed }
    }

    /// Milliseconds of the request that have passed at a simulated second.
    pub(crate) fn passed(self, now: f64, sent: f64) -> f64 {
        ((now - sent) * 1000.0).clamp(0.0, self.takes)
    }
}

impl Playground {
    /// Goes back to a request's start and slows down to it.
    pub(crate) fn see_happen(self, record: &DecisionRecord) {
        let speed = self.bullet.get_untracked().map_or_else(|| self.speed.get_untracked(), |bullet| bullet.speed);
        let bullet = Bullet::of(record, speed);
        self.playing.set(false);
        self.shown_second.set(record.sent);
        self.bullet.set(Some(bullet));
        self.seek(record.sent);
        self.speed.set(bullet.pace / 1000.0);
        self.playing.set(true);
    }

    /// Leaves bullet time, and plays on or stays.
    pub(crate) fn leave_bullet(self, plays_on: bool) {
        let Some(bullet) = self.bullet.get_untracked() else { return };
        self.bullet.set(None);
        self.speed.set(bullet.speed);
        self.playing.set(plays_on);
    }

    /// Goes to where the next hop begins or ends, or the one before, and stays there.
    pub(crate) fn step_bullet(self, forward: bool) {
        let Some(bullet) = self.bullet.get_untracked() else { return };
        let passed = bullet.passed(self.aim(), bullet.sent);
        let near = 1e-3;
        let moments: Vec<f64> = self.decision.with_untracked(|record| {
            let hops = record.iter().flat_map(|record| &record.hops);
            hops.flat_map(|hop| [Some(hop.start), hop.end]).flatten().chain([0.0, bullet.takes]).collect()
        });
        let next = if forward {
            moments.into_iter().filter(|at| *at > passed + near).fold(bullet.takes, f64::min)
        } else {
            moments.into_iter().filter(|at| *at < passed - near).fold(0.0, f64::max)
        };
        self.playing.set(false);
        self.shown_second.set(bullet.sent + next / 1000.0);
        self.seek(bullet.sent + next / 1000.0);
    }

    /// The request of bullet time moves on; where it is over, time stands.
    pub(crate) fn follow_bullet(self) {
        let Some(bullet) = self.bullet.get_untracked() else { return };
        if self.sought.with_value(Option::is_some) {
            return;
        }
        let now = self.now();
        if (self.shown_second.get_untracked() - now).abs() > 1e-9 {
            self.shown_second.set(now);
        }
        let is_over = (now - bullet.sent) * 1000.0 >= bullet.takes;
        if is_over && self.playing.get_untracked() {
            self.playing.set(false);
        }
    }

    /// The lines that are lit: in bullet time those that have decided so far.
    pub(crate) fn lit_now(self) -> Memo<Vec<LitLine>> {
        Memo::new(move |_| {
            let lit = self.lit.get();
            if self.bullet.get().is_none() {
                return lit;
            }
            let now = self.shown_second.get() + 1e-9;
            lit.into_iter().filter(|line| line.at <= now).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_request_is_slowed_down_less() {
        for (milliseconds, pace) in [(31.0, 1.0), (90.0, 1.0), (400.0, 10.0), (3_000.0, 100.0), (1e9, 1_000.0)] {
            let record = DecisionRecord { duration: Some(milliseconds), sent: 2.0, ..DecisionRecord::default() };
            let bullet = Bullet::of(&record, 1.0);
            assert_eq!(bullet.pace, pace, "{milliseconds}");
            assert_eq!((bullet.passed(1.0, 2.0), bullet.passed(1e12, 2.0)), (0.0, milliseconds));
        }
    }
}
