//! Opening a scenario, and what is looked at then: the node and the speed that its view names, and the line that decides most.

use leptos::prelude::*;
use mesh_view::{Ask, Figure, Folding, Frame, GutterFigure, Scenario, Tell};

use super::Playground;
use crate::shown;

impl Playground {
    /// Opens another scenario in place of this one; its view decides where it begins.
    pub(crate) fn open(self, scenario: Scenario) {
        self.opened.update(|count| *count += 1);
        self.leave_bullet(false);
        self.selected.set(None);
        self.folding.set(Folding::default());
        self.said_choices.set_value(None);
        self.decision.set(None);
        self.lit.set(Vec::new());
        self.open_file.set(0);
        self.files.set(scenario.files.clone());
        self.seed.set_value(scenario.seed);
        self.newest.set(None);
        self.unsent.set_value(false);
        self.sent.update_value(|sent| *sent += 1);
        self.changed.set(false);
        self.replaced.update(|count| *count += 1);
        self.change_run(Ask::Open(scenario), move |told| {
            let is_opened = matches!(told, Tell::Moment(_));
            self.go(told, |moment| {
                // Where it could not go as far as asked, it waits to be told to go on.
                self.playing.set(!moment.frame.has_stopped());
                self.pushed.update(|count| *count += 1);
                self.jump();
            });
            if is_opened {
                self.look_at_first();
            }
        });
    }

    /// Looks at the scenario that was opened as its view says.
    fn look_at_first(self) {
        let (selected, speed) = self.shown.with_untracked(|shown| (selected(&shown.frame), speed(&shown.frame)));
        self.speed.set(speed);
        if selected.is_some() {
            self.select(selected.clone());
            self.selected_at_first.set_value(selected);
        }
        self.show_first_line();
    }

    /// Shows the line that decides most in a scenario that says what it is; another text begins at its beginning.
    pub(crate) fn show_first_line(self) {
        let span = self.shown.with_untracked(|shown| {
            let has_title = !shown.frame.title.en.is_empty();
            deciding(&shown.frame).filter(|_| has_title).map(|figure| figure.span)
        });
        if let Some(span) = span {
            self.show_span(span);
        }
    }
}

/// The node that a scenario's view selects: it is marked, its details wait until somebody asks for them.
pub(super) fn selected(frame: &Frame) -> Option<String> {
    shown::node_named(&frame.graph, frame.select.as_deref()?).map(|node| node.id.clone())
}

/// Simulated seconds per second at which a scenario is opened.
pub(super) fn speed(frame: &Frame) -> f64 {
    frame.speed.unwrap_or(1.0)
}

/// The line that decides most: a detector says more than a weight, a weight more than a route.
pub(crate) fn deciding(frame: &Frame) -> Option<&GutterFigure> {
    let rank = |figure: &&GutterFigure| match figure.figure {
        Figure::Consecutive { .. } => Some(0),
        Figure::Share { weight: Some(_), .. } => Some(1),
        Figure::Share { .. } => Some(2),
        _ => None,
    };
    frame.gutter.iter().filter(|figure| rank(figure).is_some()).min_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::Span;

    #[test]
    fn a_detector_says_more_than_a_weight_and_a_weight_more_than_a_route() {
        let share = |weight| Figure::Share { requests: 2, of: 4, share: 50.0, weight };
        let figure =
            |start, figure| GutterFigure { span: Span { file: 0, start, end: start }, path: String::new(), figure };
        let consecutive = Figure::Consecutive { count: 0, threshold: 5 };
        let gutter = [share(None), share(Some(90.0)), consecutive].into_iter().zip(1..).map(|(of, at)| figure(at, of));
        let mut frame = Frame { gutter: gutter.collect(), ..Frame::default() };
        let at = |frame: &Frame| deciding(frame).map(|figure| figure.span.start);
        assert_eq!((at(&frame), at(&Frame::default())), (Some(3), None));
        frame.gutter.truncate(2);
        assert_eq!(at(&frame), Some(2));
    }
}
