use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::{
    context::{Context, finding, spec},
    field::Field,
    validation::duration::nanoseconds,
};

rule! {
    /// Retries that do not do what their numbers promise.
    ///
    /// A try that `perTryTimeout` cuts off is retried only on `5xx`, `gateway-error` or `reset`, and Istio's default
    /// `retryOn` has none of them (MP0111). The timeout of the rule spans all tries: if it is over, no further one begins
    /// (MP0112). Without `retryOn` an answered 503 is handed on as it is: say `5xx` or `503` to retry it (MP0116).
    each check => "MP0111", "MP0112", "MP0116"
}

/// The conditions of `retryOn` under which a try that took too long is retried.
const AFTER_TIMEOUT: [&str; 4] = ["5xx", "gateway-error", "reset", "reset-before-request"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService");
    services.flat_map(|service| spec(service).get("http").items().flat_map(move |route| rule(service, route))).collect()
}

fn rule(service: &Resource, route: Field<'_>) -> Option<Diagnostic> {
    let retries = route.get("retries");
    let (attempts, retry_on) = (retries.get("attempts"), retries.get("retryOn"));
    let conditions = retry_on.text();
    if attempts.integer() <= 0 {
        return None;
    }
    let timeout = nanoseconds(route.get("timeout")).filter(|timeout| *timeout > 0);
    let per_try = nanoseconds(retries.get("perTryTimeout")).filter(|per_try| *per_try > 0);
    let report = |code, severity, at, message| Some(finding(code, severity, service, at, message));
    let Some(per_try) = per_try else {
        if !conditions.is_empty() {
            return None;
        }
        return report("MP0116", Severity::Info, attempts, say!("retry-timing-answers"));
    };
    // A try that is as long as all of them is cut off by the timeout of the rule, which is said elsewhere.
    if timeout.is_some_and(|timeout| per_try >= timeout) {
        return None;
    }
    if !conditions.split(',').any(|condition| AFTER_TIMEOUT.contains(&condition.trim())) {
        let (place, message) = if retry_on.present() {
            (retry_on, say!("retry-timing-cut-off"))
        } else {
            (retries.get("perTryTimeout"), say!("retry-timing-cut-off-by-default"))
        };
        return report("MP0111", Severity::Warning, place, message);
    }
    let tries = i128::from(attempts.integer());
    if let Some(timeout) = timeout.filter(|timeout| *timeout < tries.saturating_mul(per_try)) {
        let fitting = i64::try_from(timeout / per_try).unwrap_or(i64::MAX);
        let message = say!("retry-timing-too-short", fitting, wanted = attempts.integer().saturating_add(1));
        return report("MP0112", Severity::Info, route.get("timeout"), message);
    }
    None
}
