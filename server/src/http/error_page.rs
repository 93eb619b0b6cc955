//! Problems for people: who opens a document in a browser gets a page that says what happened, also inside a frame.
//!
//! It needs no script and no built page. What can be saved of a damaged link stands in it.

use std::fmt::Write as _;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use html_escape::encode_quoted_attribute as escaped;
use mesh_scenario::link;
use mesh_words::{Language, Words, say, speaking};

use super::document::framing;
use super::problem::Problem;
use super::reader::{Reader, say_language};
use super::state::AppState;

/// Turns the problem document into a page where somebody reads it.
pub(super) async fn readable(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let document = Document::of(&request);
    let reader = Reader::of(request.uri(), request.headers());
    let response = next.run(request).await;
    let said = response.extensions().get::<Problem>();
    // The router itself refuses an address that is no text, in words of its own.
    let unsaid = said.is_none() && response.status() == StatusCode::BAD_REQUEST;
    let unreadable = unsaid.then(|| Problem::bad_request(say!("problem-address")));
    match (document, said.or(unreadable.as_ref())) {
        (Some(document), Some(problem)) => document.page(&state, reader, problem, response.headers()),
        (None, Some(problem)) if unsaid => problem.clone().into_response(),
        _ => response,
    }
}

/// A document that a browser asks for.
struct Document {
    /// Whether it is made for frames of other pages.
    framed: bool,
    /// Whether the address names something that is stored.
    stored: bool,
    /// The address of a link.
    link: Option<String>,
}

impl Document {
    /// `None` for what programs ask for.
    fn of(request: &Request) -> Option<Self> {
        let path = request.uri().path();
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD) && accepts_html(request.headers());
        let is_data = path.starts_with("/api/") || path.starts_with("/assets/") || is_file(path);
        if !is_read || is_data {
            return None;
        }
        let inner = path.strip_prefix("/embed").unwrap_or(path);
        Some(Self {
            framed: path.starts_with("/embed/"),
            stored: inner.starts_with("/s/"),
            // In percent codes stands what no link holds: there it breaks off.
            link: inner.starts_with("/c/").then(|| inner.to_owned()),
        })
    }

    fn page(&self, state: &AppState, reader: Reader, problem: &Problem, problem_headers: &HeaderMap) -> Response {
        let ancestors = if self.framed { state.config.frame_ancestors.as_str() } else { "'self'" };
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors {ancestors}"
        );
        let Ok(policy) = HeaderValue::try_from(policy) else { return problem.clone().into_response() };
        let html = speaking(reader.0, || self.html(state, reader.0, problem));
        let mut response =
            (problem.status(), [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("accept"));
        say_language(headers, reader);
        if let Some(later) = problem_headers.get(header::RETRY_AFTER) {
            headers.insert(header::RETRY_AFTER, later.clone());
        }
        framing(headers, self.framed);
        response
    }

    fn html(&self, state: &AppState, language: Language, problem: &Problem) -> String {
        let (heading, cures) = self.words(problem.status());
        let heading = marked(&heading);
        let style = state.config.site.assets(language).map_or_else(String::new, |assets| {
            format!(
                "<link rel=\"icon\" href=\"{}\"><link rel=\"stylesheet\" href=\"{}\">",
                escaped(&assets.icon),
                escaped(&assets.stylesheet)
            )
        });
        let mut html = format!(
            "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\"><title>{heading} - Mesh Playground</title>{style}</head>\
             <body><main class=\"notice\"><h1>{heading}</h1><p>{}</p><ul>",
            language.tag(),
            escaped(&problem.detail())
        );
        for cure in cures {
            let _ = write!(html, "<li>{}</li>", marked(&cure));
        }
        html.push_str("</ul>");
        html.push_str(&self.link.as_deref().map(saved).unwrap_or_default());
        // A frame of another page is no place for the playground: it opens beside it.
        let target = if self.framed { " target=\"_blank\" rel=\"noopener\"" } else { "" };
        let _ =
            write!(html, "<p><a href=\"/\"{target}>{}</a></p></main></body></html>", marked(&say!("error-page-open")));
        html
    }

    /// What happened, and what can be done.
    fn words(&self, status: StatusCode) -> (Words, Vec<Words>) {
        match status {
            StatusCode::BAD_REQUEST if self.link.is_some() => {
                (say!("error-page-link"), vec![say!("error-page-new-link"), say!("error-page-broken-link")])
            }
            StatusCode::NOT_FOUND if self.stored => (
                say!("error-page-nothing-stored"),
                vec![say!("error-page-incomplete-stored"), say!("error-page-other-server")],
            ),
            StatusCode::NOT_FOUND => (say!("error-page-nothing-here"), vec![say!("error-page-incomplete")]),
            StatusCode::SERVICE_UNAVAILABLE if self.stored || self.link.is_some() => {
                (say!("error-page-unavailable"), vec![say!("error-page-later"), say!("error-page-nothing-lost")])
            }
            StatusCode::SERVICE_UNAVAILABLE => (say!("error-page-unavailable"), vec![say!("error-page-later")]),
            _ => (say!("error-page-failed"), vec![say!("error-page-later")]),
        }
    }
}

/// A sentence as HTML: what stands in backticks is code.
fn marked(words: &Words) -> String {
    let text = words.to_string();
    let text = escaped(&text);
    let parts = text.split('`').enumerate().map(|(index, part)| match index % 2 {
        0 => part.to_owned(),
        _ => format!("<code>{part}</code>"),
    });
    parts.collect()
}

/// Whether the value of Accept names HTML, as browsers do; `*/*` alone is what programs say.
fn accepts_html(headers: &HeaderMap) -> bool {
    let mut kinds = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    kinds.any(|value| {
        value
            .split(',')
            .any(|kind| kind.trim_start().get(..9).is_some_and(|kind| kind.eq_ignore_ascii_case("text/html")))
    })
}

/// Whether a path names the files of a stored scenario, or another file, and not a document.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    !path.contains("/c/") && name.rsplit_once('.').is_some_and(|(_, end)| end != "html")
}

/// What can be read of a damaged link, to be copied; empty where there is nothing.
fn saved(link: &str) -> String {
    if link::decode(link).is_ok() {
        return String::new();
    }
    let Some(recovered) = link::recover(link) else { return String::new() };
    let how_much = if recovered.complete { say!("error-page-saved-whole") } else { say!("error-page-saved-part") };
    let heading = marked(&say!("error-page-saved"));
    let said = marked(&how_much.and(say!("error-page-saved-copy")));
    // A line break behind the tag is dropped by browsers: this one, not the text's own.
    format!(
        "<h2>{heading}</h2><p>{said}</p><textarea readonly rows=\"16\" aria-label=\"{heading}\">\n{}</textarea>",
        escaped(&crate::cli::joined(&recovered.files))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(value: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_str(value).unwrap());
        accepts_html(&headers)
    }

    #[test]
    fn browsers_get_pages_and_programs_problem_documents() {
        assert!(accepts("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
        assert!(accepts("application/json, TEXT/HTML;q=0.1"));
        assert!(!accepts("*/*") && !accepts("application/json") && !accepts(""));
        assert!(!accepts_html(&HeaderMap::new()));
    }

    #[test]
    fn files_are_no_documents() {
        assert!(is_file("/s/abcdefghijkl.yaml") && is_file("/s/x.json") && is_file("/favicon.ico"));
        assert!(!is_file("/s/abcdefghijkl") && !is_file("/c/1.abc") && !is_file("/embed/c/1.abc") && !is_file("/"));
    }

    #[test]
    fn what_stands_in_backticks_is_code_and_nothing_is_markup() {
        let words = say!("problem-nothing-here", path = "/<b>");
        assert_eq!(marked(&words), "Nothing is served at <code>/&lt;b&gt;</code>.");
        assert_eq!(marked(&say!("error-page-later")), "Load this again in a moment.");
    }

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(escaped("</textarea><b a='\"'>&"), "&lt;/textarea&gt;&lt;b a=&#x27;&quot;&#x27;&gt;&amp;");
    }
}
