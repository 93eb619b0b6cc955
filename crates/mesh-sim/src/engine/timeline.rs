//! Timelines: what a scenario itself does to its cluster, and when.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::course::{Course, Due};

/// The steps of Timelines.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    /// Those that are in the queue, or were.
    scheduled: Arc<BTreeSet<u64>>,
}

impl Timeline {
    /// Puts the steps that are to come into the queue. Those that an edit put into the past are left out.
    pub(super) fn start(&mut self, course: &mut Course) {
        let (world, now) = (course.world.clone(), course.now);
        for step in world.plan.timeline.iter().filter(|step| step.at >= now) {
            if Arc::make_mut(&mut self.scheduled).insert(step.key) {
                course.at(step.at, Due::Scripted(step.key));
            }
        }
    }
}
