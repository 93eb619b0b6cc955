//! Kiali's Display menu.

use leptos::prelude::*;
use mesh_view::{Display, GraphOptions, ResponseTime};

use crate::menu::Menu;
use crate::state::{playground, text};

#[component]
pub(crate) fn DisplayMenu() -> impl IntoView {
    let text = &text().of_graph;
    let open = RwSignal::new(false);
    let face = view! { {text.display}<span aria-hidden="true">" \u{25be}"</span> }.into_any();
    view! {
        <Menu class="opens" label=text.display face testid="display" open>
            <Choices />
        </Menu>
    }
    .into_any()
}

#[component]
fn Choices() -> impl IntoView {
    let text = &text().of_graph;
    let playground = playground();
    let tick = move |name: &'static str, words: &'static str, of: fn(&mut Display) -> &mut bool| {
        let is_on = move || *of(&mut playground.display.get());
        view! {
            <label><input type="checkbox" data-testid=name prop:checked=is_on
                on:change=move |event| playground.display.update(|display| *of(display) = event_target_checked(&event)) />{words}</label>
        }
        .into_any()
    };
    let option = move |name: &'static str, words: &'static str, of: fn(&mut GraphOptions) -> &mut bool| {
        let is_on = move || *of(&mut playground.options.get());
        view! {
            <label><input type="checkbox" data-testid=name prop:checked=is_on
                on:change=move |event| playground.show_only(|options| *of(options) = event_target_checked(&event)) />{words}</label>
        }
        .into_any()
    };
    let times = [
        (None, "none", "\u{2013}"),
        (Some(ResponseTime::Average), "avg", text.average),
        (Some(ResponseTime::Median), "p50", text.median),
        (Some(ResponseTime::Percentile95), "p95", text.percentile_95),
        (Some(ResponseTime::Percentile99), "p99", text.percentile_99),
    ];
    let choose_time = move |event| {
        let value = event_target_value(&event);
        if let Some((time, ..)) = times.iter().find(|(_, name, _)| *name == value) {
            playground.display.update(|display| display.time = *time);
        }
    };
    let has_namespaces = Memo::new(move |_| {
        playground.shown.with(|shown| {
            let mut namespaces =
                shown.frame.graph.nodes.iter().map(|node| &node.namespace).filter(|name| !name.is_empty());
            let first = namespaces.next();
            namespaces.any(|name| Some(name) != first)
        })
    });
    let boxes = move || {
        view! {
            <label><input type="checkbox" data-testid="namespace-boxes" prop:checked=move || playground.folding.with(|folding| folding.namespace_boxes)
                on:change=move |event| playground.fold(|folding| folding.namespace_boxes = event_target_checked(&event)) />{text.namespace_boxes}</label>
        }
        .into_any()
    };
    let reset = move |_| {
        playground.display.set(Display::default());
        playground.fold(|folding| folding.namespace_boxes = false);
        playground.show_only(|options| {
            let GraphOptions { find, hide, focus, .. } = std::mem::take(options);
            *options = GraphOptions { find, hide, focus, ..GraphOptions::default() };
        });
    };
    view! {
        <div class="sheet display" data-testid="display-sheet">
            <fieldset>
                <legend>{text.show_edge_labels}</legend>
                {tick("label-rate", text.traffic_rate, |display| &mut display.rate)}
                {tick("label-share", text.traffic_distribution, |display| &mut display.share)}
                <label class="choice">{text.response_time}
                    <select data-testid="label-time" on:change=choose_time>
                        {times.map(|(time, name, words)| view! { <option value=name prop:selected=move || playground.display.get().time == time>{words}</option> }).collect_view()}
                    </select>
                </label>
                <p class="hint">{text.no_throughput}</p>
            </fieldset>
            <fieldset>
                <legend>{text.show}</legend>
                {option("service-nodes", text.service_nodes, |options| &mut options.service_nodes)}
                {option("app-boxes", text.app_boxes, |options| &mut options.app_boxes)}
                <Show when=move || has_namespaces.get()>{boxes}</Show>
                {option("idle-nodes", text.idle_nodes, |options| &mut options.idle_nodes)}
                {option("idle-edges", text.idle_edges, |options| &mut options.idle_edges)}
                <span title=text.security_help>{tick("show-security", text.security, |display| &mut display.security)}</span>
                {tick("show-badges", text.badges, |display| &mut display.badges)}
                {tick("animation", text.animation, |display| &mut display.animation)}
            </fieldset>
            <button type="button" data-testid="display-reset" on:click=reset>{text.reset}</button>
        </div>
    }
    .into_any()
}
