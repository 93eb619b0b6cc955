//! Writing SVG text.

use crate::layout::short;
use crate::layout::text::{NAME, SMALL};

/// How a text is written.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    /// Which part of it stands where it is put.
    pub(super) anchor: &'static str,
    pub(super) fill: &'static str,
    pub(super) size: f64,
    pub(super) is_bold: bool,
}

impl Letters {
    /// Those of names, written from where they are put.
    pub(super) fn name(fill: &'static str) -> Self {
        Self { anchor: "start", fill, size: NAME, is_bold: false }
    }

    /// Those of everything else.
    pub(super) fn small(fill: &'static str) -> Self {
        Self { size: SMALL, ..Self::name(fill) }
    }

    pub(super) fn bold(self) -> Self {
        Self { is_bold: true, ..self }
    }

    pub(super) fn centered(self) -> Self {
        Self { anchor: "middle", ..self }
    }
}

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

    pub(super) fn text_at(&mut self, x: f64, y: f64, letters: Letters, text: &str) {
        let Letters { anchor, fill, size, is_bold } = letters;
        let weight = if is_bold { r#" font-weight="600""# } else { "" };
        self.line(&format!(
            r#"<text x="{}" y="{}" text-anchor="{anchor}" fill="{fill}" font-size="{size}"{weight}>{}</text>"#,
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
