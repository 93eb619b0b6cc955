//! How the reader looks at the page; none of it changes the run.

use leptos::prelude::*;
use mesh_scenario::GraphType;

use crate::graph::Camera;

/// What the edges' tags say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum EdgeLabel {
    /// Share where a source has several targets, else the rate.
    #[default]
    ShareAndRate,
    /// Requests per second.
    Rate,
    /// The 95th percentile of response times.
    ResponseTime,
    /// Nothing.
    Nothing,
}

/// The tabs of the lower panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LogTab {
    /// What happened.
    #[default]
    Events,
    /// Envoy's access log.
    AccessLog,
}

/// The one panel that a phone shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phone {
    /// The text.
    Editor,
    /// The graph.
    #[default]
    Graph,
    /// The side panel.
    Details,
}

/// Signals of the reader's choices.
#[derive(Clone, Copy)]
pub(crate) struct ViewState {
    pub(crate) embed: bool,
    pub(crate) graph_type: RwSignal<GraphType>,
    pub(crate) label: RwSignal<EdgeLabel>,
    pub(crate) find: RwSignal<String>,
    pub(crate) table: RwSignal<bool>,
    pub(crate) legend: RwSignal<bool>,
    pub(crate) camera: RwSignal<Camera>,
    pub(crate) edit_open: RwSignal<bool>,
    pub(crate) side_open: RwSignal<bool>,
    pub(crate) phone: RwSignal<Phone>,
    pub(crate) log_tab: RwSignal<LogTab>,
    pub(crate) help: RwSignal<bool>,
    /// Width of the editor in pixels, once it was dragged.
    pub(crate) edit_width: RwSignal<Option<f64>>,
}

impl ViewState {
    pub(crate) fn new(embed: bool) -> Self {
        Self {
            embed,
            graph_type: RwSignal::new(GraphType::default()),
            label: RwSignal::new(EdgeLabel::default()),
            find: RwSignal::new(String::new()),
            table: RwSignal::new(false),
            legend: RwSignal::new(false),
            camera: RwSignal::new(Camera::default()),
            edit_open: RwSignal::new(true),
            side_open: RwSignal::new(true),
            phone: RwSignal::new(Phone::default()),
            log_tab: RwSignal::new(LogTab::default()),
            help: RwSignal::new(false),
            edit_width: RwSignal::new(None),
        }
    }
}
