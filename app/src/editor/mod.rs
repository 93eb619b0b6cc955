//! The left panel: files, text, problems, implied parts.

mod area;
mod assist;
mod files;
mod host;
mod implied;
mod marks;
mod more;
mod outline;
mod past;
mod place;
mod problems;
mod rename;
mod splitter;

use leptos::prelude::*;
use mesh_view::{LitLine, SourceFile, Span};

use crate::lesson::PatchPanel;
use crate::state::{text, view_state};

/// The line to bring into view of those that decided a request: one of which there is something to say. None where one of them
/// is seen already, in UTF-16 units of the open file.
pub(crate) fn unseen_line(lit: &[LitLine], files: &[SourceFile], open: usize, seen: (u32, u32)) -> Option<Span> {
    let seen = marks::span(seen, open, &files.get(open)?.text);
    let decided = || lit.iter().filter(|line| !line.tried);
    if decided().any(|line| marks::is_in(line.span, seen)) {
        return None;
    }
    let telling = decided().find(|line| line.note != "");
    telling.or_else(|| decided().next()).map(|line| line.span)
}

#[component]
pub(crate) fn EditPanel() -> impl IntoView {
    let text = text();
    let view = view_state();
    view! {
        <section class="edit" id="edit" aria-label=text.editor data-testid="editor">
            <files::Files />
            <past::Past />
            <Show when=move || view.teaches.get()><PatchPanel /></Show>
            <area::TextArea />
            <implied::Implied />
            <problems::Problems />
            <splitter::Splitter />
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::Words;

    #[test]
    fn a_line_that_decided_is_brought_into_view_unless_one_is_seen() {
        let file = |name: &str| SourceFile { name: name.into(), text: "a: 1\nb: 2\nc: 3\n".into() };
        let files = [file("mesh.yaml"), file("apps.yaml")];
        let line = |file, start, tried, note: &'static str| LitLine {
            span: Span { file, start, end: start + 4 },
            note: Words::theirs(note),
            tried,
            at: 0.0,
        };
        let lit = [line(0, 0, true, "no header"), line(1, 5, false, ""), line(1, 10, false, "drew 53")];
        let found = |open, seen| unseen_line(&lit, &files, open, seen).map(|span| (span.file, span.start));
        assert_eq!(found(0, (0, 15)), Some((1, 10)), "what was tried is no decision");
        assert_eq!((found(1, (4, 9)), found(1, (0, 3))), (None, Some((1, 10))));
        assert_eq!((unseen_line(&[], &files, 0, (0, 9)), found(7, (0, 9))), (None, None));
    }
}
