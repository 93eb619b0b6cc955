//! Checks of windows of the run: a copy of it goes on behind what is shown, and all of them look at it.

use mesh_proxy::Time;
use mesh_sim::{Answered, Ejected, Observation, Onlooker, Simulation, Stopped, Work};

use super::coverage::Coverage;
use super::figure::{Measured, Since};
use super::moment;
use super::plan::{CheckPlan, Figure, Task, Window};
use super::select::goes_over;
use super::tally::Tally;

const SECOND: u64 = 1_000_000_000;

/// All checks of windows of one run.
#[derive(Clone, Debug)]
pub(crate) struct Watching {
    observation: Option<Observation>,
    watched: Vec<Watched>,
    pub(crate) coverage: Coverage,
}

/// A check of a window.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    /// Its number among the plans.
    pub(crate) plan: usize,
    from: Time,
    to: Time,
    tallies: Vec<Tally>,
    /// The figures of now; of a window that has not begun none.
    pub(crate) measured: Vec<Measured>,
    pub(crate) since: Since,
    /// Whether the window is over.
    pub(crate) is_over: bool,
}

impl Watched {
    fn contains(&self, at: Time) -> bool {
        self.from <= at && at < self.to
    }

    fn measure(&mut self, plan: &CheckPlan, now: Time) {
        if now < self.from {
            return;
        }
        let time = now.min(self.to).since(self.from);
        let figures = plan.expect.iter().zip(&self.tallies);
        let measured = figures.map(|(expect, tally)| Measured::of(expect, tally, time));
        self.measured = measured.collect();
    }

    fn judge(&mut self, plan: &CheckPlan, now: Time) {
        if let Some(verdict) = verdict(plan, &self.measured) {
            self.since.note(verdict, now);
        }
    }
}

/// Whether everything that is expected holds; `None` where it is not measured yet.
pub(crate) fn verdict(plan: &CheckPlan, measured: &[Measured]) -> Option<bool> {
    (measured.len() == plan.expect.len()).then(|| {
        let mut pairs = plan.expect.iter().zip(measured);
        !plan.expect.is_empty() && pairs.all(|(expect, measured)| measured.is_within(&expect.bounds))
    })
}

impl Watching {
    /// The checks of windows among the plans, for a run whose time line has an end.
    pub(crate) fn new(simulation: &Simulation, plans: &[CheckPlan], end: Time) -> Self {
        let watched: Vec<Watched> = plans
            .iter()
            .enumerate()
            .filter_map(|(number, plan)| {
                let Task::During(window) = &plan.task else { return None };
                let to = window.to.unwrap_or(end).max(window.from);
                Some(Watched {
                    plan: number,
                    from: window.from,
                    to,
                    tallies: vec![Tally::default(); plan.expect.len()],
                    measured: Vec::new(),
                    since: Since::default(),
                    is_over: false,
                })
            })
            .collect();
        let first = watched.iter().map(|watched| watched.from).min();
        let observation = first.and_then(|first| simulation.observation(first));
        Self { observation, watched, coverage: Coverage::default() }
    }

    /// The time that it has come to.
    pub(crate) fn now(&self) -> Time {
        self.observation.as_ref().map_or(Time::ZERO, Observation::now)
    }

    /// When the last window is over; time 0 without any.
    pub(crate) fn end(&self) -> Time {
        self.watched.iter().map(|watched| watched.to).max().unwrap_or(Time::ZERO)
    }

    /// The checks as they stand.
    pub(crate) fn watched(&self) -> &[Watched] {
        &self.watched
    }

    /// Goes on to a time, second by second: verdicts are told since whole seconds.
    ///
    /// # Errors
    /// The work is used up; it can go on with other work.
    pub(crate) fn advance(
        &mut self,
        simulation: &Simulation,
        plans: &[CheckPlan],
        until: Time,
        work: &mut Work,
    ) -> Result<(), Stopped> {
        let Some(observation) = &mut self.observation else { return Ok(()) };
        while observation.now() < until && self.watched.iter().any(|watched| !watched.is_over) {
            let now = observation.now();
            let whole = Time((now.0 / SECOND + 1) * SECOND);
            let ends = self.watched.iter().map(|watched| watched.to).filter(|to| *to > now);
            let next = ends.chain([whole, until]).min().unwrap_or(until);
            let mut eye = Eye { plans, watched: &mut self.watched, coverage: &mut self.coverage };
            observation.run(simulation, next, work, &mut eye)?;
            for watched in self.watched.iter_mut().filter(|watched| !watched.is_over) {
                let Some(plan) = plans.get(watched.plan) else { continue };
                watched.measure(plan, next);
                let ends = next >= watched.to;
                if ends || next == until {
                    measure_moment(watched, plan, observation, work)?;
                }
                let is_counted = !plan.expect.iter().any(|expect| expect.figure.is_of_a_moment());
                if is_counted || ends || next == until {
                    watched.judge(plan, next);
                }
                watched.is_over = ends;
            }
        }
        Ok(())
    }
}

/// Measures what is no matter of counting.
fn measure_moment(
    watched: &mut Watched,
    plan: &CheckPlan,
    observation: &Observation,
    work: &mut Work,
) -> Result<(), Stopped> {
    for (measured, expect) in watched.measured.iter_mut().zip(&plan.expect) {
        if let Some(now) = moment::measure(&expect.figure, observation, work)? {
            *measured = now;
        }
    }
    Ok(())
}

/// What looks at the run.
struct Eye<'a> {
    plans: &'a [CheckPlan],
    watched: &'a mut [Watched],
    coverage: &'a mut Coverage,
}

impl Onlooker for Eye<'_> {
    fn answered(&mut self, answered: &Answered<'_>) {
        let mut is_looked_at = false;
        for watched in self.watched.iter_mut().filter(|watched| watched.contains(answered.at())) {
            is_looked_at = true;
            let Some(CheckPlan { task: Task::During(Window { edge, .. }), expect, .. }) = self.plans.get(watched.plan)
            else {
                continue;
            };
            let counts = match edge {
                Some(edge) => goes_over(edge, answered),
                None => answered.is_root() && !answered.is_sent(),
            };
            if counts {
                for (expect, tally) in expect.iter().zip(&mut watched.tallies) {
                    tally.answered(expect, answered);
                }
            }
        }
        if is_looked_at {
            self.coverage.answered(answered);
        }
    }

    fn ejected(&mut self, ejected: &Ejected<'_>) {
        for watched in self.watched.iter_mut().filter(|watched| watched.contains(ejected.at())) {
            let Some(plan) = self.plans.get(watched.plan) else { continue };
            for (expect, tally) in plan.expect.iter().zip(&mut watched.tallies) {
                tally.ejected(expect, ejected);
            }
        }
    }

    fn reads_headers(&self) -> bool {
        reads_headers(self.plans)
    }
}

/// Whether anything that is expected depends on headers.
pub(super) fn reads_headers(plans: &[CheckPlan]) -> bool {
    plans.iter().flat_map(|plan| &plan.expect).any(|expect| {
        let of_figure = match &expect.figure {
            Figure::Share(selector) | Figure::Requests(selector) | Figure::Rps(selector) | Figure::Tries(selector) => {
                !selector.header.is_empty()
            }
            _ => false,
        };
        of_figure || !expect.of.header.is_empty()
    })
}
