//! The text: a text area that works by itself, and becomes CodeMirror once that is loaded.

use leptos::{html, prelude::*, task::spawn_local};
use mesh_view::SourceFile;
use wasm_bindgen::JsCast;

use super::{host, marks};
use crate::browser::{Pending, editor, keep_at_the_end, push_soon};
use crate::state::{Playground, ViewState, playground, text, view_state};

#[component]
pub(crate) fn TextArea() -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let area = NodeRef::<html::Textarea>::new();
    let mounted = RwSignal::new(false);
    let pending = StoredValue::new(Pending::default());
    let first =
        playground.files.with_untracked(|files| files.first().map(|file| file.text.clone()).unwrap_or_default());

    Effect::new(move |_| {
        let Some(area) = area.get() else { return };
        if mounted.get_untracked() {
            return;
        }
        let host = host::host(playground, view, pending, text);
        let texts = host::texts(text);
        spawn_local(async move {
            if editor::mount((*area).clone().unchecked_into(), host, &texts).await {
                mounted.set(true);
            }
        });
    });
    Effect::new(move |_| keep_at_the_end(playground, pending));
    show_in_editor(playground, view, mounted);

    let typed = move |event| {
        playground.typing();
        playground.typed(playground.open_file.get_untracked(), event_target_value(&event));
        push_soon(playground, pending);
    };
    let value = move || {
        playground.replaced.track();
        let open = playground.open_file.get();
        playground.files.with_untracked(|files| files.get(open).map(|file| file.text.clone()).unwrap_or_default())
    };
    view! {
        <div class="text" id="text-panel" role="tabpanel" data-testid="text">
            <textarea node_ref=area id="text" name="yaml" spellcheck="false" autocapitalize="off" autocomplete="off" aria-label=text.editor_label
                prop:value=value on:input=typed inner_html=written(first)></textarea>
        </div>
        <p class="only-read">{text.editor_leave}</p>
    }
    .into_any()
}

/// A text as it stands between the tags of the text area in the document.
#[cfg(feature = "ssr")]
fn written(text: String) -> String {
    crate::inert::text_area(&text)
}

/// In the browser its property has it.
#[cfg(not(feature = "ssr"))]
fn written(_: String) -> String {
    String::new()
}

/// Keeps the editor at what the page says: text, findings, ghosts, figures, lit lines.
fn show_in_editor(playground: Playground, view: ViewState, mounted: RwSignal<bool>) {
    let editor = OpenEditor { playground, mounted };
    Effect::new(move |_| {
        playground.replaced.track();
        if let Some(file) = editor.with_file(|_, file| file.clone()) {
            editor::open(&file.name, &file.text);
        }
    });
    Effect::new(move |before: Option<usize>| {
        let open = playground.open_file.get();
        playground.seen.track();
        if mounted.get() {
            if before != Some(open) {
                playground.unseen.set(Vec::new());
            }
            playground.ask_defaults(&playground.files.get_untracked());
        }
        open
    });
    let findings = playground.findings;
    let drift = playground.part(|versions| versions.drift, |shown| shown.frame.drift.clone());
    let words = text();
    Effect::new(move |_| {
        let marks = |open: usize, file: &SourceFile| {
            findings.with(|found| marks::diagnostics(&found.diagnostics, open, &file.text))
        };
        if let Some(json) = editor.with_file(marks) {
            editor::set_diagnostics(&json);
        }
    });
    Effect::new(move |_| {
        let shows = view.defaults.get();
        let unseen = playground.unseen.get();
        let ghosts = if shows { unseen.as_slice() } else { &[] };
        let drift = drift.get();
        let marks = |open: usize, file: &SourceFile| {
            let drift = playground.drift_of(open, &drift);
            marks::ghosts(ghosts, &drift, &file.text, words)
        };
        if let Some(json) = editor.with_file(marks) {
            editor::set_ghosts(&json);
        }
    });
    let figures = playground.version(|versions| versions.gutter);
    let text = text();
    // Counted down in whole seconds: what stays as it was is not drawn again.
    let now = Memo::new(move |_| playground.shown.with(|shown| shown.frame.time.floor()));
    let stale = Memo::new(move |_| findings.with(|found| found.stale));
    Effect::new(move |before: Option<(u32, usize, String)>| {
        figures.get();
        let (pushed, open) = (playground.pushed.get(), playground.open_file.get());
        let (now, stale, seen) = (now.get(), stale.get(), playground.seen.get());
        let marks = |open: usize, file: &SourceFile| {
            let seen = marks::span(seen, open, &file.text);
            // While the text is broken, the running routes stand at places that it no longer has.
            let figures = playground.shown.with_untracked(|shown| match stale {
                true => Vec::new(),
                false => shown.frame.gutter.iter().filter(|figure| marks::is_in(figure.span, seen)).cloned().collect(),
            });
            marks::figures(&figures, now, open, &file.text, text)
        };
        let drawn = (pushed, open, editor.with_file(marks).unwrap_or_default());
        if !drawn.2.is_empty() && before.as_ref() != Some(&drawn) {
            editor::set_figures(&drawn.2);
        }
        drawn
    });
    let lit = playground.lit_now();
    Effect::new(move |_| {
        let lit = lit.get();
        if let Some(json) = editor.with_file(|open, file| marks::lit(&lit, open, &file.text)) {
            editor::set_lit(&json);
        }
    });
    Effect::new(move |_| {
        let Some(span) = playground.reveal.get() else { return };
        let place = |open, file: &SourceFile| (open == span.file as usize).then(|| marks::range(span, &file.text));
        if let Some((from, to)) = editor.with_file(place).flatten() {
            editor::reveal(from, to);
            playground.reveal.set(None);
        }
    });
}

/// The editor and the file that is open in it.
#[derive(Clone, Copy)]
struct OpenEditor {
    playground: Playground,
    mounted: RwSignal<bool>,
}

impl OpenEditor {
    /// Makes something of the open file and its number, once there is an editor to show it in. Called again when
    /// another file is opened, not when the text changes.
    fn with_file<T>(self, make: impl FnOnce(usize, &SourceFile) -> T) -> Option<T> {
        let open = self.playground.open_file.get();
        if !self.mounted.get() {
            return None;
        }
        self.playground.files.with_untracked(|files| files.get(open).map(|file| make(open, file)))
    }
}
