//! Matches of routes.

use serde_json::{Value, json};

use super::features::Features;
use crate::random::Random;

const PATTERNS: &[&str] = &[
    "/api/v[0-9]+/.*",
    "/a|/b",
    "(?i)/API.*",
    r"/\w+",
    r"/re/\d{1,3}",
    "/[^/]+/[a-z]*",
    r"/a\.b",
    "/.*",
    "/x(/.*)?",
    "(/[a-z]+)+",
    r"/\Qa.b\E.*",
    "/[[:alpha:]]+",
];

/// A route's match.
pub(super) fn route_match(random: &mut Random, features: &mut Features) -> Value {
    let mut value = path(random, features);
    if random.percent(25) {
        value["case_sensitive"] = json!(false);
        features.note("path without case");
    }
    if random.percent(35) {
        let count = 1 + random.below(2);
        value["headers"] = (0..count).map(|_| header(random, features)).collect();
    }
    if random.percent(15) {
        features.note("query parameter");
        value["query_parameters"] = json!([query(random)]);
    }
    if random.percent(12) {
        features.note("runtime fraction");
        let share = random.pick(&[0, 100]);
        value["runtime_fraction"] = json!({"default_value": {"numerator": share}, "runtime_key": "none"});
    }
    value
}

fn path(random: &mut Random, features: &mut Features) -> Value {
    match random.below(10) {
        0 | 1 => {
            features.note("path exact");
            json!({"path": random.pick(&["/", "/a", "/api/v1", "/API/v1", "/a.b", "/re/12"])})
        }
        2 | 3 => {
            features.note("path separated prefix");
            json!({"path_separated_prefix": random.pick(&["/a", "/api", "/api/v1", "/x", "/Re"])})
        }
        4 | 5 => {
            features.note("path regex");
            json!({"safe_regex": {"regex": random.pick(PATTERNS)}})
        }
        _ => {
            features.note("path prefix");
            json!({"prefix": random.pick(&["/", "/", "/a", "/api", "/api/", "/API", "/x/", "//", "/b"])})
        }
    }
}

fn query(random: &mut Random) -> Value {
    let name = random.pick(&["q", "name", "Q"]);
    match random.below(5) {
        0 => json!({"name": name}),
        1 => json!({"name": name, "present_match": random.percent(50)}),
        2 => json!({"name": name, "string_match": {"prefix": "k"}}),
        3 => json!({"name": name, "string_match": {"safe_regex": {"regex": "[0-9]+"}}}),
        _ => json!({"name": name, "string_match": {"exact": random.pick(&["1", "kim", ""])}}),
    }
}

fn header(random: &mut Random, features: &mut Features) -> Value {
    let mut value = match random.below(13) {
        0 => pseudo(random, features),
        1 => pseudo(random, features),
        2 => {
            features.note("header range");
            json!({"name": "x-n", "range_match": {"start": "1", "end": "50"}})
        }
        3 | 4 => {
            features.note("header presence");
            json!({"name": random.pick(&["x-user", "X-N"]), "present_match": random.percent(60)})
        }
        other => {
            let (feature, pattern) = match other {
                5 | 6 => ("header exact", json!({"exact": random.pick(&["kim", "Kim", ""])})),
                7 | 8 => ("header prefix", json!({"prefix": "k"})),
                9 => ("header suffix", json!({"suffix": "m"})),
                10 => ("header contains", json!({"contains": "i"})),
                _ => (
                    "header regex",
                    json!({"safe_regex": {"regex": random.pick(&["k.*", "kim|lee", "(?i)KIM", "[^x]*"])}}),
                ),
            };
            features.note(feature);
            let mut pattern = pattern;
            if other < 11 && random.percent(40) {
                features.note("header without case");
                pattern["ignore_case"] = json!(true);
            }
            json!({"name": "x-user", "string_match": pattern})
        }
    };
    if random.percent(30) {
        features.note("header inverted");
        value["invert_match"] = json!(true);
    }
    if random.percent(25) {
        features.note("header missing as empty");
        value["treat_missing_header_as_empty"] = json!(true);
    }
    value
}

fn pseudo(random: &mut Random, features: &mut Features) -> Value {
    match random.below(3) {
        0 => {
            features.note("method");
            json!({"name": ":method", "string_match": {"exact": random.pick(&["GET", "POST"])}})
        }
        1 => {
            features.note("authority");
            json!({"name": ":authority", "string_match": {"prefix": random.pick(&["shop", "a", "SHOP"])}})
        }
        _ => {
            features.note("scheme");
            json!({"name": ":scheme", "string_match": {"exact": random.pick(&["http", "https"])}})
        }
    }
}
