//! All Checks of a scenario at once, as the command line tells them.

use std::sync::Arc;

use mesh_config::Config;
use mesh_control::Mesh;
use mesh_proxy::Time;
use mesh_sim::{Simulation, Stopped, Work, World};
use mesh_view::CheckState;

use super::coverage::{Coverage, CoveredRoute, CoveredRule, CoveredSubset};
use super::during::Watching;
use super::judged::Judged;
use super::plan::{CheckPlan, Task, plans};
use super::send::send;

/// What came of all Checks.
#[derive(Clone, Debug)]
pub struct CheckReport {
    /// The Checks, in document order.
    pub checks: Vec<CheckState>,
    /// The routes of the scenario with the requests that Checks looked at.
    pub routes: Vec<CoveredRoute>,
    /// Its subsets, with those that went there.
    pub subsets: Vec<CoveredSubset>,
    /// Its rules, with those that they had to do with.
    pub rules: Vec<CoveredRule>,
    /// Where the work was used up, if it was.
    pub stopped: Option<Stopped>,
}

/// Carries out all Checks of a scenario on its mesh, as far as there is work for it. Those that the mesh leaves out since they are
/// wrong are told too: they do not hold.
#[must_use]
pub fn check(config: &Config, mesh: &Arc<Mesh>, seed: Option<u64>, work: &mut Work) -> CheckReport {
    let plans = plans(config);
    let world = Arc::new(World::new(mesh.clone()));
    let seed = seed.unwrap_or_else(|| world.seed());
    let most = plans.iter().map(|plan| plan.seeds).max().unwrap_or(1);
    let mut judged: Vec<Judged> = vec![Judged::default(); plans.len()];
    let mut coverage = Coverage::default();
    let mut stopped = None;
    for turn in 0..most {
        let tried: Vec<CheckPlan> = plans.iter().filter(|plan| turn < plan.seeds).cloned().collect();
        let places: Vec<usize> =
            (0..plans.len()).filter(|at| plans.get(*at).is_some_and(|plan| turn < plan.seeds)).collect();
        let simulation = Simulation::one_way(world.clone(), seed.wrapping_add(u64::from(turn)));
        let turned = with_one_seed(&simulation, &tried, world.duration(), work);
        for (place, of_turn) in places.into_iter().zip(turned.judged) {
            if let Some(all) = judged.get_mut(place) {
                if turn == 0 {
                    *all = of_turn;
                } else if all.stopped.is_none() {
                    all.measured.extend(of_turn.measured);
                    all.stopped = of_turn.stopped;
                }
            }
        }
        coverage.add(&turned.coverage);
        stopped = stopped.or(turned.stopped);
    }
    CheckReport {
        checks: plans.iter().zip(&judged).map(|(plan, judged)| judged.told(plan)).collect(),
        routes: coverage.routes(mesh),
        subsets: coverage.subsets(mesh),
        rules: coverage.rules(mesh),
        stopped,
    }
}

struct Turn {
    judged: Vec<Judged>,
    coverage: Coverage,
    stopped: Option<Stopped>,
}

fn with_one_seed(simulation: &Simulation, plans: &[CheckPlan], end: Time, work: &mut Work) -> Turn {
    let mut watching = Watching::new(simulation, plans, end);
    let mut stopped = watching.advance(simulation, plans, watching.end(), work).err();
    let why = stopped.as_ref().map(Stopped::words);
    let mut judged: Vec<Judged> = vec![Judged::default(); plans.len()];
    for watched in watching.watched() {
        if let Some(place) = judged.get_mut(watched.plan) {
            *place = match &why {
                Some(why) if !watched.is_over => Judged::stopped(why.clone()),
                _ => Judged::of_window(watched),
            };
        }
    }
    let mut coverage = watching.coverage;
    for (plan, place) in plans.iter().zip(&mut judged) {
        let Task::Send(sending) = &plan.task else { continue };
        *place = match send(simulation, plan, sending, work) {
            Ok(sent) => {
                coverage.add(&sent.coverage);
                Judged { measured: vec![sent.measured], since: sent.at, is_over: true, stopped: None }
            }
            Err(why) => {
                let words = why.words();
                stopped = stopped.or(Some(why));
                Judged::stopped(words)
            }
        };
    }
    Turn { judged, coverage, stopped }
}
