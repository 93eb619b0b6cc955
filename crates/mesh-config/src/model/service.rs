//! Kubernetes Service.

use mesh_ordered::OrderedMap;

use super::IntOrString;
use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// A name and ports in front of pods.
    Service = "Service", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/" {
        /// Labels that a pod must have to be one of its endpoints.
        selector: OrderedMap<String, Spanned<String>> = "selector";
        /// Its ports.
        ports: Vec<KubernetesServicePort> = "ports";
        /// How it can be reached.
        service_type: Option<Spanned<ServiceType>> = "type" or "ClusterIP";
        /// Its IP; `None` makes it headless.
        cluster_ip: Option<Spanned<String>> = "clusterIP" or "the next free one";
        /// Its IPs, of either family.
        cluster_ips: Vec<Spanned<String>> = "clusterIPs", checked;
        /// The name that an ExternalName service stands for.
        external_name: Option<Spanned<String>> = "externalName";
        /// Further IPs that it answers to.
        external_ips: Vec<Spanned<String>> = "externalIPs", checked;
        /// Whether traffic from outside may hop to another node.
        external_traffic_policy: Option<Spanned<String>> = "externalTrafficPolicy" or "Cluster", checked;
        /// Whether traffic from inside may hop to another node.
        internal_traffic_policy: Option<Spanned<String>> = "internalTrafficPolicy" or "Cluster", checked;
        /// Whether a client stays with its pod; sidecars do not look at it.
        session_affinity: Option<Spanned<String>> = "sessionAffinity" or "None", checked;
        /// Whether near endpoints are preferred.
        traffic_distribution: Option<Spanned<String>> = "trafficDistribution";
        /// Whether pods that are not ready are endpoints too.
        publish_not_ready_addresses: Option<Spanned<bool>> = "publishNotReadyAddresses" or "false", checked;
    }
    others &[
        "allocateLoadBalancerNodePorts", "healthCheckNodePort", "ipFamilies", "ipFamilyPolicy", "loadBalancerClass",
        "loadBalancerIP", "loadBalancerSourceRanges", "sessionAffinityConfig",
    ]
}

message! {
    /// A port of a service.
    KubernetesServicePort = "ServicePort", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec" {
        /// Its name; Istio reads the protocol from what stands before the first `-`.
        name: Option<Spanned<String>> = "name";
        /// The number that clients use.
        port: Option<Spanned<i32>> = "port";
        /// The pod's port, by number or by name.
        target_port: Option<Spanned<IntOrString>> = "targetPort" or "port";
        /// TCP, UDP or SCTP.
        protocol: Option<Spanned<String>> = "protocol" or "TCP";
        /// The application's protocol; goes before the port's name.
        app_protocol: Option<Spanned<String>> = "appProtocol";
        /// The port on every node.
        node_port: Option<Spanned<i32>> = "nodePort" or "the next free one from 30000";
    }
}

enumeration! {
    /// How a service can be reached.
    ServiceType = "ServiceType" {
        /// Inside the cluster.
        ClusterIp = "ClusterIP" 0,
        /// At a port of every node too.
        NodePort = "NodePort" 1,
        /// Through a load balancer too.
        LoadBalancer = "LoadBalancer" 2,
        /// As another name for a host outside.
        ExternalName = "ExternalName" 3,
    }
}
