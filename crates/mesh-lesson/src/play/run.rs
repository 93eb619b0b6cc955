//! A run of a lesson's scenario.

use std::time::Duration;

use mesh_config::{Spec, amended, parse};
use mesh_scenario::{Scenario, Session, Time, Work};
use mesh_view::{Checks, LessonAction, SourceFile};

use crate::judged::Judged;
use crate::machine::Machine;

/// How long a learner reads before the first step's action, at least.
const READING: Duration = Duration::from_secs(5);
/// How long a command is waited for before the next one is typed.
const LONGEST_COMMAND: Duration = Duration::from_secs(300);
/// How often one looks whether a command has ended.
const GLANCE: Duration = Duration::from_millis(100);
/// Questions until all is judged, at most.
const MOST_QUESTIONS: u32 = 1_000;
/// How long after a step's checks hold they are looked at again.
pub(super) const LATER: Duration = Duration::from_secs(15);

/// A run, as a learner has it.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) session: Session,
}

impl Running {
    /// The run as the first step begins.
    pub(super) fn open(start: &[SourceFile], work: &mut Work) -> Self {
        let mut session = Session::open(Scenario::new(start.to_vec()));
        let at = (session.view().at.clamp(0.0, 1e6) * 1e9) as u64;
        let _ = session.seek(Time(at), work);
        let mut run = Self { session };
        run.pass(READING, work);
        run
    }

    /// Lets time pass.
    pub(super) fn pass(&mut self, time: Duration, work: &mut Work) {
        // What the work does not last for is not measured, and said so.
        let _ = self.session.advance(time, work);
    }

    /// Another run, which goes its own way from here.
    pub(super) fn apart(&self) -> Self {
        Self { session: self.session.apart() }
    }

    /// Lets time pass until so much of it has gone by since a moment.
    pub(super) fn pass_to(&mut self, since: Time, time: Duration, work: &mut Work) {
        let gone = Duration::from_nanos(self.session.now().0.saturating_sub(since.0));
        self.pass(time.saturating_sub(gone), work);
    }

    /// Does what a step does: its changes are pushed, its commands typed, each after the one before has ended.
    pub(super) fn act(&mut self, action: &LessonAction, work: &mut Work) {
        if !action.patches.is_empty() {
            let files = amended(self.session.files(), &action.patches);
            self.session.edit(files);
        }
        for command in &action.commands {
            if self.is_busy() {
                self.session.interrupt();
                self.pass(GLANCE, work);
            }
            self.session.type_line(command);
            let mut waited = Duration::ZERO;
            while waited < LONGEST_COMMAND {
                self.pass(GLANCE, work);
                waited += GLANCE;
                if !self.is_busy() {
                    break;
                }
            }
        }
    }

    fn is_busy(&mut self) -> bool {
        self.session.run(0).is_some_and(|run| run.terminal().is_busy)
    }

    /// Whether the texts have a finding of a code.
    pub(super) fn has_finding(&self, code: &str) -> bool {
        self.session.diagnostics().iter().any(|found| found.code == code)
    }

    /// Checks as they stand now, with their times counted from a moment.
    pub(super) fn judge(&mut self, judged: &Judged, since: Time, work: &mut Work) -> Checks {
        let now = self.session.now();
        let mut told = Checks::default();
        for _ in 0..MOST_QUESTIONS {
            told = self.session.judge(&judged.text, since, now, work);
            if !told.more {
                break;
            }
        }
        told
    }
}

/// How long a step takes after its action: what it asks for, and as long as its checks look.
pub(super) fn time(machine: &Machine) -> Duration {
    let file = SourceFile { name: "judged.yaml".to_owned(), text: machine.judged.text.clone() };
    let config = parse(&[file]);
    let ends = config.resources.iter().filter_map(|resource| match &resource.spec {
        Spec::Check(check) => {
            let sent = check.send.as_ref().and_then(|send| send.at.as_ref());
            let seen = check.during.as_ref().and_then(|during| during.to.as_ref());
            sent.or(seen).map(|time| time.value)
        }
        _ => None,
    });
    ends.max().unwrap_or_default().max(machine.settle).min(Duration::from_secs(3_600))
}
