//! What a resource of kind Scenario says.

use mesh_config::model;
use mesh_config::{Config, Spanned, Spec};
use mesh_graph::{GraphOptions, GraphType, Moved};
use mesh_view::{Choices, Display, ResponseTime};

use crate::run::MOST_MOVED;
use crate::{Localized, View};

/// What the first Scenario resource says, with the defaults of what it does not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Header {
    pub(crate) title: Localized,
    pub(crate) description: Localized,
    pub(crate) seed: Option<u64>,
    /// Seconds.
    pub(crate) duration: f64,
    pub(crate) view: View,
}

/// The length of a time line that nobody stated, seconds.
const DURATION: f64 = 600.0;

impl Header {
    pub(crate) fn of(config: &Config) -> Self {
        let mut header = Self {
            title: Localized::default(),
            description: Localized::default(),
            seed: None,
            duration: DURATION,
            view: View::default(),
        };
        let scenario = config.resources.iter().find_map(|resource| match &resource.spec {
            Spec::Scenario(scenario) => Some(scenario),
            _ => None,
        });
        let Some(scenario) = scenario else { return header };
        if let Some(title) = &scenario.title {
            header.title.en = shortened(title.get("en").unwrap_or_default(), LONGEST_TITLE);
            header.title.ko = title.texts.get("ko").map(|text| shortened(&text.value, LONGEST_TITLE));
        }
        if let Some(description) = &scenario.description {
            header.description.en = shortened(description.get("en").unwrap_or_default(), LONGEST_DESCRIPTION);
            header.description.ko = description.texts.get("ko").map(|text| shortened(&text.value, LONGEST_DESCRIPTION));
        }
        header.seed = scenario.seed.as_ref().map(|seed| seed.value);
        if let Some(duration) = &scenario.duration {
            header.duration = duration.value.as_secs_f64();
        }
        if let Some(view) = &scenario.view {
            if let Some(graph) = &view.graph {
                header.view.graph = match graph.value {
                    model::GraphType::App => GraphType::App,
                    model::GraphType::VersionedApp => GraphType::VersionedApp,
                    model::GraphType::Workload => GraphType::Workload,
                    model::GraphType::Service => GraphType::Service,
                };
            }
            header.view.at = view.at.as_ref().map_or(header.view.at, |at| at.value.as_secs_f64());
            header.view.speed = view.speed.as_ref().map_or(header.view.speed, |speed| speed.value.clamp(0.1, 10.0));
            header.view.select = view.select.as_ref().map(|select| select.value.clone());
            header.view.display = view.display.as_ref().map(choices);
            let part = |part: &Option<Spanned<f64>>| part.as_ref().map_or(0.0, |part| part.value);
            header.view.moved = (view.moved.iter())
                .filter_map(|moved| {
                    let node = moved.node.as_ref()?.value.clone();
                    Some(Moved { node, along: part(&moved.along), across: part(&moved.across) })
                })
                .take(MOST_MOVED)
                .collect();
        }
        header
    }
}

/// What is displayed; what is not said is as it is at first.
fn choices(written: &model::Display) -> Choices {
    let is = |written: &Option<Spanned<bool>>, otherwise: bool| written.as_ref().map_or(otherwise, |is| is.value);
    let text = |written: &Option<Spanned<String>>| written.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    let Choices { display, namespace_boxes, options } = Choices::default();
    let time = written.response_time.as_ref().and_then(|time| match time.value {
        model::ResponseTime::None => None,
        model::ResponseTime::Average => Some(ResponseTime::Average),
        model::ResponseTime::Median => Some(ResponseTime::Median),
        model::ResponseTime::Percentile95 => Some(ResponseTime::Percentile95),
        model::ResponseTime::Percentile99 => Some(ResponseTime::Percentile99),
    });
    Choices {
        display: Display {
            rate: is(&written.rate, display.rate),
            share: is(&written.share, display.share),
            time,
            security: is(&written.security, display.security),
            badges: is(&written.badges, display.badges),
            animation: is(&written.animation, display.animation),
        },
        namespace_boxes: is(&written.namespace_boxes, namespace_boxes),
        options: GraphOptions {
            service_nodes: is(&written.service_nodes, options.service_nodes),
            app_boxes: is(&written.app_boxes, options.app_boxes),
            idle_nodes: is(&written.idle_nodes, options.idle_nodes),
            idle_edges: is(&written.idle_edges, options.idle_edges),
            find: text(&written.find),
            hide: text(&written.hide),
            focus: None,
        },
    }
}

/// A title stands in the page several times.
const LONGEST_TITLE: usize = 200;

/// A description stands above the graph.
const LONGEST_DESCRIPTION: usize = 600;

fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_as_long_as_its_file_is_cut() {
        let text = format!(
            "apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {{title: {{en: {}, ko: 카}}}}\n",
            "x".repeat(60_000)
        );
        let header = Header::of(&mesh_config::parse(&[crate::SourceFile { name: "a.yaml".into(), text }]));
        assert_eq!((header.title.en.chars().count(), header.title.ko.as_deref()), (201, Some("카")));
    }

    #[test]
    fn a_preset_says_its_title_and_view() {
        let header = Header::of(&mesh_config::parse(&crate::preset("circuit-breaking").unwrap().scenario().files));
        assert_eq!((header.title.en.as_str(), header.title.get("ko-KR")), ("Circuit breaking", "서킷 브레이커"));
        assert_eq!((header.seed, header.duration, header.view.at), (Some(1), 600.0, 36.0));
        assert_eq!(header.view.select.as_deref(), Some("staff-service-risky-version"));
    }
}
