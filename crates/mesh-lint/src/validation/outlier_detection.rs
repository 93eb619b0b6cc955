//! Outlier detection (`validateOutlierDetection`).

use super::duration;
use crate::{field::Field, findings::Findings};

/// Checks an `outlierDetection` block.
pub(crate) fn validate(outlier: Field<'_>, findings: &mut Findings<'_>) {
    duration::validate(outlier.get("baseEjectionTime"), findings);
    let old = outlier.get("consecutiveErrors");
    if old.integer() != 0 {
        findings.warning(
            old,
            "outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead",
        );
    }
    let local = outlier.get("consecutiveLocalOriginFailures");
    if local.integer() > 0 && !outlier.get("splitExternalLocalOriginErrors").is_true() {
        findings.error(
            local,
            "outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false",
        );
    }
    duration::validate(outlier.get("interval"), findings);
    for name in ["maxEjectionPercent", "minHealthPercent"] {
        let percent = outlier.get(name);
        let value = percent.integer();
        if !(0..=100).contains(&value) {
            findings.error(percent, format!("percentage {value} is not in range 0..100"));
        }
    }
}
