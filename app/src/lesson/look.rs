//! Brings into view what a step, or a remark, wants to be looked at.

use leptos::prelude::*;
use mesh_view::{LessonLook, SourceFile, Span};

use super::player::Player;
use crate::shown;
use crate::state::{LogTab, Phone};

/// Whether there is something to be shown: a frame of another page has the graph alone.
pub(super) fn leads_anywhere(player: Player, look: &LessonLook) -> bool {
    let has_text = !look.file.is_empty() || !look.dock.is_empty();
    !look.select.is_empty() || (has_text && !player.view.embed)
}

/// Shows what is to be looked at.
pub(super) fn show(player: Player, look: &LessonLook) {
    let Player { playground, view, .. } = player;
    if !look.file.is_empty() && !view.embed {
        let place = playground.files.with_untracked(|files| place(files, &look.file, &look.line));
        if let Some(span) = place {
            playground.show_span(span);
            request_animation_frame(show_tab);
        }
    }
    let tab = match look.dock.as_str() {
        "events" => Some(LogTab::Events),
        "log" => Some(LogTab::AccessLog),
        "terminal" => Some(LogTab::Terminal),
        "checks" => Some(LogTab::Checks),
        _ => None,
    };
    if let Some(tab) = tab {
        view.log_tab.set(tab);
    }
    if playground.shows_cluster.get_untracked() != look.cluster {
        playground.toggle_cluster();
    }
    if !look.select.is_empty() {
        let node = playground
            .shown
            .with_untracked(|shown| shown::node_named(&shown.frame.graph, &look.select).map(|node| node.id.clone()));
        if let Some(node) = node {
            playground.select(Some(node));
            quietly(player);
        }
    }
}

/// Brings the tab of the open file into sight: beside a lesson there is room for few.
fn show_tab() {
    if let Some(tab) = document().query_selector(".file-tabs [aria-selected=true]").ok().flatten() {
        tab.scroll_into_view();
    }
}

/// Scrolls the lesson down to a part of it that has come, where that is below what is seen.
pub(super) fn reveal(selector: &'static str) {
    request_animation_frame(move || {
        let element = |selector: &str| document().query_selector(selector).ok().flatten();
        let Some((body, part)) = element("[data-testid=lesson-body]").zip(element(selector)) else { return };
        let below = part.get_bounding_client_rect().bottom() - body.get_bounding_client_rect().bottom();
        if below > 0.0 {
            body.set_scroll_top(body.scroll_top() + below.ceil() as i32 + 8);
        }
    });
}

/// What is selected is marked in the graph; its details stay closed, so that nothing covers the graph.
pub(super) fn quietly(player: Player) {
    let view = player.view;
    view.clicked.set_value(None);
    request_animation_frame(move || {
        view.side_open.set(false);
        if view.phone.get_untracked() == Phone::Details {
            view.phone.set(Phone::Lesson);
        }
    });
}

/// The line of a file in which a piece of text stands; its beginning where it is not there, or none is asked for.
fn place(files: &[SourceFile], file: &str, line: &str) -> Option<Span> {
    let (at, file) = files.iter().enumerate().find(|(_, known)| known.name == file)?;
    let start = if line.is_empty() { 0 } else { file.text.find(line).unwrap_or_default() };
    let end = start + if file.text.get(start..).is_some_and(|rest| rest.starts_with(line)) { line.len() } else { 0 };
    Some(Span { file: at as u32, start: start as u32, end: end as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_line_is_found_in_its_file() {
        let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
        let files = [file("a.yaml", "kind: A\n"), file("b.yaml", "kind: B\nweight: 10\n")];
        let at = |file, start, end| Some(Span { file, start, end });
        assert_eq!(place(&files, "b.yaml", "weight: 10"), at(1, 8, 18));
        assert_eq!(place(&files, "b.yaml", "weight: 90"), at(1, 0, 0), "what is gone leaves the file");
        assert_eq!(place(&files, "a.yaml", ""), at(0, 0, 0));
        assert_eq!(place(&files, "c.yaml", "kind"), None);
    }
}
