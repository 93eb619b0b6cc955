//! Writing SVG text.

use crate::layout::short;

/// Collects the drawing.
#[derive(Default)]
pub(super) struct Writer {
    pub text: String,
}

impl Writer {
    pub(super) fn line(&mut self, element: &str) {
        self.text.push_str(element);
        self.text.push('\n');
    }

    pub(super) fn text_at(&mut self, x: f64, y: f64, anchor: &str, fill: &str, size: f64, text: &str) {
        self.line(&format!(
            r#"<text x="{}" y="{}" text-anchor="{anchor}" fill="{fill}" font-size="{size}">{}</text>"#,
            short(x),
            short(y),
            escape(text)
        ));
    }
}

/// Text as XML takes it; what XML has no place for becomes U+FFFD.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}
