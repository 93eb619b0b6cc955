//! A copy of a run that tells what it sees: request by request and ejection by ejection, exactly and whatever the window.
//!
//! Telemetry counts by the second and tells what is older in wider bins; whoever judges a run must not depend on when he looks.

mod answered;
mod lens;
mod state;

use std::sync::Arc;

use mesh_control::ClientError;
use mesh_proxy::Time;

pub use answered::{Answered, Ejected, TakenRule};
use lens::Lens;
pub use state::LineResult;

use crate::engine::Core;
use crate::ids::ClientId;
use crate::request::Request;
use crate::running::{End, Run};
use crate::simulation::Simulation;
use crate::work::{Stopped, Work};

/// Sees what a copy of a run does.
pub trait Onlooker {
    /// A call was answered; mirrored copies are not told.
    fn answered(&mut self, answered: &Answered<'_>);

    /// A host was put out.
    fn ejected(&mut self, _ejected: &Ejected<'_>) {}

    /// Whether requests are to be told with the headers that reach their hosts.
    fn reads_headers(&self) -> bool {
        false
    }
}

/// Requests that are sent between two looks at all of the state.
const SENT_BETWEEN_LOOKS: u64 = 1_024;

/// Why a request was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// Whoever was to send it is not there, or no clear choice.
    NoClient(ClientError),
    /// The work is used up.
    Stopped(Stopped),
}

/// A copy of a run that is looked at while it goes on. What it does is what the run does, or would do.
#[derive(Clone, Debug)]
pub struct Observation {
    core: Core,
    done: usize,
    lens: Lens,
}

impl Simulation {
    /// A copy of the run as it was at a time, or as near before that as is kept.
    #[must_use]
    pub fn observation(&self, time: Time) -> Option<Observation> {
        let (core, done) = self.state_before(time)?;
        Some(Observation { core, done, lens: Lens::default() })
    }

    /// When something was done to it last; time 0 where nothing was.
    #[must_use]
    pub fn changed_last(&self) -> Time {
        self.done_commands().last().map_or(Time::ZERO, |(at, _)| *at)
    }
}

impl Observation {
    /// The simulated time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.core.course.now
    }

    /// Runs on with what was done to the run, which must still be as it was when the copy was made, and tells what it sees.
    ///
    /// # Errors
    /// The work is used up; it stands where it stopped and can go on with other work.
    pub fn run(
        &mut self,
        of: &Simulation,
        until: Time,
        work: &mut Work,
        onlooker: &mut dyn Onlooker,
    ) -> Result<(), Stopped> {
        self.run_while(of, until, work, onlooker, |_| true)
    }

    /// The same, or until what was sent into it is answered.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_sent(
        &mut self,
        of: &Simulation,
        until: Time,
        work: &mut Work,
        onlooker: &mut dyn Onlooker,
    ) -> Result<(), Stopped> {
        self.run_while(of, until, work, onlooker, |core| core.commands.pending > 0)
    }

    fn run_while(
        &mut self,
        of: &Simulation,
        until: Time,
        work: &mut Work,
        onlooker: &mut dyn Onlooker,
        wanted: impl Fn(&Core) -> bool,
    ) -> Result<(), Stopped> {
        let mut run = Run { core: &mut self.core, commands: of.done_commands(), done: &mut self.done, beside: 0 };
        match run.until(until, &mut self.lens.over(onlooker), work, |core, _| wanted(core)) {
            End::Time | End::Enough => Ok(()),
            End::Stopped(stopped) => Err(stopped),
        }
    }

    /// Sends a request into it now, from a CLIENT of the contract; of several pods each in its turn.
    ///
    /// # Errors
    /// There is no such client, or no clear choice; or the work is used up.
    pub fn send(
        &mut self,
        from: &str,
        request: &Request,
        work: &mut Work,
        onlooker: &mut dyn Onlooker,
    ) -> Result<(), Unsent> {
        let bytes = if self.core.commands.sent.is_multiple_of(SENT_BETWEEN_LOOKS) { self.core.bytes() } else { 0 };
        if let Some(why) = work.exceeded(bytes) {
            return Err(Unsent::Stopped(Stopped { at: self.core.course.now, why }));
        }
        let before = self.core.course.steps;
        let clients = self.core.course.world.clients(from).map_err(Unsent::NoClient)?;
        let turn = (self.core.commands.sent % clients.len().max(1) as u64) as usize;
        let client = clients.get(turn).copied().unwrap_or(ClientId::NONE);
        self.core.send_command(client, &Arc::new(request.clone()), &mut self.lens.over(onlooker));
        work.take(1 + self.core.course.steps - before);
        Ok(())
    }

    /// Requests that were ever sent by hand: the number of the next one.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.core.commands.sent
    }

    /// Requests that were sent into it and are not answered.
    #[must_use]
    pub fn unanswered(&self) -> u64 {
        self.core.commands.pending
    }
}
