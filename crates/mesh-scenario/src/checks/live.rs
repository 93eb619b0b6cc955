//! The Checks of a run that people look at: what it does is followed as far as it is shown; what is sent, is sent when they ask.

use std::sync::Arc;

use mesh_config::Config;
use mesh_control::Mesh;
use mesh_ordered::OrderedMap;
use mesh_proxy::Time;
use mesh_sim::{Exceeded, Simulation, Stopped, Work, World};
use mesh_view::CheckState;

use super::during::Watching;
use super::judged::Judged;
use super::plan::{CheckPlan, Sending, Task, plans};
use super::send::send;

/// The Checks of a run.
#[derive(Clone, Debug)]
pub(crate) struct LiveChecks {
    plans: Vec<CheckPlan>,
    watching: Watching,
    end: Time,
    /// What came of checks that are carried out when asked for, by their number.
    done: OrderedMap<usize, Judged>,
}

impl LiveChecks {
    /// The Checks of texts, for a run of them.
    pub(crate) fn new(config: &Config, simulation: &Simulation, end: Time) -> Self {
        let plans = plans(config);
        let watching = Watching::new(simulation, &plans, end);
        Self { plans, watching, end, done: OrderedMap::new() }
    }

    /// Follows the run up to a time, as far as there is work for it: what is left is followed when it is called again. Winding
    /// back begins anew.
    pub(crate) fn follow(&mut self, simulation: &Simulation, until: Time, work: &mut Work) {
        if self.watching.now() > until {
            self.watching = Watching::new(simulation, &self.plans, self.end);
        }
        // What is not known yet is shown so.
        let _ = self.watching.advance(simulation, &self.plans, until, work);
    }

    /// Whether it has come to a time, or to the end of all windows.
    pub(crate) fn has_followed(&self, until: Time) -> bool {
        self.watching.watched().iter().all(|watched| watched.is_over) || self.watching.now() >= until
    }

    /// Whether a check has to be asked for and was not yet.
    pub(crate) fn has_unasked(&self) -> bool {
        self.next_unasked().is_some()
    }

    fn next_unasked(&self) -> Option<(usize, &CheckPlan)> {
        let is_asked = |plan: &CheckPlan| plan.seeds > 1 || matches!(plan.task, Task::Send(_));
        (0..).zip(&self.plans).find(|(number, plan)| is_asked(plan) && !self.done.contains_key(number))
    }

    /// Carries out the next check that has to be asked for and was not yet. What is sent is sent after all that was done to the run:
    /// whoever changes something wants to know what it does. Those of several seeds run from time 0, by themselves.
    pub(crate) fn carry_out_next(&mut self, simulation: &Simulation, (mesh, seed): (&Arc<Mesh>, u64), work: &mut Work) {
        let Some((number, plan)) = self.next_unasked() else { return };
        let judged = match &plan.task {
            Task::Send(sending) if plan.seeds == 1 => {
                let sending = Sending { at: sending.at.max(simulation.changed_last()), ..sending.clone() };
                send(simulation, plan, &sending, work).map(|sent| Judged {
                    measured: vec![sent.measured],
                    since: sent.at,
                    is_over: true,
                    stopped: None,
                })
            }
            _ => with_seeds(plan, mesh, seed, self.end, work),
        };
        self.done.insert(number, judged.unwrap_or_else(|stopped| Judged::stopped(stopped.words())));
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
        self.plans.iter().zip(&judged).map(|(plan, judged)| judged.told(plan)).collect()
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
