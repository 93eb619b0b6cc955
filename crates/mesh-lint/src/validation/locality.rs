//! Locality load balancing (`ValidateLocalityLbSetting`, `ValidateZoneAwareLbSetting`).

use crate::{field::Field, findings::Findings};

const TOPOLOGY: [&str; 3] =
    ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"];

/// Checks a `localityLbSetting` beside the outlier detection of the same policy: after a fatal error nothing
/// more is said, as in Istio.
pub(crate) fn validate(locality: Field<'_>, outlier: Field<'_>, findings: &mut Findings<'_>) {
    if !locality.present() {
        return;
    }
    let (distribute, failover) = (locality.get("distribute"), locality.get("failover"));
    let has_failover = failover.items().next().is_some();
    if distribute.items().next().is_some() && has_failover {
        findings.error(failover, "can not simultaneously specify 'distribute' and 'failover'");
        return;
    }
    let topology = locality.get("failoverPriority").items().find(|label| TOPOLOGY.contains(&label.text().as_ref()));
    if let Some(label) = topology.filter(|_| has_failover) {
        let name = label.text();
        findings.error(
            label,
            format!("can not simultaneously set 'failover' and topology label '{name}' in 'failover_priority'"),
        );
        return;
    }
    let mut sources = Vec::new();
    for entry in distribute.items() {
        sources.push(entry.get("from").text().into_owned());
        if let Err(message) = weights(entry.get("to")) {
            findings.error(entry.get("to"), message);
            return;
        }
        let targets = entry.get("to").entries().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
        findings.check(entry.get("to"), localities(&targets));
    }
    findings.check(distribute, localities(&sources));
    self::failover(locality, outlier, "locality lb failover", "settings must", findings);
}

fn weights(to: Field<'_>) -> Result<(), String> {
    let mut total = 0;
    for (_, weight) in to.entries() {
        if !(1..=100).contains(&weight.integer()) {
            return Err("locality weight must be in range [1, 100]".into());
        }
        total += weight.integer();
    }
    if total == 100 { Ok(()) } else { Err(format!("total locality weight {total} != 100")) }
}

/// Checks a `zoneAwareLbSetting`.
pub(crate) fn zone_aware(zone: Field<'_>, outlier: Field<'_>, findings: &mut Findings<'_>) {
    if !zone.present() {
        return;
    }
    for label in zone.get("failoverPriority").items().filter(|label| TOPOLOGY.contains(&label.text().as_ref())) {
        let name = label.text();
        findings.error(
            label,
            format!(
                "'failover_priority' for zone aware lb must not use topology label '{name}'; \
                 region- and zone-level routing are handled automatically"
            ),
        );
    }
    failover(zone, outlier, "zone aware lb failover", "settings must", findings);
}

fn failover(setting: Field<'_>, outlier: Field<'_>, name: &str, must: &str, findings: &mut Findings<'_>) {
    let list = setting.get("failover");
    let has_any = list.items().next().is_some() || setting.get("failoverPriority").items().next().is_some();
    if has_any && !outlier.present() {
        findings.warning(setting, "outlier detection policy must be provided for failover");
    }
    let is_zone_aware = name.starts_with("zone");
    for entry in list.items() {
        let (from, to) = (entry.get("from").text(), entry.get("to").text());
        if from == to {
            findings.error(entry, format!("{name} {must} specify different regions"));
        }
        if from.contains('/') || to.contains('/') {
            findings.error(
                entry,
                if is_zone_aware {
                    format!("{name} only specifies region; zone and subzone failover are handled automatically")
                } else {
                    format!("{name} only specify region")
                },
            );
        }
        if from.contains('*') || to.contains('*') {
            findings.error(entry, format!("{name} region should not contain '*' wildcard"));
        }
    }
}

/// Checks that no locality covers another: `region/zone/subzone`, each part possibly left out or a last `*`.
fn localities(list: &[String]) -> Result<(), String> {
    let mut seen: Vec<Vec<&str>> = Vec::new();
    for locality in list {
        let stars = locality.matches('*').count();
        if stars > 1 || (stars == 1 && !locality.ends_with('*')) {
            return Err(format!("locality {locality} wildcard '*' number can not exceed 1 and must be in the end"));
        }
        let overlap = || Err(format!("locality {locality} overlap with previous specified ones"));
        if seen.iter().any(|earlier| earlier.as_slice() == ["*"]) {
            return overlap();
        }
        let parts: Vec<&str> = locality.splitn(3, '/').collect();
        if parts.contains(&"") {
            return Err(format!("locality {locality} must not contain empty region/zone/subzone info"));
        }
        if seen.iter().any(|earlier| covers(earlier, &parts)) {
            return overlap();
        }
        seen.push(parts);
    }
    Ok(())
}

fn covers(earlier: &[&str], later: &[&str]) -> bool {
    for (index, part) in later.iter().enumerate() {
        match earlier.get(index) {
            None | Some(&"*") => return true,
            Some(other) if other != part => return false,
            Some(_) => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::localities;

    fn check(list: &[&str]) -> Result<(), String> {
        localities(&list.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn overlapping_localities_are_found() {
        assert_eq!(check(&["region1/zone1", "region1/zone2", "region2"]), Ok(()));
        assert!(check(&["region1", "region1/zone1"]).is_err());
        assert!(check(&["region1/*", "region1/zone1"]).is_err());
        assert!(check(&["*", "region1"]).is_err());
        assert!(check(&["region1/"]).is_err());
        assert!(check(&["*/a"]).is_err());
    }
}
