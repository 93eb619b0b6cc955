//! What the real Envoy says of each request.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The header that names a request in the log.
pub const NAME: &str = "x-case";

/// A line of the log.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Entry {
    /// The request's name.
    pub name: String,
    /// `%RESPONSE_CODE%`.
    pub status: u16,
    /// `%RESPONSE_FLAGS%`.
    pub flags: String,
    /// `%RESPONSE_CODE_DETAILS%`.
    pub details: Option<String>,
    /// `%UPSTREAM_CLUSTER_RAW%`.
    pub cluster: Option<String>,
    /// `%ROUTE_NAME%`.
    pub route: Option<String>,
    /// `%UPSTREAM_HOST%`.
    pub host: Option<String>,
    /// `%UPSTREAM_REQUEST_ATTEMPT_COUNT%`.
    pub attempts: u32,
}

/// Adds a log to all listeners of a bootstrap.
pub fn add(bootstrap: &mut Value, file: &Path) {
    let log = json!([{"name": "envoy.access_loggers.file", "typed_config": {
        "@type": "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog", "path": file,
        "log_format": {"json_format": {
            "name": "%REQ(X-CASE)%", "status": "%RESPONSE_CODE%", "flags": "%RESPONSE_FLAGS%", "details": "%RESPONSE_CODE_DETAILS%",
            "cluster": "%UPSTREAM_CLUSTER_RAW%", "route": "%ROUTE_NAME%", "host": "%UPSTREAM_HOST%",
            "attempts": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%"}}}}]);
    for listener in bootstrap["static_resources"]["listeners"].as_array_mut().into_iter().flatten() {
        listener["filter_chains"][0]["filters"][0]["typed_config"]["access_log"] = log.clone();
    }
}

/// The log, once it has so many lines.
///
/// # Panics
/// If they do not come.
#[must_use]
pub fn read(file: &Path, lines: usize) -> HashMap<String, Entry> {
    entries(file, lines).into_iter().map(|entry: Entry| (entry.name.clone(), entry)).collect()
}

/// The lines of a log whose lines are of some kind, once it has so many.
///
/// # Panics
/// If they do not come, or are of another kind.
#[must_use]
pub fn entries<T: DeserializeOwned>(file: &Path, lines: usize) -> Vec<T> {
    let begin = Instant::now();
    loop {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        if text.lines().count() >= lines && (lines == 0 || text.ends_with('\n')) {
            let entries = text.lines().map(serde_json::from_str);
            return entries.map(|entry| entry.unwrap_or_else(|error| panic!("{error}: {text}"))).collect();
        }
        assert!(begin.elapsed() < Duration::from_secs(30), "{} of {lines} lines in the log", text.lines().count());
        std::thread::sleep(Duration::from_millis(50));
    }
}
