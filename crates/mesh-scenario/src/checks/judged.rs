//! A check with its verdict.

use mesh_proxy::Time;
use mesh_view::{CheckStanding, CheckState, ExpectationState};
use mesh_words::Words;

use super::during::{Watched, verdict};
use super::figure::Measured;
use super::plan::CheckPlan;
use super::sentence;

/// What was measured of a check with each of its seeds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judged {
    /// By seed, for each expectation.
    pub(crate) measured: Vec<Vec<Measured>>,
    pub(crate) since: Time,
    /// Whether nothing about it will change any more.
    pub(crate) is_over: bool,
    /// Why it cannot be told.
    pub(crate) stopped: Option<Words>,
}

/// The mean of numbers; nothing of none.
fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = numbers.fold((0_u32, 0.0), |(count, sum), number| (count + 1, sum + number));
    (count > 0).then(|| sum / f64::from(count))
}

impl Judged {
    /// That of a window of the run.
    pub(crate) fn of_window(watched: &Watched) -> Self {
        let measured = if watched.measured.is_empty() { Vec::new() } else { vec![watched.measured.clone()] };
        Self { measured, since: watched.since.at(), is_over: watched.is_over, stopped: None }
    }

    /// That of a check which the work did not last for.
    pub(crate) fn stopped(why: Words) -> Self {
        Self { stopped: Some(why), ..Self::default() }
    }

    /// Whether all that is expected holds with each seed; `None` where it is not known yet.
    pub(crate) fn holds(&self, plan: &CheckPlan) -> Option<bool> {
        let verdicts: Option<Vec<bool>> = self.measured.iter().map(|measured| verdict(plan, measured)).collect();
        verdicts.filter(|verdicts| !verdicts.is_empty()).map(|verdicts| verdicts.iter().all(|holds| *holds))
    }

    /// It as it is shown.
    pub(crate) fn told(&self, plan: &CheckPlan) -> CheckState {
        let expectations = plan.expect.iter().enumerate().map(|(number, expect)| {
            let figures: Vec<Measured> =
                self.measured.iter().filter_map(|measured| measured.get(number)).cloned().collect();
            let holding = figures.iter().filter(|figure| figure.is_within(&expect.bounds)).count();
            let seen = match (figures.as_slice(), &self.stopped) {
                (_, Some(why)) => why.clone(),
                ([], None) => Words::default(),
                ([only], None) => sentence::seen(only),
                (all, None) => sentence::seen_with_seeds(all, holding),
            };
            let standing = match figures.len() {
                0 => CheckStanding::Waiting,
                all if all == holding => CheckStanding::Holds,
                _ => CheckStanding::Fails,
            };
            let figure = mean(figures.iter().filter_map(Measured::shown));
            ExpectationState { standing, expected: sentence::expected(expect), seen, figure, span: expect.span }
        });
        CheckState {
            name: plan.name.clone(),
            standing: match self.holds(plan) {
                None => CheckStanding::Waiting,
                Some(true) => CheckStanding::Holds,
                Some(false) => CheckStanding::Fails,
            },
            is_over: self.is_over,
            since: self.since.seconds(),
            expectations: expectations.collect(),
            span: plan.span,
        }
    }
}
