//! What the engine was asked to change and has not answered yet.

use mesh_view::GraphType;

/// Changes that are awaited, and a look at the graph that waits for them: looking overtakes nothing, since what is overtaken would
/// not be taken in.
#[derive(Debug, Default)]
pub(super) struct Awaited {
    changes: u32,
    look: Option<Wanted>,
}

/// What nodes are to stand for where the graph is looked at anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// What they stand for at that time.
    Shown,
    This(GraphType),
}

impl Awaited {
    /// Something more is awaited.
    pub(super) fn ask(&mut self) {
        self.changes += 1;
    }

    /// One of them is answered; gives the look that waited for the last one.
    pub(super) fn answered(&mut self) -> Option<Wanted> {
        self.changes = self.changes.saturating_sub(1);
        if self.changes == 0 { self.look.take() } else { None }
    }

    /// Has a look wait where something is awaited; whether it does.
    pub(super) fn put_off(&mut self, wanted: Wanted) -> bool {
        if self.changes == 0 {
            return false;
        }
        if wanted != Wanted::Shown || self.look.is_none() {
            self.look = Some(wanted);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_waits_for_the_last_answer_and_keeps_what_was_chosen() {
        let mut awaited = Awaited::default();
        assert!(!awaited.put_off(Wanted::Shown));
        awaited.ask();
        awaited.ask();
        assert!(awaited.put_off(Wanted::Shown) && awaited.put_off(Wanted::This(GraphType::Workload)));
        assert!(awaited.put_off(Wanted::Shown));
        assert_eq!(awaited.answered(), None);
        assert_eq!(awaited.answered(), Some(Wanted::This(GraphType::Workload)));
        assert!(!awaited.put_off(Wanted::Shown));
        // An answer that nobody waits for: that of an engine that was ended.
        assert_eq!(awaited.answered(), None);
    }
}
