//! The language that the reader chooses: a cookie, since the server renders the first frame in it.

use js_sys::Reflect;
use leptos::prelude::{GetUntracked, document, window};

use super::autosave;
use crate::Language;
use crate::state::Playground;

/// Where the server finds it (`server/src/http/reader.rs`).
const COOKIE: &str = "mesh-playground.lang";

/// Loads the page anew in another language. Work that was changed goes with it.
pub(crate) fn speak_to_me(playground: Playground, language: Language) {
    let is_kept = remember(language.tag());
    let location = window().location();
    let of = |part: Result<String, _>| part.unwrap_or_default();
    let [path, query, fragment] = [location.pathname(), location.search(), location.hash()].map(of);
    let here = format!("{path}{query}{fragment}");
    let in_language = query_with(&query, (!is_kept).then(|| language.tag()));
    let mut address = format!("{path}{in_language}{fragment}");
    // What somebody has changed is kept for `/` alone: the address may mean a text as it was before.
    if playground.changed.get_untracked() {
        autosave(playground);
        address = format!("/{}", query_with("", (!is_kept).then(|| language.tag())));
    }
    if address == here {
        location.reload().ok();
    } else {
        location.assign(&address).ok();
    }
}

/// Remembers it for a year; false where the browser keeps no cookies, as in a sandboxed frame.
fn remember(tag: &str) -> bool {
    let cookie = format!("{COOKIE}={tag}; path=/; max-age=31536000; samesite=lax");
    let document = document();
    let written = Reflect::set(&document, &"cookie".into(), &cookie.into()).unwrap_or(false);
    let kept = Reflect::get(&document, &"cookie".into()).ok().and_then(|kept| kept.as_string()).unwrap_or_default();
    written && kept.contains(&format!("{COOKIE}={tag}"))
}

/// A query without its language, or with this one.
fn query_with(query: &str, language: Option<&str>) -> String {
    let parts = query.strip_prefix('?').unwrap_or(query).split('&');
    let mut parts: Vec<String> =
        parts.filter(|part| !part.is_empty() && !part.starts_with("lang=")).map(str::to_owned).collect();
    parts.extend(language.map(|language| format!("lang={language}")));
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_leaves_the_query_once_it_is_remembered() {
        for (query, language, expected) in [
            ("", None, ""),
            ("?lang=ko", None, ""),
            ("?t=12.4&lang=ko&request=users/3", None, "?t=12.4&request=users/3"),
            ("", Some("en"), "?lang=en"),
            ("?lang=ko&t=1", Some("en"), "?t=1&lang=en"),
        ] {
            assert_eq!(query_with(query, language), expected, "{query}");
        }
    }
}
