//! Durations as Istio and Kubernetes write them.

use std::time::Duration;

use mesh_config::http::shown;
use mesh_words::{Words, say};

use super::Failure;

/// Seconds of a year. No run is longer: simulated nanoseconds fit 64 bits with room to spare.
pub(crate) const LONGEST: f64 = 366.0 * 24.0 * 3600.0;

/// Reads `250ms`, `1.5s`, `2m`, `1h`, and sums of them as `1m30s`, up to a year.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, Failure> {
    match parse_seconds(text)? {
        seconds if seconds > LONGEST => Err(say!("flag-duration-longest", text = shown(text)).into()),
        seconds => Duration::try_from_secs_f64(seconds).map_err(|_| wrong(text).into()),
    }
}

fn wrong(text: &str) -> Words {
    say!("flag-duration", text = shown(text))
}

/// Reads how many seconds a duration has, however many.
pub(crate) fn parse_seconds(text: &str) -> Result<f64, Words> {
    let wrong = || wrong(text);
    let mut seconds = 0.0;
    let mut rest = text;
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest.find(|next: char| !next.is_ascii_digit() && next != '.').ok_or_else(wrong)?;
        let (number, tail) = rest.split_at(digits);
        let letters = tail.find(|next: char| !next.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let factor = match unit {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return Err(wrong()),
        };
        seconds += number.parse::<f64>().map_err(|_| wrong())? * factor;
        rest = tail;
    }
    Ok(seconds)
}

/// No wait of the server is longer.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(24 * 3600);

/// Reads how long something is waited for: some time, at most a day.
pub(crate) fn parse_timeout(text: &str) -> Result<Duration, Failure> {
    match parse_duration(text)? {
        Duration::ZERO => Err(say!("flag-timeout-zero").into()),
        long if long > LONGEST_TIMEOUT => Err(say!("flag-timeout-longest", text).into()),
        timeout => Ok(timeout),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_istio_writes_them() {
        assert_eq!(parse_duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse_duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse_duration("1m30s"), Ok(Duration::from_secs(90)));
    }

    #[test]
    fn what_is_no_duration_says_what_would_be() {
        for text in ["", "60", "s", "1d", "1.2.3s", "-1s", "999999h", "1s2", " 1s", "1s "] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
        assert!(parse_duration("60").unwrap_err().to_string().contains("1.5s"));
    }

    #[test]
    fn waiting_takes_some_time_but_no_day() {
        assert_eq!(parse_timeout("10s"), Ok(Duration::from_secs(10)));
        for text in ["0s", "0ms", "25h", "10"] {
            assert!(parse_timeout(text).is_err(), "{text}");
        }
    }
}
