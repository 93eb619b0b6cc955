//! The graph as a picture, and as text for other programs.

use leptos::{prelude::*, task::spawn_local};
use mesh_view::{Ask, Drawing, Tell};

use super::{CopyButton, Shared};
use crate::browser::{glue, share};
use crate::header::is_dark_now;
use crate::state::{Playground, playground, text};

/// The graph of the moment that is shown.
async fn drawn(playground: Playground, drawing: Drawing) -> Option<String> {
    match playground.ask(Ask::Draw(drawing)).await {
        Some(Tell::Text(text)) => text,
        _ => None,
    }
}

#[component]
pub(super) fn PicturePart(shared: Shared) -> impl IntoView {
    let text = text();
    let playground = playground();
    let save = move |button: &'static str, file: &'static str| {
        let drawing = match button {
            "save-dot" => Drawing::Dot,
            "save-mermaid" => Drawing::Mermaid,
            "save-kiali" => Drawing::Kiali,
            _ => Drawing::Svg(is_dark_now()),
        };
        spawn_local(async move {
            let Some(drawn) = drawn(playground, drawing).await else {
                return shared.say("", text.of_share.share_not_drawn);
            };
            glue::save(file, &drawn);
            shared.say(button, crate::format::fill(text.of_share.share_written, &[file]));
        });
    };
    let copy = move |()| {
        let link = shared.address();
        spawn_local(async move {
            let Some(drawn) = drawn(playground, Drawing::Markdown(link)).await else {
                return shared.say("", text.of_share.share_not_drawn);
            };
            if share::copy(&drawn).await {
                shared.say("copy-markdown", text.of_share.share_markdown_copied);
            } else {
                shared.say("", text.copy_refused);
            }
        });
    };
    let files = [
        ("save-svg", "graph.svg", "SVG"),
        ("save-png", "graph.png", "PNG"),
        ("save-dot", "graph.dot", "DOT"),
        ("save-mermaid", "graph.mmd", "Mermaid"),
        ("save-kiali", "graph.json", text.of_share.share_kiali),
    ];
    view! {
        <section>
            <h3>{text.of_share.share_graph}</h3>
            <p>{text.of_share.share_graph_help}</p>
            <div class="row forms">
                {files.map(|(button, file, label)| view! {
                    <button type="button" class:done=move || shared.done.get() == button data-testid=button on:click=move |_| save(button, file)>{label}</button>
                }).collect_view()}
                <CopyButton shared label=text.of_share.share_markdown testid="copy-markdown" copied=Callback::new(copy) disabled=Signal::derive(|| false) />
            </div>
        </section>
    }
    .into_any()
}
