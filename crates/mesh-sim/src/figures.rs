//! What pods look like at a moment.

use crate::engine::PodFault;
use crate::simulation::Simulation;

/// The app of a pod at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PodFigures {
    /// Requests that it works on.
    pub active: u32,
    /// Requests that wait in line.
    pub waiting: u32,
    /// Requests that it has answered since the start.
    pub answered: u64,
    /// What was done to it by hand.
    pub fault: PodFault,
    /// Whether the kubelet takes it for ready.
    pub ready: bool,
}

impl Simulation {
    /// The figures of the app in a pod; `None` for a pod that is not there.
    #[must_use]
    pub fn pod(&self, namespace: &str, name: &str) -> Option<PodFigures> {
        let state = self.core().apps.pods.get(self.world().pod(namespace, name)?)?;
        Some(PodFigures {
            active: state.active,
            waiting: state.waiting,
            answered: state.answered,
            fault: state.fault,
            ready: !state.unready && !state.not_serving,
        })
    }
}
