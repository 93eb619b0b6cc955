//! The traffic graph: SVG for what stands, one canvas for what moves.

mod badge;
mod bar;
mod camera;
mod detail;
mod edge;
mod find;
mod first;
mod follow;
mod legend;
mod live;
mod name;
mod node;
mod particles;
mod slices;
mod stage;
mod stopped;
mod table;
mod tag;
mod track;

pub(crate) use badge::in_words as badges_in_words;
pub(crate) use camera::Camera;
pub(crate) use live::{forget_colours, frame as draw_dots};

use leptos::prelude::*;

use crate::cluster::ClusterPanel;
use crate::intro::Intro;
use crate::state::{playground, text, view_state};

/// The whole panel.
#[component]
pub(crate) fn GraphPanel() -> impl IntoView {
    let text = text();
    let view = view_state();
    let playground = playground();
    view! {
        <main class="graph" class:with-cluster=move || playground.shows_cluster.get() id="graph" aria-label=text.graph data-testid="graph">
            <Show when=move || !view.embed><bar::GraphBar /></Show>
            <Show when=move || !view.embed><Intro /></Show>
            <stage::Stage />
            <stopped::StoppedNotice />
            <stopped::FailedNotice />
            <Show when=move || playground.shows_cluster.get()>
                <ClusterPanel />
            </Show>
            <Show when=move || view.table.get()>
                <table::EdgeTable />
            </Show>
            <Show when=move || view.legend.get()>
                <legend::Legend />
            </Show>
        </main>
    }
    .into_any()
}
