//! Moments at which much happens: a table of such a moment needs to fit a moment of its span.

use serde_json::Value;

/// How long before and after a command changes excuse a difference.
const SPAN: f64 = 1.2;

/// When objects of which kinds changed, in the recording.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    changes: Vec<(f64, String)>,
}

/// The kinds of a time line, and the words that ask for them.
const KINDS: &[(&str, &[&str])] = &[
    ("pod", &["pod", "pods", "po", "all"]),
    ("node", &["node", "nodes", "no"]),
    ("eps", &["endpointslices", "endpointslice", "ep", "endpoints"]),
    ("deploy", &["deploy", "deployment", "deployments", "all"]),
    ("rs", &["rs", "replicaset", "replicasets", "all"]),
    ("ds", &["ds", "daemonset", "daemonsets", "all"]),
    ("sts", &["sts", "statefulset", "statefulsets", "all"]),
    ("job", &["job", "jobs", "all"]),
    ("pdb", &["pdb", "poddisruptionbudget", "poddisruptionbudgets"]),
    ("event", &["events", "event", "ev"]),
];

impl Spans {
    /// Of a time line.
    #[must_use]
    pub fn of(timeline: &[Value]) -> Self {
        let entry = |entry: &Value| Some((entry.get(0)?.as_f64()?, entry.get(1)?.as_str()?.to_owned()));
        Self { changes: timeline.iter().filter_map(entry).collect() }
    }

    /// Whether a table may differ: what it shows changed about then, and each line has its like on the other side but for what
    /// changes (numbers, statuses, rows of objects that come and go).
    pub(super) fn excuse(&self, command: &str, at: f64, wanted: &[String], own: &[String]) -> bool {
        let words: Vec<&str> = command.split([' ', ',', '/', '|']).collect();
        let describes = words.contains(&"describe");
        let moved = self.changes.iter().any(|(time, kind)| {
            (time - at).abs() <= SPAN
                && (describes
                    || KINDS
                        .iter()
                        .any(|(known, asked)| known == kind && asked.iter().any(|word| words.contains(word))))
        });
        if !moved {
            return false;
        }
        let shape = |line: &String| -> String {
            let volatile = [
                "Running",
                "Pending",
                "Terminating",
                "ContainerCreating",
                "Completed",
                "Error",
                "ErrImagePull",
                "ImagePullBackOff",
                "CrashLoopBackOff",
                "Ready",
                "NotReady",
                "<ip>",
                "<none>",
            ];
            line.split_whitespace()
                .filter(|word| !volatile.contains(word) && !word.chars().all(|c| c.is_ascii_digit() || c == '/'))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let known: Vec<String> = wanted.iter().map(shape).collect();
        describes || own.iter().map(shape).all(|line| known.contains(&line)) || known.is_empty() || own.is_empty()
    }
}
