//! A moment's graph in the forms that other programs read.

use mesh_graph::{Theme, dot, kiali, markdown, mermaid, svg};
use mesh_view::{Drawing, Frame};
use mesh_words::say;

/// The Unix second at which the simulated time is 0: 2026-01-01T00:00:00Z. A drawing of the same moment is the same text.
const BEGIN: u64 = 1_767_225_600;

/// The graph of a moment, written as `drawing` says.
#[must_use]
pub fn draw(frame: &Frame, drawing: &Drawing) -> String {
    let moment = say!("command-render-title", seconds = frame.time).to_string();
    let name = frame.title.get(&say!("command-render-language").to_string());
    let title = if name.is_empty() { moment } else { format!("{name} · {moment}") };
    match drawing {
        Drawing::Svg(is_dark) => {
            let theme = if *is_dark { Theme::Dark } else { Theme::Light };
            svg(&frame.graph, &frame.layout, theme, &title)
        }
        Drawing::Dot => dot(&frame.graph, &title),
        Drawing::Mermaid => mermaid(&frame.graph),
        Drawing::Markdown(link) => markdown(&frame.graph, &title, link),
        Drawing::Kiali => {
            kiali(&frame.graph, BEGIN + frame.time.clamp(0.0, 1e9) as u64, frame.window.clamp(0.0, 1e9) as u64)
        }
    }
}
