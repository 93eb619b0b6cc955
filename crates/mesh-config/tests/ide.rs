//! The editor's questions, asked where `‸` stands.

use mesh_config::ide::{self, Names, RenameError};
use mesh_config::{Config, SourceFile, Span, parse};

/// The whole of the first file.
const ALL: Span = Span { file: 0, start: 0, end: u32::MAX };

const SCENARIO: &str = "apiVersion: v1
kind: Service
metadata: {name: staff}
spec:
  ports: [{port: 8080}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: staff}
spec:
  host: staff
  subsets:
  - name: safe
    labels: {version: v1}
  - {name: risky, labels: {version: v2}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: front}
spec:
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: staff-v1}
spec:
  template:
    metadata: {labels: {app: staff, version: v1}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: staff}
spec:
  hosts: [staff]
  http:
  - route:
    - destination: {host: staff, subset: safe}
    - destination:
        host: staff.default.svc.cluster.local
        subset: risky
";

fn read(text: &str) -> Config {
    parse(&[SourceFile { name: "a.yaml".to_owned(), text: text.to_owned() }])
}

/// The labels offered at `‸` in a text behind the scenario.
fn offered(text: &str) -> Vec<String> {
    let names = Names::of(&read(SCENARIO));
    let text = format!("{SCENARIO}---\n{text}");
    let offset = text.find('‸').unwrap();
    let completions = ide::complete(&text.replace('‸', ""), offset, &names);
    completions.items.into_iter().map(|item| item.label).collect()
}

fn virtual_service(spec: &str) -> Vec<String> {
    offered(&format!("apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: a\nspec:\n{spec}"))
}

fn has(offered: &[String], wanted: &[&str]) -> bool {
    wanted.iter().all(|one| offered.iter().any(|other| other == one))
}

#[test]
fn keys_of_the_mapping_around() {
    for spec in ["  ‸", "  h‸", "  ‸\n  http: []\n", "  hosts: [a]\n  ‸\n  tcp: []\n"] {
        assert!(has(&virtual_service(spec), &["gateways", "exportTo"]), "{spec}: {:?}", virtual_service(spec));
    }
    assert!(!has(&virtual_service("  ‸\n  http: []\n"), &["http"]));
    assert!(!has(&virtual_service("  hosts: [a]\n  ‸\n  tcp: []\n"), &["tcp"]));
    for spec in [
        "  http:\n  - ‸",
        "  http:\n  - m‸",
        "  http:\n  - name: x\n    ‸",
        "  http:\n    - name: x\n      ti‸\n",
        "  http: [{‸}]",
        "  http: [{name: x, t‸",
    ] {
        assert!(has(&virtual_service(spec), &["timeout", "match", "route"]), "{spec}: {:?}", virtual_service(spec));
    }
    for spec in [
        "  http:\n  - route:\n    - destination:\n        ‸",
        "  http:\n  - route:\n    - destination: {host: a, ‸}",
        "  http:\n  - route:\n    - destination: {\n        ‸\n      }",
    ] {
        assert!(has(&virtual_service(spec), &["subset", "port"]), "{spec}: {:?}", virtual_service(spec));
    }
    assert!(has(&offered("‸"), &["apiVersion", "kind", "metadata", "spec"]));
    assert!(has(&offered("kind: VirtualService\nmetadata:\n  ‸"), &["name", "namespace", "labels"]));
}

#[test]
fn values_from_the_table() {
    let rule =
        |spec: &str| offered(&format!("apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec:\n  {spec}"));
    for spec in [
        "trafficPolicy: {loadBalancer: {simple: ‸}}",
        "trafficPolicy:\n    loadBalancer:\n      simple: ‸",
        "trafficPolicy:\n    loadBalancer:\n      simple: ROU‸",
    ] {
        assert!(has(&rule(spec), &["ROUND_ROBIN", "LEAST_REQUEST"]), "{spec}: {:?}", rule(spec));
    }
    assert!(has(&rule("trafficPolicy: {outlierDetection: {splitExternalLocalOriginErrors: ‸}}"), &["true", "false"]));
    assert!(has(&offered("kind: ‸"), &["VirtualService", "Traffic"]));
    assert!(has(&offered("kind: DestinationRule\napiVersion: ‸"), &["networking.istio.io/v1"]));
    assert_eq!(offered("apiVersion: playground.mesh/v1\nkind: Traffic\nspec: {arrival: ‸"), ["poisson", "uniform"]);
}

#[test]
fn names_from_the_scenario() {
    assert!(has(&virtual_service("  hosts:\n  - ‸"), &["staff", "staff.default.svc.cluster.local"]));
    assert!(has(&virtual_service("  hosts: [‸]"), &["staff"]));
    assert_eq!(
        virtual_service("  http:\n  - route:\n    - destination:\n        host: staff\n        subset: ‸"),
        ["risky", "safe"]
    );
    assert_eq!(virtual_service("  http:\n  - route:\n    - destination: {subset: ‸, host: staff}"), ["risky", "safe"]);
    assert_eq!(
        virtual_service("  http:\n  - route:\n    - destination:\n        port: {number: ‸}\n        host: staff"),
        ["8080"]
    );
    assert!(has(&virtual_service("  gateways: [‸]"), &["mesh", "front", "default/front"]));
    assert!(has(
        &offered(
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec:\n  subsets:\n  - labels: {version: ‸}"
        ),
        &["v1"]
    ));
    assert!(has(
        &offered("apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec:\n  subsets:\n  - labels:\n      ‸"),
        &["app", "version"]
    ));
    assert!(has(
        &offered("apiVersion: playground.mesh/v1\nkind: Traffic\nspec:\n  from: ‸"),
        &["client", "ingress", "staff-v1"]
    ));
}

#[test]
fn nothing_in_comments_and_texts() {
    for spec in ["  # h‸", "  hosts: [a] # ‸", "  nonsense: ‸", "  http: |\n    ‸x\n"] {
        assert_eq!(virtual_service(spec), Vec::<String>::new(), "{spec}");
    }
}

#[test]
fn lists_of_kubectl() {
    let inner = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: networking.istio.io/v1\n  kind: VirtualService\n  spec:\n    ‸";
    assert!(has(&offered(inner), &["hosts", "http"]));
}

#[test]
fn hover_knows_fields_and_values() {
    let hover = |marked: &str| {
        let text = format!("apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec:\n{marked}");
        let offset = text.find('‸').unwrap();
        ide::hover(&text.replace('‸', ""), offset)
    };
    let found = hover("  trafficPolicy:\n    outlierDetection:\n      baseEj‸ectionTime: 30s\n").unwrap();
    assert_eq!((found.title.as_str(), found.default.as_str()), ("OutlierDetection.baseEjectionTime", "30s"));
    assert!(found.link.starts_with("https://istio.io/latest/docs/reference/config/networking/destination-rule/"));
    let found = hover("  trafficPolicy: {loadBalancer: {simple: RAN‸DOM}}\n").unwrap();
    assert_eq!(found.title, "LoadBalancerSettings.simple: RANDOM");
    assert_eq!(
        hover("  trafficPolicy:\n    outlierDetection: {interval: 1‸0s}").unwrap().title,
        "OutlierDetection.interval"
    );
    assert!(hover("  nons‸ense: 1").is_none());
}

#[test]
fn the_outline_names_objects_and_parts() {
    let outline = ide::outline(&read(SCENARIO), 0);
    assert_eq!(outline.len(), 5);
    let parts: Vec<_> = outline[1].children.iter().map(|part| part.name.as_str()).collect();
    assert_eq!((outline[1].detail.as_str(), parts), ("DestinationRule", vec!["safe", "risky"]));
    assert_eq!(outline[4].children[1].name, "http[0]");
}

fn place(text: &str, around: &str) -> u32 {
    (text.find(around).unwrap() + around.len() - 1) as u32
}

#[test]
fn definitions_of_subsets_hosts_and_gateways() {
    let config = read(SCENARIO);
    let definition = |around: &str| {
        let span = ide::definition(&config, 0, place(SCENARIO, around)).unwrap();
        (&SCENARIO[span.start as usize..span.end as usize], SCENARIO[..span.start as usize].matches("---").count())
    };
    assert_eq!(definition("subset: safe"), ("safe", 1));
    assert_eq!(definition("subset: risky"), ("risky", 1));
    assert_eq!(definition("  host: staff"), ("staff", 0));
    assert!(ide::definition(&config, 0, place(SCENARIO, "template")).is_none());
    assert_eq!(ide::references(&config, 0, place(SCENARIO, "subset: risky")).len(), 2);
}

#[test]
fn renames_a_subset_everywhere() {
    let config = read(SCENARIO);
    let at = place(SCENARIO, "subset: risky");
    let mut edits = ide::rename(&config, 0, at, "new-one").unwrap();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = SCENARIO.to_owned();
    for edit in &edits {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    assert_eq!((text.matches("new-one").count(), text.matches("risky").count()), (2, 0));
    assert_eq!(ide::rename(&config, 0, at, "safe"), Err(RenameError::Taken));
    assert_eq!(ide::rename(&config, 0, at, "No Label"), Err(RenameError::NotALabel));
    assert_eq!(ide::rename(&config, 0, 0, "x"), Err(RenameError::NotASubset));
    assert_eq!(ide::rename(&config, 0, at, "1").unwrap()[0].text, "\"1\"");
}

#[test]
fn formats_without_losing_a_word() {
    let before = "# top\n\n\n\nkind:   VirtualService   \nspec:\n    # about http\n    http:\n        # first\n        -   route:\n              # to safe\n              - destination:\n                    host: staff   # the host\n                weight: 90\n            name: |\n                line\n                  deeper\n    hosts: [a,\n        b]\n    text: \"x\n      y\"\n    # end\n---\na:\n- - 1\n  - 2\n";
    let after = "# top\n\nkind:   VirtualService\nspec:\n  # about http\n  http:\n  # first\n  - route:\n    # to safe\n    - destination:\n        host: staff   # the host\n      weight: 90\n    name: |\n        line\n          deeper\n  hosts: [a,\n      b]\n  text: \"x\n    y\"\n  # end\n---\na:\n- - 1\n  - 2\n";
    assert_eq!(ide::format(before).unwrap(), after);
    assert_eq!(ide::format(after).unwrap(), after);
    assert!(ide::format("a: [1").is_err());
    assert_eq!(ide::format("{\"a\": 1}").unwrap(), "{\"a\": 1}\n");
    assert_eq!(ide::format("").unwrap(), "");
}

#[test]
fn ghosts_write_down_what_holds_anyway() {
    let text = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: a\n  trafficPolicy:\n    outlierDetection: {interval: 5s}\n---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n  hosts: [a]\n  http:\n  - route:\n    - destination: {host: a}\n  - redirect: {uri: /x}\n";
    let mut ghosts = ide::ghosts(&read(text), ALL, text);
    let said: Vec<_> =
        ghosts.iter().map(|ghost| (ghost.path.as_str(), ghost.text.split(':').next().unwrap())).collect();
    assert_eq!(
        said,
        [
            ("spec.trafficPolicy.outlierDetection", "consecutive5xxErrors"),
            ("spec.trafficPolicy.outlierDetection", "baseEjectionTime"),
            ("spec.trafficPolicy.outlierDetection", "maxEjectionPercent"),
            ("spec.trafficPolicy", "loadBalancer"),
            ("spec.http[0]", "retries"),
        ]
    );
    ghosts.reverse();
    let mut written = text.to_owned();
    for ghost in ghosts {
        written.insert_str(ghost.edit.span.start as usize, &ghost.edit.text);
    }
    let config = read(&written);
    assert_eq!(config.diagnostics, [], "{written}");
    assert_eq!(ide::ghosts(&config, ALL, &written), [], "{written}");
}

#[test]
fn items_of_a_list_to_come() {
    let insert = |marked: &str, label: &str| {
        let text = format!("{SCENARIO}---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nspec:\n{marked}");
        let offset = text.find('‸').unwrap();
        let items = ide::complete(&text.replace('‸', ""), offset, &Names::of(&read(SCENARIO))).items;
        items.into_iter().find(|item| item.label == label).map(|item| item.insert)
    };
    assert_eq!(insert("  hosts:\n  ‸", "staff"), None, "a key of the spec, not an item");
    assert_eq!(insert("  hosts:\n    ‸", "staff").as_deref(), Some("- staff"));
    assert_eq!(insert("  hosts: ‸", "staff").as_deref(), Some("[staff]"));
    assert_eq!(insert("  http:\n    ‸", "route").as_deref(), Some("- route:\n      - "));
    assert_eq!(insert("  http:\n  - ‸", "route").as_deref(), Some("route:\n    - "));
    assert_eq!(insert("  hosts: ['*', ‸]", "staff").as_deref(), Some("staff"));
}

#[test]
fn a_check_is_completed_from_the_field_table_and_from_what_the_scenario_has() {
    let check = |spec: &str| {
        offered(&format!("apiVersion: playground.mesh/v1\nkind: Check\nmetadata: {{name: a}}\nspec:\n  {spec}\n"))
    };
    let has = |offered: &[String], label: &str| offered.iter().any(|known| known == label);
    let keys = check("‸");
    assert!(["send", "during", "expect", "seeds"].iter().all(|key| has(&keys, key)), "{keys:?}");
    let figures = check("expect:\n  - ‸");
    assert!(["share", "latency", "ejections", "atMost"].iter().all(|key| has(&figures, key)), "{figures:?}");
    let percentiles = check("expect:\n  - latency: ‸");
    assert!(has(&percentiles, "p99"), "{percentiles:?}");
    assert_eq!(check("expect:\n  - share:\n      version: ‸"), ["v1"]);
    let apps = check("during:\n    edge:\n      destination: ‸");
    assert_eq!(apps, ["staff"]);
}
