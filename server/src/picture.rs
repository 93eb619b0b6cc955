//! Pictures without a browser.

use std::sync::{Arc, LazyLock};

use mesh_words::{Words, say};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels per unit of the drawing: sharp on screens of double density.
const SCALE: f32 = 2.0;

/// No picture has more pixels on a side.
const LARGEST: f32 = 8192.0;

/// The family that the binary carries: containers have no fonts, and text without one vanishes unsaid.
const FAMILY: &str = "Ubuntu";

/// Its own font, and the machine's for scripts that it lacks; read once.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(epaint_default_fonts::UBUNTU_LIGHT.to_vec());
    fonts.load_system_fonts();
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// Free space around what stands on a card, in pixels.
const MARGIN: f32 = 48.0;

/// Height of the line with the title on a card, in pixels.
const HEAD: f32 = 96.0;

/// Characters of a title that there is room for on a card.
const LONGEST_TITLE: usize = 40;

/// A drawing as PNG.
///
/// # Errors
/// When the drawing cannot be read or has no size.
pub(crate) fn png(svg: &str) -> Result<Vec<u8>, Words> {
    let tree = read(svg)?;
    let size = tree.size();
    let scale = SCALE.min(LARGEST / size.width().max(size.height()));
    let (width, height) = ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
    let mut pixels = Pixmap::new(width, height).ok_or_else(|| say!("command-render-no-size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Words::theirs(error.to_string()))
}

/// A drawing on a card of a size in pixels, under its title, as PNG.
///
/// # Errors
/// When the drawing cannot be read or has no size.
pub(crate) fn card(svg: &str, title: &str, (width, height): (u32, u32)) -> Result<Vec<u8>, Words> {
    let mut pixels = Pixmap::new(width, height).ok_or_else(|| say!("command-render-no-size"))?;
    let (right, baseline) = (width as f32 - MARGIN, MARGIN + HEAD / 3.0);
    let cut: String = title.chars().take(LONGEST_TITLE).collect();
    let ellipsis = if cut.len() < title.len() { "…" } else { "" };
    let title = html_escape::encode_text(&cut);
    let head = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'><rect width='100%' height='100%' fill='#f5f6f8'/>\
         <g font-family='sans-serif'><text x='{MARGIN}' y='{baseline}' font-size='40' fill='#1b1f27'>{title}{ellipsis}</text>\
         <text x='{right}' y='{baseline}' font-size='24' fill='#565f6d' text-anchor='end'>Mesh Playground</text></g></svg>"
    );
    resvg::render(&read(&head)?, Transform::identity(), &mut pixels.as_mut());
    let graph = read(svg)?;
    let (room_width, room_height) = (width as f32 - 2.0 * MARGIN, height as f32 - HEAD - 1.5 * MARGIN);
    let scale = (room_width / graph.size().width()).min(room_height / graph.size().height());
    let left = (width as f32 - graph.size().width() * scale) / 2.0;
    let top = HEAD + MARGIN / 2.0 + (room_height - graph.size().height() * scale) / 2.0;
    resvg::render(&graph, Transform::from_row(scale, 0.0, 0.0, scale, left, top), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Words::theirs(error.to_string()))
}

fn read(svg: &str) -> Result<Tree, Words> {
    let options = Options { fontdb: FONTS.clone(), font_family: FAMILY.to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| Words::theirs(error.to_string()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_drawing_becomes_a_png_of_double_size() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5"><rect width="10" height="5" fill="#f00"/></svg>"##;
        let png = super::png(svg).unwrap();
        assert_eq!(&png[..4], b"\x89PNG");
        assert_eq!(&png[16..24], [0, 0, 0, 20, 0, 0, 0, 10], "width and height of the header");
        assert!(super::png("no drawing").is_err());
    }

    #[test]
    fn text_is_drawn_without_a_font_of_the_machine() {
        let svg = |text: &str| {
            format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><text y="15" font-family="sans-serif">{text}</text></svg>"#
            )
        };
        assert_ne!(super::png(&svg("safe")).unwrap(), super::png(&svg("")).unwrap());
    }
}
