//! The other language: the page is loaded anew in it, with the work that is open.

use leptos::prelude::*;

use crate::Language;
use crate::browser::speak_to_me;
use crate::state::{playground, text};

#[component]
pub(crate) fn OtherLanguage() -> impl IntoView {
    let text = text();
    let playground = playground();
    let other = if text.tag == Language::Ko.tag() { Language::En } else { Language::Ko };
    view! {
        <button type="button" class="language" lang=other.tag() title=text.other_language_help data-testid="language"
            on:click=move |_| speak_to_me(playground, other)>{text.other_language}</button>
    }
    .into_any()
}
