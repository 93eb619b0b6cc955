//! The class of Ingresses for Istio, which an installation's owner makes and nobody writes beside an Ingress; and requests to
//! Ingresses.

use mesh_config::Config;
use mesh_config::Spec;
use mesh_config::http::Url;
use mesh_config::model::HttpIngressPath;
use mesh_words::say;

use super::Implied;
use super::document::{Document, scalar};
use super::ends::RATE;
use crate::ingress::{CONTROLLER, Classes, Refusal, taken};
use crate::settings::MeshSettings;

/// The name that Istio's documentation gives the class.
const CLASS: &str = "istio";

/// The IngressClass `istio`, where an Ingress names it and it is not there.
pub(super) fn classes(config: &Config) -> Option<Implied> {
    let settings = MeshSettings::new(config);
    let classes = Classes::new(config.resources.iter().map(AsRef::as_ref));
    let asking = config.resources.iter().find(|resource| match &resource.spec {
        Spec::Ingress(ingress) => {
            classes.refusal(&settings, resource, ingress) == Some(Refusal::UnknownClass(CLASS.to_owned()))
        }
        _ => false,
    })?;
    let document = Document {
        api_version: "networking.k8s.io/v1",
        kind: "IngressClass",
        name: CLASS.to_owned(),
        namespace: "default".to_owned(),
        labels: Vec::new(),
        spec: format!("controller: {}\n", scalar(CONTROLLER)),
        reason: say!("implied-ingress-class", ingress = &asking.metadata.name.value, class = CLASS),
        because: asking.span,
    };
    Some(document.finish())
}

/// For each Ingress that Istio takes a Traffic for each of its paths.
pub(super) fn traffic(config: &Config) -> Vec<Implied> {
    let settings = MeshSettings::new(config);
    let mut implied = Vec::new();
    for (resource, ingress) in taken(config, &settings) {
        let name = &resource.metadata.name.value;
        let paths = ingress.rules.iter().flat_map(|rule| {
            let host = rule.host.as_ref().map_or("", |host| host.value.as_str());
            let host = match host.strip_prefix('*') {
                Some(rest) => format!("demo{rest}"),
                None if host.is_empty() => "demo.example.com".to_owned(),
                None => host.to_owned(),
            };
            let paths = rule.http.iter().flat_map(|http| &http.paths);
            paths.map(move |path| (path.span, format!("http://{host}{}", taken_by(path))))
        });
        let urls: Vec<_> = paths.filter(|(_, url)| Url::parse(url).is_ok()).collect();
        let rate = format!("{:.4}", RATE / urls.len().max(1) as f64);
        let rate = rate.trim_end_matches('0').trim_end_matches('.');
        implied.extend(urls.into_iter().enumerate().map(|(index, (because, url))| {
            let document = Document {
                api_version: "playground.mesh/v1",
                kind: "Traffic",
                name: format!("{name}-{index}"),
                namespace: resource.metadata.namespace.clone(),
                labels: Vec::new(),
                spec: format!("from: ingress\nrequest:\n  method: GET\n  url: {}\nrate: {rate}\n", scalar(&url)),
                reason: say!("implied-traffic-of-ingress", ingress = name, rate = RATE),
                because,
            };
            document.finish()
        }));
    }
    implied
}

/// A path that a path takes.
fn taken_by(path: &HttpIngressPath) -> String {
    let written = path.path.as_ref().map_or("", |path| path.value.as_str());
    let is_exact = path.path_type.as_ref().is_some_and(|kind| kind.value == "Exact");
    let plain = written.trim_end_matches(['*', '.']);
    let text = if is_exact || !written.ends_with('*') { written } else { plain };
    if text.starts_with('/') { text.to_owned() } else { format!("/{text}") }
}
