//! The domains of a service's virtual host (`generateVirtualHostDomains`).

use std::net::IpAddr;

/// What of a service decides its domains.
#[derive(Clone, Copy, Debug)]
pub struct DomainsOf<'a> {
    /// Its host name.
    pub hostname: &'a str,
    /// Names that stand for it (ExternalName Services).
    pub aliases: &'a [String],
    /// Its addresses; `0.0.0.0` stands for none.
    pub addresses: &'a [String],
    /// Whether each pod has its own name below it: a headless Kubernetes Service.
    pub headless: bool,
}

/// The domains of a virtual host, and which of them are short forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Domains {
    /// All, in Istio's order.
    pub all: Vec<String>,
    /// Those that are forms of a host name rather than the name itself.
    pub alternatives: Vec<String>,
}

/// The domains by which a client of `dns_domain` (`<namespace>.svc.cluster.local`) may call the service. With a
/// `port` each name comes with `:port` too.
#[must_use]
pub fn generate(service: DomainsOf<'_>, port: Option<u32>, dns_domain: &str) -> Domains {
    let mut domains = Domains::default();
    for name in std::iter::once(service.hostname).chain(service.aliases.iter().map(String::as_str)) {
        let alternatives = alternative_hosts(name, port, dns_domain);
        push_with_port(&mut domains.all, name, port);
        domains.all.extend(alternatives.iter().cloned());
        domains.alternatives.extend(alternatives);
    }
    if service.headless {
        let below: Vec<String> = domains.all.iter().map(|domain| format!("*.{domain}")).collect();
        domains.all.extend(below);
    }
    for address in service.addresses.iter().filter(|address| !address.is_empty() && *address != "0.0.0.0") {
        push_with_port(&mut domains.all, address, port);
    }
    domains
}

/// The other forms of a host name that a client of `dns_domain` may use (`GenerateAltVirtualHosts`).
#[must_use]
pub fn alternative_hosts(hostname: &str, port: Option<u32>, dns_domain: &str) -> Vec<String> {
    let mut hosts = Vec::new();
    if hostname.parse::<IpAddr>().is_err() {
        hosts.push(format!("{hostname}."));
    }
    if let Some(port) = port {
        hosts.push(format!("{hostname}.:{port}"));
    }
    if dns_domain.contains(".svc.") {
        let service_suffix = dns_domain.find(".svc.").filter(|at| *at > 0).map_or(dns_domain, |at| &dns_domain[at..]);
        if hostname.ends_with(service_suffix) {
            kubernetes_hosts(hostname, port, dns_domain, &mut hosts);
        }
        return hosts;
    }
    shared_domain_hosts(hostname, port, dns_domain, &mut hosts);
    hosts
}

/// `reviews`, `reviews.default.svc`, `reviews.default` in the service's namespace, the last two elsewhere.
fn kubernetes_hosts(hostname: &str, port: Option<u32>, dns_domain: &str, hosts: &mut Vec<String>) {
    let client_namespace = dns_domain.split(".svc.").next().unwrap_or_default();
    let Some((with_namespace, _)) = hostname.split_once(".svc.") else { return };
    let Some((name, namespace)) = with_namespace.split_once('.') else { return };
    let service = format!("{with_namespace}.svc");
    if namespace == client_namespace {
        push_with_port(hosts, name, port);
        push_with_port(hosts, &service, port);
        push_with_port(hosts, with_namespace, port);
    } else {
        push_with_port(hosts, with_namespace, port);
        push_with_port(hosts, &service, port);
    }
}

/// Outside Kubernetes: the name without the suffix it shares with the client's domain.
fn shared_domain_hosts(hostname: &str, port: Option<u32>, dns_domain: &str, hosts: &mut Vec<String>) {
    let ours: Vec<&str> = hostname.split('.').collect();
    let shared = ours.iter().rev().zip(dns_domain.rsplit('.')).take_while(|(our, their)| **our == *their).count();
    if shared == 0 {
        return;
    }
    let (unique, common) = ours.split_at(ours.len() - shared);
    let name = unique.join(".");
    push_with_port(hosts, &name, port);
    if let (2, Some(first)) = (unique.len(), common.first()) {
        push_with_port(hosts, &format!("{name}.{first}"), port);
    }
}

fn push_with_port(domains: &mut Vec<String>, domain: &str, port: Option<u32>) {
    let bracketed = if domain.contains(':') && domain.parse::<IpAddr>().is_ok() {
        format!("[{domain}]")
    } else {
        domain.to_owned()
    };
    if let Some(port) = port {
        let with_port = format!("{bracketed}:{port}");
        domains.push(bracketed);
        domains.push(with_port);
    } else {
        domains.push(bracketed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(hostname: &str, headless: bool, client: &str) -> Vec<String> {
        let addresses = ["10.96.0.2".to_owned()];
        let service = DomainsOf { hostname, aliases: &[], addresses: &addresses, headless };
        generate(service, None, client).all
    }

    #[test]
    fn the_clients_namespace_decides_the_short_forms() {
        let pay = "pay.default.svc.cluster.local";
        let dot = "pay.default.svc.cluster.local.";
        assert_eq!(
            of(pay, false, "default.svc.cluster.local"),
            [pay, dot, "pay", "pay.default.svc", "pay.default", "10.96.0.2"]
        );
        assert_eq!(of(pay, false, "shop.svc.cluster.local"), [pay, dot, "pay.default", "pay.default.svc", "10.96.0.2"]);
    }

    #[test]
    fn a_headless_service_has_names_below_it() {
        let domains = of("db.default.svc.cluster.local", true, "default.svc.cluster.local");
        assert_eq!(domains.len(), 11);
        assert_eq!(domains[5], "*.db.default.svc.cluster.local");
    }

    #[test]
    fn an_external_name_is_not_shortened() {
        assert_eq!(
            of("api.example.com", false, "default.svc.cluster.local"),
            ["api.example.com", "api.example.com.", "10.96.0.2"]
        );
    }
}
