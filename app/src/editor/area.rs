//! The text: a text area that works by itself, and becomes CodeMirror once that is loaded.

use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

use super::{assist, marks};
use crate::browser::{editor, push_soon};
use crate::state::{Playground, playground, text};
use crate::text::Text;

#[component]
pub(crate) fn TextArea() -> impl IntoView {
    let text = text();
    let playground = playground();
    let area = NodeRef::<html::Textarea>::new();
    let mounted = RwSignal::new(false);
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let first =
        playground.files.with_untracked(|files| files.first().map(|file| file.text.clone()).unwrap_or_default());

    Effect::new(move |_| {
        let Some(area) = area.get() else { return };
        if mounted.get_untracked() {
            return;
        }
        let host = host(playground, pending, text);
        let texts = [("label", text.editor_label), ("documentation", text.documentation)];
        spawn_local(async move {
            if editor::mount((*area).clone().unchecked_into(), host, &texts).await {
                mounted.set(true);
            }
        });
    });
    show_in_editor(playground, mounted);

    let typed = move |event| {
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
                prop:value=value on:input=typed>{written(first)}</textarea>
        </div>
        <p class="only-read">{text.editor_leave}</p>
    }
    .into_any()
}

/// A text as it is written between the tags of a text area. Leptos leaves these children as they are, and a text that
/// somebody shares must not end the element.
fn written(text: String) -> String {
    if cfg!(feature = "ssr") { text.replace('&', "&amp;").replace('<', "&lt;") } else { text }
}

fn host(playground: Playground, pending: StoredValue<Option<TimeoutHandle>>, text: &'static Text) -> editor::Host {
    let index =
        move |name: &str| playground.files.with_untracked(|files| files.iter().position(|file| file.name == name));
    editor::Host {
        changed: Box::new(move |name, text| {
            if let Some(file) = index(&name) {
                playground.typed(file, text);
                push_soon(playground, pending);
            }
        }),
        complete: Box::new(move |name, offset| assist::completion(playground, index(&name)?, offset)),
        hover: Box::new(move |name, offset| assist::hover(playground, index(&name)?, offset, text)),
        define: Box::new(move |name, offset| {
            // The editor waits for this call to return before it shows another file.
            let file = index(&name);
            set_timeout(
                move || {
                    file.map(|file| assist::define(playground, file, offset));
                },
                std::time::Duration::ZERO,
            );
        }),
        fix: Box::new(move |finding, fix| {
            // The editor waits for this call to return before it takes new texts.
            set_timeout(move || playground.fix(finding as usize, fix as usize), std::time::Duration::ZERO);
        }),
    }
}

/// Keeps the editor at what the page says: text, findings, figures, lit lines.
fn show_in_editor(playground: Playground, mounted: RwSignal<bool>) {
    let current = move || {
        let open = playground.open_file.get();
        playground.files.with_untracked(|files| files.get(open).cloned()).map(|file| (open, file))
    };
    Effect::new(move |_| {
        playground.replaced.track();
        if mounted.get()
            && let Some((_, file)) = current()
        {
            editor::open(&file.name, &file.text);
        }
    });
    let findings = Memo::new(move |_| playground.shown.with(|shown| shown.frame.diagnostics.clone()));
    Effect::new(move |_| {
        if let (true, Some((open, file))) = (mounted.get(), current()) {
            editor::set_diagnostics(&findings.with(|findings| marks::diagnostics(findings, open, &file.text)));
        }
    });
    let figures = Memo::new(move |_| playground.shown.with(|shown| shown.frame.gutter.clone()));
    let stale = Memo::new(move |_| playground.shown.with(|shown| shown.frame.stale));
    Effect::new(move |_| {
        if let (true, Some((open, file))) = (mounted.get(), current()) {
            // While the text is broken, the running routes stand at places that it no longer has.
            let json = if stale.get() {
                "[]".to_owned()
            } else {
                figures.with(|figures| marks::figures(figures, open, &file.text))
            };
            editor::set_figures(&json);
        }
    });
    Effect::new(move |_| {
        let lit = playground.lit.get();
        if let (true, Some((open, file))) = (mounted.get(), current()) {
            editor::set_lit(&marks::ranges(&lit, open, &file.text));
        }
    });
    Effect::new(move |_| {
        let Some(span) = playground.reveal.get() else { return };
        if let (true, Some((open, file))) = (mounted.get(), current())
            && open == span.file as usize
        {
            let (from, to) = marks::range(span, &file.text);
            editor::reveal(from, to);
            playground.reveal.set(None);
        }
    });
}
