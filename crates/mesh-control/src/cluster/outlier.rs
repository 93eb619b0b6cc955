//! Ejection of failing hosts (`applyOutlierDetection`).

use mesh_config::model::OutlierDetection as Written;
use mesh_proxy::config::{Cluster, Origin, OutlierDetection, Percent};

/// A threshold and whether it is enforced: 0 switches it off.
fn enforced(threshold: u32) -> (Option<u32>, Option<u32>) {
    (Some(threshold), Some(if threshold > 0 { 100 } else { 0 }))
}

/// Sets outlier detection and the panic threshold, which Istio keeps at 0 unless told otherwise.
pub(super) fn apply(cluster: &mut Cluster, written: &Written, origin: Origin) {
    // Ejection by success rate is never used.
    let mut detection = OutlierDetection { enforcing_success_rate: Some(0), origin, ..OutlierDetection::default() };
    if let Some(errors) = &written.consecutive_5xx_errors {
        (detection.consecutive_5xx, detection.enforcing_consecutive_5xx) = enforced(errors.value);
    }
    if let Some(errors) = &written.consecutive_gateway_errors {
        (detection.consecutive_gateway_failure, detection.enforcing_consecutive_gateway_failure) =
            enforced(errors.value);
    }
    detection.interval = written.interval.as_ref().map(|interval| interval.value);
    detection.base_ejection_time = written.base_ejection_time.as_ref().map(|time| time.value);
    let percent = written.max_ejection_percent.as_ref().and_then(|percent| u32::try_from(percent.value).ok());
    detection.max_ejection_percent = percent.filter(|percent| *percent > 0);
    if written.split_external_local_origin_errors.as_ref().is_some_and(|split| split.value) {
        detection.split_external_local_origin_errors = true;
        let failures = written.consecutive_local_origin_failures.as_ref().map_or(0, |failures| failures.value);
        if failures > 0 {
            (detection.consecutive_local_origin_failure, detection.enforcing_consecutive_local_origin_failure) =
                enforced(failures);
        }
        detection.enforcing_local_origin_success_rate = Some(0);
    }
    cluster.outlier_detection = Some(detection);
    let health = written.min_health_percent.as_ref().map_or(0, |percent| percent.value);
    if health >= 0 {
        cluster.common_lb_config.get_or_insert_default().healthy_panic_threshold =
            Some(Percent { value: f64::from(health) });
    }
}
