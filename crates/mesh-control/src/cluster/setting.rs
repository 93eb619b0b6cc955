//! Which locality settings hold for a cluster (`GetEffectiveLbSetting`).

use mesh_config::model::{LoadBalancerSettings, LocalityLbSetting};

use super::locality::{Distribute, Failover, LocalitySetting};
use crate::registry::{Service, TrafficDistribution};
use crate::settings::MeshSettings;

/// The rule's, else the service's traffic distribution, else the mesh's, which are on by default; `None` where they
/// are switched off.
pub(super) fn effective(
    rule: Option<&LoadBalancerSettings>,
    service: &Service,
    settings: &MeshSettings,
) -> Option<LocalitySetting> {
    if rule.is_some_and(|rule| rule.zone_aware_lb_setting.is_some()) {
        // Zone-aware routing is left to Envoy; it has no locality priorities here.
        return None;
    }
    if let Some(written) = rule.and_then(|rule| rule.locality_lb_setting.as_ref()) {
        return convert(written);
    }
    let labels: &[&str] = match service.traffic_distribution {
        TrafficDistribution::PreferSameZone => {
            &["topology.istio.io/network", "topology.kubernetes.io/region", "topology.kubernetes.io/zone"]
        }
        TrafficDistribution::PreferSameNode => &[
            "topology.istio.io/network",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone",
            "topology.istio.io/subzone",
            "kubernetes.io/hostname",
        ],
        TrafficDistribution::Any => {
            return settings.locality_lb.as_ref().map_or_else(|| Some(LocalitySetting::default()), convert);
        }
    };
    let failover_priority = labels.iter().map(|label| (*label).to_owned()).collect();
    Some(LocalitySetting { failover_priority, force: true, ..LocalitySetting::default() })
}

fn convert(written: &LocalityLbSetting) -> Option<LocalitySetting> {
    if written.enabled.as_ref().is_some_and(|enabled| !enabled.value) {
        return None;
    }
    let text = |value: &Option<mesh_config::Spanned<String>>| {
        value.as_ref().map_or_else(String::new, |text| text.value.clone())
    };
    Some(LocalitySetting {
        distribute: written
            .distribute
            .iter()
            .map(|rule| Distribute {
                from: text(&rule.from),
                to: rule.to.iter().map(|(to, weight)| (to.clone(), weight.value)).collect(),
            })
            .collect(),
        failover: written.failover.iter().map(|rule| Failover { from: text(&rule.from), to: text(&rule.to) }).collect(),
        failover_priority: written.failover_priority.iter().map(|label| label.value.clone()).collect(),
        force: false,
    })
}
