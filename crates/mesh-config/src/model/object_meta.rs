//! Kubernetes' ObjectMeta.

use mesh_ordered::OrderedMap;

use crate::Spanned;
use crate::schema::message;

message! {
    /// What every object carries.
    ObjectMeta = "ObjectMeta", "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/" {
        /// The name, unique in the namespace for its kind.
        name: Option<Spanned<String>> = "name";
        /// The namespace.
        namespace: Option<Spanned<String>> = "namespace" or "default";
        /// Labels that others select it by.
        labels: OrderedMap<String, Spanned<String>> = "labels";
        /// Annotations.
        annotations: OrderedMap<String, Spanned<String>> = "annotations";
        /// When it was made.
        creation_timestamp: Option<Spanned<String>> = "creationTimestamp";
    }
    others &[
        "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers", "generateName", "generation", "managedFields",
        "ownerReferences", "resourceVersion", "selfLink", "uid",
    ]
}
