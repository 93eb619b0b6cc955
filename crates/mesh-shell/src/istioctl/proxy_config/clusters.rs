//! `proxy-config clusters` (`istioctl/pkg/writer/envoy/configdump/cluster.go`).

use mesh_control::xds::{Cluster, DiscoveryType};
use serde_json::Value;

use super::{Dump, holds, parts, value};

fn chosen<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32) -> Vec<&'a Cluster> {
    let (fqdn, subset, direction) = (wanted("fqdn"), wanted("subset"), wanted("direction"));
    let is_wanted = |cluster: &&Cluster| {
        if fqdn.is_empty() && port == 0 && subset.is_empty() && direction.is_empty() {
            return true;
        }
        match parts(&cluster.name) {
            Some((own_direction, own_subset, host, own_port)) => {
                host.contains(fqdn)
                    && (port == 0 || own_port == port)
                    && own_subset.contains(subset)
                    && (direction.is_empty() || own_direction.eq_ignore_ascii_case(direction))
            }
            None => port == 0 && subset.is_empty() && direction.is_empty() && holds(&cluster.name, fqdn),
        }
    };
    let mut clusters: Vec<&Cluster> = dump.config.clusters.iter().map(AsRef::as_ref).filter(is_wanted).collect();
    let key = |cluster: &Cluster| {
        let (direction, subset, host, port) = parts(&cluster.name).unwrap_or(("", "", &cluster.name, 0));
        (host.to_owned(), subset.to_owned(), port, direction.to_owned())
    };
    clusters.sort_by_key(|cluster| key(cluster));
    clusters
}

pub(super) fn summary<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32) -> String {
    let mut out = "SERVICE FQDN\tPORT\tSUBSET\tDIRECTION\tTYPE\tDESTINATION RULE\n".to_owned();
    for cluster in chosen(dump, wanted, port) {
        let kind = match cluster.discovery_type.unwrap_or_default() {
            DiscoveryType::Static => "STATIC",
            DiscoveryType::StrictDns => "STRICT_DNS",
            DiscoveryType::LogicalDns => "LOGICAL_DNS",
            DiscoveryType::Eds => "EDS",
            DiscoveryType::OriginalDst => "ORIGINAL_DST",
        };
        let rule = dump.managed_by(cluster.origin, "DestinationRule");
        match parts(&cluster.name) {
            Some((direction, subset, host, port)) => {
                let subset = if subset.is_empty() { "-" } else { subset };
                out.push_str(&format!("{host}\t{port}\t{subset}\t{direction}\t{kind}\t{rule}\n"));
            }
            None => out.push_str(&format!("{}\t-\t-\t-\t{kind}\t{rule}\n", cluster.name)),
        }
    }
    out
}

pub(super) fn dump<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, port: u32) -> Value {
    Value::Array(chosen(dump, wanted, port).into_iter().map(value).collect())
}
