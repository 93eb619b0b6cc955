//! What people did to a run, so that a Timeline can do it again, and what of it holds.

use mesh_proxy::Time;

use super::Simulation;
use crate::act::Act;
use crate::engine::{Cut, PodFault};
use crate::what_if::WhatIf;

/// Something that a person did in the terminal or by a click.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByHand {
    /// A line was typed.
    Line(String),
    /// A line was typed, and ended by Ctrl-C after so long.
    Ended(String, Time),
    /// Something went wrong on purpose, or was put right again.
    WhatIf(WhatIf),
}

impl ByHand {
    /// Adds what a Timeline can do again. Requests that were sent by hand are no steps of one; nor is a line that reads from a
    /// file of the person's machine.
    pub(super) fn note(done: &mut Vec<(Time, Self)>, at: Time, act: &Act) {
        match act {
            Act::Type(line, input) if input.is_empty() => done.push((at, Self::Line(line.to_string()))),
            Act::WhatIf(what_if) => done.push((at, Self::WhatIf(what_if.as_ref().clone()))),
            // What ends is the line that was typed last; where it has ended by itself, the time that it has changes nothing.
            Act::Interrupt => {
                let last = done.iter_mut().rev().find(|(_, done)| !matches!(done, Self::WhatIf(_)));
                if let Some((typed, done)) = last
                    && let Self::Line(line) = done
                {
                    *done = Self::Ended(std::mem::take(line), Time(at.0.saturating_sub(typed.0)));
                }
            }
            _ => {}
        }
    }
}

impl Simulation {
    /// What people did, in order; also what they did later than now, where the run was wound back.
    #[must_use]
    pub fn done_by_hand(&self) -> Vec<(Time, ByHand)> {
        let mut done = self.forgotten_by_hand.clone();
        self.commands.iter().for_each(|(at, act)| ByHand::note(&mut done, *at, act));
        done
    }

    /// The edges on which nothing passes now.
    #[must_use]
    pub fn cuts(&self) -> &[Cut] {
        self.core.cuts()
    }

    /// Whether something is wrong with any pod now.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        self.core.apps.pods.iter().any(|(_, pod)| pod.fault != PodFault::None)
    }

    /// What is wrong with a pod now.
    #[must_use]
    pub fn fault_of(&self, namespace: &str, pod: &str) -> PodFault {
        let pod = self.core.course.world.pod(namespace, pod).and_then(|pod| self.core.apps.pods.get(pod));
        pod.map(|pod| pod.fault).unwrap_or_default()
    }
}
