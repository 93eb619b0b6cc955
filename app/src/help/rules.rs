//! What each finding means, one page for each rule. Read from the server when somebody asks: the page itself need not
//! carry it.

use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;

use crate::browser::share;
use crate::code::with_code;
use crate::state::{text, view_state};

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Rule {
    codes: Vec<String>,
    title: String,
    paragraphs: Vec<String>,
    links: Vec<String>,
}

#[component]
pub(super) fn Rules() -> impl IntoView {
    let text = text();
    let sought = view_state().rule;
    let rules = RwSignal::new(None::<Vec<Rule>>);
    let failed = RwSignal::new(false);
    spawn_local(async move {
        let address = format!("/api/v1/rules?lang={}", text.tag);
        match share::get(&address).await.and_then(|json| serde_json::from_str(&json).ok()) {
            Some(read) => rules.set(Some(read)),
            None => failed.set(true),
        }
    });
    let found = move || {
        let sought = sought.get();
        let rules = rules.get().unwrap_or_default();
        let found: Vec<Rule> = rules.into_iter().filter(|rule| is_sought(rule, &sought)).collect();
        let open = found.len() <= 3;
        found.into_iter().map(|rule| view! { <Page rule open /> }).collect_view()
    };
    let none = move || {
        let sought = sought.get();
        rules.with(|rules| rules.as_ref().is_some_and(|rules| !rules.iter().any(|rule| is_sought(rule, &sought))))
    };
    view! {
        <p>{text.help_rules}</p>
        <input type="search" aria-label=text.find_rule placeholder=text.find_rule data-testid="find-rule" prop:value=sought
            on:input=move |event| sought.set(event_target_value(&event)) />
        <div role="status">
            <Show when=move || failed.get()><p class="bad">{text.rules_unreachable}</p></Show>
            <Show when=none><p>{text.no_rule}</p></Show>
        </div>
        {found}
    }
    .into_any()
}

#[component]
fn Page(rule: Rule, open: bool) -> impl IntoView {
    let text = text();
    let paragraph = |words: &String| view! { <p>{with_code(words)}</p> };
    let link = |link: String| view! { <a href=link target="_blank" rel="noreferrer">{text.documentation}</a> };
    let mut links = rule.links;
    links.dedup();
    view! {
        <details class="rule" open=open data-testid="rule">
            <summary><code>{rule.codes.join(", ")}</code>" "<strong>{with_code(&rule.title)}</strong></summary>
            {rule.paragraphs.iter().map(paragraph).collect_view()}
            {links.into_iter().take(1).map(link).collect_view()}
        </details>
    }
    .into_any()
}

/// Whether a rule has a code, or a word of its title.
fn is_sought(rule: &Rule, sought: &str) -> bool {
    let sought = sought.trim().to_ascii_lowercase();
    rule.codes.iter().any(|code| code.to_ascii_lowercase().starts_with(&sought))
        || rule.title.to_ascii_lowercase().contains(&sought)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_by_code_and_by_words() {
        let rule = Rule {
            codes: vec!["IST0101".into()],
            title: "A name of something that does not exist.".into(),
            paragraphs: Vec::new(),
            links: Vec::new(),
        };
        assert!(is_sought(&rule, "") && is_sought(&rule, "ist0101") && is_sought(&rule, " Exist"));
        assert!(!is_sought(&rule, "IST0104"));
        let korean = Rule { title: "규칙의 가중치 합이 100이 아닙니다.".into(), ..rule };
        assert!(is_sought(&korean, " 가중치 ") && is_sought(&korean, "ist0101"));
        assert!(!is_sought(&korean, "재시도"));
    }
}
