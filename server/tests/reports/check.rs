//! What can be said of an answer.

use std::ops::RangeInclusive;

use serde::Deserialize;
use serde_json::Value;

use crate::case::Answer;

/// A statement of an answer.
#[derive(Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case")]
pub(crate) enum Check {
    /// The field at a JSON pointer has a value; null where there is none.
    Field { at: String, is: Value },
    /// Of the counts at a JSON pointer those whose name begins so have a share.
    Share { at: String, of: String, from: f64, to: f64 },
    /// There is a finding.
    Finds(Finding),
    /// There is no such finding.
    FindsNot(Finding),
    /// The explanation says one of these.
    Explains { one_of: Vec<String> },
    /// The edges to a destination have so many requests.
    Edge {
        destination: String,
        #[serde(default)]
        version: String,
        from: f64,
        to: f64,
    },
    /// Of the answers on the edges to a destination those of a code have a share.
    EdgeCode { destination: String, code: String, from: f64, to: f64 },
    /// Each edge to a destination has a figure in a range.
    EdgeFigure { destination: String, figure: String, from: f64, to: f64 },
}

/// What a finding is like, as far as it matters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finding {
    /// How its code begins.
    #[serde(default)]
    code: String,
    #[serde(default)]
    severity: String,
    /// What its message says, all of it.
    #[serde(default)]
    says: Vec<String>,
    /// Text of the line that it stands in.
    #[serde(default)]
    line: String,
}

impl Check {
    /// What is there instead; none where it holds.
    pub(crate) fn wrong(&self, answer: &Answer) -> Option<String> {
        let json = &answer.json;
        match self {
            Self::Field { at, is } => {
                let seen = json.pointer(at).unwrap_or(&Value::Null);
                (seen != is).then(|| seen.to_string())
            }
            Self::Share { at, of, from, to } => {
                let counts = json.pointer(at).and_then(Value::as_object);
                let counts = counts.into_iter().flatten().map(|(name, count)| (name.as_str(), number(count)));
                unless(*from..=*to, share(counts, of), json.pointer(at))
            }
            Self::Finds(finding) => {
                let all = findings(json);
                let is_there = all.iter().any(|found| finding.is(found, &answer.lines));
                let others = || all.iter().filter(|found| found["code"] != "MP0100").map(|found| brief(found));
                (!is_there).then(|| format!("there are: {}", others().collect::<Vec<_>>().join("; ")))
            }
            Self::FindsNot(finding) => findings(json).into_iter().find(|it| finding.is(it, &answer.lines)).map(brief),
            Self::Explains { one_of } => {
                let said = json.pointer("/explain").map(ToString::to_string).unwrap_or_default();
                let lower = said.to_lowercase();
                (!one_of.iter().any(|words| lower.contains(&words.to_lowercase()))).then_some(said)
            }
            Self::Edge { destination, version, from, to } => {
                let requests = edges(json, destination)
                    .filter(|edge| edge["destinationVersion"] == **version || version.is_empty());
                unless(*from..=*to, requests.map(|edge| number(&edge["requests"])).sum(), json.pointer("/edges"))
            }
            Self::EdgeCode { destination, code, from, to } => {
                let codes = edges(json, destination).filter_map(|edge| edge["codes"].as_object()).flatten();
                let codes = codes.map(|(name, count)| (name.as_str(), number(count)));
                unless(*from..=*to, share(codes, code), json.pointer("/edges"))
            }
            Self::EdgeFigure { destination, figure, from, to } => {
                let figures: Vec<f64> = edges(json, destination).map(|edge| number(&edge[figure.as_str()])).collect();
                let outside = figures.iter().find(|figure| !(*from..=*to).contains(figure));
                if figures.is_empty() { Some("there is no such edge".into()) } else { outside.map(ToString::to_string) }
            }
        }
    }
}

impl Finding {
    fn is(&self, found: &Value, lines: &[String]) -> bool {
        let text = |key: &str| found[key].as_str().unwrap_or_default();
        let message = text("message").to_lowercase();
        let line = found["line"].as_u64().and_then(|line| lines.get(usize::try_from(line).ok()?.checked_sub(1)?));
        text("code").starts_with(&self.code)
            && (self.severity.is_empty() || text("severity") == self.severity)
            && self.says.iter().all(|words| message.contains(&words.to_lowercase()))
            && (self.line.is_empty() || line.is_some_and(|line| line.contains(&self.line)))
    }
}

fn findings(json: &Value) -> Vec<&Value> {
    json.as_array().into_iter().flatten().collect()
}

fn brief(found: &Value) -> String {
    format!("line {} {} {}", found["line"], found["code"], found["message"])
}

fn edges<'a>(json: &'a Value, destination: &str) -> impl Iterator<Item = &'a Value> {
    let all = json.pointer("/edges").and_then(Value::as_array).into_iter().flatten();
    all.filter(move |edge| edge["destination"] == *destination)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_default()
}

/// The share of the counts whose name begins so.
fn share<'a>(counts: impl Iterator<Item = (&'a str, f64)>, of: &str) -> f64 {
    let counts: Vec<(&str, f64)> = counts.collect();
    let sum = |prefix: &str| counts.iter().filter(|(name, _)| name.starts_with(prefix)).map(|(_, count)| count).sum();
    let (part, all): (f64, f64) = (sum(of), sum(""));
    if all > 0.0 { part / all } else { 0.0 }
}

fn unless(range: RangeInclusive<f64>, seen: f64, of: Option<&Value>) -> Option<String> {
    (!range.contains(&seen)).then(|| format!("{seen} of {}", of.unwrap_or(&Value::Null)))
}
