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

/// A drawing as PNG.
///
/// # Errors
/// When the drawing cannot be read or has no size.
pub(crate) fn png(svg: &str) -> Result<Vec<u8>, Words> {
    let options = Options { fontdb: FONTS.clone(), font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| Words::theirs(error.to_string()))?;
    let size = tree.size();
    let scale = SCALE.min(LARGEST / size.width().max(size.height()));
    let (width, height) = ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
    let mut pixels = Pixmap::new(width, height).ok_or_else(|| say!("command-render-no-size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Words::theirs(error.to_string()))
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
