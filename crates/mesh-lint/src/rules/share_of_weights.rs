use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::others::beginning;
use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// The weights of a rule do not add up to 100.
    ///
    /// They need not: each destination gets its weight out of their sum. Mind it when you read them as percent.
    each check => "MP0126"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for list in ["http", "tcp", "tls"] {
            for (index, route) in spec(service).get(list).items().enumerate() {
                let place = format!("spec.{list}[{index}]");
                found.extend(shares(service, &place, &route.get("route").items().collect::<Vec<_>>()));
            }
        }
    }
    found
}

fn shares(service: &Resource, place: &str, destinations: &[Field<'_>]) -> Option<Diagnostic> {
    let weights: Vec<i64> = destinations.iter().map(|entry| entry.get("weight").integer().max(0)).collect();
    let sum = weights.iter().fold(0_i64, |sum, weight| sum.saturating_add(*weight));
    let first = destinations.iter().find(|entry| entry.get("weight").present())?;
    if destinations.len() < 2 || sum == 0 || sum == 100 {
        return None;
    }
    let shares = destinations.iter().zip(&weights).map(|(entry, weight)| {
        let percent = format!("{:.0}", 100.0 * *weight as f64 / sum as f64);
        say!("share-of-weights-share", destination = name(entry.get("destination")), percent)
    });
    let message = say!("share-of-weights", place, sum, shares = beginning(shares));
    Some(finding("MP0126", Severity::Info, service, first.get("weight"), message))
}

fn name(destination: Field<'_>) -> String {
    let (host, subset) = (destination.get("host").text(), destination.get("subset").text());
    if subset.is_empty() { host.into_owned() } else { subset.into_owned() }
}
