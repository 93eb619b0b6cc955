use mesh_config::SourceFile;
use mesh_control::{Mesh, Options};

/// The codes that are said of a rule with an annotation: of a lone weight (KIA1104), of an unknown host (IST0101), of an
/// unknown field (MP0004) and, in another rule after it, of a lone weight again.
fn said(annotation: &str, spec: &str) -> Vec<String> {
    let text = format!(
        "\
apiVersion: v1
kind: Service
metadata: {{name: known}}
spec: {{ports: [{{name: http, port: 80}}]}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: first
  annotations: {{{annotation}}}
spec:
  hosts: [first.example.com]
  http:
  - {spec}route: [{{destination: {{host: unknown}}, weight: 90}}]
    colour: red
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{name: second}}
spec:
  hosts: [second.example.com]
  http:
  - route: [{{destination: {{host: known}}, weight: 90}}]
"
    );
    let config = mesh_config::parse(&[SourceFile { name: "mesh.yaml".into(), text }]);
    let mesh = Mesh::new(config, Options { strict: true, files: 1 });
    let codes = crate::lint(&mesh).into_iter().map(|finding| finding.code.into_owned());
    codes.filter(|code| ["IST0101", "IST0106", "KIA1104", "MP0004"].contains(&code.as_str())).collect()
}

#[test]
fn annotations_leave_out_findings_of_their_own_resource() {
    let all = ["IST0101", "KIA1104", "MP0004", "KIA1104"];
    assert_eq!(said("", ""), all);
    assert_eq!(said("galley.istio.io/analyze-suppress: 'IST0101,MP0004'", ""), ["KIA1104", "KIA1104"]);
    assert_eq!(said("galley.istio.io/analyze-suppress: '*'", ""), ["KIA1104"]);
    // Istio takes a blank for a part of the code, and an empty text for none.
    assert_eq!(said("galley.istio.io/analyze-suppress: 'KIA9999, IST0101'", ""), all);
    assert_eq!(said("galley.istio.io/analyze-suppress: ''", ""), all);
    assert_eq!(said("kiali.io/ignore-validations: ''", ""), ["IST0101", "MP0004", "KIA1104"]);
    assert_eq!(said("kiali.io/ignore-validations: 'KIA9999, KIA1104'", ""), ["IST0101", "MP0004", "KIA1104"]);
    assert_eq!(said("kiali.io/ignore-validations: 'KIA9999'", ""), all);
}

#[test]
fn why_a_resource_is_refused_is_always_said() {
    let refused = said("galley.istio.io/analyze-suppress: 'IST0106,*'", "timeout: 0.1ms\n    ");
    assert_eq!(refused, ["IST0106", "KIA1104"]);
}
