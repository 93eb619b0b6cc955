//! The one clock of what moves: simulated time that is shown, and the viewer's time that passes while it runs.

/// Changes of speed that are remembered: what is on its way is seldom older.
const MOST_BENDS: usize = 16;

/// From some simulated second on, the speed is another one.
#[derive(Clone, Copy, Debug)]
struct Bend {
    shown: f64,
    viewed: f64,
    speed: f64,
}

/// Simulated seconds and the viewer's, which stand still while the run does.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    bends: Vec<Bend>,
}

impl Default for Clock {
    fn default() -> Self {
        Self::at(0.0, 1.0)
    }
}

impl Clock {
    pub(super) fn at(shown: f64, speed: f64) -> Self {
        Self { bends: vec![Bend { shown, viewed: 0.0, speed: speed.max(1e-6) }] }
    }

    /// Goes on at another speed; whether it is another one.
    pub(super) fn turn(&mut self, shown: f64, speed: f64) -> bool {
        let speed = speed.max(1e-6);
        let is_other = self.bends.last().is_none_or(|last| last.speed != speed);
        if is_other {
            let viewed = self.viewed(shown);
            self.bends.push(Bend { shown, viewed, speed });
            self.bends.drain(..self.bends.len().saturating_sub(MOST_BENDS));
        }
        is_other
    }

    /// The viewer's second at which a simulated one is shown.
    pub(super) fn viewed(&self, shown: f64) -> f64 {
        let bend = self.bend(|bend| bend.shown <= shown);
        bend.viewed + (shown - bend.shown) / bend.speed
    }

    /// The viewer's second at which a stay of simulated seconds is over that begins at a viewer's second.
    pub(super) fn after(&self, viewed: f64, stay: f64) -> f64 {
        let bend = self.bend(|bend| bend.viewed <= viewed);
        self.viewed(bend.shown + (viewed - bend.viewed) * bend.speed + stay)
    }

    fn bend(&self, is_before: impl Fn(&Bend) -> bool) -> Bend {
        let bend = self.bends.iter().rfind(|bend| is_before(bend)).or(self.bends.first());
        bend.copied().unwrap_or(Bend { shown: 0.0, viewed: 0.0, speed: 1.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stay_takes_its_time_at_each_speed_that_passes() {
        let mut clock = Clock::at(10.0, 1.0);
        assert!(!clock.turn(11.0, 1.0) && clock.turn(12.0, 4.0));
        for (shown, viewed) in [(8.0, -2.0), (10.0, 0.0), (12.0, 2.0), (16.0, 3.0)] {
            assert_eq!(clock.viewed(shown), viewed);
        }
        // A second at 1x, the other three at 4x.
        assert_eq!((clock.after(1.0, 4.0), clock.after(2.5, 4.0), clock.after(-1.0, 0.5)), (2.75, 3.5, -0.5));
    }
}
