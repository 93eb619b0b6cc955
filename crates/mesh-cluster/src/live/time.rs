//! Simulated time as objects write it: RFC 3339 in whole seconds, from the 1st of January 2026 on.

/// A second in nanoseconds.
pub const SECOND: u64 = 1_000_000_000;
/// A millisecond in nanoseconds.
pub const MILLISECOND: u64 = 1_000_000;

/// Days from the 1st of March 0000 to the 1st of January 2026.
const DAYS: u64 = 739_922;

/// A time in whole seconds: `2026-01-01T00:00:00Z`.
#[must_use]
pub fn rfc3339(time: u64) -> String {
    let (date, clock) = parts(time);
    format!("{date}T{clock}Z")
}

/// A time in microseconds, as Events and Leases have it (metav1's `MicroTime`).
#[must_use]
pub fn rfc3339_micro(time: u64) -> String {
    let (date, clock) = parts(time);
    format!("{date}T{clock}.{:06}Z", time % SECOND / 1000)
}

/// Reads what [`rfc3339`] writes.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    // Howard Hinnant's `days_from_civil`.
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let (era, year_of_era) = (year / 400, year % 400);
    let march = (month + 9) % 12;
    let day_of_year = (153 * march + 2) / 5 + day.checked_sub(1)?;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let seconds = number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    days.checked_sub(DAYS)?.checked_mul(86_400)?.checked_add(seconds)?.checked_mul(SECOND)
}

fn parts(time: u64) -> (String, String) {
    let seconds = time / SECOND;
    let (days, second) = (DAYS + seconds / 86_400, seconds % 86_400);
    // Howard Hinnant's `civil_from_days`.
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let date = format!("{year:04}-{month:02}-{day:02}");
    (date, format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_dates() {
        assert_eq!(rfc3339(0), "2026-01-01T00:00:00Z");
        assert_eq!(rfc3339(59 * 86_400 * SECOND + 3661 * SECOND), "2026-03-01T01:01:01Z");
        assert_eq!(rfc3339(365 * 86_400 * SECOND), "2027-01-01T00:00:00Z");
        assert_eq!(parse(&rfc3339(400 * 86_400 * SECOND + 5 * SECOND)), Some(400 * 86_400 * SECOND + 5 * SECOND));
        assert_eq!(parse("never"), None);
        assert_eq!(rfc3339_micro(1_500_000), "2026-01-01T00:00:00.001500Z");
    }
}
