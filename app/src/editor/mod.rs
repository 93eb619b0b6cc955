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

use crate::lesson::PatchPanel;
use crate::state::{text, view_state};

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
