//! Tables of Istio's unit tests, row by row. Those of validation have a test of their own.

mod assertions;
mod clusters;
mod delegates;
mod envoy;
mod hosts;
mod retry;
mod routes;
mod rules;
mod sidecar;
mod value;
mod virtual_hosts;
mod world;

use end2end_istio::{corpus, tally::Tally};
use serde_json::Value;

/// What came of a row: `Ok(None)` where it holds, `Ok(Some(difference))` where it does not.
type Verdict = Result<Option<String>, NotApplicable>;

/// Why a row asks for what the playground does not do.
struct NotApplicable(&'static str);

impl From<&'static str> for NotApplicable {
    fn from(reason: &'static str) -> Self {
        Self(reason)
    }
}

/// Judges a row of one operation.
type Judge = fn(&str, &Value) -> Verdict;

const TABLES: [(&str, Judge); 7] = [
    ("hosts", hosts::judge),
    ("vhost_domains", virtual_hosts::judge),
    ("delegates", delegates::judge),
    ("destination_rules", rules::judge),
    ("clusters", clusters::judge),
    ("routes", routes::judge),
    ("retry", retry::judge),
];

#[test]
fn rows_have_istios_results() {
    let Some(folder) = corpus::part("istio-tables") else { return };
    let mut unsaid = Vec::new();
    for (table, judge) in TABLES {
        let mut tally = Tally::default();
        let rows = corpus::json(&folder.join(format!("{table}.json")));
        for row in rows.as_array().into_iter().flatten() {
            let op = value::text(row, if table == "retry" { "direction" } else { "op" });
            match judge(op, row) {
                Ok(difference) => {
                    tally.add(value::text(row, "id"), difference.map(|difference| format!("{op}: {difference}")))
                }
                Err(NotApplicable(reason)) => tally.skip(value::text(row, "id"), reason),
            }
        }
        println!("{}", tally.summary(table, 400));
        let known = include_str!("../../known/tables.txt");
        let of_table: Vec<&str> =
            known.lines().filter_map(|line| line.strip_prefix(table)?.strip_prefix(' ')).collect();
        unsaid.extend(tally.against(&of_table.join("\n")).into_iter().map(|line| format!("{table}: {line}")));
    }
    assert!(unsaid.is_empty(), "{} rows:\n{}", unsaid.len(), unsaid.join("\n"));
}

/// The verdict on an answer that must be equal.
fn equal(ours: &Value, theirs: &Value) -> Verdict {
    Ok(end2end_istio::diff::first(ours, theirs))
}
