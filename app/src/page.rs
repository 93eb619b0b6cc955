//! What the document hands to the browser, so that both render the same first frame.

#[cfg(feature = "ssr")]
use base64::{Engine as _, engine::general_purpose::STANDARD};
use mesh_view::Opening;
#[cfg(feature = "ssr")]
use mesh_view::{Frame, Graph, Layout, OutlierState, PodState, Point, Rates};
use serde::{Deserialize, Serialize};

use crate::Language;

/// Which page is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Page {
    /// `/`: a running canary, or what the link's fragment or the browser's storage holds.
    #[default]
    Index,
    /// `/s/<id>`: a stored scenario.
    Shared {
        /// Its id.
        id: String,
    },
    /// `/embed/s/<id>`: a stored scenario, the graph only.
    Embed {
        /// Its id.
        id: String,
    },
    /// `/embed/lesson/<slug>/<step>`: a step of a lesson, beside the graph.
    EmbedLesson {
        /// The lesson.
        slug: String,
        /// The step, where the address names one.
        step: Option<String>,
    },
}

impl Page {
    /// Whether it is made for frames of other pages: the graph alone, or a lesson beside it.
    #[must_use]
    pub fn is_embed(&self) -> bool {
        matches!(self, Self::Embed { .. } | Self::EmbedLesson { .. })
    }
}

/// Everything that the first render depends on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Handover {
    pub(crate) page: Page,
    pub(crate) language: Language,
    pub(crate) opening: Opening,
}

impl Handover {
    /// The element of the document that holds it.
    #[cfg(feature = "ssr")]
    pub(crate) const ELEMENT: &'static str = "handover";

    /// A text that can stand inside a `<script>`: letters, digits, `+`, `/` and `=`. What the document says besides is said
    /// shorter here: the bytes are packed (raw deflate), and the document's script unpacks them.
    #[cfg(feature = "ssr")]
    pub(crate) fn to_text(&self) -> String {
        let bytes = postcard::to_allocvec(&self.carried()).unwrap_or_default();
        STANDARD.encode(miniz_oxide::deflate::compress_to_vec(&bytes, PACKING))
    }

    /// In a frame of another page what is drawn is told to an eighth of a pixel, and figures as finely as they are read: places
    /// and rates to the last bit are most of what such a document weighs.
    #[cfg(feature = "ssr")]
    pub(crate) fn rounded_as_seen(mut self) -> Self {
        if self.page.is_embed() {
            let frame = &mut self.opening.moment.frame;
            coarsen_places(&mut frame.layout);
            coarsen_rates(&mut frame.graph);
        }
        self
    }

    /// What of it the first render in the browser depends on: the document moves the first requests by itself, and in a frame
    /// of another page there is the graph alone. The rest is told by the engine.
    #[cfg(feature = "ssr")]
    fn carried(&self) -> Self {
        let mut carried = self.clone();
        carried.opening.moment.dots = mesh_view::Dots::default();
        if self.page.is_embed() {
            carried.opening.moment.frame = poster(carried.opening.moment.frame, self.language);
            carried.opening.presets.clear();
        }
        carried
    }

    /// Reads the unpacked bytes; what it is without them where they cannot be read.
    #[cfg(any(feature = "csr", test))]
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        postcard::from_bytes(bytes).unwrap_or_default()
    }
}

/// What of a frame the graph alone shows at first.
#[cfg(feature = "ssr")]
fn poster(frame: Frame, language: Language) -> Frame {
    let mut graph = frame.graph;
    for edge in &mut graph.edges {
        edge.flags.clear();
        edge.response_times = None;
    }
    let outlier = |outlier: OutlierState| OutlierState {
        ejected_at: outlier.ejected_at,
        ejected_until: outlier.ejected_until,
        returns_at: outlier.returns_at,
        seconds_left: outlier.seconds_left,
        ..OutlierState::default()
    };
    let pod = |pod: PodState| PodState {
        node: pod.node,
        ready: pod.ready,
        outliers: pod.outliers.into_iter().map(outlier).collect(),
        ..PodState::default()
    };
    Frame {
        title: mesh_view::Localized { ko: frame.title.ko.filter(|_| language == Language::Ko), ..frame.title },
        preset: frame.preset,
        display: frame.display,
        select: frame.select,
        speed: frame.speed,
        time: frame.time,
        duration: frame.duration,
        seed: frame.seed,
        stopped: frame.stopped,
        graph,
        layout: frame.layout,
        pods: frame.pods.into_iter().map(pod).collect(),
        ..Frame::default()
    }
}

#[cfg(feature = "ssr")]
fn coarsen_places(layout: &mut Layout) {
    fn coarse<'a>(values: impl IntoIterator<Item = &'a mut f64>) {
        values.into_iter().for_each(|value| *value = (*value * 8.0).round() / 8.0);
    }
    let coarse_point = |point: &mut Point| coarse([&mut point.x, &mut point.y]);
    layout.nodes.iter_mut().flat_map(|place| [&mut place.center, &mut place.anchor]).for_each(coarse_point);
    for area in &mut layout.boxes {
        [&mut area.origin, &mut area.first, &mut area.last].into_iter().for_each(coarse_point);
        coarse([&mut area.width, &mut area.height]);
    }
    for curve in &mut layout.edges {
        curve.points.iter_mut().chain([&mut curve.label]).for_each(coarse_point);
        coarse([&mut curve.room]);
        curve.at = f64::from(curve.at as f32);
    }
}

#[cfg(feature = "ssr")]
fn coarsen_rates(graph: &mut Graph) {
    let coarse = |rates: &mut Rates| {
        let Rates { ok, redirect, client_error, server_error, no_response } = rates;
        let all = [ok, redirect, client_error, server_error, no_response];
        all.into_iter().for_each(|rate| *rate = f64::from(*rate as f32));
    };
    graph.nodes.iter_mut().flat_map(|node| [&mut node.inbound, &mut node.outbound]).for_each(coarse);
    for edge in &mut graph.edges {
        coarse(&mut edge.rates);
        edge.share = edge.share.map(|share| f64::from(share as f32));
    }
}

/// How hard is tried to pack it: each document is packed once, so rather fast.
#[cfg(feature = "ssr")]
const PACKING: u8 = 6;

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::{Owner, RenderHtml};

    use super::*;

    /// As the document's script unpacks it.
    fn arrived(handover: &Handover) -> Handover {
        let packed = STANDARD.decode(handover.to_text()).unwrap();
        Handover::of_bytes(&miniz_oxide::inflate::decompress_to_vec(&packed).unwrap())
    }

    fn handovers(scenario: &mesh_view::Scenario) -> [Handover; 2] {
        let opening = mesh_scenario::opening(scenario.clone(), &mut mesh_scenario::Work::network());
        [Page::Shared { id: "x".into() }, Page::Embed { id: "x".into() }].map(|page| Handover {
            page,
            language: Language::En,
            opening: opening.clone(),
        })
    }

    #[test]
    fn what_is_handed_over_is_what_arrives_but_for_what_the_document_does_by_itself() {
        for preset in mesh_scenario::presets() {
            let [mut page, embed] = handovers(&preset.scenario());
            assert!(!page.opening.moment.dots.is_empty());
            let arrived = [arrived(&page), arrived(&embed)];
            page.opening.moment.dots = mesh_view::Dots::default();
            assert_eq!(arrived[0], page, "{}", preset.slug);
            assert_eq!(arrived[1].opening.scenario, preset.scenario());
            assert_eq!(arrived[1].opening.moment.frame.layout, page.opening.moment.frame.layout);
        }
        assert_eq!(Handover::of_bytes(b"no bytes of ours"), Handover::default());
    }

    /// The build's rehearsal puts such bytes together (`xtask/bundler/rehearsal/page.mjs`).
    #[test]
    fn the_rehearsal_knows_what_stands_before_an_opening() {
        let scenario = mesh_scenario::presets()[0].scenario();
        let opening = mesh_scenario::opening(scenario, &mut mesh_scenario::Work::network());
        let bytes = postcard::to_allocvec(&opening).unwrap();
        for (page, before) in [(Page::Index, vec![0]), (Page::Embed { id: "x".into() }, vec![2, 1, b'x'])] {
            let handed = [before, vec![0], bytes.clone()].concat();
            let known = Handover { page, language: Language::En, opening: opening.clone() };
            assert_eq!(Handover::of_bytes(&handed), known);
        }
    }

    #[test]
    fn the_browser_draws_what_the_server_drew() {
        let drawn = |handover: Handover| Owner::new().with(|| crate::app::app(handover).to_html());
        let files = |text: &str| vec![mesh_view::SourceFile { name: "mesh.yaml".into(), text: text.into() }];
        let others = ["", "kind: Service", "a: ]\n", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"];
        let others = others.map(|text| mesh_view::Scenario::new(files(text)));
        let presets = mesh_scenario::presets().iter().map(|preset| preset.scenario());
        for scenario in presets.chain(others) {
            for mut handover in handovers(&scenario) {
                let in_browser = drawn(arrived(&handover));
                // They stand in an element whose content is not compared when the page is taken over.
                handover.opening.moment.dots = mesh_view::Dots::default();
                assert_eq!(in_browser, drawn(handover));
            }
        }
    }
}
