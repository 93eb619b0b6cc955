//! Pictures without a browser.

use std::sync::{Arc, LazyLock};

use mesh_words::{Words, say};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels per unit of the drawing: sharp on screens of double density.
const SCALE: f32 = 2.0;

/// No picture has more pixels on a side.
const LARGEST: f32 = 8192.0;

/// The family of Latin letters that the binary carries: containers have no fonts, and text without one vanishes unsaid.
const FAMILY: &str = "Ubuntu";

/// Every syllable of Korean, the other language that we speak (`server/fonts`).
const HANGUL: &[u8] = include_bytes!("../fonts/hangul.ttf");

/// Its own fonts, and the machine's for scripts that they lack; read once.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = own_fonts();
    fonts.load_system_fonts();
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The fonts that the binary carries. What the first lacks is looked for in the order in which they are loaded: Korean looks the same
/// on every machine.
fn own_fonts() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(epaint_default_fonts::UBUNTU_LIGHT.to_vec());
    fonts.load_font_data(HANGUL.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    fonts
}

/// Free space around what stands on a card, in pixels.
const MARGIN: f32 = 48.0;

/// Height of the line with the title on a card, in pixels.
const HEAD: f32 = 96.0;

/// No more characters of a title are measured; there is room for far fewer on a card.
const LONGEST_TITLE: usize = 200;

/// Who made it, in the corner of a card.
const PRODUCT: &str = "Mesh Playground";

/// Sizes of letters on a card, in pixels: of the title, and of who made it.
const TITLE_SIZE: u32 = 40;
const PRODUCT_SIZE: u32 = 24;

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
    let room = width as f32 - 3.0 * MARGIN - text_width(PRODUCT, PRODUCT_SIZE);
    let title = fitting(title, room);
    let title = html_escape::encode_text(&title);
    let head = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'><rect width='100%' height='100%' fill='#f5f6f8'/>\
         <g font-family='sans-serif'><text x='{MARGIN}' y='{baseline}' font-size='{TITLE_SIZE}' fill='#1b1f27'>{title}</text>\
         <text x='{right}' y='{baseline}' font-size='{PRODUCT_SIZE}' fill='#565f6d' text-anchor='end'>{PRODUCT}</text></g></svg>"
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

/// As much of a title as has room on a card, in pixels.
fn fitting(title: &str, room: f32) -> String {
    let letters: Vec<char> = title.chars().take(LONGEST_TITLE + 1).collect();
    let cut = |count: usize| {
        let start: String = letters.iter().take(count).collect();
        if count < letters.len() { format!("{}…", start.trim_end()) } else { start }
    };
    if letters.len() <= LONGEST_TITLE && text_width(&cut(letters.len()), TITLE_SIZE) <= room {
        return cut(letters.len());
    }
    // So many letters fit, and so many do not.
    let (mut fits, mut exceeds) = (0, letters.len());
    while fits + 1 < exceeds {
        let middle = fits.midpoint(exceeds);
        if text_width(&cut(middle), TITLE_SIZE) <= room {
            fits = middle;
        } else {
            exceeds = middle;
        }
    }
    cut(fits)
}

/// How wide a text is, in pixels.
fn text_width(text: &str, size: u32) -> f32 {
    let text = html_escape::encode_text(text);
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><text font-family='sans-serif' font-size='{size}'>{text}</text></svg>"
    );
    read(&svg).map_or(0.0, |tree| tree.root().bounding_box().width())
}

fn read(svg: &str) -> Result<Tree, Words> {
    let options = Options { fontdb: FONTS.clone(), font_family: FAMILY.to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| Words::theirs(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use resvg::usvg::{Node, Options, Tree};

    /// What is drawn of a text with the fonts of the binary alone, as in a container: its glyphs.
    fn glyphs(text: &str) -> Vec<u32> {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text font-family='sans-serif'>{text}</text></svg>"
        );
        let options = Options {
            fontdb: Arc::new(super::own_fonts()),
            font_family: super::FAMILY.to_owned(),
            ..Options::default()
        };
        let tree = Tree::from_str(&svg, &options).unwrap();
        let [Node::Text(text)] = tree.root().children() else { panic!("one text") };
        let spans = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
        spans.map(|glyph| glyph.id.0).collect()
    }

    /// The glyph that stands for what a font lacks.
    const NOT_THERE: u32 = 0;

    #[test]
    fn korean_is_drawn_without_a_font_of_the_machine() {
        let is_drawn = |text: &str| {
            let glyphs = glyphs(text);
            !glyphs.is_empty() && glyphs.iter().all(|glyph| *glyph != NOT_THERE)
        };
        for preset in mesh_scenario::presets() {
            let title = preset.title();
            assert!(is_drawn(title.get("ko")), "{title:?}");
        }
        // The first and the last syllable, and one that no usual text has.
        assert!(is_drawn("가힣뷁") && is_drawn("카나리 10%: 「둘째」"));
        assert!(!is_drawn("猫"), "what no font has is seen as such");
    }

    #[test]
    fn a_title_that_is_too_long_ends_in_an_ellipsis_where_the_room_ends() {
        let room = 700.0;
        for title in ["Canary", "카나리", "x & <y>"] {
            assert_eq!(super::fitting(title, room), title);
        }
        for title in ["wide ".repeat(60), "가중치로 카나리 배포하기 ".repeat(5), "i".repeat(100_000)] {
            let cut = super::fitting(&title, room);
            let start = cut.strip_suffix('…').expect("an ellipsis");
            assert!(title.starts_with(start), "{cut}");
            let width = super::text_width(&cut, super::TITLE_SIZE);
            assert!((room - 60.0..=room).contains(&width), "{cut}: {width}");
        }
    }

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
