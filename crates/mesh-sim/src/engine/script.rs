//! Timelines: what a scenario itself does to its cluster.

use std::sync::Arc;

use super::core::Core;
use super::course::Due;
use super::watch::Watch;
use crate::world::Scripted;

impl Core {
    /// Puts the steps that are to come into the queue. Those that an edit put into the past are left out.
    pub(super) fn start_timeline(&mut self) {
        let world = self.course.world.clone();
        let now = self.course.now;
        for step in world.plan.timeline.iter().filter(|step| step.at >= now) {
            if Arc::make_mut(&mut self.scripted).insert(step.key) {
                self.course.at(step.at, Due::Scripted(step.key));
            }
        }
    }

    /// A step's time has come; one that an edit took away does nothing.
    pub(super) fn follow_script<W: Watch>(&mut self, key: u64, watch: &mut W) {
        let world = self.course.world.clone();
        let Some(step) = world.plan.timeline.iter().find(|step| step.key == key) else { return };
        watch.stepped(self.course.now, &step.what.words());
        match &step.what {
            Scripted::Type(line) => drop(self.type_line(line, "", watch)),
            Scripted::Call(verb) => drop(self.call_api(verb, watch)),
            Scripted::WhatIf(what_if) => self.go_wrong(what_if, watch),
        }
    }
}
