//! Opening a scenario, and what is looked at then: the node and the speed that its view names, and the line that decides most.

use leptos::prelude::*;
use mesh_view::{Ask, Figure, Folding, Frame, GutterFigure, Scenario, SourceFile, Span, Tell};

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
            let span_of = |files: &Vec<SourceFile>| deciding(&shown.frame, files).map(|(span, _)| span);
            self.files.with_untracked(span_of).filter(|_| has_title)
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

/// The line that decides most, and its figure: a detector says more than a weight, a weight more than a route, and a route that
/// only some requests take more than one that takes all. Of such a route it is the first condition.
pub(crate) fn deciding<'a>(frame: &'a Frame, files: &[SourceFile]) -> Option<(Span, &'a Figure)> {
    let rank = |figure: &&GutterFigure| match figure.figure {
        Figure::Consecutive { .. } => Some(0),
        Figure::Share { weight: Some(_), .. } => Some(1),
        Figure::Share { share, .. } if share < 100.0 => Some(2),
        Figure::Share { .. } => Some(3),
        _ => None,
    };
    let GutterFigure { span, figure, .. } = frame.gutter.iter().filter(|it| rank(it).is_some()).min_by_key(rank)?;
    Some((condition(files, *span).unwrap_or(*span), figure))
}

/// Where a route's `match` first compares with a value. By bytes: what looks for texts in texts is large.
fn condition(files: &[SourceFile], route: Span) -> Option<Span> {
    let (bytes, first) = (files.get(route.file as usize)?.text.as_bytes(), route.start as usize);
    bytes.get(first..)?.starts_with(b"match:").then_some(())?;
    let mut start = first;
    for at in first..(route.end as usize).min(bytes.len()) {
        match bytes[at..] {
            [b'\n' | b' ' | b'-', ..] if at == start => start += 1,
            [b'\n', ..] => start = at + 1,
            [b':', b' ', value, ..] if value != b'#' => {
                return Some(Span { file: route.file, start: start as u32, end: at as u32 });
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detector_says_more_than_a_weight_and_a_weight_more_than_a_route() {
        let share = |share, weight| Figure::Share { requests: 2, of: 4, share, weight };
        let figure =
            |start, figure| GutterFigure { span: Span { file: 0, start, end: start }, path: String::new(), figure };
        let consecutive = Figure::Consecutive { count: 0, threshold: 5 };
        let figures = [share(100.0, None), share(50.0, None), share(50.0, Some(90.0)), consecutive];
        let gutter = figures.into_iter().zip(1..).map(|(of, at)| figure(at, of));
        let mut frame = Frame { gutter: gutter.collect(), ..Frame::default() };
        let at = |frame: &Frame| deciding(frame, &[]).map(|(span, _)| span.start);
        for left in (0..=4).rev() {
            frame.gutter.truncate(left);
            assert_eq!(at(&frame), (left > 0).then_some(left as u32));
        }
    }

    #[test]
    fn a_route_is_shown_at_the_first_value_that_it_compares_with() {
        let text =
            "http:\n- match: # one\n  - headers:\n      x-who:\n        exact: 누구\n  route: []\n- route: [a: b]\n";
        let files = [SourceFile { name: "a".into(), text: text.into() }];
        let of = |from: &str, to: &str| {
            let (start, end) = (text.find(from).unwrap() as u32, text.find(to).unwrap() as u32);
            let span = condition(&files, Span { file: 0, start, end })?;
            text.get(span.start as usize..span.end as usize)
        };
        assert_eq!(of("match:", "- route: [a"), Some("exact"));
        assert_eq!((of("route: [a", "b]"), of("match:", "- headers")), (None, None));
    }
}
