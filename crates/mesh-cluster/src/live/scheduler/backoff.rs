//! When pods without a node are tried again though nothing has happened (pkg/scheduler/backend/queue).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Machine;
use super::super::change::Wake;
use super::super::time::SECOND;
use super::PodId;
use super::hints::Plugin;

/// The first back-off and the longest one (`podInitialBackoffSeconds`, `podMaxBackoffSeconds`).
const FIRST: u64 = SECOND;
const MOST: u64 = 10 * SECOND;
/// How long a pod waits for something that helps it before it is tried all the same, and how often that is looked at.
const LEFT_OVER: u64 = 300 * SECOND;
const LOOK: u64 = 30 * SECOND;

/// A pod for which no node was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    /// The plugins that refused it; without any it was an error, and only time helps.
    pub(super) plugins: Vec<Plugin>,
    /// When it is tried again.
    pub(super) due: u64,
}

/// The pods for which no node was found.
pub(super) type Unschedulable = Arc<BTreeMap<PodId, Waiting>>;

/// When a pod is tried again whose last try was an error, after so many of them: back-offs end with whole seconds
/// (backoff_queue.go's `alignToWindow`).
fn retry_at(now: u64, errors: u32) -> u64 {
    let wait = FIRST.checked_shl(errors.saturating_sub(1)).unwrap_or(MOST).min(MOST);
    (now.saturating_add(wait) / SECOND).saturating_add(1).saturating_mul(SECOND)
}

impl Machine {
    /// A pod waits.
    pub(super) fn wait_for_node(&mut self, pod: PodId, plugins: Vec<Plugin>) {
        let errors = Arc::make_mut(&mut self.scheduling.errors);
        let due = if plugins.is_empty() {
            let errors = errors.entry(pod).or_default();
            *errors = errors.saturating_add(1);
            retry_at(self.now, *errors)
        } else {
            errors.remove(&pod);
            (self.now.saturating_add(LEFT_OVER) / LOOK).saturating_add(1).saturating_mul(LOOK)
        };
        Arc::make_mut(&mut self.scheduling.unschedulable).insert(pod, Waiting { plugins, due });
        if Arc::make_mut(&mut self.scheduling.looks).insert(due) {
            self.arm(due, Wake::Backoff);
        }
    }

    /// A pod has its node, or is gone.
    pub(super) fn forget_errors(&mut self, pod: PodId) {
        if self.scheduling.errors.contains_key(&pod) {
            Arc::make_mut(&mut self.scheduling.errors).remove(&pod);
        }
    }

    /// What has waited long enough is tried again.
    pub(in super::super) fn end_backoff(&mut self) {
        let now = self.now;
        Arc::make_mut(&mut self.scheduling.looks).retain(|at| *at > now);
        let due = self.scheduling.unschedulable.iter().filter(|(_, waiting)| waiting.due <= now);
        let due: Vec<PodId> = due.map(|(pod, _)| *pod).collect();
        for pod in due.into_iter().filter_map(|pod| self.store.pods.get(pod).cloned()).collect::<Vec<_>>() {
            self.queue(&pod);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_retried_ever_later() {
        let millisecond = SECOND / 1000;
        for (now, errors, due) in
            [(690, 1, 2), (2000, 1, 4), (2001, 2, 5), (5000, 3, 10), (0, 4, 9), (0, 5, 11), (0, 99, 11)]
        {
            assert_eq!(retry_at(now * millisecond, errors), due * SECOND, "{now} {errors}");
        }
    }
}
