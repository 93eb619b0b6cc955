//! A small world: two versions of a service on two nodes, and a client that asks for it all the time.

use std::fmt::Write as _;

/// How the risky version behaves.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct App {
    /// Percent of its answers that are 500.
    pub(crate) fails: u32,
    /// Seconds that a pod of either version needs until it is ready.
    pub(crate) startup: u32,
}

/// What differs between worlds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    /// Pods of the version `safe`.
    pub(crate) safe: u32,
    /// Pods of the version `risky`.
    pub(crate) risky: u32,
    /// Percent that a VirtualService gives the risky version; no VirtualService decides where there is none.
    pub(crate) weight: Option<u32>,
    /// Attempts on 5xx that the VirtualService asks for.
    pub(crate) retries: Option<u32>,
    pub(crate) app: App,
    /// Who is to schedule the risky pods.
    pub(crate) scheduler: Option<&'static str>,
    /// `minAvailable` of a PodDisruptionBudget of the service's pods.
    pub(crate) budget: Option<u32>,
    /// Whether requests with the header `x-dark: yes` are answered 418.
    pub(crate) abort: bool,
    /// The steps of a Timeline.
    pub(crate) timeline: &'static [&'static str],
}

impl Default for World {
    fn default() -> Self {
        Self {
            safe: 1,
            risky: 1,
            weight: None,
            retries: None,
            app: App::default(),
            scheduler: None,
            budget: None,
            abort: false,
            timeline: &[],
        }
    }
}

impl World {
    pub(crate) fn yaml(&self) -> String {
        let mut text = "\
apiVersion: v1
kind: Node
metadata: {name: one}
---
apiVersion: v1
kind: Node
metadata: {name: two}
---
apiVersion: v1
kind: Service
metadata: {name: staff, namespace: default}
spec: {selector: {app: staff}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: staff, namespace: default}
spec:
  host: staff
  trafficPolicy: {loadBalancer: {simple: RANDOM}}
  subsets:
  - {name: safe, labels: {version: safe}}
  - {name: risky, labels: {version: risky}}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: load, namespace: default}
spec: {from: client, rate: 100, arrival: uniform, request: {url: 'http://staff.default/'}}
"
        .to_owned();
        self.version(&mut text, "safe", self.safe, 0);
        self.version(&mut text, "risky", self.risky, self.app.fails);
        self.rule(&mut text);
        if let Some(least) = self.budget {
            let _ = write!(
                text,
                "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: staff, namespace: default}}\nspec: {{minAvailable: {least}, selector: {{matchLabels: {{app: staff}}}}}}\n"
            );
        }
        if !self.timeline.is_empty() {
            let steps = self.timeline.join("\n  - ");
            let _ = write!(
                text,
                "---\napiVersion: playground.mesh/v1\nkind: Timeline\nmetadata: {{name: steps}}\nspec:\n  steps:\n  - {steps}\n"
            );
        }
        text
    }

    fn version(&self, text: &mut String, version: &str, replicas: u32, fails: u32) {
        if replicas == 0 {
            return;
        }
        let scheduler = self.scheduler.filter(|_| version == "risky");
        let scheduler = scheduler.map(|name| format!("schedulerName: {name}, ")).unwrap_or_default();
        let probe = if self.app.startup == 0 {
            ""
        } else {
            ", readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}"
        };
        let errors = if fails == 0 { String::new() } else { format!(", errors: [{{status: 500, share: {fails}}}]") };
        let startup = self.app.startup;
        let _ = write!(
            text,
            "---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {version}, namespace: default}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: staff, version: {version}}}}}
  template:
    metadata: {{labels: {{app: staff, version: {version}}}}}
    spec: {{{scheduler}containers: [{{name: staff, image: 'staff:1', ports: [{{containerPort: 8080}}]{probe}}}]}}
---
apiVersion: playground.mesh/v1
kind: App
metadata: {{name: {version}, namespace: default}}
spec: {{selector: {{matchLabels: {{app: staff, version: {version}}}}}, latency: 5ms, startup: {startup}s{errors}}}
"
        );
    }

    fn rule(&self, text: &mut String) {
        if self.weight.is_none() && self.retries.is_none() && !self.abort {
            return;
        }
        let dark = if self.abort {
            "  - match: [{headers: {x-dark: {exact: 'yes'}}}]
    fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
    route: [{destination: {host: staff}}]
"
        } else {
            ""
        };
        let route = match self.weight {
            None => "[{destination: {host: staff}}]".to_owned(),
            Some(weight) => format!(
                "[{{destination: {{host: staff, subset: safe}}, weight: {}}}, {{destination: {{host: staff, subset: risky}}, weight: {weight}}}]",
                100 - weight
            ),
        };
        let retries = match self.retries {
            None => String::new(),
            Some(attempts) => format!("\n    retries: {{attempts: {attempts}, retryOn: 5xx}}"),
        };
        let _ = write!(
            text,
            "---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{name: staff, namespace: default}}
spec:
  hosts: [staff]
  http:
{dark}  - route: {route}{retries}
"
        );
    }
}
