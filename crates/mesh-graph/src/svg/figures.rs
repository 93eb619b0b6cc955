//! Figures as the page writes them (`app/src/format.rs`): the same mesh says the same in both.

/// `9.8 %`; whole from 99.95 on and for 0.
pub(super) fn percent(value: f64) -> String {
    if value == 0.0 || value >= 99.95 { format!("{value:.0} %") } else { format!("{value:.1} %") }
}

/// A configured weight: no more digits than were written.
pub(super) fn weight(value: f64) -> String {
    if value.fract().abs() < 0.005 { format!("{value:.0} %") } else { format!("{value:.1} %") }
}

/// Requests per second, two digits below 1 and one below 100, as Kiali trims them.
pub(super) fn rate(per_second: f64) -> String {
    match per_second {
        value if value >= 99.95 => format!("{value:.0} rps"),
        value if value >= 0.995 => format!("{value:.1} rps"),
        0.0 => "0 rps".to_owned(),
        value => format!("{value:.2} rps"),
    }
}

/// A whole number of seconds, rounded up: a countdown ends at 0, not before.
pub(super) fn countdown(seconds: f64) -> String {
    format!("{} s", libm::ceil(seconds.max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_the_digits_that_matter() {
        assert_eq!([percent(9.83), percent(99.96), percent(0.0)], ["9.8 %", "100 %", "0 %"]);
        assert_eq!([weight(90.0), weight(33.3)], ["90 %", "33.3 %"]);
        assert_eq!([rate(0.0), rate(0.25), rate(5.0), rate(1234.5)], ["0 rps", "0.25 rps", "5.0 rps", "1234 rps"]);
        assert_eq!([countdown(20.1), countdown(-1.0)], ["21 s", "0 s"]);
    }
}
