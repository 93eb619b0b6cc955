//! Above the graph: what nodes stand for, what is displayed, find and hide, table, legend.

use leptos::prelude::*;
use mesh_view::GraphType;

use super::display::DisplayMenu;
use super::seek::Seek;
use crate::browser::focus;
use crate::state::{playground, text, view_state};

#[component]
pub(crate) fn GraphBar() -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let graph_types = [
        (GraphType::VersionedApp, "versionedApp", text.graph_versioned_app),
        (GraphType::App, "app", text.graph_app),
        (GraphType::Workload, "workload", text.graph_workload),
        (GraphType::Service, "service", text.graph_service),
    ];
    let shown_type = playground.graph_type();
    let choose_type = move |event| {
        let value = event_target_value(&event);
        if let Some((graph_type, ..)) = graph_types.iter().find(|(_, name, _)| *name == value) {
            playground.set_graph_type(*graph_type);
        }
    };
    let send = move |_| {
        view.close_details(playground);
        view.open_details();
        request_animation_frame(|| {
            focus("[data-testid=request-from]");
        });
    };
    view! {
        <div class="bar">
            <select aria-label=text.graph_type data-testid="graph-type" on:change=choose_type>
                {graph_types.map(|(graph_type, name, label)| view! { <option value=name selected=move || shown_type.get() == graph_type prop:selected=move || shown_type.get() == graph_type>{label}</option> }).collect_view()}
            </select>
            <DisplayMenu />
            <Seek />
            <span class="grow"></span>
            <button type="button" data-testid="send-request" on:click=send>{text.send_one}</button>
            <button type="button" data-testid="cluster-toggle" aria-pressed=move || playground.shows_cluster.get().to_string()
                on:click=move |_| playground.toggle_cluster()>{text.cluster}</button>
            <button type="button" data-testid="table-toggle" aria-pressed=move || view.table.get().to_string()
                on:click=move |_| view.table.update(|open| *open = !*open)>{text.table}</button>
            <button type="button" data-testid="legend-toggle" aria-pressed=move || view.legend.get().to_string()
                on:click=move |_| view.legend.update(|open| *open = !*open)>{text.legend}</button>
        </div>
    }
    .into_any()
}
