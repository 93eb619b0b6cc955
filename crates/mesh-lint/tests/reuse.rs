//! An edit judges what it changed, counted in steps.

use mesh_config::{SourceFile, parse, parse_reusing};
use mesh_control::Options;
use mesh_lint::{Memo, admit, admit_reusing};

fn files(weight: u32) -> [SourceFile; 1] {
    let rule = |index: u32, weight: u32| {
        format!(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: rule-{index}}}\nspec:\n  \
             hosts: [host-{index}]\n  http:\n  - route:\n    - destination: {{host: host-{index}}}\n      weight: {weight}\n---\n"
        )
    };
    let text = (0..50).map(|index| rule(index, if index == 20 { weight } else { 0 })).collect();
    [SourceFile { name: "rules.yaml".into(), text }]
}

#[test]
fn an_edit_of_one_document_judges_one_resource() {
    let options = Options { strict: true, files: 1 };
    let mut memo = Memo::default();
    let before = parse(&files(5));
    let _ = admit_reusing(before.clone(), options, &mut memo);
    assert_eq!(memo.judged(), 50);

    let after = parse_reusing(&files(6), &before);
    let admitted = admit_reusing(after.clone(), options, &mut memo);
    assert_eq!(memo.judged(), 51);
    assert_eq!(admitted.findings, admit(after, options).findings);
}
