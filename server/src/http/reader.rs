//! Whoever reads a document: in which language.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use mesh_words::Language;

/// The cookie in which the page keeps the language that its reader has chosen.
const COOKIE: &str = "mesh-playground.lang";

/// More of a cookie header or a query is not looked at.
const MOST: usize = 100;

/// The language of a document's reader: that of the address (`?lang=ko`), else the one that was chosen in the page before, else
/// the one that the browser asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reader(pub(super) Language);

impl Reader {
    pub(super) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let lines = |name| headers.get_all(name).into_iter().filter_map(|value: &HeaderValue| value.to_str().ok());
        let chosen = || {
            let pairs = lines(header::COOKIE).flat_map(|line| line.split(';').take(MOST));
            let mut values = pairs.filter_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
            values.find_map(Language::of_tag)
        };
        let asked = || lines(header::ACCEPT_LANGUAGE).find_map(Language::accepted);
        Self(named(uri.query().unwrap_or_default()).or_else(chosen).or_else(asked).unwrap_or_default())
    }
}

/// The language that a query names.
pub(super) fn named(query: &str) -> Option<Language> {
    let pairs = query.split('&').take(MOST);
    pairs.filter_map(|pair| pair.strip_prefix("lang=")).find_map(Language::of_tag)
}

/// What has an address answered in a language; empty for the one that needs no word.
pub(super) fn in_language(language: Language) -> String {
    if language == Language::default() { String::new() } else { format!("lang={}", language.tag()) }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri, &parts.headers))
    }
}

/// Says in which language a document is, and what that depends on.
pub(super) fn say_language(headers: &mut HeaderMap, Reader(language): Reader) {
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    headers.append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_goes_before_the_choice_and_that_before_the_browser() {
        use Language::{En, Ko};
        for (uri, cookie, accepted, language) in [
            ("/", "", "", En),
            ("/", "", "ko-KR,ko;q=0.9,en;q=0.8", Ko),
            ("/", "", "fr", En),
            ("/", "mesh-playground.lang=en", "ko", En),
            ("/", "other=1; mesh-playground.lang=ko", "en", Ko),
            ("/", "mesh-playground.lang=; mesh-playground.language=ko", "", En),
            ("/", "mesh-playground.lang=xx", "ko", Ko),
            ("/?lang=ko", "mesh-playground.lang=en", "en", Ko),
            ("/?t=12&lang=en", "mesh-playground.lang=ko", "ko", En),
            ("/?lang=fr", "", "ko", Ko),
            ("/?lang=", "", "", En),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in [(header::COOKIE, cookie), (header::ACCEPT_LANGUAGE, accepted)] {
                if !value.is_empty() {
                    headers.insert(name, HeaderValue::from_str(value).unwrap());
                }
            }
            let reader = Reader::of(&uri.parse().unwrap(), &headers);
            assert_eq!(reader, Reader(language), "{uri}, {cookie}, {accepted}");
        }
    }
}
