//! What can be done with a node or an edge, as Kiali's context menu; and its path, lit while the pointer is on it.

use leptos::{ev, html, prelude::*, task::spawn_local};
use mesh_ordered::OrderedSet;
use mesh_view::{Ask, Node, NodeKind, OutlineItem, Span, Tell};
use wasm_bindgen::JsCast;

use super::stage::id_of;
use crate::browser::focus;
use crate::format::{self, fill};
use crate::shown::{self, Shown};
use crate::state::{Phone, Playground, playground, text, view_state};

/// More nodes than this are not all drawn anew with each step of the pointer.
const LIT_AT_MOST: usize = 300;

/// Where the menu is open, and for what.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Opened {
    id: String,
    x: f64,
    y: f64,
}

/// Opens the menu where the pointer or the keyboard asks for it.
pub(super) fn open(
    opened: RwSignal<Option<Opened>>,
    target: Option<web_sys::EventTarget>,
    at: Option<(i32, i32)>,
) -> bool {
    let Some(element) = target.clone().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    let Some(id) = id_of(target) else { return false };
    let Some(panel) = element.closest(".graph").ok().flatten() else { return false };
    let (inside, around) = (element.get_bounding_client_rect(), panel.get_bounding_client_rect());
    let middle = || (inside.left() + inside.width() / 2.0, inside.top() + inside.height() / 2.0);
    let (x, y) = at.map_or_else(middle, |(x, y)| (f64::from(x), f64::from(y)));
    let x = (x - around.left()).clamp(4.0, (around.width() - 190.0).max(4.0));
    let y = (y - around.top()).clamp(4.0, (around.height() - 190.0).max(4.0));
    opened.set(Some(Opened { id, x, y }));
    true
}

/// Lights the path through what is under the pointer; nothing puts it out.
pub(super) fn light(target: Option<web_sys::EventTarget>) {
    let (playground, view) = (playground(), view_state());
    let path = id_of(target).and_then(|id| {
        playground
            .shown
            .with_untracked(|shown| (shown.frame.graph.nodes.len() <= LIT_AT_MOST).then(|| path_through(shown, &id)))
    });
    if view.path.with_untracked(|before| *before != path) {
        view.path.set(path);
    }
}

/// Shows a node's own graph: those that call it over any number of others, and those that it calls.
pub(super) fn show_node_graph(id: Option<String>) {
    let playground = playground();
    let is_node = id.as_deref().is_none_or(|id| playground.shown.with_untracked(|shown| shown.node(id).is_some()));
    if is_node {
        playground.show_only(|options| options.focus = id);
    }
}

/// All nodes and edges that requests through a node or an edge may pass.
fn path_through(shown: &Shown, id: &str) -> OrderedSet<String> {
    let edges = &shown.frame.graph.edges;
    let (from, to) = shown.edge(id).map_or((id, id), |edge| (edge.source.as_str(), edge.target.as_str()));
    let mut path: OrderedSet<String> = [id, from, to].map(str::to_owned).into_iter().collect();
    for (start, is_back) in [(from, true), (to, false)] {
        let mut reached: OrderedSet<&str> = [start].into_iter().collect();
        let mut next = vec![start];
        while let Some(at) = next.pop() {
            for edge in edges {
                let (here, there) = if is_back { (&edge.target, &edge.source) } else { (&edge.source, &edge.target) };
                if here == at {
                    path.insert(edge.id.clone());
                    if reached.insert(there) {
                        path.insert(there.clone());
                        next.push(there);
                    }
                }
            }
        }
    }
    path
}

#[component]
pub(super) fn ContextMenu(opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let draw = move || opened.get().map(|opened_at| view! { <Actions opened opened_at /> });
    view! { {draw} }.into_any()
}

#[component]
fn Actions(opened: RwSignal<Option<Opened>>, opened_at: Opened) -> impl IntoView {
    let text = &text().of_graph;
    let (playground, view) = (playground(), view_state());
    let Opened { id, x, y } = opened_at;
    let menu = NodeRef::<html::Div>::new();
    // What it is about: the node, or the edge's end that requests go to, and the one that they come from.
    let (name, node, source, is_edge) = playground.shown.with_untracked(|shown| match shown.edge(&id) {
        Some(edge) => {
            let name = format!("{} \u{2192} {}", shown.name(&edge.source), shown.name(&edge.target));
            (name, shown.node(&edge.target).cloned(), shown.node(&edge.source).cloned(), true)
        }
        None => (shown.name(&id), shown.node(&id).cloned(), shown.node(&id).cloned(), false),
    });
    let sender = source.and_then(|node| playground.shown.with_untracked(|shown| client_of(shown, &node)));
    let label = fill(text.actions, &[&name]);
    let close = move || {
        opened.set(None);
        focus(".stage [tabindex='0']");
    };
    let details = {
        let id = id.clone();
        move |_| {
            close();
            playground.show_decision(None);
            playground.select(Some(id.clone()));
            view.open_details();
        }
    };
    let focused = node.as_ref().map(|node| node.id.clone());
    let node_graph = move |_| {
        close();
        show_node_graph(focused.clone());
    };
    let of_yaml = StoredValue::new(node.clone());
    let yaml = move |_| {
        let node = of_yaml.get_value();
        opened.set(None);
        if let Some(node) = node {
            spawn_local(show_yaml(playground, node));
            view.phone.set(Phone::Editor);
            view.edit_open.set(true);
        }
    };
    let expression = node.as_ref().filter(|_| !is_edge).and_then(expression);
    let hide = expression.map(|expression| {
        let hide = move |_| {
            close();
            playground.show_only(|options| {
                options.hide = if options.hide.trim().is_empty() { expression.clone() } else { format!("{} OR {expression}", options.hide) };
            });
        };
        view! { <button type="button" role="menuitem" tabindex="-1" data-testid="menu-hide" on:click=hide>{text.hide_node}</button> }
    });
    let url = node
        .as_ref()
        .filter(|node| node.kind == NodeKind::Service)
        .map(|node| format!("http://{}.{}/", node.service, node.namespace));
    let send = (sender.is_some() || url.is_some()).then(|| {
        let send = move |_| {
            opened.set(None);
            view.to_send.set((sender.clone(), url.clone()));
            view.close_details(playground);
            view.open_details();
            request_animation_frame(|| {
                focus("[data-testid=request-url]");
            });
        };
        view! { <button type="button" role="menuitem" tabindex="-1" data-testid="menu-send" on:click=send>{text.send_from}</button> }
    });
    let step = move |by: i32| {
        let Some(menu) = menu.try_get_untracked().flatten() else { return };
        let Ok(items) = menu.query_selector_all("button") else { return };
        let active = document().active_element();
        let is_active = |at: &u32| items.item(*at).and_then(|item| item.dyn_into::<web_sys::Element>().ok()) == active;
        let now = (0..items.length()).find(is_active).map_or(-1, |at| at as i32);
        let next = if now < 0 { 0 } else { (now + by).rem_euclid(items.length().max(1) as i32) };
        if let Some(item) = items.item(next as u32).and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
            item.focus().ok();
        }
    };
    Effect::new(move |_| {
        if menu.get().is_some() {
            request_animation_frame(move || step(0));
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(-1),
            "Escape" | "Tab" => close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let left = move |event: ev::FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
        if menu.try_get_untracked().flatten().zip(next).is_some_and(|(menu, next)| !menu.contains(Some(&next))) {
            opened.set(None);
        }
    };
    view! {
        <div class="context" role="menu" aria-label=label node_ref=menu style=format!("left:{}px;top:{}px", format::fixed(x, 0), format::fixed(y, 0)) data-testid="context-menu" on:keydown=key on:focusout=left>
            <h3 aria-hidden="true">{name}</h3>
            {(!view.embed).then(|| view! { <button type="button" role="menuitem" tabindex="-1" data-testid="menu-details" on:click=details>{text.show_details}</button> })}
            <button type="button" role="menuitem" tabindex="-1" data-testid="menu-node-graph" on:click=node_graph>{text.node_graph}</button>
            // A frame of another page has the graph alone: neither texts nor what takes the hiding back.
            {(!view.embed).then(|| view! {
                <button type="button" role="menuitem" tabindex="-1" data-testid="menu-yaml" on:click=yaml>{text.show_yaml}</button>
                {hide}
                {send}
            })}
        </div>
    }
    .into_any()
}

/// What hides a node and nothing else, in the language of the hide field.
fn expression(node: &Node) -> Option<String> {
    let namespace =
        if node.namespace.is_empty() { String::new() } else { format!(" AND namespace = {}", node.namespace) };
    Some(match node.kind {
        NodeKind::Service => format!("service = {}{namespace}", node.service),
        NodeKind::App if node.version.is_empty() => format!("node = app AND app = {}{namespace}", node.app),
        NodeKind::App => format!("app = {} AND version = {}{namespace}", node.app, node.version),
        _ if !node.workload.is_empty() => format!("workload = {}{namespace}", node.workload),
        _ => format!("name = {}", node.label),
    })
}

/// The name by which requests can be sent from a node.
fn client_of(shown: &Shown, node: &Node) -> Option<String> {
    let names =
        [node.workload.as_str(), node.label.as_str(), if node.kind == NodeKind::Gateway { "ingress" } else { "" }];
    names
        .into_iter()
        .find(|name| !name.is_empty() && shown.frame.clients.iter().any(|client| client == name))
        .map(str::to_owned)
}

/// Opens the text at the object that a node stands for.
async fn show_yaml(playground: Playground, node: Node) {
    let name = if node.kind == NodeKind::Service { &node.service } else { &node.workload };
    let files = playground.files.with_untracked(Vec::len);
    playground.synchronized();
    let mut best: Option<(bool, Span)> = None;
    for file in 0..files {
        let Some(Tell::Outline(items)) = playground.ask(Ask::Outline(file as u32)).await else { continue };
        let is_it = |item: &&OutlineItem| item.name == *name || item.name == node.app;
        for item in items.iter().filter(is_it) {
            let is_kind = (item.detail == "Service") == (node.kind == NodeKind::Service) && item.name == *name;
            if best.is_none_or(|(was, _)| is_kind && !was) {
                best = Some((is_kind, item.span));
            }
        }
    }
    if let Some((_, span)) = best {
        playground.open_file.set(span.file as usize);
        playground.reveal.set(Some(span));
    }
}

/// Whose graph is shown, and how to get back.
#[component]
pub(super) fn Focused() -> impl IntoView {
    let text = &text().of_graph;
    let playground = playground();
    let name = Memo::new(move |_| {
        let focus = playground.options.with(|options| options.focus.clone())?;
        playground.shown.with(|shown| shown.node(&focus).map(shown::name))
    });
    let is_empty = Memo::new(move |_| {
        let narrows = playground.options.with(|options| *options != mesh_view::GraphOptions::default());
        narrows && playground.shown.with(|shown| shown.frame.graph.nodes.is_empty() && shown.frame.time > 0.0)
    });
    view! {
        <Show when=move || name.with(Option::is_some)>
            <p class="focused" data-testid="focused"><span>{move || fill(text.focused, &[&name.get().unwrap_or_default()])}</span>
                <button type="button" data-testid="whole-graph" on:click=move |_| show_node_graph(None)>{text.whole_graph}</button></p>
        </Show>
        <Show when=move || is_empty.get()><p class="note" data-testid="nothing-left">{text.nothing_left}</p></Show>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{Edge, Frame};

    fn shown() -> Shown {
        let edge = |from: &str, to: &str| Edge {
            id: format!("{from}>{to}"),
            source: from.into(),
            target: to.into(),
            ..Edge::default()
        };
        let mut frame = Frame::default();
        frame.graph.edges =
            [("a", "b"), ("b", "c"), ("b", "d"), ("c", "a"), ("e", "d")].map(|(from, to)| edge(from, to)).into();
        Shown::new(frame, None)
    }

    #[test]
    fn a_path_is_all_that_leads_there_and_all_that_follows() {
        let shown = shown();
        let path = |id: &str| path_through(&shown, id).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(path("e"), "d e e>d");
        assert_eq!(path("d"), "a a>b b b>c b>d c c>a d e e>d");
        assert_eq!(path("e>d"), "d e e>d");
        assert_eq!(path("nowhere"), "nowhere");
    }
}
