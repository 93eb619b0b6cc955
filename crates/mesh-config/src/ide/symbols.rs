//! Names that one place defines and others use: subsets, hosts, gateways.

use mesh_words::{Words, say};

use crate::model::{Destination, VirtualService};
use crate::{Config, Scalar, Span, Spanned, Spec, TextEdit};

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Symbol {
    /// A subset of a host, by FQDN.
    Subset(String, String),
    /// A host, by FQDN.
    Host(String),
    /// A Gateway, as `namespace/name`.
    Gateway(String),
}

struct Occurrence {
    symbol: Symbol,
    span: Span,
    defines: bool,
}

/// Why a name cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenameError {
    /// No subset stands there.
    NotASubset,
    /// The new name is no DNS label: letters a-z, digits and `-`, 63 at most.
    NotALabel,
    /// The host has a subset of that name already.
    Taken,
}

impl RenameError {
    /// What is said of it: what is wrong, and what to do.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::NotASubset => say!("config-rename-not-a-subset"),
            Self::NotALabel => say!("config-rename-not-a-label"),
            Self::Taken => say!("config-rename-taken"),
        }
    }
}

impl std::fmt::Display for RenameError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words().fmt(formatter)
    }
}

impl std::error::Error for RenameError {}

/// Where the name at a place is defined: the DestinationRule of a subset, the Service of a host, the Gateway.
#[must_use]
pub fn definition(config: &Config, file: u32, offset: u32) -> Option<Span> {
    let all = occurrences(config);
    let here = find(&all, file, offset)?;
    all.iter().find(|one| one.defines && one.symbol == here.symbol).map(|one| one.span)
}

/// Every place of the name at a place, the defining one among them.
#[must_use]
pub fn references(config: &Config, file: u32, offset: u32) -> Vec<Span> {
    let all = occurrences(config);
    let Some(here) = find(&all, file, offset) else { return Vec::new() };
    all.iter().filter(|one| one.symbol == here.symbol).map(|one| one.span).collect()
}

/// The edits that give the subset at a place another name, wherever it is used.
///
/// # Errors
/// Says why the name cannot be changed.
pub fn rename(config: &Config, file: u32, offset: u32, name: &str) -> Result<Vec<TextEdit>, RenameError> {
    let all = occurrences(config);
    let here = find(&all, file, offset).ok_or(RenameError::NotASubset)?;
    let Symbol::Subset(host, _) = &here.symbol else { return Err(RenameError::NotASubset) };
    if !is_label(name) {
        return Err(RenameError::NotALabel);
    }
    let wanted = Symbol::Subset(host.clone(), name.to_owned());
    if all.iter().any(|one| one.defines && one.symbol == wanted) {
        return Err(RenameError::Taken);
    }
    let scalar = Scalar { text: name.into(), plain: true };
    let misread = scalar.as_number().is_some() || scalar.as_bool().is_some() || scalar.is_null();
    let text = if misread { format!("\"{name}\"") } else { name.to_owned() };
    let same = all.iter().filter(|one| one.symbol == here.symbol);
    Ok(same.map(|one| TextEdit { span: one.span, text: text.clone() }).collect())
}

fn is_label(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| letter(*byte) || *byte == b'-')
        && bytes.first().is_some_and(|byte| letter(*byte))
        && bytes.last().is_some_and(|byte| letter(*byte))
}

fn find(all: &[Occurrence], file: u32, offset: u32) -> Option<&Occurrence> {
    all.iter().find(|one| one.span.file == file && (one.span.start..=one.span.end).contains(&offset))
}

/// A name without a dot is in the rule's own namespace.
fn fqdn(host: &str, namespace: &str) -> String {
    if host.contains('.') || host == "*" { host.to_owned() } else { format!("{host}.{namespace}.svc.cluster.local") }
}

fn occurrences(config: &Config) -> Vec<Occurrence> {
    let mut all = Vec::new();
    for resource in &config.resources {
        let (name, namespace) = (&resource.metadata.name, resource.metadata.namespace.as_str());
        let mut add = |symbol, span, defines| all.push(Occurrence { symbol, span, defines });
        match &resource.spec {
            Spec::Service(_) => add(Symbol::Host(fqdn(name, namespace)), name.span, true),
            Spec::Gateway(_) => add(Symbol::Gateway(format!("{namespace}/{}", name.value)), name.span, true),
            Spec::ServiceEntry(entry) => {
                entry.hosts.iter().for_each(|host| add(Symbol::Host(host.value.clone()), host.span, true));
            }
            Spec::DestinationRule(rule) => {
                let Some(host) = &rule.host else { continue };
                let host_name = fqdn(host, namespace);
                add(Symbol::Host(host_name.clone()), host.span, false);
                for subset in rule.subsets.iter().filter_map(|subset| subset.name.as_ref()) {
                    add(Symbol::Subset(host_name.clone(), subset.value.clone()), subset.span, true);
                }
            }
            Spec::VirtualService(service) => {
                service.hosts.iter().for_each(|host| add(Symbol::Host(fqdn(host, namespace)), host.span, false));
                for gateway in gateways(service) {
                    add(Symbol::Gateway(gateway_name(gateway, namespace)), gateway.span, false);
                }
                for destination in destinations(service) {
                    let Some(host) = &destination.host else { continue };
                    let host_name = fqdn(host, namespace);
                    if let Some(subset) = &destination.subset {
                        add(Symbol::Subset(host_name.clone(), subset.value.clone()), subset.span, false);
                    }
                    add(Symbol::Host(host_name), host.span, false);
                }
            }
            _ => {}
        }
    }
    all
}

fn gateway_name(name: &str, namespace: &str) -> String {
    match name.split_once('/') {
        Some((".", name)) => format!("{namespace}/{name}"),
        Some(_) => name.to_owned(),
        None => format!("{namespace}/{name}"),
    }
}

fn gateways(service: &VirtualService) -> impl Iterator<Item = &Spanned<String>> {
    let http = service.http.iter().flat_map(|route| &route.matches).flat_map(|one| &one.gateways);
    let tls = service.tls.iter().flat_map(|route| &route.matches).flat_map(|one| &one.gateways);
    let tcp = service.tcp.iter().flat_map(|route| &route.matches).flat_map(|one| &one.gateways);
    service.gateways.iter().chain(http).chain(tls).chain(tcp)
}

fn destinations(service: &VirtualService) -> impl Iterator<Item = &Destination> {
    let http = service.http.iter().flat_map(|route| {
        let weighted = route.route.iter().filter_map(|one| one.destination.as_ref());
        weighted.chain(route.mirror.as_deref()).chain(route.mirrors.iter().filter_map(|one| one.destination.as_ref()))
    });
    let tls = service.tls.iter().flat_map(|route| &route.route).filter_map(|one| one.destination.as_ref());
    let tcp = service.tcp.iter().flat_map(|route| &route.route).filter_map(|one| one.destination.as_ref());
    http.chain(tls).chain(tcp)
}
