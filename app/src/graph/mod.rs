//! The traffic graph: SVG for what stands, one canvas for what moves.

mod badge;
mod bar;
mod beyond;
mod bullet;
mod camera;
mod card;
mod context;
mod detail;
mod display;
mod early;
mod edge;
mod fingers;
mod first;
mod fold;
mod follow;
mod frame;
mod gauge;
mod glide;
mod gone;
mod inview;
mod legend;
mod live;
mod name;
mod node;
mod particles;
mod place;
mod said;
mod seek;
mod slices;
mod stage;
mod stopped;
mod table;
mod tag;
mod track;
mod twin;

pub(crate) use badge::in_words as badges_in_words;
pub(crate) use bullet::BulletBar;
pub(crate) use camera::Camera;
pub(crate) use live::{forget_colours, frame as draw_dots, moved_by_document};

use leptos::{ev, prelude::*};

use crate::cluster::ClusterPanel;
use crate::intro::Intro;
use crate::state::{playground, text, view_state};

/// The whole panel.
#[component]
pub(crate) fn GraphPanel() -> impl IntoView {
    let text = text();
    let view = view_state();
    let playground = playground();
    let opened = RwSignal::new(None);
    let context = move |event: ev::MouseEvent| {
        if view.is_live() && context::open(opened, event.target(), Some((event.client_x(), event.client_y()))) {
            event.prevent_default();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let asks = event.key() == "ContextMenu" || (event.shift_key() && event.key() == "F10");
        if asks && context::open(opened, event.target(), None) {
            event.prevent_default();
        }
    };
    let over = move |event: ev::PointerEvent| {
        if view.is_live() && event.pointer_type() == "mouse" {
            context::light(event.target());
        }
    };
    let twice = move |event: ev::MouseEvent| {
        if let Some(id) = stage::id_of(event.target()).filter(|_| view.is_live()) {
            view.clicked.set_value(None);
            context::show_node_graph(Some(id));
        }
    };
    view! {
        <main class="graph" class:with-cluster=move || playground.shows_cluster.get() id="graph" aria-label=text.graph data-testid="graph"
            class:no-badges=move || !playground.display.get().badges
            on:contextmenu=context on:keydown=key on:dblclick=twice on:pointerover=over on:pointerleave=move |_| context::light(None)>
            <Show when=move || view.is_live() && !view.embed><bar::GraphBar /></Show>
            // Above the table it would cover the names of the columns.
            <Show when=move || !view.embed && !view.table.get()><Intro /></Show>
            <stage::Stage />
            <Show when=move || view.is_live()><said::Said /><seek::SeekErrors /><context::Focused /></Show>
            <stopped::StoppedNotice />
            <twin::TwinNote />
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
            <context::ContextMenu opened />
        </main>
    }
    .into_any()
}
