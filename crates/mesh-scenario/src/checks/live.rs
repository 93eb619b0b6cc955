//! The Checks of a run that people look at: what it does is followed as far as it is shown; what is sent, is sent when they ask.

use std::sync::Arc;

use mesh_config::Config;
use mesh_control::Mesh;
use mesh_ordered::OrderedMap;
use mesh_proxy::Time;
use mesh_sim::{Exceeded, Simulation, Stopped, Work, World};
use mesh_view::{CheckStanding, CheckState};

use super::during::Watching;
use super::judged::Judged;
use super::plan::{CheckPlan, Sending, Task, Window, plans};
use super::send::{Sent, send};

/// Nanoseconds after which requests that are sent without a time are sent again, if what they are to show does not hold yet.
const AGAIN: u64 = 5_000_000_000;

/// The end of a window that has none.
const OPEN: Time = Time(u64::MAX);

/// The Checks of a run.
#[derive(Clone, Debug)]
pub(crate) struct LiveChecks {
    plans: Vec<CheckPlan>,
    watching: Watching,
    end: Time,
    /// From when on times count, of checks that people are taught with: they look at nothing that is still to come, and what they
    /// send without a time is sent at the moment that is shown, again and again until it holds.
    since: Option<Time>,
    /// What came of checks that are carried out when asked for, by their number.
    done: OrderedMap<usize, Judged>,
}

impl LiveChecks {
    /// The Checks of texts, for a run of them.
    pub(crate) fn new(config: &Config, simulation: &Simulation, end: Time) -> Self {
        let plans = plans(config);
        let watching = Watching::new(simulation, &plans, end);
        Self { plans, watching, end, since: None, done: OrderedMap::new() }
    }

    /// The Checks of texts that are not those of the run, with their times counted from a moment of it. Windows without an end
    /// stay open.
    pub(crate) fn since(config: &Config, simulation: &Simulation, since: Time, end: Time) -> Self {
        let plans: Vec<CheckPlan> = plans(config).into_iter().map(|plan| plan.counted_from(since)).collect();
        let watching = Watching::new(simulation, &plans, OPEN);
        Self { plans, watching, end, since: Some(since), done: OrderedMap::new() }
    }

    /// Follows the run up to a time, as far as there is work for it: what is left is followed when it is called again. Winding
    /// back begins anew.
    pub(crate) fn follow(&mut self, simulation: &Simulation, until: Time, work: &mut Work) {
        if self.watching.now() > until {
            let end = if self.since.is_some() { OPEN } else { self.end };
            self.watching = Watching::new(simulation, &self.plans, end);
        }
        // What is not known yet is shown so.
        let _ = self.watching.advance(simulation, &self.plans, until, work);
    }

    /// Whether it has come to a time, or to the end of all windows.
    pub(crate) fn has_followed(&self, until: Time) -> bool {
        self.watching.watched().iter().all(|watched| watched.is_over) || self.watching.now() >= until
    }

    /// Whether a check has to be asked for at the moment that is shown and was not yet.
    pub(crate) fn has_unasked(&self, shown: Time) -> bool {
        self.next_unasked(shown).is_some()
    }

    fn next_unasked(&self, shown: Time) -> Option<(usize, &CheckPlan)> {
        (0..).zip(&self.plans).find(|(number, plan)| self.is_due(*number, plan, shown))
    }

    fn is_due(&self, number: usize, plan: &CheckPlan, shown: Time) -> bool {
        let done = self.done.get(&number);
        match &plan.task {
            _ if plan.seeds > 1 => done.is_none(),
            Task::Send(sending) if self.since.is_some() => match done {
                None => sending.at <= shown,
                Some(done) => {
                    let is_again = done.since.0.saturating_add(AGAIN) <= shown.0;
                    !sending.is_timed && done.holds(plan) != Some(true) && is_again
                }
            },
            Task::Send(_) => done.is_none(),
            Task::During(_) => false,
        }
    }

    /// When requests are sent: after all that was done to the run, since whoever changes something wants to know what it does.
    fn sent_at(&self, sending: &Sending, simulation: &Simulation, shown: Time) -> Time {
        let written = if self.since.is_some() && !sending.is_timed { shown } else { Time::ZERO };
        written.max(sending.at).max(simulation.changed_last())
    }

    /// Carries out the next check that has to be asked for and was not yet. Those of several seeds run from time 0, by themselves.
    pub(crate) fn carry_out_next(
        &mut self,
        simulation: &Simulation,
        (mesh, seed): (&Arc<Mesh>, u64),
        shown: Time,
        work: &mut Work,
    ) {
        let Some((number, plan)) = self.next_unasked(shown) else { return };
        let judged = match &plan.task {
            Task::Send(sending) if plan.seeds == 1 => {
                let sending = Sending { at: self.sent_at(sending, simulation, shown), ..sending.clone() };
                let judged =
                    |sent: Sent| Judged { measured: vec![sent.measured], since: sent.at, is_over: true, stopped: None };
                let stopped = |stopped: Stopped| Judged { since: sending.at, ..Judged::stopped(stopped.words()) };
                send(simulation, plan, &sending, work).map_or_else(stopped, judged)
            }
            _ => {
                with_seeds(plan, mesh, seed, self.end, work).unwrap_or_else(|stopped| Judged::stopped(stopped.words()))
            }
        };
        self.done.insert(number, judged);
    }

    /// The Checks as they stand, in document order.
    pub(crate) fn told(&self) -> Vec<CheckState> {
        let mut judged: Vec<Judged> = vec![Judged::default(); self.plans.len()];
        for watched in self.watching.watched() {
            if let Some(place) = judged.get_mut(watched.plan) {
                *place = Judged::of_window(watched);
            }
        }
        for (number, done) in &self.done {
            if let Some(place) = judged.get_mut(*number) {
                *place = done.clone();
            }
        }
        let told = |(plan, judged): (&CheckPlan, &Judged)| {
            let mut told = judged.told(plan);
            // Nothing is waited for in a window without an end: it is as it is at the moment that is shown.
            let is_open = matches!(plan.task, Task::During(Window { to: None, .. })) && self.since.is_some();
            told.is_over |= is_open && told.standing != CheckStanding::Waiting;
            told
        };
        self.plans.iter().zip(&judged).map(told).collect()
    }
}

/// A check with each of its seeds, from time 0.
fn with_seeds(plan: &CheckPlan, mesh: &Arc<Mesh>, seed: u64, end: Time, work: &mut Work) -> Result<Judged, Stopped> {
    let world = Arc::new(World::new(mesh.clone()));
    let mut all = Judged { is_over: true, ..Judged::default() };
    for turn in 0..plan.seeds {
        let simulation = Simulation::one_way(world.clone(), seed.wrapping_add(u64::from(turn)));
        let only = std::slice::from_ref(plan);
        let (measured, since) = match &plan.task {
            Task::Send(sending) => {
                let sent = send(&simulation, plan, sending, work)?;
                (sent.measured, sent.at)
            }
            Task::During(_) => {
                let mut watching = Watching::new(&simulation, only, end);
                watching.advance(&simulation, only, watching.end(), work)?;
                let Some(watched) = watching.watched().first() else {
                    return Err(Stopped { at: Time::ZERO, why: Exceeded::Cancelled });
                };
                (watched.measured.clone(), watched.since.at())
            }
        };
        all.measured.push(measured);
        if turn == 0 {
            all.since = since;
        }
    }
    Ok(all)
}
