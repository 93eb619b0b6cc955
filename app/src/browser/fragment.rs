//! What stands behind the `#` of the address: a link, a place of the page, or nothing.

use leptos::prelude::*;
use mesh_view::{Ask, LinkedScenario, Tell};

use crate::state::{Playground, ViewState};
use crate::unopened::Unopened;

/// The attribute of the document's root while its page is not what the address means. The document sets it before anything
/// is painted (`shell`), and what has it is hidden.
const PENDING: &str = "data-link";

/// What the fragment of the address means.
pub(super) enum Fragment {
    /// Nothing, or a place of the page.
    Place,
    /// A link that holds a scenario.
    Link(LinkedScenario),
    /// A link that nobody could read, since the engine has failed.
    Unread,
    /// Something else, most likely a damaged link.
    Unopened(Unopened),
}

/// The fragment, unless it is none or names a place of the page.
pub(super) fn written() -> Option<String> {
    let fragment = window().location().hash().unwrap_or_default();
    let fragment = fragment.strip_prefix('#').unwrap_or(&fragment);
    (!fragment.is_empty() && document().get_element_by_id(fragment).is_none()).then(|| fragment.to_owned())
}

/// Reads what is written there; `beside` says whether something is open already.
pub(super) async fn read(playground: Playground, fragment: Option<String>, beside: bool) -> Fragment {
    let Some(fragment) = fragment else { return Fragment::Place };
    match playground.ask(Ask::OpenLink(fragment)).await {
        Some(Tell::Opened(Ok(linked))) => Fragment::Link(linked),
        Some(Tell::Opened(Err(link))) => Fragment::Unopened(Unopened { link, beside }),
        _ => Fragment::Unread,
    }
}

/// Takes the fragment out of the address: a reload must not ask for it again.
pub(super) fn forget() {
    let location = window().location();
    if let (Ok(path), Ok(search), Ok(history)) = (location.pathname(), location.search(), window().history()) {
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&format!("{path}{search}"))).ok();
    }
}

/// Whether the page is covered.
pub(super) fn is_covered() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute(PENDING))
}

/// Covers the page, or shows it.
pub(super) fn cover(is_covered: bool) {
    if let Some(root) = document().document_element() {
        if is_covered {
            root.set_attribute(PENDING, "unopened").ok();
        } else {
            root.remove_attribute(PENDING).ok();
        }
    }
}

/// Says that a link could not be read: loading the page again may help.
pub(super) fn fail() {
    if let Some(root) = document().document_element() {
        root.set_attribute(PENDING, "failed").ok();
    }
}

/// Says that a link could not be opened; what is shown and is not the link's is covered, unless it was there before.
pub(super) fn say(view: ViewState, unopened: Unopened) {
    cover(!unopened.beside);
    view.unopened.set(Some(unopened));
}
