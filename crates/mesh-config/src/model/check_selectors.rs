//! What a Check picks out: requests, ejections.

use mesh_ordered::OrderedMap;

use super::StatusPattern;
use crate::Spanned;
use crate::schema::message;

message! {
    /// Ejections; what is left out is any.
    EjectionSelector = "EjectionSelector", "" {
        /// The app of the host.
        app: Option<Spanned<String>> = "app", checked;
        /// The version of the host.
        version: Option<Spanned<String>> = "version", checked;
        /// The pod.
        pod: Option<Spanned<String>> = "pod", checked;
        /// The service.
        service: Option<Spanned<String>> = "service", checked;
        /// The subset.
        subset: Option<Spanned<String>> = "subset", checked;
        /// The app of the client whose proxy ejects it.
        source: Option<Spanned<String>> = "source", checked;
    }
}

message! {
    /// What requests are like, by their final answer and the host of their last try; what is left out is any.
    RequestSelector = "RequestSelector", "" {
        /// The app of the host.
        app: Option<Spanned<String>> = "app", checked;
        /// The version of the host.
        version: Option<Spanned<String>> = "version", checked;
        /// The workload of the host.
        workload: Option<Spanned<String>> = "workload", checked;
        /// The namespace of the host.
        namespace: Option<Spanned<String>> = "namespace", checked;
        /// The host's pod, or its address where there is none.
        pod: Option<Spanned<String>> = "pod", checked;
        /// The service that was asked for, by its name or its FQDN.
        service: Option<Spanned<String>> = "service", checked;
        /// The subset that was chosen.
        subset: Option<Spanned<String>> = "subset", checked;
        /// The status: `200`, or `5xx` for all that begin so; `0` is no answer.
        status: Option<Spanned<StatusPattern>> = "status", checked;
        /// One of Envoy's response flags, such as `UO`; `-` is none at all.
        flag: Option<Spanned<String>> = "flag", checked;
        /// The route that took it: its name, or where it stands, as `spec.http[0]`; in front of that the name of its resource
        /// may stand, as `reviews spec.http[0]`.
        route: Option<Spanned<String>> = "route", checked;
        /// Headers as they arrive at the host, by name; `*` at the end of a value stands for anything.
        header: OrderedMap<String, Spanned<String>> = "header", checked;
        /// How many tries it took.
        tries: Option<Spanned<u32>> = "tries", checked;
    }
}
