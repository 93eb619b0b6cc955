//! Bytes, which the core counts in, to UTF-16 units, which the editor counts in, and back.

use mesh_view::Span;

/// Converts offsets of one text.
#[derive(Clone, Debug)]
pub(crate) struct Offsets<'a> {
    text: &'a str,
    /// Byte and UTF-16 offset of each line's start; empty where each byte is a unit.
    lines: Vec<(u32, u32)>,
}

impl<'a> Offsets<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, lines: Vec::new() };
        }
        let mut lines = vec![(0, 0)];
        let (mut byte, mut unit) = (0, 0);
        for line in text.split_inclusive('\n') {
            byte += line.len() as u32;
            unit += line.encode_utf16().count() as u32;
            lines.push((byte, unit));
        }
        Self { text, lines }
    }

    /// The UTF-16 offset of a byte; one inside a character counts as its start, one past the end as the end.
    pub(crate) fn utf16(&self, byte: u32) -> u32 {
        let byte = byte.min(self.text.len() as u32);
        if self.lines.is_empty() {
            return byte;
        }
        let line = self.lines.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        let (start, unit) = self.lines.get(line).copied().unwrap_or_default();
        let rest = self.text.get(start as usize..).unwrap_or_default();
        let before =
            rest.char_indices().take_while(|(at, each)| start as usize + at + each.len_utf8() <= byte as usize);
        unit + before.map(|(_, each)| each.len_utf16() as u32).sum::<u32>()
    }

    /// The byte of a UTF-16 offset.
    pub(crate) fn byte(&self, unit: u32) -> u32 {
        if self.lines.is_empty() {
            return unit.min(self.text.len() as u32);
        }
        let line = self.lines.partition_point(|(_, start)| *start <= unit).saturating_sub(1);
        let (start, mut seen) = self.lines.get(line).copied().unwrap_or_default();
        let rest = self.text.get(start as usize..).unwrap_or_default();
        for (at, each) in rest.char_indices() {
            if seen >= unit {
                return start + at as u32;
            }
            seen += each.len_utf16() as u32;
        }
        self.text.len() as u32
    }

    /// The UTF-16 range of a span.
    pub(crate) fn range(&self, span: Span) -> (u32, u32) {
        (self.utf16(span.start), self.utf16(span.end))
    }

    /// The UTF-16 offset of the end of the line that a byte is in.
    pub(crate) fn line_end(&self, byte: u32) -> u32 {
        let rest = self.text.get(byte.min(self.text.len() as u32) as usize..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len()) as u32;
        self.utf16(byte + length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_and_emoji_count_as_the_editor_counts_them() {
        let text = "a: 카나리\nb: 🚀x\n";
        let offsets = Offsets::new(text);
        let x = text.find('x').unwrap() as u32;
        assert_eq!(offsets.utf16(x), 12);
        assert_eq!(offsets.byte(12), x);
        assert_eq!(offsets.utf16(4), 3);
        assert_eq!(offsets.utf16(999), 14);
        assert_eq!(offsets.byte(999), text.len() as u32);
        assert_eq!(offsets.line_end(0), 6);
        let plain = Offsets::new("a: 1\nb: 2\n");
        assert_eq!((plain.utf16(5), plain.byte(5), plain.byte(99), plain.line_end(6)), (5, 5, 10, 9));
        for unit in [0, 3, 6, 7, 10, 13] {
            assert_eq!(offsets.utf16(offsets.byte(unit)), unit);
        }
    }
}
