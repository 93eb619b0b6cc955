//! Times as the API writes them and ages as kubectl prints them.

/// Seconds in a nanosecond count.
pub(crate) const SECOND: u64 = 1_000_000_000;

/// Days since 1970-01-01 of a date of the Gregorian calendar (Howard Hinnant's `days_from_civil`).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a day since 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Nanoseconds since 1970 of an RFC 3339 time in UTC, with or without a fraction.
pub(crate) fn parse_time(text: &str) -> Option<i128> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let day = days(number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let seconds = day * 86_400 + number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    let fraction = text.get(19..)?.strip_prefix('.').map_or("", |rest| rest.trim_end_matches('Z'));
    let digits: String = fraction.chars().filter(char::is_ascii_digit).chain("000000000".chars()).take(9).collect();
    Some(i128::from(seconds) * i128::from(SECOND) + digits.parse::<i128>().ok()?)
}

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A time as Go's `time.RFC1123Z` writes it: `Mon, 02 Jan 2006 15:04:05 +0000`.
pub(crate) fn rfc1123(nanoseconds: i128) -> String {
    let seconds = i64::try_from(nanoseconds.div_euclid(i128::from(SECOND))).unwrap_or_default();
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, of_month) = date(day);
    let weekday = DAYS.get(usize::try_from(day.rem_euclid(7)).unwrap_or(0)).copied().unwrap_or_default();
    let month = MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or_default();
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{weekday}, {of_month:02} {month} {year} {hour:02}:{minute:02}:{second:02} +0000")
}

/// A time as HTTP writes it: `Mon, 02 Jan 2006 15:04:05 GMT` (RFC 9110, 5.6.7).
#[must_use]
pub fn http_date(nanoseconds: i128) -> String {
    rfc1123(nanoseconds).replace("+0000", "GMT")
}

/// A time as the API writes it: `2006-01-02T15:04:05Z`.
pub(crate) fn rfc3339(nanoseconds: i128) -> String {
    let seconds = i64::try_from(nanoseconds.div_euclid(i128::from(SECOND))).unwrap_or_default();
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, of_month) = date(day);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{of_month:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// A duration as kubectl prints ages (`k8s.io/apimachinery/pkg/util/duration.HumanDuration`).
pub(crate) fn human_duration(nanoseconds: i128) -> String {
    let seconds = nanoseconds / i128::from(SECOND);
    if seconds < -1 {
        return "<invalid>".to_owned();
    }
    if seconds < 0 {
        return "0s".to_owned();
    }
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    let two = |large: i128, unit: &str, small: i128, small_unit: &str| match small {
        0 => format!("{large}{unit}"),
        _ => format!("{large}{unit}{small}{small_unit}"),
    };
    match () {
        () if seconds < 120 => format!("{seconds}s"),
        () if minutes < 10 => two(minutes, "m", seconds % 60, "s"),
        () if minutes < 180 => format!("{minutes}m"),
        () if hours < 8 => two(hours, "h", minutes % 60, "m"),
        () if hours < 48 => format!("{hours}h"),
        () if hours < 192 => two(hours / 24, "d", hours % 24, "h"),
        () if hours < 24 * 365 * 2 => format!("{}d", hours / 24),
        () if hours < 24 * 365 * 8 => two(hours / 24 / 365, "y", hours / 24 % 365, "d"),
        () => format!("{}y", hours / 24 / 365),
    }
}

/// A duration as Go writes one: `1m30s`, `7s`, `0s`.
pub(crate) fn go_duration(nanoseconds: u64) -> String {
    let (whole, fraction) = (nanoseconds / SECOND, nanoseconds % SECOND);
    if whole == 0 && fraction > 0 {
        let (value, unit) = match fraction {
            0..1_000 => return format!("{fraction}ns"),
            1_000..1_000_000 => (fraction as f64 / 1e3, "µs"),
            _ => (fraction as f64 / 1e6, "ms"),
        };
        return format!("{value}{unit}");
    }
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    let seconds = match fraction {
        0 => seconds.to_string(),
        _ => format!("{seconds}.{fraction:09}").trim_end_matches('0').to_owned(),
    };
    match (hours, minutes) {
        (0, 0) => format!("{seconds}s"),
        (0, _) => format!("{minutes}m{seconds}s"),
        _ => format!("{hours}h{minutes}m{seconds}s"),
    }
}

/// A duration as Go reads one (`time.ParseDuration`), in nanoseconds; a negative one is `None` as one that cannot be read.
pub(crate) fn parse_go_duration(text: &str) -> Option<u64> {
    if text == "0" {
        return Some(0);
    }
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    if rest.is_empty() {
        return None;
    }
    let mut total: f64 = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let value: f64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let length = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        total += value
            * match rest.get(..length)? {
                "ns" => 1.0,
                "us" | "µs" | "μs" => 1e3,
                "ms" => 1e6,
                "s" => 1e9,
                "m" => 60e9,
                "h" => 3600e9,
                _ => return None,
            };
        rest = rest.get(length..)?;
    }
    (total <= 9.2e18).then_some(total as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_kubectl_prints_them() {
        let cases: &[(i128, &str)] = &[
            (-3, "<invalid>"),
            (-1, "0s"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (198, "3m18s"),
            (600, "10m"),
            (10_799, "179m"),
            (10_800, "3h"),
            (11_100, "3h5m"),
            (8 * 3600, "8h"),
            (48 * 3600, "2d"),
            (50 * 3600, "2d2h"),
            (192 * 3600, "8d"),
        ];
        for (seconds, text) in cases {
            assert_eq!(human_duration(seconds * i128::from(SECOND)), *text, "{seconds}");
        }
    }

    #[test]
    fn times_survive_reading_and_writing() {
        for text in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-29T11:22:50Z"] {
            assert_eq!(parse_time(text).map(rfc3339).as_deref(), Some(text));
        }
        assert_eq!(parse_time("2026-01-01T00:00:00.500000Z").map(|time| time % i128::from(SECOND)), Some(500_000_000));
        assert_eq!(parse_time("2026-11-29T11:22:50Z").map(rfc1123).as_deref(), Some("Sun, 29 Nov 2026 11:22:50 +0000"));
        assert_eq!(parse_time("yesterday"), None);
    }

    #[test]
    fn go_durations() {
        for (text, seconds) in [("7s", 7.0), ("1m30s", 90.0), ("1.5h", 5400.0), ("0", 0.0), ("100ms", 0.1)] {
            assert_eq!(parse_go_duration(text), Some((seconds * 1e9) as u64), "{text}");
        }
        for text in ["", "abc", "5", "5x", "-1s"] {
            assert_eq!(parse_go_duration(text), None, "{text}");
        }
        for (nanoseconds, text) in [(7 * SECOND, "7s"), (90 * SECOND, "1m30s"), (0, "0s"), (1_500_000_000, "1.5s")] {
            assert_eq!(go_duration(nanoseconds), text);
        }
    }
}
