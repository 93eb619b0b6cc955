//! Flagger's Canary: what Flagger makes Services and Istio's rules of.
//! Source: pkg/apis/flagger/v1beta1/canary.go of fluxcd/flagger.

use super::{HttpMatchRequest, IntOrString};
use crate::Spanned;
use crate::schema::message;

message! {
    /// A Deployment of which Flagger keeps a primary copy. The run has it as Flagger leaves it between two releases.
    Canary = "CanarySpec", "https://docs.flagger.app/usage/how-it-works" {
        /// Who shifts traffic: `istio`, or nobody named.
        provider: Option<Spanned<String>> = "provider" or "istio";
        /// The Deployment.
        target_ref: Option<CanaryTargetRef> = "targetRef";
        /// The Services and the rules that Flagger makes.
        service: Option<CanaryService> = "service";
        /// How a release is judged.
        analysis: Option<CanaryAnalysis> = "analysis";
    }
    others &[
        "autoscalerRef", "canaryAnalysis", "ingressRef", "metricsServer", "progressDeadlineSeconds", "revertOnDeletion", "routeRef",
        "skipAnalysis", "suspend", "upstreamRef",
    ]
}

message! {
    /// The workload of a Canary.
    CanaryTargetRef = "LocalObjectReference", "https://docs.flagger.app/usage/how-it-works#canary-target" {
        /// Its API version.
        api_version: Option<Spanned<String>> = "apiVersion", checked;
        /// Its kind; Deployment alone is followed here.
        kind: Option<Spanned<String>> = "kind";
        /// Its name.
        name: Option<Spanned<String>> = "name";
    }
}

message! {
    /// The Services and the rules of a Canary. What VirtualServices and DestinationRules know by the same name is taken as it is.
    CanaryService = "CanaryService", "https://docs.flagger.app/usage/how-it-works#canary-service" {
        /// The name of the Service.
        name: Option<Spanned<String>> = "name" or "that of the target";
        /// Its port.
        port: Option<Spanned<i32>> = "port";
        /// The name of its port.
        port_name: Option<Spanned<String>> = "portName" or "http";
        /// The port of the pods.
        target_port: Option<Spanned<IntOrString>> = "targetPort" or "port";
        /// What the port speaks.
        app_protocol: Option<Spanned<String>> = "appProtocol";
        /// The gateways of the VirtualService.
        gateways: Vec<Spanned<String>> = "gateways" or "mesh";
        /// The hosts of the VirtualService, beside the Service's name.
        hosts: Vec<Spanned<String>> = "hosts";
        /// The VirtualService is a delegate, without hosts and gateways.
        delegation: Option<Spanned<bool>> = "delegation" or "false";
        /// The policy of both DestinationRules.
        traffic_policy: Option<crate::Node> = "trafficPolicy";
        /// The conditions of the rule.
        matches: Vec<HttpMatchRequest> = "match";
        /// The rewrite of the rule.
        rewrite: Option<crate::Node> = "rewrite";
        /// The timeout of the rule.
        timeout: Option<Spanned<String>> = "timeout";
        /// The retries of the rule.
        retries: Option<crate::Node> = "retries";
        /// The header changes of the rule.
        headers: Option<crate::Node> = "headers";
        /// The CORS policy of the rule.
        cors_policy: Option<crate::Node> = "corsPolicy";
    }
    others &[
        "apex", "backends", "backendTimeout", "canary", "gatewayRefs", "headless", "meshName", "mirror", "portDiscovery", "primary",
        "trafficDistribution", "unmanagedMetadata",
    ]
}

message! {
    /// How a release is judged.
    CanaryAnalysis = "CanaryAnalysis", "https://docs.flagger.app/usage/how-it-works#canary-analysis" {
        /// Conditions of an A/B test: what meets one of them goes by the weights, the rest to the primary.
        matches: Vec<HttpMatchRequest> = "match";
    }
    others &[
        "alerts", "canaryReadyThreshold", "interval", "iterations", "maxWeight", "metrics", "mirror", "mirrorWeight", "primaryReadyThreshold",
        "sessionAffinity", "stepWeight", "stepWeightPromotion", "stepWeights", "threshold", "webhooks",
    ]
}
