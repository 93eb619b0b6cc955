//! A dot for each pod of a node.

use mesh_ordered::sort;

use super::theme::Palette;
use super::write::Writer;
use crate::layout::short;
use crate::{Node, NodeKind};

/// No more than so many dots.
const MOST: u32 = 9;

/// Ejected pods are broken rings: of how long they stay out no more is known here than what is left.
pub(super) fn draw(out: &mut Writer, node: &Node, palette: &Palette) {
    // They have a glyph, or none.
    if matches!(node.kind, NodeKind::Service | NodeKind::Gateway | NodeKind::Client) || node.pods_total == 0 {
        return;
    }
    let shown = node.pods_total.min(MOST);
    let mut ejected: Vec<&str> = node.badges.ejected.iter().map(|pod| pod.pod.as_str()).collect();
    sort(&mut ejected);
    ejected.dedup();
    let columns = shown.min(3);
    let rows = shown.div_ceil(columns);
    for index in 0..shown {
        let x = (f64::from(index % columns) - f64::from(columns - 1) / 2.0) * 11.0;
        let y = (f64::from(index / columns) - f64::from(rows - 1) / 2.0) * 11.0;
        // Which dot is which pod does not matter: the ejected ones come last.
        let from_end = shown - 1 - index;
        let style = if (from_end as usize) < ejected.len() {
            format!(r#"fill="none" stroke="{}" stroke-width="1.5" stroke-dasharray="3 2""#, palette.bad)
        } else if index < node.pods_ready {
            format!(r#"fill="{}""#, palette.of_health(node.health, node.idle))
        } else {
            format!(r#"fill="none" stroke="{}" stroke-width="1.5""#, palette.idle)
        };
        out.line(&format!(r#"<circle cx="{}" cy="{}" r="3.5" {style}/>"#, short(x), short(y)));
    }
}
