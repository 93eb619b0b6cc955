//! What is looked at when a scenario is opened: the node and the speed that its view names, and the line that decides most.

use leptos::prelude::*;
use mesh_view::{Figure, Frame, GutterFigure};

use super::Playground;
use crate::shown;

impl Playground {
    /// Looks at the scenario that was opened as its view says.
    pub(super) fn look_at_first(self) {
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
