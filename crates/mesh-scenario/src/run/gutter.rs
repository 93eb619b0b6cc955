//! Figures beside lines: what requests did with each route, and what outlier detection counts.

use mesh_config::Span;
use mesh_control::OriginInfo;
use mesh_ordered::OrderedMap;
use mesh_sim::RouteFigures;

use super::pods::Outliers;
use crate::facts::outliers::OutlierFields;
use crate::facts::routes::{RouteFacts, Routes};
use crate::{Figure, GutterFigure, OutlierState};

/// The figures of all routes, those that no request took among them.
pub(super) fn of_routes(routes: &Routes, telemetry: &[RouteFigures<'_>]) -> Vec<GutterFigure> {
    let mut counts: Vec<Count> = routes.iter().map(Count::of).collect();
    for row in routes.taken(telemetry) {
        let Some(count) = counts.get_mut(row.route) else { continue };
        count.requests += row.requests;
        if let Some(chosen) = row.destination.and_then(|position| count.destinations.get_mut(position)) {
            *chosen += row.requests;
        }
        let first = count.first;
        if let Some(resource) = counts.get_mut(first) {
            resource.of_resource += row.requests;
        }
    }
    let mut figures = Vec::new();
    for (route, count) in routes.iter().zip(&counts) {
        let split = route.destinations.len() > 1;
        // The only route of its list says nothing where its destinations have figures.
        if !(split && route.alone) {
            let of = counts.get(route.first).map_or(0, |resource| resource.of_resource);
            figures.push(figure(&route.origin, route.origin.span, (count.requests, of), None));
        }
        for (destination, requests) in route.destinations.iter().zip(&count.destinations).filter(|_| split) {
            let counted = (*requests, count.requests);
            figures.push(figure(&destination.origin, destination.span, counted, destination.share));
        }
    }
    figures
}

/// Requests that took a route, its destinations and, at the first of a resource, any route of this.
struct Count {
    first: usize,
    requests: u64,
    of_resource: u64,
    destinations: Vec<u64>,
}

impl Count {
    fn of(route: &RouteFacts) -> Self {
        Self { first: route.first, requests: 0, of_resource: 0, destinations: vec![0; route.destinations.len()] }
    }
}

fn figure(origin: &OriginInfo, span: Span, (requests, of): (u64, u64), weight: Option<f64>) -> GutterFigure {
    let share = if of > 0 { 100.0 * requests as f64 / of as f64 } else { 0.0 };
    GutterFigure { span, path: origin.path.clone(), figure: Figure::Share { requests, of, share, weight } }
}

/// What the proxies count for each `outlierDetection`: the worst of all that apply it.
pub(super) fn of_outliers(fields: &OutlierFields, outliers: &Outliers) -> Vec<GutterFigure> {
    let mut worst: OrderedMap<Span, Worst> = OrderedMap::new();
    for state in outliers.values().flatten() {
        if let Some(span) = state.span {
            worst.entry(span).or_default().add(state);
        }
    }
    let mut figures = Vec::new();
    for (span, worst) in worst {
        for (name, span) in fields.get(&span).into_iter().flatten() {
            if let Some(figure) = worst.figure(name) {
                figures.push(GutterFigure { span: *span, path: (*name).to_owned(), figure });
            }
        }
    }
    figures
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
            assert_eq!(text(&session, figure.span), configured.to_string());
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
        assert_eq!(text(&session, of("interval").span), "10s");
        assert_eq!(of("interval").figure, Figure::NextTick { at: 20.0 });
        assert!(matches!(of("maxEjectionPercent").figure, Figure::Ejected { ejected: 1, hosts: 2 }));
    }
}
