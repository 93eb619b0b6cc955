//! Envoy's default access log line (`substitution_formatter.cc`, `DEFAULT_FORMAT`).

use std::fmt;

use crate::flags::ResponseFlags;
use crate::time::{Duration, Time};

/// What a line tells. Texts that are empty are written as `-`.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccessLogEntry<'a> {
    /// When the request came.
    pub start: Time,
    /// The date that the run began on, as seconds since 1970 (UTC).
    pub epoch: u64,
    /// `:method`.
    pub method: &'a str,
    /// `x-envoy-original-path`, else `:path`.
    pub path: &'a str,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: &'a str,
    /// The status; 0 where there was none.
    pub status: u16,
    /// What happened.
    pub flags: ResponseFlags,
    /// Body bytes of the request.
    pub bytes_received: u64,
    /// Body bytes of the answer.
    pub bytes_sent: u64,
    /// From the request to the end of the answer.
    pub duration: Duration,
    /// `x-envoy-upstream-service-time` in milliseconds, where a host answered.
    pub upstream_service_time: Option<Duration>,
    /// `x-forwarded-for`.
    pub forwarded_for: &'a str,
    /// `user-agent`.
    pub user_agent: &'a str,
    /// `x-request-id`.
    pub request_id: &'a str,
    /// `:authority`.
    pub authority: &'a str,
    /// Address of the last try's host.
    pub upstream_host: &'a str,
}

impl fmt::Display for AccessLogEntry<'_> {
    /// One line, without its end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_dash = |text: &'_ str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
        write!(f, "[{}] ", Timestamp { nanoseconds: self.start.0, epoch: self.epoch })?;
        let (method, path, protocol) = (or_dash(self.method), or_dash(self.path), or_dash(self.protocol));
        write!(f, "\"{method} {path} {protocol}\" {} {} ", self.status, self.flags)?;
        write!(f, "{} {} {} ", self.bytes_received, self.bytes_sent, self.duration.as_millis())?;
        match self.upstream_service_time {
            Some(time) => write!(f, "{} ", time.as_millis())?,
            None => f.write_str("- ")?,
        }
        let texts = [self.forwarded_for, self.user_agent, self.request_id, self.authority, self.upstream_host];
        for (position, text) in texts.into_iter().enumerate() {
            let space = if position == 0 { "" } else { " " };
            write!(f, "{space}\"{}\"", or_dash(text))?;
        }
        Ok(())
    }
}

/// `2026-11-23T10:20:30.123Z`.
struct Timestamp {
    nanoseconds: u64,
    epoch: u64,
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.epoch.saturating_add(self.nanoseconds / 1_000_000_000);
        let (year, month, day) = date(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
        let millisecond = self.nanoseconds / 1_000_000 % 1_000;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
    }
}

/// Year, month and day of a day since 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn date(days: u64) -> (u64, u64, u64) {
    // Counted from 0000-03-01, so that the leap day is a year's last.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::ResponseFlag;

    #[test]
    fn a_line_as_envoy_writes_it() {
        let entry = AccessLogEntry {
            start: Time(310_000_000),
            epoch: 1_460_679_253,
            method: "POST",
            path: "/api/v1/locations",
            protocol: "HTTP/2",
            status: 204,
            bytes_received: 154,
            duration: Duration::from_millis(226),
            upstream_service_time: Some(Duration::from_millis(100)),
            forwarded_for: "10.0.35.28",
            user_agent: "nsq2http",
            request_id: "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2",
            authority: "locations",
            upstream_host: "tcp://10.0.2.1:80",
            ..AccessLogEntry::default()
        };
        // The example of Envoy's documentation, in its second century of milliseconds.
        assert_eq!(
            entry.to_string(),
            "[2016-04-15T00:14:13.310Z] \"POST /api/v1/locations HTTP/2\" 204 - 154 0 226 100 \"10.0.35.28\" \
             \"nsq2http\" \"cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2\" \"locations\" \"tcp://10.0.2.1:80\""
        );
    }

    #[test]
    fn what_is_missing_is_a_dash() {
        let flags = ResponseFlags::NONE.with(ResponseFlag::NoRouteFound);
        let entry = AccessLogEntry { status: 404, flags, ..AccessLogEntry::default() };
        let expected = "[1970-01-01T00:00:00.000Z] \"- - -\" 404 NR 0 0 0 - \"-\" \"-\" \"-\" \"-\" \"-\"";
        assert_eq!(entry.to_string(), expected);
    }

    #[test]
    fn dates() {
        for (day, expected) in
            [(0, (1970, 1, 1)), (59, (1970, 3, 1)), (11_016, (2000, 2, 29)), (20_780, (2026, 11, 23))]
        {
            assert_eq!(date(day), expected, "day {day}");
        }
    }
}
