//! What must hold.

use mesh_scenario::{
    CheckStanding, CheckState, CoveredRoute, CoveredRule, CoveredSubset, Finding, LineIndex, Span, Words,
};
use mesh_sim::{Stopped, Work};
use serde::Serialize;

use super::{Input, Opened, open};

/// The answer to `check`.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    pub(crate) checks: Vec<Check>,
    pub(crate) coverage: Coverage,
    #[serde(skip)]
    pub(crate) findings: Vec<Finding>,
    #[serde(skip)]
    pub(crate) stopped: Option<Stopped>,
}

/// A Check with its verdict.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    pub(crate) name: String,
    pub(crate) holds: bool,
    /// All that it expects, in one line.
    pub(crate) expected: String,
    /// What was seen of each, in the same order.
    pub(crate) seen: String,
    /// Since when it stands so, in simulated seconds.
    pub(crate) at: f64,
    pub(crate) file: String,
    pub(crate) line: u32,
    #[serde(skip)]
    pub(crate) expectations: Vec<Expectation>,
}

/// One thing that a Check expects.
#[derive(Debug)]
pub(crate) struct Expectation {
    pub(crate) holds: bool,
    pub(crate) expected: Words,
    pub(crate) seen: Words,
    pub(crate) file: String,
    pub(crate) line: u32,
}

/// What the requests took that Checks looked at.
#[derive(Debug, Serialize)]
pub(crate) struct Coverage {
    pub(crate) routes: Vec<Route>,
    pub(crate) subsets: Vec<Subset>,
    pub(crate) rules: Vec<Rule>,
}

/// A subset, with how many of them went there.
#[derive(Debug, Serialize)]
pub(crate) struct Subset {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) resource: String,
    pub(crate) requests: u64,
}

/// A rule, with how many of them it had to do with.
#[derive(Debug, Serialize)]
pub(crate) struct Rule {
    pub(crate) resource: String,
    pub(crate) requests: u64,
}

/// A route, with how many of them took it.
#[derive(Debug, Serialize)]
pub(crate) struct Route {
    pub(crate) path: String,
    pub(crate) resource: String,
    pub(crate) requests: u64,
}

/// Carries out the Checks of a scenario, as far as there is work for it.
pub(crate) fn check(input: &Input, work: &mut Work) -> Checked {
    let Opened { mesh, findings } = open(input);
    let report = mesh_scenario::check(&mesh_config::parse(&input.files), &mesh, input.seed, work);
    let checks = report.checks.into_iter().map(|check| told(check, input)).collect();
    let route = |CoveredRoute { path, resource, requests, .. }| Route { path, resource, requests };
    let subset = |CoveredSubset { name, path, resource, requests, .. }| Subset { name, path, resource, requests };
    let rule = |CoveredRule { resource, requests }| Rule { resource, requests };
    let coverage = Coverage {
        routes: report.routes.into_iter().map(route).collect(),
        subsets: report.subsets.into_iter().map(subset).collect(),
        rules: report.rules.into_iter().map(rule).collect(),
    };
    Checked { checks, coverage, findings, stopped: report.stopped }
}

fn told(check: CheckState, input: &Input) -> Check {
    let one = |words: &dyn Fn(&mesh_scenario::ExpectationState) -> String| {
        check.expectations.iter().map(words).collect::<Vec<_>>().join("; ")
    };
    let (expected, seen) = (one(&|it| it.expected.to_string()), one(&|it| it.seen.to_string()));
    let (file, line) = place(check.span, input);
    let expectations = check.expectations.into_iter().map(|it| {
        let (file, line) = place(it.span, input);
        let holds = it.standing == CheckStanding::Holds;
        Expectation { holds, expected: it.expected, seen: it.seen, file, line }
    });
    Check {
        name: check.name,
        holds: check.standing == CheckStanding::Holds,
        expected,
        seen,
        at: check.since,
        file,
        line,
        expectations: expectations.collect(),
    }
}

/// The file and the line of a place.
fn place(span: Span, input: &Input) -> (String, u32) {
    let file = input.files.get(span.file as usize);
    file.map_or_else(Default::default, |file| {
        (file.name.clone(), LineIndex::new(&file.text).position(&file.text, span.start).line)
    })
}
