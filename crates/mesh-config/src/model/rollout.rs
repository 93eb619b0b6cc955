//! Argo Rollouts' Rollout: a Deployment that shifts traffic step by step.
//! Source: pkg/apis/rollouts/v1alpha1/types.go of argoproj/argo-rollouts.

use super::{LabelSelector, PodTemplate};
use crate::Spanned;
use crate::schema::message;

message! {
    /// A Deployment that shifts traffic to its new pods step by step. The run has it as it stands between two releases.
    Rollout = "RolloutSpec", "https://argo-rollouts.readthedocs.io/en/stable/features/specification/" {
        /// How many pods.
        replicas: Option<Spanned<i32>> = "replicas" or "1";
        /// Labels of the pods that belong to it.
        selector: Option<LabelSelector> = "selector" or "that of workloadRef", checked;
        /// What its pods look like.
        template: Option<PodTemplate> = "template" or "that of workloadRef";
        /// A Deployment whose template it takes.
        workload_ref: Option<RolloutWorkloadRef> = "workloadRef";
        /// How traffic is shifted.
        strategy: Option<RolloutStrategy> = "strategy";
    }
    others &[
        "analysis", "minReadySeconds", "paused", "progressDeadlineAbort", "progressDeadlineSeconds", "restartAt", "revisionHistoryLimit",
        "rollbackWindow",
    ]
}

message! {
    /// A workload whose template a Rollout takes.
    RolloutWorkloadRef = "ObjectRef", "https://argo-rollouts.readthedocs.io/en/stable/migrating/" {
        /// Its API version.
        api_version: Option<Spanned<String>> = "apiVersion", checked;
        /// Its kind; Deployment alone is followed here.
        kind: Option<Spanned<String>> = "kind";
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// Whether its own pods go: never, onsuccess or progressively.
        scale_down: Option<Spanned<String>> = "scaleDown" or "never";
    }
}

message! {
    /// How traffic is shifted.
    RolloutStrategy = "RolloutStrategy", "https://argo-rollouts.readthedocs.io/en/stable/features/specification/" {
        /// By shares.
        canary: Option<CanaryStrategy> = "canary";
        /// At once.
        blue_green: Option<BlueGreenStrategy> = "blueGreen";
    }
}

message! {
    /// Traffic is shifted at once from one Service to another.
    BlueGreenStrategy = "BlueGreenStrategy", "https://argo-rollouts.readthedocs.io/en/stable/features/bluegreen/" {
        /// The Service of the pods in use.
        active_service: Option<Spanned<String>> = "activeService";
        /// The Service of the new pods.
        preview_service: Option<Spanned<String>> = "previewService";
    }
    others &[
        "abortScaleDownDelaySeconds", "activeMetadata", "antiAffinity", "autoPromotionEnabled", "autoPromotionSeconds", "maxUnavailable",
        "postPromotionAnalysis", "prePromotionAnalysis", "previewMetadata", "previewReplicaCount", "scaleDownDelayRevisionLimit",
        "scaleDownDelaySeconds",
    ]
}

message! {
    /// Traffic is shifted by shares.
    CanaryStrategy = "CanaryStrategy", "https://argo-rollouts.readthedocs.io/en/stable/features/canary/" {
        /// The Service of the new pods.
        canary_service: Option<Spanned<String>> = "canaryService";
        /// The Service of the pods in use.
        stable_service: Option<Spanned<String>> = "stableService";
        /// Who shifts the traffic.
        traffic_routing: Option<RolloutTrafficRouting> = "trafficRouting";
        /// The steps of a release; between two releases none has effect.
        steps: Vec<crate::Node> = "steps", checked;
    }
    others &[
        "abortScaleDownDelaySeconds", "analysis", "antiAffinity", "canaryMetadata", "dynamicStableScale", "maxSurge", "maxUnavailable",
        "minPodsPerReplicaSet", "pingPong", "replicaProgressThreshold", "scaleDownDelayRevisionLimit", "scaleDownDelaySeconds",
        "stableMetadata",
    ]
}

message! {
    /// Who shifts the traffic.
    RolloutTrafficRouting = "RolloutTrafficRouting", "https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/" {
        /// Istio.
        istio: Option<IstioTrafficRouting> = "istio";
    }
    others &["alb", "ambassador", "apisix", "appMesh", "managedRoutes", "maxTrafficWeight", "nginx", "plugins", "smi", "traefik"]
}

message! {
    /// The rules that Argo Rollouts writes to.
    IstioTrafficRouting = "IstioTrafficRouting", "https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/" {
        /// The VirtualService whose weights are set.
        virtual_service: Option<RolloutVirtualService> = "virtualService";
        /// Several of them.
        virtual_services: Vec<RolloutVirtualService> = "virtualServices";
        /// The DestinationRule whose subsets get the labels of the pods.
        destination_rule: Option<RolloutDestinationRule> = "destinationRule";
    }
}

message! {
    /// A VirtualService whose weights are set.
    RolloutVirtualService = "IstioVirtualService", "https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/" {
        /// Its name, or `name.namespace`.
        name: Option<Spanned<String>> = "name";
        /// The names of its HTTP rules; none where it has one rule.
        routes: Vec<Spanned<String>> = "routes";
    }
    others &["tcpRoutes", "tlsRoutes"]
}

message! {
    /// A DestinationRule whose subsets get the labels of the pods.
    RolloutDestinationRule = "IstioDestinationRule", "https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/" {
        /// Its name.
        name: Option<Spanned<String>> = "name";
        /// The subset of the new pods.
        canary_subset_name: Option<Spanned<String>> = "canarySubsetName";
        /// The subset of the pods in use.
        stable_subset_name: Option<Spanned<String>> = "stableSubsetName";
        /// Further subsets, whose weights stay.
        additional_subset_names: Vec<Spanned<String>> = "additionalSubsetNames";
    }
}
