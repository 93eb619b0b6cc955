use mesh_config::{Config, SourceFile, parse, parse_reusing};
use mesh_ordered::OrderedSet;

use super::*;
use crate::distinct;

/// All fixtures, each a file.
fn fixtures() -> Vec<SourceFile> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let file = |path: &std::path::PathBuf| SourceFile {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: std::fs::read_to_string(path).unwrap(),
    };
    paths.iter().map(file).collect()
}

fn sorted(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by_key(|finding| (finding.span, finding.code.clone(), finding.message.clone()));
    findings
}

fn all_at_once(config: &Config) -> Vec<Diagnostic> {
    Memo::default().findings(&distinct(config), &Arc::new(Cluster::new(config)))
}

#[test]
fn rules_read_what_they_say_that_they_read() {
    let mut unsaid = OrderedSet::new();
    for file in fixtures() {
        let config = parse(&[file]);
        let cluster = Cluster::new(&config);
        for (rule, help) in rules::all().zip(rules::help()) {
            let context = Context::new(&config.resources, &cluster);
            (rule.check)(&context);
            let (Scope::Each { beside: said } | Scope::Among { kinds: said }) = rule.scope;
            let said: OrderedSet<String> = said.iter().map(|kind| (*kind).to_owned()).collect();
            unsaid.extend(context.asked().difference(&said).map(|kind| (help.title(), kind.clone())));
            let Scope::Each { .. } = rule.scope else { continue };
            for resource in &config.resources {
                let found = (rule.check)(&context.judging(std::iter::once(&**resource)));
                let is_inside = |place: Span| resource.span.start <= place.start && place.end <= resource.span.end;
                assert!(found.iter().all(|finding| is_inside(finding.span)), "{found:?}");
            }
        }
    }
    assert_eq!(unsaid, OrderedSet::new());
}

#[test]
fn an_edit_finds_what_is_found_from_nothing() {
    let fixtures = fixtures();
    let mut memo = Memo::default();
    let mut clusters = mesh_cluster::Memo::default();
    let mut before = Config::default();
    let mut edits = 0;
    for file in &fixtures {
        // One document after the other goes, and comes back: with it all that others say of it.
        let documents: Vec<&str> = file.text.split_inclusive("---\n").collect();
        for left_out in 0..=documents.len() {
            for length in ["", "# longer\n"] {
                let kept = documents.iter().enumerate().filter(|(index, _)| *index != left_out);
                let text = format!("{length}{}", kept.map(|(_, text)| *text).collect::<String>());
                let config = parse_reusing(&[SourceFile { name: file.name.clone(), text }], &before);
                let found = memo.findings(&distinct(&config), &clusters.cluster(&config));
                assert_eq!(sorted(found), sorted(all_at_once(&config)), "{} without {left_out}", file.name);
                before = config;
                edits += 1;
            }
        }
    }
    assert!(edits > 4 * fixtures.len(), "{edits} edits");
}

#[test]
fn of_one_rule_only_so_many_findings_of_a_resource_are_kept() {
    let findings = |gateways: usize| {
        let names: Vec<String> = (0..gateways).map(|index| format!("g{index}")).collect();
        let text = format!(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: v}}\nspec: {{hosts: [a.io], \
             gateways: [{}], http: [{{redirect: {{uri: /}}}}]}}\n",
            names.join(", ")
        );
        let found = all_at_once(&parse(&[SourceFile { name: "a.yaml".into(), text }]));
        let count = |code: &str| found.iter().filter(|finding| finding.code == code).count();
        let said = found.iter().filter(|finding| finding.code == LEFT_OUT).map(|finding| finding.severity);
        (count("IST0101"), count("IST0132"), said.collect::<Vec<_>>())
    };
    assert_eq!(findings(MOST_OF_RESOURCE), (MOST_OF_RESOURCE, MOST_OF_RESOURCE, vec![]));
    let both = vec![mesh_config::Severity::Error, mesh_config::Severity::Warning];
    assert_eq!(findings(5_000), (MOST_OF_RESOURCE, MOST_OF_RESOURCE, both));
}
