//! A mesh of 1,000 services and 2,000 rules, and an edit of one of them.

use mesh_config::SourceFile;

/// A mesh of the size that the budget names: every tenth service is called by the page's client.
pub(crate) fn thousand_services() -> Vec<SourceFile> {
    let mut workloads = String::new();
    let mut rules = String::new();
    let mut traffic = String::new();
    for index in 0..1_000 {
        let name = format!("service-{index:04}");
        workloads.push_str(&format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec:\n  selector: {{app: {name}}}\n  \
             ports: [{{name: http, port: 80, targetPort: 8080}}]\n---\n\
             apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}-v1}}\nspec:\n  replicas: 2\n  \
             selector: {{matchLabels: {{app: {name}, version: v1}}}}\n  template:\n    \
             metadata: {{labels: {{app: {name}, version: v1}}}}\n    \
             spec: {{containers: [{{name: app, image: example/app, ports: [{{containerPort: 8080}}]}}]}}\n---\n"
        ));
        rules.push_str(&format!(
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: {name}}}\nspec:\n  \
             host: {name}\n  trafficPolicy:\n    outlierDetection: {{consecutive5xxErrors: 5, maxEjectionPercent: 50}}\n  \
             subsets:\n  - name: v1\n    labels: {{version: v1}}\n---\n\
             apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: {name}}}\nspec:\n  \
             hosts: [{name}]\n  http:\n  - match:\n    - uri: {{prefix: /v1}}\n    route:\n    \
             - destination: {{host: {name}, subset: v1}}\n    retries: {{attempts: 2, perTryTimeout: 1s}}\n    timeout: 5s\n  \
             - route:\n    - destination: {{host: {name}, subset: v1}}\n      weight: 90\n    \
             - destination: {{host: {name}}}\n      weight: 10\n---\n"
        ));
        if index % 10 == 0 {
            traffic.push_str(&format!(
                "apiVersion: playground.mesh/v1\nkind: Traffic\nmetadata: {{name: {name}}}\nspec:\n  \
                 from: service-0001-v1\n  request: {{url: http://{name}/}}\n  rate: 1\n---\n"
            ));
        }
    }
    let file = |name: &str, text: String| SourceFile { name: name.to_owned(), text };
    vec![file("workloads.yaml", workloads), file("rules.yaml", rules), file("traffic.yaml", traffic)]
}

/// The same with another weight in the middle of the rules.
pub(crate) fn with_weight(files: &[SourceFile], weight: u32) -> Vec<SourceFile> {
    let mut files = files.to_vec();
    if let Some(rules) = files.get_mut(1) {
        let middle = rules.text.len() / 2;
        let place = rules.text.match_indices("weight: 90").map(|(at, _)| at).find(|at| *at > middle);
        if let Some(at) = place {
            rules.text.replace_range(at..at + "weight: 90".len(), &format!("weight: {}", weight + 1));
        }
    }
    files
}
