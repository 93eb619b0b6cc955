//! Files to resources.

use std::sync::Arc;

use crate::yaml::{chunks, read_chunk};
use crate::{Diagnostic, Resource, SourceFile};

/// What a set of files says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The resources in document order.
    pub resources: Vec<Arc<Resource>>,
    /// What is wrong with the texts, in document order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads files of YAML or JSON. Never fails: what cannot be read is a diagnostic, the rest is used.
#[must_use]
pub fn parse(files: &[SourceFile]) -> Config {
    let mut config = Config::default();
    for (index, file) in files.iter().enumerate() {
        for chunk in chunks(&file.text) {
            for node in read_chunk(chunk, index as u32, &mut config.diagnostics) {
                let resource = crate::kinds::decode_resource(&node, &mut config.diagnostics);
                config.resources.extend(resource.map(Arc::new));
            }
        }
    }
    config
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Spec;

    #[test]
    fn reads_a_canary() {
        let text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n  hosts: [staff]\n  htpp: 1\n  http:\n  - route:\n    - {destination: {host: staff, subset: safe}, weight: 90}\n    timeout: 5\n";
        let config = parse(&[SourceFile { name: "a.yaml".into(), text: text.into() }]);
        let [resource] = config.resources.as_slice() else { panic!("{config:?}") };
        let Spec::VirtualService(service) = &resource.spec else { panic!("{resource:?}") };
        assert_eq!(service.hosts[0].value, "staff");
        assert_eq!(service.http[0].route[0].weight.as_ref().unwrap().value, 90);
        let messages: Vec<_> =
            config.diagnostics.iter().map(|d| (&*d.code, d.path.as_str(), d.message.as_str())).collect();
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert_eq!(messages[0].1, "spec.htpp");
        assert_eq!(messages[1].1, "spec.http[0].timeout");
    }
}
