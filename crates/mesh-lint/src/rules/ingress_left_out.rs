use std::cell::LazyCell;

use mesh_config::model::Ingress;
use mesh_config::{Diagnostic, Resource, Severity, Spec};
use mesh_control::MeshSettings;
use mesh_control::ingress::{Classes, Refusal};
use mesh_words::{Words, say};

use crate::{
    context::{Context, finding, finding_on, spec},
    field::Field,
};

rule! {
    /// Istio leaves out an Ingress, or a part of one.
    ///
    /// It takes those of its class: with the annotation `kubernetes.io/ingress.class: istio`, or with an `ingressClassName`
    /// whose IngressClass has the controller `istio.io/ingress-controller`. Others are for other controllers, and the
    /// simulation knows nothing of those. Of an Ingress that it takes it leaves out `defaultBackend`, entries of `tls`
    /// without a Secret, and backends that are no port of a Service. Istio: `pilot/pkg/config/kube/ingress`.
    each beside ["ConfigMap", "IngressClass", "Service"] check => "MP0151"
}

const CODE: &str = "MP0151";

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let known =
        LazyCell::new(|| (Classes::new(context.kind("IngressClass")), MeshSettings::among(context.kind("ConfigMap"))));
    let mut found = Vec::new();
    for resource in context.subjects("Ingress") {
        let Spec::Ingress(ingress) = &resource.spec else { continue };
        let (classes, settings) = &*known;
        match classes.refusal(settings, resource, ingress) {
            Some(refusal) => found.push(of_class(resource, ingress, &refusal)),
            None => found.extend(of_parts(context, resource)),
        }
    }
    found
}

fn of_class(resource: &Resource, ingress: &Ingress, refusal: &Refusal) -> Diagnostic {
    let name = resource.metadata.name.as_str();
    let message = match refusal {
        Refusal::Off => say!("ingress-left-out-off", name),
        Refusal::OtherClass(class) => say!("ingress-left-out-class", name, class),
        Refusal::OtherController(controller) => say!("ingress-left-out-controller", name, controller),
        Refusal::UnknownClass(class) => say!("ingress-left-out-unknown-class", name, class),
        Refusal::NoClass => say!("ingress-left-out-no-class", name),
    };
    let names_istio = matches!(refusal, Refusal::UnknownClass(class) if class == "istio");
    let severity = if names_istio { Severity::Warning } else { Severity::Info };
    if ingress.ingress_class_name.is_some() {
        finding(CODE, severity, resource, spec(resource).get("ingressClassName"), message)
    } else {
        finding_on(CODE, severity, resource, message)
    }
}

fn of_parts(context: &Context<'_>, resource: &Resource) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut report = |field: Field<'_>, message: Words| {
        found.push(finding(CODE, Severity::Warning, resource, field, message));
    };
    let spec = spec(resource);
    let default = spec.get("defaultBackend");
    if default.present() {
        report(default, say!("ingress-left-out-default-backend"));
    }
    for tls in spec.get("tls").items().filter(|tls| tls.get("secretName").text().is_empty()) {
        report(tls, say!("ingress-left-out-secret"));
    }
    for rule in spec.get("rules").items() {
        if !rule.get("http").present() {
            report(rule, say!("ingress-left-out-rule"));
        }
        for path in rule.get("http").get("paths").items() {
            let service = path.get("backend").get("service");
            if !service.present() {
                report(path, say!("ingress-left-out-backend"));
                continue;
            }
            let port = service.get("port");
            let (name, wanted) = (service.get("name").text(), port.get("name").text());
            let has = |service: &Resource| {
                let ports = crate::context::spec(service).get("ports");
                ports.items().any(|port| port.get("name").text() == wanted)
            };
            let is_known = context.service(&resource.metadata.namespace, &name).is_some_and(has);
            if port.get("number").integer() <= 0 && !is_known {
                report(port, say!("ingress-left-out-port", service = name, port = wanted));
            }
        }
    }
    found
}
