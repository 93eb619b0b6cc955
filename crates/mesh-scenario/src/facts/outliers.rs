//! Where the fields of outlier detection stand that have figures.

use mesh_config::model::OutlierDetection;
use mesh_config::{Span, Spanned};
use mesh_control::Mesh;
use mesh_ordered::{OrderedMap, sort_by_key};

/// The written fields of each `outlierDetection`, by where it stands: names and where their values stand, in document order.
pub(crate) type OutlierFields = OrderedMap<Span, Vec<(&'static str, Span)>>;

pub(super) fn of_mesh(mesh: &Mesh) -> OutlierFields {
    mesh.outlier_detections().map(|(span, written)| (span, fields(written))).collect()
}

fn fields(written: &OutlierDetection) -> Vec<(&'static str, Span)> {
    fn at<T>(value: &Option<Spanned<T>>) -> Option<Span> {
        value.as_ref().map(|value| value.span)
    }
    let mut fields: Vec<(&str, Span)> = [
        ("consecutive5xxErrors", at(&written.consecutive_5xx_errors)),
        ("consecutiveGatewayErrors", at(&written.consecutive_gateway_errors)),
        ("interval", at(&written.interval)),
        ("baseEjectionTime", at(&written.base_ejection_time)),
        ("maxEjectionPercent", at(&written.max_ejection_percent)),
    ]
    .into_iter()
    .filter_map(|(name, span)| Some((name, span?)))
    .collect();
    sort_by_key(&mut fields, |(_, span)| span.start);
    fields
}
