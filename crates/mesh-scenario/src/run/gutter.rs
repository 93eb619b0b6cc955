//! Figures beside lines: what requests did with each route, and what outlier detection counts.

use std::collections::BTreeMap;

use mesh_config::{Config, Node, Resource, Span, Spec};
use mesh_sim::RouteFigures;

use super::pods::Outliers;
use crate::{Figure, GutterFigure, OutlierState};

/// A route or a destination of one, as it is written: made once for each push.
#[derive(Clone, Debug)]
pub(super) struct RouteLine {
    /// `namespace/name`.
    resource: String,
    /// `spec.http[0]` or `spec.http[0].route[1]`.
    path: String,
    /// The line on which its figure stands: a destination's weight, else where it begins.
    span: Span,
    /// For a destination: its route's path and the configured share of that route, percent.
    destination: Option<(String, Option<f64>)>,
    /// Whether a figure says something: not for the only route of a rule where its destinations have figures.
    shown: bool,
}

/// The routes of VirtualServices and HTTPRoutes in document order.
pub(super) fn lines(config: &Config) -> Vec<RouteLine> {
    let mut lines = Vec::new();
    for resource in config.resources.iter().filter(|resource| resource.readable) {
        let (routes, destinations): (&[&str], _) = match resource.spec {
            Spec::VirtualService(_) => (&["http", "tls", "tcp"], "route"),
            Spec::HttpRoute(_) => (&["rules"], "backendRefs"),
            _ => continue,
        };
        for field in routes {
            let items = resource.node.get("spec").and_then(|spec| spec.get(field)).map_or(&[][..], Node::items);
            for (index, route) in items.iter().enumerate() {
                add(&mut lines, resource, route, &format!("spec.{field}[{index}]"), destinations, items.len() == 1);
            }
        }
    }
    lines
}

fn add(lines: &mut Vec<RouteLine>, resource: &Resource, route: &Node, path: &str, field: &str, only: bool) {
    let name = format!("{}/{}", resource.metadata.namespace, resource.metadata.name.value);
    let destinations = route.get(field).map_or(&[][..], Node::items);
    let weights: Vec<Option<(f64, Span)>> = destinations.iter().map(weight).collect();
    let total: f64 = weights.iter().flatten().map(|(weight, _)| weight).sum();
    let split = destinations.len() > 1;
    lines.push(RouteLine {
        resource: name.clone(),
        path: path.to_owned(),
        span: route.span,
        destination: None,
        shown: !(only && split),
    });
    if !split {
        return;
    }
    for (index, (destination, weight)) in destinations.iter().zip(weights).enumerate() {
        lines.push(RouteLine {
            resource: name.clone(),
            path: format!("{path}.{field}[{index}]"),
            span: weight.map_or(destination.span, |(_, span)| span),
            destination: Some((
                path.to_owned(),
                weight.filter(|_| total > 0.0).map(|(weight, _)| 100.0 * weight / total),
            )),
            shown: true,
        });
    }
}

fn weight(destination: &Node) -> Option<(f64, Span)> {
    let entry = destination.entry("weight")?;
    Some((entry.value.scalar()?.as_number()?.max(0.0), entry.key.span))
}

/// The figures of all routes, those that no request took among them.
pub(super) fn of_routes(lines: &[RouteLine], telemetry: &[RouteFigures]) -> Vec<GutterFigure> {
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut of: BTreeMap<&str, u64> = BTreeMap::new();
    for figures in telemetry {
        let resource = figures.route.resource.as_str();
        of.insert(resource, figures.of);
        counts.insert((resource, &figures.route.path), figures.requests);
        counts.extend(figures.destinations.iter().map(|(source, count)| ((resource, source.path.as_str()), *count)));
    }
    let figure = |line: &RouteLine| {
        let count = |path: &str| counts.get(&(line.resource.as_str(), path)).copied().unwrap_or(0);
        let requests = count(&line.path);
        let (of, weight) = match &line.destination {
            Some((route, weight)) => (count(route), *weight),
            None => (of.get(line.resource.as_str()).copied().unwrap_or(0), None),
        };
        let share = if of > 0 { 100.0 * requests as f64 / of as f64 } else { 0.0 };
        let figure = Figure::Share { requests, of, share, weight };
        GutterFigure { span: line.span, path: line.path.clone(), figure }
    };
    lines.iter().filter(|line| line.shown).map(figure).collect()
}

/// What the proxies count for each `outlierDetection`: the worst of all that apply it.
pub(super) fn of_outliers(config: &Config, outliers: &Outliers) -> Vec<GutterFigure> {
    let mut worst: BTreeMap<Span, Worst> = BTreeMap::new();
    for state in outliers.values().flatten() {
        if let Some(span) = state.span {
            worst.entry(span).or_default().add(state);
        }
    }
    let mut figures = Vec::new();
    for (span, worst) in worst {
        let holds = |resource: &&std::sync::Arc<Resource>| {
            let whole = resource.span;
            whole.file == span.file && whole.start <= span.start && span.end <= whole.end
        };
        let found = config.resources.iter().filter(holds).find_map(|resource| at(&resource.node, span));
        for entry in found.map_or(&[][..], Node::entries) {
            if let Some(figure) = worst.figure(&entry.key) {
                figures.push(GutterFigure { span: entry.key.span, path: entry.key.value.clone(), figure });
            }
        }
    }
    figures
}

/// The mapping that stands at a place.
fn at(node: &Node, span: Span) -> Option<&Node> {
    if node.span == span && !node.entries().is_empty() {
        return Some(node);
    }
    let inside = node.entries().iter().map(|entry| &entry.value).chain(node.items());
    inside.into_iter().find_map(|node| at(node, span))
}

#[derive(Default)]
struct Worst {
    consecutive: (u32, u32),
    gateway: (u32, u32),
    next_tick: Option<f64>,
    left: f64,
    ejected: (u32, u32),
}

impl Worst {
    fn add(&mut self, state: &OutlierState) {
        let out = state.returns_at.is_some();
        // Envoy counts on while a host is out; what is shown is what led there.
        let counted = |count: u32, threshold: u32| if out { threshold } else { count.min(threshold) };
        self.consecutive =
            self.consecutive.max((counted(state.consecutive_5xx, state.threshold_5xx), state.threshold_5xx));
        self.gateway =
            self.gateway.max((counted(state.consecutive_gateway, state.threshold_gateway), state.threshold_gateway));
        self.next_tick = Some(self.next_tick.map_or(state.next_tick, |tick| tick.min(state.next_tick)));
        self.left = self.left.max(state.seconds_left);
        self.ejected = self.ejected.max((state.arithmetic.ejected, state.arithmetic.hosts));
    }

    fn figure(&self, key: &str) -> Option<Figure> {
        let counted = |(count, threshold)| Figure::Consecutive { count, threshold };
        match key {
            "consecutive5xxErrors" => Some(counted(self.consecutive)),
            "consecutiveGatewayErrors" => Some(counted(self.gateway)),
            "interval" => self.next_tick.map(|at| Figure::NextTick { at }),
            "baseEjectionTime" if self.left > 0.0 => Some(Figure::Returns { seconds: self.left }),
            "maxEjectionPercent" => Some(Figure::Ejected { ejected: self.ejected.0, hosts: self.ejected.1 }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Work;
    use crate::{Session, preset};

    fn figures(slug: &str, seconds: u64) -> (Session, Vec<GutterFigure>) {
        let mut session = Session::open(preset(slug).unwrap().scenario());
        session.advance(Duration::from_secs(seconds), &mut Work::unlimited()).unwrap();
        let frame = session.frame();
        (session, frame.gutter)
    }

    fn text(session: &Session, span: Span) -> &str {
        &session.files()[span.file as usize].text[span.start as usize..span.end as usize]
    }

    #[test]
    fn each_weight_has_its_observed_share_from_the_start() {
        let (session, at_start) = figures("canary-weights", 0);
        assert_eq!(at_start.len(), 2);
        let (_, later) = figures("canary-weights", 60);
        for (figure, configured) in later.iter().zip([90.0, 10.0]) {
            assert_eq!(text(&session, figure.span), "weight");
            let Figure::Share { requests, of, share, weight } = figure.figure else { panic!("{figure:?}") };
            assert!(weight == Some(configured) && requests < of && (share - configured).abs() < 4.0, "{figure:?}");
        }
    }

    #[test]
    fn a_route_that_nobody_takes_says_so() {
        let (_, figures) = figures("ingress-prefix", 30);
        let routes: Vec<_> = figures.iter().filter(|figure| figure.path.matches('[').count() == 1).collect();
        let shares: Vec<f64> = routes
            .iter()
            .filter_map(|figure| match figure.figure {
                Figure::Share { share, .. } => Some(share),
                _ => None,
            })
            .collect();
        assert!(shares.len() >= 2 && (shares.iter().sum::<f64>() - 100.0).abs() < 1e-6, "{shares:?}");
    }

    #[test]
    fn outlier_detection_counts_beside_its_fields() {
        let (session, figures) = figures("circuit-breaking", 15);
        let of = |key: &str| figures.iter().find(|figure| figure.path == key).unwrap();
        assert_eq!(of("consecutive5xxErrors").figure, Figure::Consecutive { count: 2, threshold: 2 });
        assert_eq!(text(&session, of("interval").span), "interval");
        assert_eq!(of("interval").figure, Figure::NextTick { at: 20.0 });
        assert!(matches!(of("maxEjectionPercent").figure, Figure::Ejected { ejected: 1, hosts: 2 }));
    }
}
