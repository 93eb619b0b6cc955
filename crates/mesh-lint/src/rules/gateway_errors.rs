use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::written_policies;
use crate::{
    context::{Context, finding},
    field::Field,
};

rule! {
    /// `consecutiveGatewayErrors` never acts, because `consecutive5xxErrors` acts first.
    ///
    /// Each 502, 503 and 504 counts as a gateway error and as a 5xx, and five 5xx in a row eject a host by default. Choose
    /// fewer gateway errors than 5xx errors, or switch the latter off with `consecutive5xxErrors: 0`.
    each check => "MP0127"
}

/// Envoy's `consecutive_5xx`.
const DEFAULT_5XX: i64 = 5;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    written_policies::judged(context, |rule, policy| verdict(rule, policy.get("outlierDetection")))
}

fn verdict(rule: &Resource, outlier: Field<'_>) -> Option<Diagnostic> {
    let (gateway, any) = (outlier.get("consecutiveGatewayErrors"), outlier.get("consecutive5xxErrors"));
    let most = if any.present() { any.integer() } else { DEFAULT_5XX };
    if gateway.integer() <= 0
        || most <= 0
        || gateway.integer() < most
        || outlier.get("outlierDetectionHttpErrorCodes").present()
    {
        return None;
    }
    let errors = gateway.integer();
    let is_later = errors > most;
    let severity = if is_later { Severity::Warning } else { Severity::Info };
    let message = match (is_later, any.present()) {
        (true, true) => say!("gateway-errors-later", errors, most),
        (true, false) => say!("gateway-errors-later-than-default", errors, most),
        (false, true) => say!("gateway-errors-together", errors, most),
        (false, false) => say!("gateway-errors-together-with-default", errors, most),
    };
    Some(finding("MP0127", severity, rule, gateway, message))
}
