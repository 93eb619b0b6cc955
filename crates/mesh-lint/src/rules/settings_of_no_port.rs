use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::ruled_services;
use crate::{
    context::{Context, finding, spec},
    field::Field,
    suggestion::offering,
};

rule! {
    /// `portLevelSettings` for a port that the Service does not have.
    ///
    /// They are held against the numbers of the Service's ports, not against those on which its pods listen
    /// (`targetPort`): settings of another number never count. Istio: `GetPortLevelTrafficPolicy`.
    each beside ["Service"] check => "MP0200"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(|rule| verdicts(rule, context)).collect()
}

fn verdicts(rule: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let host = spec(rule).get("host").text();
    let Some(service) = ruled_services::service(context, &rule.metadata.namespace, &host) else { return Vec::new() };
    let of_subsets = spec(rule).get("subsets").items().map(|subset| subset.get("trafficPolicy"));
    let policies = std::iter::once(spec(rule).get("trafficPolicy")).chain(of_subsets);
    let numbers = policies.flat_map(|policy| policy.get("portLevelSettings").items());
    numbers.filter_map(|settings| verdict(rule, settings.get("port").get("number"), service)).collect()
}

fn verdict(rule: &Resource, number: Field<'_>, service: &Resource) -> Option<Diagnostic> {
    let ports = || {
        spec(service).get("ports").items().map(|port| (port.get("port").integer(), port.get("targetPort").integer()))
    };
    if !number.present()
        || number.integer() == 0
        || ports().any(|(port, _)| port == number.integer())
        || ports().len() == 0
    {
        return None;
    }
    let (service, wrong) = (service.metadata.name.value.as_str(), number.integer());
    let meant = ports().find(|(_, target)| *target == wrong).map(|(port, _)| port);
    let words = match meant {
        Some(port) => say!("settings-of-no-port-target", number = wrong, service, port),
        None => say!(
            "settings-of-no-port",
            number = wrong,
            service,
            ports = ports().map(|(port, _)| port).take(20).collect::<Vec<_>>()
        ),
    };
    let finding = finding("MP0200", Severity::Warning, rule, number, words);
    Some(offering(finding, number, meant.map(|port| port.to_string())))
}
