//! ServiceEntry: a service that Kubernetes does not know.
//! Source: networking/v1alpha3/service_entry.proto of istio/api.

use mesh_ordered::OrderedMap;

use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// A service that Kubernetes does not know, such as one outside the mesh.
    ServiceEntry = "ServiceEntry", "service-entry/#ServiceEntry" {
        /// Its names.
        hosts: Vec<Spanned<String>> = "hosts";
        /// Its virtual IPs or CIDR ranges.
        addresses: Vec<Spanned<String>> = "addresses";
        /// Its ports.
        ports: Vec<ServiceEntryPort> = "ports";
        /// Whether it counts as part of the mesh.
        location: Option<Spanned<Location>> = "location" or "MESH_EXTERNAL", checked;
        /// How its endpoints are found.
        resolution: Option<Spanned<Resolution>> = "resolution" or "NONE";
        /// Its endpoints.
        endpoints: Vec<WorkloadEntry> = "endpoints";
        /// Labels of the pods that are its endpoints. Not together with `endpoints`.
        workload_selector: Option<ServiceEntryWorkloadSelector> = "workloadSelector";
        /// The namespaces that see it: names, `.` for its own, `*` for all, `~` for none.
        export_to: Vec<Spanned<String>> = "exportTo" or "*";
        /// Names that the servers' certificates may carry.
        subject_alt_names: Vec<Spanned<String>> = "subjectAltNames", checked;
    }
}

message! {
    /// A port of an external service.
    ServiceEntryPort = "ServicePort", "service-entry/#ServicePort" {
        /// Its number.
        number: Option<Spanned<u32>> = "number";
        /// HTTP, HTTPS, GRPC, HTTP2, MONGO, TCP or TLS.
        protocol: Option<Spanned<String>> = "protocol";
        /// Its name, unique in the resource.
        name: Option<Spanned<String>> = "name";
        /// The port of the endpoints.
        target_port: Option<Spanned<u32>> = "targetPort" or "number";
    }
}

message! {
    /// Labels of the pods that are the endpoints.
    ServiceEntryWorkloadSelector = "WorkloadSelector", "sidecar/#WorkloadSelector" {
        /// Labels that a pod must have.
        labels: OrderedMap<String, Spanned<String>> = "labels";
    }
}

message! {
    /// An endpoint.
    WorkloadEntry = "WorkloadEntry", "workload-entry/#WorkloadEntry" {
        /// Its IP, or its name where the resolution is DNS.
        address: Option<Spanned<String>> = "address";
        /// Port names to the endpoint's own numbers.
        ports: OrderedMap<String, Spanned<u32>> = "ports";
        /// Labels that subsets can select.
        labels: OrderedMap<String, Spanned<String>> = "labels";
        /// The network that it is in.
        network: Option<Spanned<String>> = "network", not_simulated;
        /// `region/zone/subzone`.
        locality: Option<Spanned<String>> = "locality";
        /// Its share among the endpoints.
        weight: Option<Spanned<u32>> = "weight";
        /// The service account of its workload.
        service_account: Option<Spanned<String>> = "serviceAccount", checked;
    }
}

enumeration! {
    /// Whether a service counts as part of the mesh.
    Location = "ServiceEntry.Location" {
        /// Outside.
        MeshExternal = "MESH_EXTERNAL" 0,
        /// Inside.
        MeshInternal = "MESH_INTERNAL" 1,
    }
}

enumeration! {
    /// How the endpoints of a service are found.
    Resolution = "ServiceEntry.Resolution" {
        /// The address that the client asked for.
        None = "NONE" 0,
        /// The endpoints that are listed.
        Static = "STATIC" 1,
        /// All addresses that DNS gives.
        Dns = "DNS" 2,
        /// The first address that DNS gives.
        DnsRoundRobin = "DNS_ROUND_ROBIN" 3,
        /// DNS at the time of the request, by the host that was asked for.
        DynamicDns = "DYNAMIC_DNS" 4,
    }
}
