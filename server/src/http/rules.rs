//! `/api/v1/rules`: what each finding means. The page reads it when somebody asks, so that it need not carry it.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use mesh_config::Help;
use mesh_words::Language;
use serde::Serialize;

use super::reader::{Reader, say_language};

/// The help page of a rule.
#[derive(Debug, Serialize)]
pub(super) struct Rule {
    codes: &'static [&'static str],
    title: String,
    /// Markdown, of which only backticks are used.
    paragraphs: Vec<String>,
    /// What those who made the codes say of them.
    links: Vec<String>,
}

/// The help pages of all rules, in the language of whoever reads them.
pub(super) async fn all(reader: Reader) -> Response {
    let mut response = Json(pages(reader.0)).into_response();
    say_language(response.headers_mut(), reader);
    response
}

fn pages(language: Language) -> Vec<Rule> {
    let page = |help: Help| Rule {
        codes: help.codes,
        title: help.title(),
        paragraphs: help.paragraphs().skip(1).collect(),
        links: help.codes.iter().filter_map(|code| Help::link(code)).collect(),
    };
    mesh_lint::help_in(language).map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_page() {
        let rules = pages(Language::En);
        assert!(rules.len() > 30, "{}", rules.len());
        let unsimulated = rules.iter().find(|rule| rule.codes.contains(&"MP0005")).unwrap();
        assert!(!unsimulated.paragraphs.is_empty() && unsimulated.links.is_empty());
    }
}
