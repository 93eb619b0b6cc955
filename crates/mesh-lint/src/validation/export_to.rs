//! Who may see a resource (`validateExportTo`).

use mesh_ordered::OrderedSet;

use super::names;
use crate::{field::Field, findings::Findings};

/// What carries the `exportTo`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Of {
    /// A VirtualService, or a DestinationRule without a workload selector.
    Config,
    /// A DestinationRule with a workload selector.
    SelectingRule,
    /// A ServiceEntry, which may be exported to nobody (`~`).
    ServiceEntry,
}

/// Checks an `exportTo` list of a resource in a namespace.
pub(crate) fn validate(list: Field<'_>, namespace: &str, of: Of, findings: &mut Findings<'_>) {
    let mut seen = OrderedSet::new();
    let mut count = 0;
    for entry in list.items() {
        count += 1;
        let text = entry.text().into_owned();
        let key = if text == "." { namespace.to_owned() } else { text.clone() };
        if seen.contains(&key) {
            findings.error(
                entry,
                if key == text {
                    format!("duplicate entries in exportTo for entry {text}")
                } else {
                    format!("duplicate entries in exportTo: . and current namespace {namespace}")
                },
            );
        } else if (of == Of::ServiceEntry && key == "~") || findings.check(entry, visibility(&key)) {
            seen.insert(key);
        }
    }
    if of == Of::SelectingRule && !seen.is_empty() {
        if !seen.contains(namespace) {
            findings
                .error(list, "destination rule with workload selector cannot have exportTo beyond current namespace");
        } else if seen.len() > 1 {
            findings.error(list, "destination rule with workload selector cannot have multiple entries in exportTo");
        }
    }
    if seen.contains("*") && count > 1 {
        findings.error(list, "cannot have both public (*) and non-public exportTo values for a resource");
    }
    if seen.contains("~") && count > 1 {
        findings.error(list, "cannot export service entry to no one (~) and someone");
    }
}

fn visibility(entry: &str) -> Result<(), String> {
    match entry {
        "." | "*" => Ok(()),
        "~" => Err("exportTo ~ (none) is not allowed for Istio configuration objects".into()),
        _ if names::is_dns_label(entry) => Ok(()),
        _ => Err("only .,*, or a valid DNS 1123 label is allowed as exportTo entry".into()),
    }
}
