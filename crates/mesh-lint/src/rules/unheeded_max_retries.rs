use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::written_policies;
use crate::{
    context::{Context, finding},
    field::Field,
};

rule! {
    /// `maxRetries` beside a `retryBudget`.
    ///
    /// Envoy looks at one of them: where there is a budget, it alone says how many retries may be under way at once. Keep
    /// the one that you mean. Envoy: `CircuitBreakers.Thresholds.retry_budget`.
    each check => "MP0199"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    written_policies::judged(context, verdict)
}

fn verdict(rule: &Resource, policy: Field<'_>) -> Option<Diagnostic> {
    let retries = policy.get("connectionPool").get("http").get("maxRetries");
    // Of a 0 something else is said.
    let counts = policy.get("retryBudget").present() && retries.integer() > 0;
    counts.then(|| {
        let words = say!("unheeded-max-retries", limit = retries.integer());
        finding("MP0199", Severity::Warning, rule, retries, words)
    })
}
