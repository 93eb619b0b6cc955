//! The objects of the open file, to go to.

use leptos::{ev, html, prelude::*, task::spawn_local};
use mesh_view::{Ask, OutlineItem, Span, Tell};
use wasm_bindgen::JsCast;

use crate::browser::editor;
use crate::menu::Menu;
use crate::state::{playground, text, view_state};

/// One row: how deep it stands, what it is, where it is.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    part: bool,
    name: String,
    detail: String,
    span: Span,
}

#[component]
pub(crate) fn Outline() -> impl IntoView {
    let text = text();
    let view = view_state();
    let face = view! { <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M1 2h12v1.5H1zM4 6.2h9v1.5H4zM4 10.5h9V12H4z" /></svg> };
    view! {
        <Menu class="add" label=text.outline face=face.into_any() testid="outline" open=view.outline>
            <Sheet />
        </Menu>
    }
    .into_any()
}

#[component]
fn Sheet() -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let list = NodeRef::<html::Ul>::new();
    let file = playground.open_file.get_untracked();
    playground.synchronized();
    // None until the engine has answered.
    let rows = RwSignal::new(None::<Vec<Row>>);
    spawn_local(async move {
        if let Some(Tell::Outline(items)) = playground.ask(Ask::Outline(file as u32)).await {
            rows.set(Some(rows_of(&items)));
        }
    });
    let is_empty = move || rows.with(|rows| rows.as_ref().is_some_and(Vec::is_empty));
    Effect::new(move |_| {
        rows.track();
        if let Some(list) = list.get() {
            focus(&list, 0);
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        if let Some(list) = list.get_untracked() {
            focus(&list, step);
        }
    };
    let row = move |row: Row| {
        let span = row.span;
        let go = move |_| {
            view.outline.set(false);
            playground.show_span(span);
            editor::focus();
        };
        view! {
            <li class:part=row.part>
                <button type="button" class="plain" data-testid="outline-item" on:click=go><span>{row.name}</span>" "<span class="muted">{row.detail}</span></button>
            </li>
        }
    };
    view! {
        <div class="sheet outline" data-testid="outline-sheet">
            <h2>{text.outline}</h2>
            <Show when=is_empty><p>{text.outline_empty}</p></Show>
            <ul node_ref=list on:keydown=key>{move || rows.get().unwrap_or_default().into_iter().map(row).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Objects, and below each its parts.
fn rows_of(items: &[OutlineItem]) -> Vec<Row> {
    let row = |item: &OutlineItem, part| Row {
        part,
        name: item.name.clone(),
        detail: if item.detail == item.name { String::new() } else { item.detail.clone() },
        span: item.span,
    };
    items
        .iter()
        .flat_map(|item| std::iter::once(row(item, false)).chain(item.children.iter().map(|child| row(child, true))))
        .collect()
}

/// Moves the focus among the buttons of a list.
fn focus(list: &web_sys::HtmlUListElement, step: i32) {
    let Ok(buttons) = list.query_selector_all("button") else { return };
    let active = document().active_element();
    let is_active =
        |at: &u32| buttons.item(*at).zip(active.as_ref()).is_some_and(|(button, active)| button == **active);
    let now = (0..buttons.length()).find(is_active).unwrap_or_default() as i32;
    let next = (now + step).rem_euclid((buttons.length() as i32).max(1)) as u32;
    if let Some(button) = buttons.item(next).and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.focus().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_their_object() {
        let item = |name: &str, detail: &str, children| OutlineItem {
            name: name.into(),
            detail: detail.into(),
            span: Span::default(),
            children,
        };
        let rows = rows_of(&[item("reviews", "VirtualService", vec![item("http[0]", "http[0]", Vec::new())])]);
        let seen: Vec<_> = rows.iter().map(|row| (row.part, row.name.as_str(), row.detail.as_str())).collect();
        assert_eq!(seen, [(false, "reviews", "VirtualService"), (true, "http[0]", "")]);
    }
}
