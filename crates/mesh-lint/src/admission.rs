//! What a cluster takes in of a set of files, and what it says of the rest.

use mesh_config::{Config, Diagnostic, Resource};
use mesh_control::{Mesh, Options};

use crate::{Memo, lint_reusing, validate};

/// The group of the playground's own kinds: of these what can be read is used, they meet no webhook.
const OWN_GROUP: &str = "playground.mesh/";

/// A mesh of what was taken in, and all that there is to say of what was written.
#[derive(Debug)]
pub struct Admitted {
    /// Without the resources that cannot be read and those that Istio's webhook refuses.
    pub mesh: Mesh,
    /// As [`lint`] gives them, of everything written.
    pub findings: Vec<Diagnostic>,
}

/// Judges a configuration and makes a mesh of what a cluster would take in of it.
#[must_use]
pub fn admit(config: Config, options: Options) -> Admitted {
    admit_reusing(config, options, &mut Memo::default())
}

/// As [`admit`], but takes what it knows of single resources from a memo.
#[must_use]
pub fn admit_reusing(config: Config, options: Options, memo: &mut Memo) -> Admitted {
    let mesh = Mesh::new_reusing(config.clone(), options, &mut memo.mesh);
    let findings = lint_reusing(&mesh, memo);
    let refusals: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.code == "IST0106").collect();
    let is_admitted = |resource: &Resource| {
        let is_taken_as_it_is = resource.api_version.starts_with(OWN_GROUP);
        is_taken_as_it_is || (resource.readable && !refusals.iter().any(|refusal| is_inside(refusal, resource)))
    };
    if config.resources.iter().all(|resource| is_admitted(resource)) {
        return Admitted { mesh, findings };
    }
    // What was to be replaced by something that is refused was not judged yet.
    let is_admitted = |resource: &Resource| {
        let mut replaced = mesh.replaced().iter().map(|one| &one.resource);
        let is_replaced = replaced.any(|one| one.span == resource.span);
        is_admitted(resource) && !(is_replaced && validate(resource).iter().any(|finding| finding.code == "IST0106"))
    };
    let mut admitted = config;
    admitted.resources.retain(|resource| is_admitted(resource));
    Admitted { mesh: Mesh::new(admitted, options), findings }
}

fn is_inside(finding: &Diagnostic, resource: &Resource) -> bool {
    let (place, whole) = (finding.span, resource.span);
    place.file == whole.file && whole.start <= place.start && place.start <= whole.end
}

#[cfg(test)]
mod tests {
    use mesh_config::SourceFile;

    use super::*;

    #[test]
    fn what_istio_refuses_is_left_out_and_said() {
        let text = "\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: good}
spec: {host: reviews}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: refused}
spec: {host: reviews, trafficPolicy: {connectionPool: {}}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: unreadable}
spec: {host: reviews, subsets: v1}
";
        let config = mesh_config::parse(&[SourceFile { name: "mesh.yaml".into(), text: text.into() }]);
        let admitted = admit(config, Options { strict: true, files: 1 });
        let names: Vec<&str> =
            admitted.mesh.config().resources.iter().map(|resource| resource.metadata.name.as_str()).collect();
        assert_eq!(names, ["good"]);
        assert!(admitted.findings.iter().any(|finding| finding.code == "IST0106"));
    }
}
