//! What checks have seen, as it stands in texts and is held against predictions.

use mesh_view::ExpectationState;

use crate::format::decimal;

/// What was seen of each thing that is expected: for people, and as a number.
pub(super) fn figures(expectations: &[ExpectationState]) -> Vec<(String, Option<String>)> {
    let figure = |it: &ExpectationState| (it.seen.to_string(), it.figure.map(|number| format!("{number:.3}")));
    expectations.iter().map(figure).collect()
}

/// A number as it was written down here.
pub(super) fn number(written: &str) -> Option<f64> {
    match written.strip_prefix('-') {
        Some(rest) => decimal(rest).map(|number| -number),
        None => decimal(written),
    }
}

/// A number that somebody predicted: with the unit or without, with a comma or a point.
pub(super) fn predicted(written: &str, unit: &str) -> Option<f64> {
    let written = written.trim();
    let bare = written.strip_suffix(unit).unwrap_or(written).trim();
    number(&bare.replace(',', "."))
}

/// A number as it is read: without zeros at its end.
pub(super) fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_numbers_in_their_own_way() {
        for (written, unit, number) in [
            ("10", "%", Some(10.0)),
            (" 10 %", "%", Some(10.0)),
            ("9,5%", "%", Some(9.5)),
            ("-1", "", Some(-1.0)),
            ("about 10", "%", None),
            ("", "%", None),
        ] {
            assert_eq!(predicted(written, unit), number, "{written}");
        }
        assert_eq!((short(10.0), short(9.81)), ("10".to_owned(), "9.8".to_owned()));
    }
}
