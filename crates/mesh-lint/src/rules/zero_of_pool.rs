use mesh_config::{Diagnostic, Resource, Severity, TextEdit};
use mesh_words::say;

use super::written_policies;
use crate::{
    context::{Context, finding},
    field::Field,
};

rule! {
    /// A limit of 0 counts as not written.
    ///
    /// Istio cannot tell a 0 from nothing in `connectionPool` and in `maxEjectionPercent`: the limit stays what it is
    /// without the line, which is none (`maxEjectionPercent`: 10). So `maxRetries: 0` does not switch retries off: a
    /// VirtualService does, with `retries: {attempts: 0}`. The least that a pool can be limited to is 1. Istio:
    /// `applyConnectionPool`, `applyOutlierDetection`.
    each check => "MP0197"
}

/// The limits of a pool, by block.
const LIMITS: [(&str, &str); 4] = [
    ("http", "http1MaxPendingRequests"),
    ("http", "http2MaxRequests"),
    ("http", "maxRetries"),
    ("tcp", "maxConnections"),
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    written_policies::judged(context, zeros)
}

fn zeros(rule: &Resource, policy: Field<'_>) -> Vec<Diagnostic> {
    let pool = policy.get("connectionPool");
    let is_zero = |field: &Field<'_>| field.present() && field.has_line() && field.integer() == 0;
    let limits = LIMITS.into_iter().map(|(block, name)| (name, pool.get(block).get(name)));
    let mut found: Vec<Diagnostic> = limits
        .filter(|(_, limit)| is_zero(limit))
        .map(|(name, limit)| {
            let words = match name {
                "maxRetries" => say!("zero-of-pool-retries"),
                _ => say!("zero-of-pool", name),
            };
            finding("MP0197", Severity::Warning, rule, limit, words)
        })
        .collect();
    let percent = policy.get("outlierDetection").get("maxEjectionPercent");
    if is_zero(&percent) {
        let edit = TextEdit { span: percent.span(), text: "10".to_owned() };
        let finding = finding("MP0197", Severity::Warning, rule, percent, say!("zero-of-ejection-percent"));
        found.push(finding.fix(say!("zero-of-ejection-percent-fix"), vec![edit]));
    }
    found
}
