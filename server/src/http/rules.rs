//! `/api/v1/rules`: what each finding means. The page reads it when somebody asks, so that it need not carry it.

use axum::Json;
use mesh_config::Help;
use serde::Serialize;

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

/// The help pages of all rules.
pub(super) async fn all() -> Json<Vec<Rule>> {
    let page = |help: Help| Rule {
        codes: help.codes,
        title: help.title(),
        paragraphs: help.paragraphs().skip(1).collect(),
        links: help.codes.iter().filter_map(|code| Help::link(code)).collect(),
    };
    Json(mesh_lint::help().map(page).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_rule_has_a_page() {
        let Json(rules) = all().await;
        assert!(rules.len() > 30, "{}", rules.len());
        let unsimulated = rules.iter().find(|rule| rule.codes.contains(&"MP0005")).unwrap();
        assert!(!unsimulated.paragraphs.is_empty() && unsimulated.links.is_empty());
    }
}
