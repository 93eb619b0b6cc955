//! The mesh config that counts here, with Istio's defaults.

use std::time::Duration;

use mesh_config::model::{
    DefaultTrafficPolicy, H2UpgradePolicy, HttpRetry, IngressControllerMode, LocalityLbSetting, MeshConfig,
    NormalizationType, OutboundTrafficMode, TcpKeepalive,
};
use mesh_config::{Config, Resource, Spanned, Spec};

use crate::export::ExportTo;
use crate::proxy_settings::ProxySettings;

/// What holds for the whole mesh.
#[derive(Clone, Debug, PartialEq)]
pub struct MeshSettings {
    /// Whether requests to unknown hosts pass.
    pub outbound: OutboundTrafficMode,
    /// The namespace whose DestinationRules and Sidecar hold everywhere.
    pub root_namespace: String,
    /// Who sees a service that does not say.
    pub default_service_export: ExportTo,
    /// Who sees a VirtualService that does not say.
    pub default_virtual_service_export: ExportTo,
    /// Who sees a DestinationRule that does not say.
    pub default_destination_rule_export: ExportTo,
    /// The time to get a connection.
    pub connect_timeout: Duration,
    /// Retries of routes that do not say.
    pub default_retries: Option<HttpRetry>,
    /// Locality settings of services that do not say.
    pub locality_lb: Option<LocalityLbSetting>,
    /// Whether HTTP/1 is carried over HTTP/2.
    pub h2_upgrade: bool,
    /// Keep-alive of connections.
    pub tcp_keepalive: Option<TcpKeepalive>,
    /// Limits and ejection of services that do not say.
    pub default_traffic_policy: Option<DefaultTrafficPolicy>,
    /// How paths are cleaned before routes are matched.
    pub path_normalization: NormalizationType,
    /// Whether mutual TLS is used where both sides can.
    pub auto_mtls: bool,
    /// Which Ingresses Istio takes.
    pub ingress_controller_mode: IngressControllerMode,
    /// The class of Ingresses that Istio takes by their annotation.
    pub ingress_class: String,
    /// The label `istio` of the gateway that serves Ingresses (`getIngressGatewaySelector`).
    pub ingress_gateway: String,
    /// What proxies are told of headers where their pods do not say.
    pub(crate) proxy: ProxySettings,
}

impl Default for MeshSettings {
    fn default() -> Self {
        Self {
            outbound: OutboundTrafficMode::AllowAny,
            root_namespace: "istio-system".to_owned(),
            default_service_export: ExportTo::public(),
            default_virtual_service_export: ExportTo::public(),
            default_destination_rule_export: ExportTo::public(),
            connect_timeout: Duration::from_secs(10),
            default_retries: None,
            locality_lb: None,
            h2_upgrade: false,
            tcp_keepalive: None,
            default_traffic_policy: None,
            path_normalization: NormalizationType::Default,
            auto_mtls: true,
            ingress_controller_mode: IngressControllerMode::Strict,
            ingress_class: "istio".to_owned(),
            ingress_gateway: "ingressgateway".to_owned(),
            proxy: ProxySettings::default(),
        }
    }
}

impl MeshSettings {
    /// Reads the ConfigMap `istio` of `istio-system`; what it does not say is as a default installation has it.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self::among(config.resources.iter().map(AsRef::as_ref))
    }

    /// The same of some resources.
    #[must_use]
    pub fn among<'a>(resources: impl DoubleEndedIterator<Item = &'a Resource>) -> Self {
        let mut maps = resources.filter_map(|resource| match &resource.spec {
            Spec::ConfigMap(map) => map.mesh.as_deref(),
            _ => None,
        });
        maps.next_back().map_or_else(Self::default, Self::of)
    }

    fn of(mesh: &MeshConfig) -> Self {
        let default = Self::default();
        let export = |written: &[Spanned<String>]| {
            if written.is_empty() {
                ExportTo::public()
            } else {
                ExportTo::new(written.iter().map(|entry| entry.value.as_str()))
            }
        };
        let policy = mesh.outbound_traffic_policy.as_ref();
        Self {
            // A policy without a mode has the mode of number 0.
            outbound: policy.map_or(default.outbound, |policy| {
                policy.mode.as_ref().map_or(OutboundTrafficMode::RegistryOnly, |mode| mode.value)
            }),
            root_namespace: mesh.root_namespace.as_ref().map_or(default.root_namespace, |name| name.value.clone()),
            default_service_export: export(&mesh.default_service_export_to),
            default_virtual_service_export: export(&mesh.default_virtual_service_export_to),
            default_destination_rule_export: export(&mesh.default_destination_rule_export_to),
            connect_timeout: mesh.connect_timeout.as_ref().map_or(default.connect_timeout, |timeout| timeout.value),
            default_retries: mesh.default_http_retry_policy.clone(),
            locality_lb: mesh.locality_lb_setting.clone(),
            proxy: ProxySettings::of_mesh(mesh.default_config.as_deref()),
            h2_upgrade: mesh.h2_upgrade_policy.as_ref().is_some_and(|policy| policy.value == H2UpgradePolicy::Upgrade),
            tcp_keepalive: mesh.tcp_keepalive.clone(),
            default_traffic_policy: mesh.default_traffic_policy.clone(),
            path_normalization: mesh
                .path_normalization
                .as_ref()
                .and_then(|path| path.normalization.as_ref())
                .map_or(NormalizationType::Default, |kind| kind.value),
            auto_mtls: mesh.enable_auto_mtls.as_ref().is_none_or(|enabled| enabled.value),
            ingress_controller_mode: mesh
                .ingress_controller_mode
                .as_ref()
                .map_or(default.ingress_controller_mode, |mode| mode.value),
            ingress_class: mesh.ingress_class.as_ref().map_or(default.ingress_class, |class| class.value.clone()),
            ingress_gateway: ingress_gateway(mesh).unwrap_or(default.ingress_gateway),
        }
    }
}

/// The selector that is set, else the Service's name, which for a default installation is not its label.
fn ingress_gateway(mesh: &MeshConfig) -> Option<String> {
    let set =
        |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.value.clone()).filter(|it| !it.is_empty());
    set(&mesh.ingress_selector).or_else(|| set(&mesh.ingress_service).filter(|name| name != "istio-ingressgateway"))
}
