//! Kubernetes Ingress and IngressClass.

use crate::Spanned;
use crate::schema::message;

message! {
    /// Which requests from outside go to which Service; Istio makes a Gateway and VirtualServices of it.
    Ingress = "IngressSpec", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec" {
        /// The class that says who serves it.
        ingress_class_name: Option<Spanned<String>> = "ingressClassName";
        /// Where requests go that no rule takes. Istio leaves it out.
        default_backend: Option<IngressBackend> = "defaultBackend", checked;
        /// The hosts and their paths.
        rules: Vec<IngressRule> = "rules";
        /// Hosts for which TLS ends at the gateway.
        tls: Vec<IngressTls> = "tls";
    }
}

message! {
    /// The paths of a host.
    IngressRule = "IngressRule", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec" {
        /// The host; none means every one.
        host: Option<Spanned<String>> = "host" or "*";
        /// Its paths.
        http: Option<HttpIngressRuleValue> = "http";
    }
}

message! {
    /// The paths of a host.
    HttpIngressRuleValue = "HTTPIngressRuleValue", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec" {
        /// The longest path that matches decides, an exact one before a prefix.
        paths: Vec<HttpIngressPath> = "paths";
    }
}

message! {
    /// A path and where its requests go.
    HttpIngressPath = "HTTPIngressPath", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec" {
        /// The path.
        path: Option<Spanned<String>> = "path";
        /// Exact, Prefix (of whole segments) or ImplementationSpecific: for Istio exact, or a prefix where it ends in `/*` or `.*`.
        path_type: Option<Spanned<String>> = "pathType";
        /// Where the requests go.
        backend: Option<IngressBackend> = "backend";
    }
}

message! {
    /// Where requests go.
    IngressBackend = "IngressBackend", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend" {
        /// A Service of the Ingress' namespace.
        service: Option<IngressServiceBackend> = "service";
    }
    others &["resource"]
}

message! {
    /// A port of a Service.
    IngressServiceBackend = "IngressServiceBackend", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend" {
        /// The Service.
        name: Option<Spanned<String>> = "name";
        /// Its port.
        port: Option<ServiceBackendPort> = "port";
    }
}

message! {
    /// A port by number or by name.
    ServiceBackendPort = "ServiceBackendPort", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend" {
        /// Its number.
        number: Option<Spanned<i32>> = "number";
        /// Its name.
        name: Option<Spanned<String>> = "name";
    }
}

message! {
    /// Hosts for which TLS ends at the gateway.
    IngressTls = "IngressTLS", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec" {
        /// The hosts; none means every one.
        hosts: Vec<Spanned<String>> = "hosts" or "*";
        /// The Secret with the certificate. Istio leaves out an entry without one.
        secret_name: Option<Spanned<String>> = "secretName";
    }
}

message! {
    /// Who serves the Ingresses of a class.
    IngressClass = "IngressClassSpec", "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-class-v1/" {
        /// The controller: `istio.io/ingress-controller` is Istio.
        controller: Option<Spanned<String>> = "controller";
    }
    others &["parameters"]
}
