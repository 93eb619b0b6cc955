//! How wide texts are on the stage, so that nothing that is written covers anything else.
//!
//! The page asks for the reader's own font. The widths are those of DejaVu Sans, the widest of the usual ones: with Inter,
//! Segoe UI or San Francisco a text takes a tenth less than the room that is kept for it.

/// Advances of the letters from `' '` to `'~'`, in thousandths of the size.
const ADVANCES: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
];

/// Bold letters are wider by so much.
const BOLD: f64 = 1.14;

/// Width of a text at a size in pixels.
#[must_use]
pub fn text_width(text: &str, size: f64) -> f64 {
    let advance = |letter: char| match letter {
        ' '..='~' => f64::from(ADVANCES.get(letter as usize - 32).copied().unwrap_or(1000)),
        '·' => 380.0,
        // Korean fills the square; so does whatever else nobody has measured.
        _ => 1000.0,
    };
    text.chars().map(advance).sum::<f64>() * size / 1000.0
}

/// Width of a bold text.
#[must_use]
pub fn bold_width(text: &str, size: f64) -> f64 {
    text_width(text, size) * BOLD
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_widest_usual_font() {
        assert!((text_width("staff-service", 1000.0) - 6_173.0).abs() < 1.0, "{}", text_width("staff-service", 1000.0));
        assert_eq!(text_width("주문", 12.0), 24.0);
    }
}
