//! Fault injection (`TranslateFault`).

use mesh_config::model::{FaultAbort as IstioAbort, FaultDelay as IstioDelay, HttpFaultInjection, Percent};
use mesh_proxy::config::{Denominator, FaultAbort, FaultDelay, FractionalPercent, HttpFault, Origin};

/// Percent as millionths, cut off.
#[must_use]
pub fn fractional_percent(percent: &Percent) -> FractionalPercent {
    FractionalPercent { numerator: (percent.value * 10_000.0) as u32, denominator: Denominator::Million }
}

/// A whole percentage.
#[must_use]
pub fn whole_percent(percent: u32) -> FractionalPercent {
    FractionalPercent { numerator: percent, denominator: Denominator::Hundred }
}

/// The fault of a route; `None` when neither part of it can be done. A percentage left out is 0.
#[must_use]
pub fn convert(fault: &HttpFaultInjection, origin: Origin) -> Option<HttpFault> {
    let delay = fault.delay.as_ref().and_then(|delay| convert_delay(delay, origin));
    let abort = fault.abort.as_ref().and_then(|abort| convert_abort(abort, origin));
    if delay.is_none() && abort.is_none() {
        return None;
    }
    Some(HttpFault { delay, abort, origin, ..HttpFault::default() })
}

fn convert_delay(delay: &IstioDelay, origin: Origin) -> Option<FaultDelay> {
    let fixed_delay = delay.fixed_delay.as_ref()?.value;
    let percentage = match &delay.percentage {
        Some(percentage) => fractional_percent(percentage),
        None => whole_percent(delay.percent.as_ref().map_or(0, |percent| u32::try_from(percent.value).unwrap_or(0))),
    };
    Some(FaultDelay { fixed_delay: Some(fixed_delay), percentage: Some(percentage), origin })
}

fn convert_abort(abort: &IstioAbort, origin: Origin) -> Option<FaultAbort> {
    let percentage = abort.percentage.as_ref().map(fractional_percent);
    if let Some(status) = &abort.http_status {
        let http_status = Some(u32::try_from(status.value).unwrap_or(0));
        return Some(FaultAbort { http_status, percentage, origin, ..FaultAbort::default() });
    }
    let grpc_status = Some(grpc_status(abort.grpc_status.as_ref()?)?);
    Some(FaultAbort { grpc_status, percentage, origin, ..FaultAbort::default() })
}

/// The number of a gRPC status by its name.
fn grpc_status(name: &str) -> Option<u32> {
    const NAMES: [&str; 17] = [
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED",
    ];
    NAMES.iter().position(|known| *known == name).and_then(|index| u32::try_from(index).ok())
}
