//! The choice of a virtual host (`RouteMatcher::findVirtualHost`): by hash, not by scan.

use std::borrow::Cow;
use std::collections::HashMap;

use mesh_ordered::sort_by_key;

use crate::config::VirtualHost;

/// The domains of a route configuration. Positions are those of its virtual hosts.
#[derive(Clone, Debug, Default)]
pub struct VirtualHosts {
    exact: HashMap<Box<str>, u32>,
    /// By the length of what follows the star, longest first.
    suffixes: Vec<(usize, HashMap<Box<str>, u32>)>,
    /// By the length of what precedes the star, longest first.
    prefixes: Vec<(usize, HashMap<Box<str>, u32>)>,
    any: Option<u32>,
    ignore_port: bool,
}

impl VirtualHosts {
    /// Reads the domains; of equal ones the first counts (Envoy refuses the configuration).
    #[must_use]
    pub fn new(virtual_hosts: &[VirtualHost], ignore_port: bool) -> Self {
        let mut table = Self { ignore_port, ..Self::default() };
        for (position, virtual_host) in (0..).zip(virtual_hosts) {
            for domain in &virtual_host.domains {
                let domain = domain.to_ascii_lowercase();
                if domain == "*" {
                    table.any.get_or_insert(position);
                } else if let Some(suffix) = domain.strip_prefix('*') {
                    insert_wildcard(&mut table.suffixes, suffix, position);
                } else if let Some(prefix) = domain.strip_suffix('*') {
                    insert_wildcard(&mut table.prefixes, prefix, position);
                } else {
                    table.exact.entry(domain.into()).or_insert(position);
                }
            }
        }
        sort_by_key(&mut table.suffixes, |(length, _)| std::cmp::Reverse(*length));
        sort_by_key(&mut table.prefixes, |(length, _)| std::cmp::Reverse(*length));
        table
    }

    /// The position of the virtual host of an authority.
    #[must_use]
    pub fn find(&self, authority: &str) -> Option<u32> {
        if self.exact.is_empty() && self.suffixes.is_empty() && self.prefixes.is_empty() {
            return self.any;
        }
        let host = self.host(authority);
        if let Some(position) = self.exact.get(&*host) {
            return Some(*position);
        }
        let suffix = self
            .suffixes
            .iter()
            .filter(|(length, _)| *length < host.len())
            .find_map(|(length, table)| table.get(host.get(host.len() - length..)?));
        let prefix = || {
            let prefixes = self.prefixes.iter().filter(|(length, _)| *length < host.len());
            prefixes.into_iter().find_map(|(length, table)| table.get(host.get(..*length)?))
        };
        suffix.or_else(prefix).copied().or(self.any)
    }

    /// What is looked up for an authority: in lower case, without its port where that is ignored.
    #[must_use]
    pub fn host<'a>(&self, authority: &'a str) -> Cow<'a, str> {
        let host = if self.ignore_port { without_port(authority) } else { authority };
        if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(host.to_ascii_lowercase())
        } else {
            Cow::Borrowed(host)
        }
    }
}

fn insert_wildcard(tables: &mut Vec<(usize, HashMap<Box<str>, u32>)>, text: &str, position: u32) {
    let index = tables.iter().position(|(length, _)| *length == text.len()).unwrap_or_else(|| {
        tables.push((text.len(), HashMap::new()));
        tables.len() - 1
    });
    if let Some((_, table)) = tables.get_mut(index) {
        table.entry(text.into()).or_insert(position);
    }
}

/// The host of an authority (`HeaderUtility::getPortStart`: a colon behind the last bracket begins the port).
#[must_use]
pub fn without_port(authority: &str) -> &str {
    match (authority.rfind(':'), authority.rfind(']')) {
        (Some(colon), Some(bracket)) if bracket > colon => authority,
        (Some(colon), _) => authority.get(..colon).unwrap_or(authority),
        (None, _) => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::VirtualHosts;
    use crate::config::VirtualHost;

    fn table(domains: &[&str], ignore_port: bool) -> VirtualHosts {
        let host = |domain: &&str| VirtualHost { domains: vec![(*domain).to_owned()], ..VirtualHost::default() };
        VirtualHosts::new(&domains.iter().map(host).collect::<Vec<_>>(), ignore_port)
    }

    #[test]
    fn the_closest_domain_wins() {
        let domains = ["*", "a.example.com", "*.example.com", "*-x.example.com", "a.*", "a.example.*", "B.com"];
        let table = table(&domains, true);
        for (authority, domain) in [
            ("a.example.com", "a.example.com"),
            ("A.EXAMPLE.com:8080", "a.example.com"),
            ("b.example.com", "*.example.com"),
            ("c.b.example.com", "*.example.com"),
            ("c-x.example.com", "*-x.example.com"),
            (".example.com", "*"),
            ("example.com", "*"),
            ("a.example.org", "a.example.*"),
            ("a.other.org", "a.*"),
            ("a.", "*"),
            ("b.com", "B.com"),
            ("[::1]:80", "*"),
            ("", "*"),
        ] {
            let found = table.find(authority).and_then(|position| domains.get(position as usize));
            assert_eq!(found, Some(&domain), "{authority}");
        }
    }

    #[test]
    fn the_port_counts_unless_it_is_ignored() {
        let strict = table(&["a:80", "[::1]"], false);
        assert_eq!((strict.find("a:80"), strict.find("a"), strict.find("[::1]")), (Some(0), None, Some(1)));
        let lenient = table(&["a", "[::1]"], true);
        assert_eq!(
            (lenient.find("a:80"), lenient.find("[::1]:80"), lenient.find("[::1]")),
            (Some(0), Some(1), Some(1))
        );
    }
}
