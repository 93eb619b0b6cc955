//! Which Ingresses are Istio's (`shouldProcessIngressWithClass`).

use mesh_config::model::{Ingress, IngressClass, IngressControllerMode};
use mesh_config::{Resource, Spec};
use mesh_ordered::OrderedMap;

use crate::settings::MeshSettings;

/// The annotation that named the class before Kubernetes 1.18.
const ANNOTATION: &str = "kubernetes.io/ingress.class";

/// How Istio is named in an IngressClass.
pub(crate) const CONTROLLER: &str = "istio.io/ingress-controller";

/// Why Istio leaves an Ingress to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `ingressControllerMode` is OFF.
    Off,
    /// The annotation names another class.
    OtherClass(String),
    /// Its IngressClass names another controller.
    OtherController(String),
    /// It names a class that is not there.
    UnknownClass(String),
    /// It names no class.
    NoClass,
}

/// The IngressClasses by name.
#[derive(Debug)]
pub struct Classes<'a>(OrderedMap<&'a str, &'a IngressClass>);

impl<'a> Classes<'a> {
    /// Those among some resources.
    #[must_use]
    pub fn new(resources: impl Iterator<Item = &'a Resource>) -> Self {
        let classes = resources.filter_map(|resource| match &resource.spec {
            Spec::IngressClass(class) => Some((resource.metadata.name.as_str(), class.as_ref())),
            _ => None,
        });
        Self(classes.collect())
    }

    /// Why Istio does not take an Ingress; `None` where it does.
    #[must_use]
    pub fn refusal(&self, settings: &MeshSettings, resource: &Resource, ingress: &Ingress) -> Option<Refusal> {
        let mode = settings.ingress_controller_mode;
        if let Some(class) = resource.metadata.annotations.get(ANNOTATION) {
            return match mode {
                IngressControllerMode::Off => Some(Refusal::Off),
                _ => (*class != settings.ingress_class).then(|| Refusal::OtherClass(class.clone())),
            };
        }
        let named = ingress.ingress_class_name.as_ref().map(|name| name.value.as_str());
        if let Some(class) = named.and_then(|name| self.0.get(name)) {
            let controller = class.controller.as_ref().map_or("", |controller| controller.value.as_str());
            return (controller != CONTROLLER).then(|| Refusal::OtherController(controller.to_owned()));
        }
        match mode {
            IngressControllerMode::Off => Some(Refusal::Off),
            IngressControllerMode::Default => None,
            _ => Some(named.map_or(Refusal::NoClass, |name| Refusal::UnknownClass(name.to_owned()))),
        }
    }
}
