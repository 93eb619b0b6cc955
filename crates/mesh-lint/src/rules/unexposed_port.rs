use mesh_cluster::Pod;
use mesh_config::{Diagnostic, Severity};
use mesh_words::{Words, say};

use crate::{
    context::{Context, PODS, finding, selector_pairs, spec},
    field::Field,
};

rule! {
    /// A Service leads to a port that none of its workloads says it listens on.
    ///
    /// Requests are refused there (503 UF) if nothing listens. Correct `targetPort`, or the container's port. A workload
    /// that lists no ports at all says nothing. Kiali: KIA0701.
    each beside [PODS] check => "KIA0701"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.subjects("Service") {
        let selector = selector_pairs(spec(service).get("selector"));
        if selector.is_empty() {
            continue;
        }
        let namespace = &service.metadata.namespace;
        let pods: Vec<&Pod> = context.pods(&selector).filter(|pod| pod.namespace == *namespace).collect();
        if pods.is_empty() || pods.iter().any(|pod| says_nothing(pod)) {
            continue;
        }
        for port in spec(service).get("ports").items().filter(|port| !pods.iter().any(|pod| listens(pod, *port))) {
            let message = Words::theirs("Deployment exposing same port as Service not found:")
                .and(say!("unexposed-port", port = target(port)));
            found.push(finding("KIA0701", Severity::Warning, service, port, message));
        }
    }
    found
}

fn says_nothing(pod: &Pod) -> bool {
    pod.containers.iter().all(|container| container.ports.is_empty())
}

fn target(port: Field<'_>) -> String {
    let target = port.get("targetPort");
    if target.present() { target.text().into_owned() } else { port.get("port").text().into_owned() }
}

fn listens(pod: &Pod, port: Field<'_>) -> bool {
    let target = target(port);
    let number = target.parse::<u16>().ok();
    let ports = pod.containers.iter().flat_map(|container| &container.ports);
    ports.into_iter().any(|port| number.map_or(port.name == target, |number| port.number == number))
}
