//! Figures as people read them.

pub(crate) use mesh_view::short_pod as pod;

/// A number with so many digits behind its point, at most six. The library's own writing knows any number to any digit, which
/// takes eight kilobytes.
pub(crate) fn fixed(value: f64, digits: u32) -> String {
    let digits = digits.min(6);
    let scale = 10_u64.pow(digits);
    let whole = (value.abs() * scale as f64).round_ties_even() as u64;
    let sign = if value < 0.0 && whole > 0 { "-" } else { "" };
    match digits {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{}.{:0width$}", whole / scale, whole % scale, width = digits as usize),
    }
}

/// A number with no more digits behind its point than it needs, and at most three.
pub(crate) fn figure(value: f64) -> String {
    let text = fixed(value, 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `9.8 %`; whole from 99.95 on and for 0.
pub(crate) fn percent(value: f64) -> String {
    if value == 0.0 || value >= 99.95 { format!("{} %", fixed(value, 0)) } else { format!("{} %", fixed(value, 1)) }
}

/// A configured weight: no more digits than were written.
pub(crate) fn weight(value: f64) -> String {
    if value.fract().abs() < 0.005 { format!("{} %", fixed(value, 0)) } else { format!("{} %", fixed(value, 1)) }
}

/// Requests per second, two digits below 1 and one below 100, as Kiali trims them.
pub(crate) fn rate(per_second: f64) -> String {
    match per_second {
        value if value >= 99.95 => fixed(value, 0),
        value if value >= 0.995 => fixed(value, 1),
        0.0 => "0".to_owned(),
        value => fixed(value, 2),
    }
}

/// A coordinate or a length of the drawing, to a tenth of a pixel.
pub(crate) fn pixels(value: f64) -> String {
    let text = fixed(value, 1);
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// Milliseconds; seconds from 1,000 on.
pub(crate) fn milliseconds(value: f64) -> String {
    match value {
        value if value >= 999.5 => format!("{} s", fixed(value / 1000.0, 2)),
        value if value >= 9.95 => format!("{} ms", fixed(value, 0)),
        value => format!("{} ms", fixed(value, 1)),
    }
}

/// Simulated seconds as on a clock: `92.4 s`, `10:00.0` from ten minutes on, `1:00:00.0` from an hour on.
pub(crate) fn clock(seconds: f64) -> String {
    if seconds < 600.0 {
        return format!("{} s", fixed(seconds, 1));
    }
    let tenths = (seconds * 10.0).floor() as u64;
    let (hours, minutes, rest) = (tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60);
    match hours {
        0 => format!("{minutes}:{rest:02}.{}", tenths % 10),
        _ => format!("{hours}:{minutes:02}:{rest:02}.{}", tenths % 10),
    }
}

/// Simulated seconds to the millisecond, as the story of a request tells them.
pub(crate) fn exact(seconds: f64) -> String {
    if seconds < 600.0 { format!("{} s", fixed(seconds, 3)) } else { clock(seconds) }
}

/// The same with milliseconds.
pub(crate) fn fine_clock(seconds: f64) -> String {
    if seconds < 600.0 {
        return format!("{} s", fixed(seconds, 3));
    }
    let thousandths = (seconds * 1000.0).floor() as u64;
    format!("{}{:02}", clock(seconds), thousandths % 100)
}

/// A moment on the time line, in whole seconds.
pub(crate) fn moment(seconds: f64) -> String {
    if seconds < 3600.0 {
        return format!("{} s", fixed(seconds, 0));
    }
    let minutes = (seconds / 60.0).round() as u64;
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}

/// A count with thin groups of thousands.
pub(crate) fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A whole number of seconds, rounded up: a countdown ends at 0, not before.
pub(crate) fn countdown(seconds: f64) -> String {
    format!("{} s", whole_seconds(seconds))
}

/// Seconds that are left, begun ones whole.
pub(crate) fn whole_seconds(seconds: f64) -> String {
    fixed(seconds.max(0.0).ceil(), 0)
}

/// Fills `{0}`, `{1}`, … of a text of the catalogue; `{이/가}` becomes what the last sound before it asks for.
pub(crate) fn fill(template: &str, values: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        let (place, after) = behind.split_once('}').unwrap_or((behind, ""));
        if let Some((behind_consonant, behind_vowel)) = place.split_once('/') {
            text.push_str(mesh_view::particle(&text, behind_consonant, behind_vowel));
        } else if let Some(value) = place.parse().ok().and_then(|at: u8| values.get(usize::from(at))) {
            text.push_str(value);
        }
        rest = after;
    }
    text + rest
}

/// The beginning of a name that somebody else chose.
pub(crate) fn short(name: &str) -> String {
    const LONGEST: usize = 100;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}

/// The figure that somebody wrote: digits, with or without a point, as many as a number holds exactly. The library's own reading
/// knows any number, from a table of ten kilobytes that does not compress.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = [whole, part].concat();
    if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let scale = (0..part.len()).fold(1.0, |scale: f64, _| scale * 10.0);
    // Both are exact, so the quotient is the nearest number.
    Some(digits.parse::<u64>().ok()? as f64 / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pod_is_told_by_its_workload_and_its_tail() {
        for (name, told) in [
            ("reviews-v1-5c5fb4d7x8-x7k2p", "reviews-v1-\u{2026}x7k2p"),
            ("staff-service-2rmd2vf5dq-k64nd", "staff-service-\u{2026}k64nd"),
            ("web-0", "web-0"),
            ("position-simulator", "position-simulator"),
            ("a-release-abcde", "a-release-abcde"),
        ] {
            assert_eq!(pod(name), told);
        }
    }

    #[test]
    fn numbers_are_written_as_the_library_writes_them() {
        for value in [0.0, 0.25, 0.5, 1.5, 2.5, 9.995, 12.34, -7.96, 99.949, 1234.5, 66_544.7, 31_536_000.04, 1e15] {
            let library = [format!("{value:.0}"), format!("{value:.1}"), format!("{value:.2}"), format!("{value:.3}")];
            assert_eq!([0, 1, 2, 3].map(|digits| fixed(value, digits)), library, "{value}");
        }
        assert_eq!([fixed(-0.04, 1), fixed(f64::NAN, 1), fixed(3.0, 9)], ["0.0", "0.0", "3.000000"]);
        for value in [0.001, 0.01, 0.25, 0.5, 1.0, 10.0, 300.0, 50.125] {
            assert_eq!(figure(value), value.to_string());
        }
    }

    #[test]
    fn figures_keep_the_digits_that_matter() {
        assert_eq!([percent(9.83), percent(100.0), percent(0.0)], ["9.8 %", "100 %", "0 %"]);
        assert_eq!([weight(90.0), weight(33.3)], ["90 %", "33.3 %"]);
        assert_eq!([rate(0.0), rate(0.25), rate(5.0), rate(1234.5)], ["0", "0.25", "5.0", "1234"]);
        assert_eq!([pixels(3.0), pixels(-0.04), pixels(12.34), pixels(-7.96)], ["3", "0", "12.3", "-8"]);
        assert_eq!([milliseconds(3.21), milliseconds(20.4), milliseconds(1500.0)], ["3.2 ms", "20 ms", "1.50 s"]);
        assert_eq!([clock(92.42), clock(600.0), clock(754.3)], ["92.4 s", "10:00.0", "12:34.3"]);
        assert_eq!([clock(66_544.7), moment(90.0), moment(31_536_000.0)], ["18:29:04.7", "90 s", "8760 h 00 min"]);
        assert_eq!([fine_clock(92.4204), fine_clock(754.329)], ["92.420 s", "12:34.329"]);
        assert_eq!([count(7), count(1234), count(1_234_567)], ["7", "1,234", "1,234,567"]);
        assert_eq!([countdown(20.1), countdown(-1.0)], ["21 s", "0 s"]);
        assert_eq!(fill("{1} of {0}", &["two", "one"]), "one of two");
        assert_eq!(fill("{0} {1}", &["{1}", "{0}"]), "{1} {0}");
        assert_eq!(fill("{0}{을/를} {1}{으로/로}", &["reviews", "v1"]), "reviews를 v1로");
        assert_eq!(fill("{0", &["a"]), "a");
    }

    #[test]
    fn long_names_are_cut_and_others_are_not() {
        assert_eq!(short("mesh.yaml"), "mesh.yaml");
        assert_eq!(short(&"카".repeat(60_000)), format!("{}…", "카".repeat(100)));
    }

    #[test]
    fn figures_are_read_as_they_are_written() {
        for text in ["0", "200", " 0.1 ", "99.95", ".5", "7.", "123456789012.345"] {
            assert_eq!(decimal(text), text.trim().parse().ok(), "{text}");
        }
        for text in ["", ".", "-1", "1e3", "1,5", "1.2.3", "x", "1234567890123456"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
