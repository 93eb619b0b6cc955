//! Boxes around the versions of an app, and frames around open groups.

use leptos::{ev, prelude::*};
use mesh_view::{BoxArea, Group};

use super::camera::Spread;
use super::{card, fold};
use crate::bounds;
use crate::format::{fill, pixels};
use crate::state::{playground, text, view_state};
use crate::text::Text;

/// All of them.
#[component]
pub(super) fn Boxes(spread: Memo<Spread>) -> impl IntoView {
    let text = text();
    let playground = playground();
    let shown = playground.shown;
    let laid = playground.version(|versions| versions.layout);
    let boxes = Memo::new(move |_| {
        laid.get();
        let most = bounds::NODES.now();
        shown.with_untracked(|shown| {
            let graph = &shown.frame.graph;
            let with_group =
                |area: &BoxArea| (area.clone(), graph.groups.iter().find(|group| group.id == area.id).cloned());
            shown.frame.layout.boxes.iter().take(most).map(with_group).collect::<Vec<_>>()
        })
    });
    let draw = move || {
        let spread = spread.get();
        let draw = |(area, group): (BoxArea, Option<Group>)| {
            let (label, area) = (area.label.clone(), spread.area(&area));
            let place = format!("transform:translate({}px,{}px)", pixels(area.x), pixels(area.y));
            let class = if group.is_some() { "box namespace moves" } else { "box app moves" };
            let inside = match group {
                Some(group) => title(group, area.width, text).into_any(),
                None => view! { <text class="title" x="14" y="20">{label}</text> }.into_any(),
            };
            view! {
                <g class=class style=place>
                    <rect width=pixels(area.width) height=pixels(area.height) rx="10" />
                    {inside}
                </g>
            }
        };
        boxes.get().into_iter().map(draw).collect_view()
    };
    view! { <g>{draw}</g> }.into_any()
}

/// The name of an open group, how much is in it, and the way to fold it.
fn title(group: Group, width: f64, text: &'static Text) -> impl IntoView {
    let view = view_state();
    let name = if group.label.is_empty() { text.group_outside.to_owned() } else { group.label.clone() };
    let services = card::services(group.apps as usize, text);
    let below = if group.is_worst { fill(text.group_worst, &[&services]) } else { services };
    let words = fill(text.fold_group, &[&name]);
    let id = StoredValue::new(group.id);
    let click = move |event: ev::MouseEvent| {
        event.stop_propagation();
        fold::choose(&id.get_value(), false);
    };
    let key = move |event: ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            event.stop_propagation();
            fold::choose(&id.get_value(), false);
        }
    };
    let folds = group.folds;
    let button = move || {
        (folds && view.is_live()).then(|| {
            view! {
                <g class="fold" role="button" tabindex="0" aria-label=words.clone() data-testid=format!("fold {}", id.get_value())
                    style=format!("transform:translate({}px,0)", pixels(width - 58.0)) on:click=click on:keydown=key>
                    <rect x="0" y="4" width="52" height="26" rx="6" />
                    <text x="26" y="21">{text.fold}</text>
                </g>
            }
        })
    };
    view! {
        <text class="title" x="14" y="20">{name}</text>
        <text class="small" x="14" y="36">{below}</text>
        {button}
    }
}
