//! What stands below the first frame where scripts are off: its figures, and what is missing.
//!
//! Browsers with scripts read a `<noscript>` as text up to its end tag: what others write must never stand in an attribute here.

use std::collections::BTreeMap;

use leptos::prelude::*;
use mesh_view::{Edge, Graph, Node};

use crate::bounds;
use crate::format::{self, fill, short};
use crate::shown;
use crate::text::Text;

/// Who sends to whom, and how it is answered.
pub(crate) fn unscripted(graph: &Graph, text: &'static Text) -> impl IntoView + use<> {
    let nodes: BTreeMap<&str, &Node> = graph.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let name = |id: &str| short(&nodes.get(id).map_or_else(|| id.to_owned(), |node| shown::name(node)));
    let most = bounds::EDGES.first();
    let rows: Vec<String> = graph.edges.iter().take(most).map(|edge| row(&cells(edge, name))).collect();
    let left_out = graph.edges.len() - rows.len();
    let heads = [text.source, text.destination, text.rate, text.share, text.weight, text.errors];
    let table = (!rows.is_empty()).then(|| {
        let heads: String = heads.map(|head| format!("<th>{head}")).concat();
        let html = format!("<thead><tr>{heads}<tbody>{}", rows.concat());
        view! { <table class="figures" inner_html=html></table> }
    });
    let left_out = (left_out > 0).then(|| view! { <p>{fill(text.unscripted_rows, &[&left_out.to_string()])}</p> });
    view! {
        <noscript>
            <section class="unscripted">
                <h2>{text.unscripted_title}</h2>
                <p>{text.unscripted}</p>
                {table}
                {left_out}
            </section>
        </noscript>
    }
    .into_any()
}

/// End tags are left out, as HTML allows: an embed is to be small.
fn row(cells: &[String]) -> String {
    let cell = |cell: &String| format!("<td>{}", cell.replace('&', "&amp;").replace('<', "&lt;"));
    format!("<tr>{}", cells.iter().map(cell).collect::<String>())
}

fn cells(edge: &Edge, name: impl Fn(&str) -> String) -> [String; 6] {
    [
        name(&edge.source),
        name(&edge.target),
        format!("{} rps", format::rate(edge.rates.total())),
        edge.share.map(format::percent).unwrap_or_default(),
        edge.weight.map(format::weight).unwrap_or_default(),
        format::percent(edge.rates.error_percent()),
    ]
}
