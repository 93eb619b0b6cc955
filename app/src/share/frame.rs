//! The code that shows the graph in another page.

use leptos::{prelude::*, task::spawn_local};

use super::link::SHORT;
use super::{CopyButton, Shared};
use crate::browser::share;
use crate::state::{playground, text};

/// The code of a frame. It needs no origin of its own; what it links to opens outside of it.
fn code(source: &str, title: &str) -> String {
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
        "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"420\" loading=\"lazy\" style=\"border:0\" \
         sandbox=\"allow-scripts allow-popups allow-popups-to-escape-sandbox\"></iframe>"
    )
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
        // Whoever shares a page in Korean writes for readers of Korean.
        let lang =
            if text.tag == crate::Language::default().tag() { String::new() } else { format!("?lang={}", text.tag) };
        match shared.stored.get() {
            Some(path) => code(&format!("{origin}/embed{path}{lang}"), &title),
            None if (1..=SHORT).contains(&payload.len()) => code(&format!("{origin}/embed/c/{payload}{lang}"), &title),
            None => String::new(),
        }
    });
    let is_missing = Signal::derive(move || code.with(String::is_empty));
    let copy = move |()| {
        let code = code.get_untracked();
        spawn_local(async move {
            if share::copy(&code).await {
                shared.say("copy-embed", text.of_share.share_embed_copied);
            } else {
                shared.say("", text.copy_by_hand);
            }
        });
    };
    view! {
        <section>
            <h3>{text.of_share.share_embed}</h3>
            <div class="row">
                <input type="text" readonly=true aria-label=text.of_share.share_embed data-testid="embed-code" prop:value=move || code.get()
                    placeholder=text.of_share.share_embed_save />
                <CopyButton shared label=text.of_share.share_embed_copy testid="copy-embed" copied=Callback::new(copy) disabled=is_missing />
            </div>
            <p class="muted">{move || if is_missing.get() { text.of_share.share_embed_save } else { text.of_share.share_embed_help }}</p>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_ends_no_attribute() {
        let code = code("https://a/embed/s/x", "\"><script>&");
        assert!(code.contains("title=\"&quot;>&lt;script>&amp;\""), "{code}");
        assert_eq!(code.matches('<').count(), 2);
    }
}
