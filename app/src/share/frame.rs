//! The code that shows the graph in another page.

use leptos::{prelude::*, task::spawn_local};

use super::link::SHORT;
use super::{CopyButton, Shared};
use crate::browser::share;
use crate::lesson::{self, Player};
use crate::state::{playground, text, view_state};
use crate::text::Text;

/// Pixels of height: of a graph, and of a lesson beside one.
const GRAPH: u32 = 420;
const LESSON: u32 = 600;

/// The code of a frame. It needs no origin of its own; what it links to opens outside of it.
fn code(source: &str, title: &str, height: u32) -> String {
    let title: String = title
        .chars()
        .flat_map(|character| match character {
            '&' => "&amp;".chars().collect::<Vec<_>>(),
            '"' => "&quot;".chars().collect(),
            '<' => "&lt;".chars().collect(),
            other => vec![other],
        })
        .collect();
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\" style=\"border:0\" \
         sandbox=\"allow-scripts allow-popups allow-popups-to-escape-sandbox\"></iframe>"
    )
}

/// Whoever shares a page in Korean writes for readers of Korean.
fn lang(text: &Text) -> String {
    if text.tag == crate::Language::default().tag() { String::new() } else { format!("?lang={}", text.tag) }
}

/// The code of the lesson that is open, at its step: that needs nothing to be saved.
#[component]
fn LessonRow(player: Player, shared: Shared) -> impl IntoView {
    let text = text();
    let code = Memo::new(move |_| {
        let origin = window().location().origin().unwrap_or_default();
        code(&format!("{origin}{}{}", lesson::framed_path(player), lang(text)), &player.title(), LESSON)
    });
    let label = text.of_share.share_embed_lesson;
    view! {
        <p>{label}</p>
        <div class="row">
            <input type="text" readonly=true aria-label=label data-testid="embed-lesson-code" prop:value=move || code.get() />
            <CopyButton shared label=text.of_share.share_embed_copy testid="copy-embed-lesson" copied=Callback::new(move |()| copy(shared, "copy-embed-lesson", code.get_untracked(), text))
                disabled=Signal::derive(|| false) />
        </div>
    }
    .into_any()
}

/// Copies a code, and says so.
fn copy(shared: Shared, button: &'static str, code: String, text: &'static Text) {
    spawn_local(async move {
        if share::copy(&code).await {
            shared.say(button, text.of_share.share_embed_copied);
        } else {
            shared.say("", text.copy_by_hand);
        }
    });
}

#[component]
pub(super) fn FramePart(shared: Shared) -> impl IntoView {
    let text = text();
    let playground = playground();
    let code = Memo::new(move |_| {
        let origin = window().location().origin().unwrap_or_default();
        let title = playground.shown.with(|shown| shown.frame.title.get(text.tag).to_owned());
        let title = if title.is_empty() { text.product.to_owned() } else { title };
        let payload = shared.payload.get();
        let lang = lang(text);
        match shared.stored.get() {
            Some(path) => code(&format!("{origin}/embed{path}{lang}"), &title, GRAPH),
            None if (1..=SHORT).contains(&payload.len()) => {
                code(&format!("{origin}/embed/c/{payload}{lang}"), &title, GRAPH)
            }
            None => String::new(),
        }
    });
    let is_missing = Signal::derive(move || code.with(String::is_empty));
    let view = view_state();
    let player = move || view.lesson.get().filter(|_| view.teaches.get());
    view! {
        <section>
            <h3>{text.of_share.share_embed}</h3>
            <div class="row">
                <input type="text" readonly=true aria-label=text.of_share.share_embed data-testid="embed-code" prop:value=move || code.get()
                    placeholder=text.of_share.share_embed_save />
                <CopyButton shared label=text.of_share.share_embed_copy testid="copy-embed" copied=Callback::new(move |()| copy(shared, "copy-embed", code.get_untracked(), text)) disabled=is_missing />
            </div>
            <p class="muted">{move || if is_missing.get() { text.of_share.share_embed_save } else { text.of_share.share_embed_help }}</p>
            {move || player().map(|player| view! { <LessonRow player shared /> })}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_ends_no_attribute() {
        let code = code("https://a/embed/s/x", "\"><script>&", GRAPH);
        assert!(code.contains("title=\"&quot;>&lt;script>&amp;\""), "{code}");
        assert_eq!(code.matches('<').count(), 2);
    }
}
