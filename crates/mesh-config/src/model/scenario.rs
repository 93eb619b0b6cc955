//! The playground's Scenario.

use std::time::Duration;

use mesh_ordered::OrderedMap;

use crate::decode::{Decoder, FromNode};
use crate::schema::{Shape, enumeration, message};
use crate::{Node, Spanned, Value};

message! {
    /// What the set of files is; of several the first counts.
    Scenario = "Scenario", "" {
        /// Its title, as a text or by language.
        title: Option<LocalizedText> = "title", checked;
        /// What it shows, as a text or by language.
        description: Option<LocalizedText> = "description", checked;
        /// What every random draw comes from.
        seed: Option<Spanned<u64>> = "seed" or "1";
        /// The length of the time line.
        duration: Option<Spanned<Duration>> = "duration" or "10m";
        /// What the page shows first.
        view: Option<View> = "view", checked;
    }
}

message! {
    /// What the page shows first.
    View = "View", "" {
        /// What the nodes of the graph are.
        graph: Option<Spanned<GraphType>> = "graph" or "versionedApp", checked;
        /// The time that is shown.
        at: Option<Spanned<Duration>> = "at" or "0s", checked;
        /// Simulated seconds per second.
        speed: Option<Spanned<f64>> = "speed" or "1", checked;
        /// The node that is selected.
        select: Option<Spanned<String>> = "select", checked;
        /// What is drawn of the graph; without it that is as the reader has it.
        display: Option<Display> = "display", checked;
        /// Nodes that were put elsewhere by hand.
        moved: Vec<MovedNode> = "moved", checked;
    }
}

message! {
    /// Where a node was put: shares of the drawing, from 0 to 1.
    MovedNode = "MovedNode", "" {
        /// Its id, such as `app:default/reviews/v1`.
        node: Option<Spanned<String>> = "node", checked;
        /// Along traffic: 0 is where it begins.
        along: Option<Spanned<f64>> = "along" or "0", checked;
        /// Across traffic: downwards where it flows to the right.
        across: Option<Spanned<f64>> = "across" or "0", checked;
    }
}

message! {
    /// What is drawn of the graph, as the Display menu and the find and hide fields have it.
    Display = "Display", "" {
        /// Edges say their requests per second.
        rate: Option<Spanned<bool>> = "rate" or "true", checked;
        /// Edges say their share of what left the source.
        share: Option<Spanned<bool>> = "share" or "true", checked;
        /// The response time that edges say.
        response_time: Option<Spanned<ResponseTime>> = "responseTime" or "none", checked;
        /// Edges in mutual TLS have a padlock.
        security: Option<Spanned<bool>> = "security" or "false", checked;
        /// Requests pass the service that was asked.
        service_nodes: Option<Spanned<bool>> = "serviceNodes" or "true", checked;
        /// Versions of an app stand in a box.
        app_boxes: Option<Spanned<bool>> = "appBoxes" or "true", checked;
        /// Frames stand around namespaces.
        namespace_boxes: Option<Spanned<bool>> = "namespaceBoxes" or "false", checked;
        /// Nodes without traffic are shown.
        idle_nodes: Option<Spanned<bool>> = "idleNodes" or "true", checked;
        /// Edges without traffic of late are shown.
        idle_edges: Option<Spanned<bool>> = "idleEdges" or "true", checked;
        /// Nodes have their badges.
        badges: Option<Spanned<bool>> = "badges" or "true", checked;
        /// Requests are seen on their way.
        animation: Option<Spanned<bool>> = "animation" or "true", checked;
        /// What is marked, in Kiali's find language.
        find: Option<Spanned<String>> = "find", checked;
        /// What is left out, in the same language.
        hide: Option<Spanned<String>> = "hide", checked;
    }
}

enumeration! {
    /// A figure of the response times.
    ResponseTime = "ResponseTime" {
        /// None.
        None = "none" 0,
        /// The mean.
        Average = "avg" 1,
        /// The 50th percentile.
        Median = "p50" 2,
        /// The 95th percentile.
        Percentile95 = "p95" 3,
        /// The 99th percentile.
        Percentile99 = "p99" 4,
    }
}

enumeration! {
    /// What the nodes of the graph are.
    GraphType = "GraphType" {
        /// Versions of apps, in a box for each app.
        VersionedApp = "versionedApp" 0,
        /// Apps.
        App = "app" 1,
        /// Workloads.
        Workload = "workload" 2,
        /// Services.
        Service = "service" 3,
    }
}

/// A text by language; a plain one is English.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalizedText {
    /// Texts by language tag, such as `en` and `ko`.
    pub texts: OrderedMap<String, Spanned<String>>,
}

impl LocalizedText {
    /// The text in a language, else in English, else in any.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&str> {
        let text = self.texts.get(language).or_else(|| self.texts.get("en")).or_else(|| self.texts.values().next());
        text.map(|text| text.value.as_str())
    }
}

impl FromNode for LocalizedText {
    fn shape() -> Shape {
        Shape::Map(|| Shape::Scalar("string"))
    }

    fn from_node(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let texts = match &node.value {
            Value::Scalar(_) => OrderedMap::from([("en".to_owned(), Spanned::from_node(node, decoder)?)]),
            _ => crate::decode::FieldValue::decode(node, decoder),
        };
        Some(Self { texts })
    }
}
