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
    /// Something went wrong on purpose, or was put right again.
    WhatIf(WhatIf),
}

impl ByHand {
    /// What a Timeline can do again. Ctrl-C and requests that were sent by hand are no steps of one; nor is a line that reads
    /// from a file of the person's machine.
    pub(super) fn of(act: &Act) -> Option<Self> {
        match act {
            Act::Type(line, input) if input.is_empty() => Some(Self::Line(line.to_string())),
            Act::WhatIf(what_if) => Some(Self::WhatIf(what_if.as_ref().clone())),
            _ => None,
        }
    }
}

impl Simulation {
    /// What people did, in order; also what they did later than now, where the run was wound back.
    #[must_use]
    pub fn done_by_hand(&self) -> Vec<(Time, ByHand)> {
        let remembered = self.commands.iter().filter_map(|(at, act)| Some((*at, ByHand::of(act)?)));
        self.forgotten_by_hand.iter().cloned().chain(remembered).collect()
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
