//! gRPC over HTTP: the deadline of a call, and the two codes of an answer (`grpc/common.cc`, `grpc/status.cc`).

use crate::time::Duration;

/// What a proxy knows of a gRPC call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GrpcCall {
    /// `grpc-timeout`, in whole milliseconds, where it can be read.
    pub timeout: Option<Duration>,
}

/// The largest number that `grpc-timeout` may have: eight digits.
const LARGEST_TIMEOUT: u64 = 99_999_999;

/// Reads `grpc-timeout`: at most eight digits and a unit. `None` for anything else, which is no deadline. Less than a
/// millisecond counts as a whole one (`Common::getGrpcTimeout`).
pub(crate) fn parse_timeout(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: u64 = number.parse().ok().filter(|number| *number <= LARGEST_TIMEOUT)?;
    let milliseconds = match unit {
        "H" => number * 3_600_000,
        "M" => number * 60_000,
        "S" => number * 1_000,
        "m" => number,
        "u" => number.div_ceil(1_000),
        "n" => number.div_ceil(1_000_000),
        _ => return None,
    };
    Some(Duration::from_millis(milliseconds))
}

/// The `grpc-status` of a proxy's own answer with an HTTP status (`Utility::httpToGrpcStatus`).
#[must_use]
pub fn grpc_status_of_http(status: u16) -> u32 {
    match status {
        400 => 13,
        401 => 16,
        403 => 7,
        404 => 12,
        429 | 502 | 503 | 504 => 14,
        _ => 2,
    }
}

/// The HTTP status that a `grpc-status` stands for (`Utility::grpcToHttpStatus`): outlier detection counts it.
#[must_use]
pub fn http_status_of_grpc(status: u32) -> u16 {
    match status {
        0 => 200,
        1 => 499,
        3 | 9 | 11 => 400,
        4 => 504,
        5 => 404,
        6 | 10 => 409,
        7 => 403,
        8 => 429,
        12 => 501,
        14 => 503,
        16 => 401,
        _ => 500,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines() {
        // grpc-timeout | milliseconds (common_test.cc, GetGrpcTimeout)
        for (text, expected) in [
            ("", None),
            ("123", None),
            ("1", None),
            ("123F", None),
            ("0H", Some(0)),
            ("1H", Some(3_600_000)),
            ("1M", Some(60_000)),
            ("1S", Some(1_000)),
            ("12345678m", Some(12_345_678)),
            ("1000001u", Some(1_001)),
            ("20000001n", Some(21)),
            ("-1S", None),
            ("99999999H", Some(99_999_999 * 3_600_000)),
            ("100000000H", None),
            ("1é", None),
        ] {
            assert_eq!(parse_timeout(text), expected.map(Duration::from_millis), "{text:?}");
        }
    }

    #[test]
    fn codes_both_ways() {
        // HTTP | grpc-status of the proxy's own answer (codec_utility_test.cc, HttpToGrpcStatus)
        for (http, grpc) in
            [(400, 13), (401, 16), (403, 7), (404, 12), (429, 14), (502, 14), (503, 14), (504, 14), (500, 2), (200, 2)]
        {
            assert_eq!(grpc_status_of_http(http), grpc, "{http}");
        }
        // grpc-status | HTTP
        let expected = [200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401, 500];
        for (grpc, http) in (0..).zip(expected) {
            assert_eq!(http_status_of_grpc(grpc), http, "{grpc}");
        }
    }
}
