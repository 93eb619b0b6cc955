//! Checks that send: requests into a copy of the run, which goes on with all that it does besides.

use mesh_proxy::{Duration, Time};
use mesh_sim::{Answered, Ejected, Observation, Onlooker, Simulation, Stopped, Unsent, Work};
use mesh_words::{Words, say};

use super::coverage::Coverage;
use super::during::reads_headers;
use super::figure::Measured;
use super::moment;
use super::plan::{CheckPlan, Expect, Sending};
use super::select::goes_over;
use super::tally::Tally;

/// How long answers are waited for.
const LONGEST: Duration = Duration::from_secs(60);

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) measured: Vec<Measured>,
    /// When they were sent.
    pub(crate) at: Time,
    pub(crate) coverage: Coverage,
}

/// Sends, and looks at what becomes of it.
///
/// # Errors
/// The work is used up.
pub(crate) fn send(
    simulation: &Simulation,
    plan: &CheckPlan,
    sending: &Sending,
    work: &mut Work,
) -> Result<Sent, Stopped> {
    let nothing = |why: Words| Sent {
        measured: vec![Measured::Nothing(why); plan.expect.len()],
        at: sending.at,
        coverage: Coverage::default(),
    };
    let request = match &sending.request {
        Ok(request) => request,
        Err(why) => return Ok(nothing(why.clone())),
    };
    let Some(mut observation) = simulation.observation(sending.at) else {
        return Ok(nothing(say!("check-seen-not-yet")));
    };
    observation.run(simulation, sending.at, work, &mut Before)?;
    let mut eye = Eye {
        sending,
        expect: &plan.expect,
        first: observation.sent(),
        tallies: vec![Tally::default(); plan.expect.len()],
        reads_headers: reads_headers(std::slice::from_ref(plan)),
        coverage: Coverage::default(),
    };
    for number in 0..sending.count {
        let gaps = u128::from(number) * sending.gap.as_nanos();
        let due = Time(sending.at.0.saturating_add(u64::try_from(gaps).unwrap_or(u64::MAX)));
        if due > observation.now() {
            observation.run(simulation, due, work, &mut eye)?;
        }
        match observation.send(&sending.from, request, work, &mut eye) {
            Ok(()) => {}
            Err(Unsent::NoClient(error)) => return Ok(nothing(error.words())),
            Err(Unsent::Stopped(stopped)) => return Err(stopped),
        }
    }
    let until = Time(observation.now().0.saturating_add(LONGEST.as_nanos() as u64));
    observation.run_sent(simulation, until, work, &mut eye)?;
    let Eye { mut tallies, coverage, .. } = eye;
    if sending.edge.is_none() {
        for (tally, expect) in tallies.iter_mut().zip(&plan.expect) {
            tally.unanswered(expect, observation.unanswered());
        }
    }
    let measured = figures(plan, &tallies, &observation, sending.at, work)?;
    Ok(Sent { measured, at: sending.at, coverage })
}

fn figures(
    plan: &CheckPlan,
    tallies: &[Tally],
    observation: &Observation,
    at: Time,
    work: &mut Work,
) -> Result<Vec<Measured>, Stopped> {
    let time = observation.now().since(at);
    let mut measured = Vec::with_capacity(plan.expect.len());
    for (expect, tally) in plan.expect.iter().zip(tallies) {
        let counted = Measured::of(expect, tally, time);
        measured.push(moment::measure(&expect.figure, observation, work)?.unwrap_or(counted));
    }
    Ok(measured)
}

/// Nobody looks yet.
struct Before;

impl Onlooker for Before {
    fn answered(&mut self, _: &Answered<'_>) {}
}

/// What looks at the requests that are sent.
struct Eye<'a> {
    sending: &'a Sending,
    expect: &'a [Expect],
    /// The number of the first of them.
    first: u64,
    tallies: Vec<Tally>,
    reads_headers: bool,
    coverage: Coverage,
}

impl Onlooker for Eye<'_> {
    fn answered(&mut self, answered: &Answered<'_>) {
        if !answered.is_sent() || answered.root().number < self.first {
            return;
        }
        self.coverage.answered(answered);
        let counts = match &self.sending.edge {
            Some(edge) => goes_over(edge, answered),
            None => answered.is_root(),
        };
        if counts {
            for (expect, tally) in self.expect.iter().zip(&mut self.tallies) {
                tally.answered(expect, answered);
            }
        }
    }

    fn ejected(&mut self, ejected: &Ejected<'_>) {
        for (expect, tally) in self.expect.iter().zip(&mut self.tallies) {
            tally.ejected(expect, ejected);
        }
    }

    fn reads_headers(&self) -> bool {
        self.reads_headers
    }
}
