//! A field in the wrong place: where it belongs is said, and what moves it there leaves nothing to say.

use mesh_config::{Config, Diagnostic, SourceFile, parse};

fn read(text: &str) -> Config {
    parse(&[SourceFile { name: "mesh.yaml".to_owned(), text: text.to_owned() }])
}

const VIRTUAL_SERVICE: &str = "apiVersion: networking.istio.io/v1\nkind: VirtualService\n";
const DESTINATION_RULE: &str = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\n";

/// The text after the first way to mend the first finding.
fn mended(text: &str, found: &[Diagnostic]) -> Option<String> {
    let mut edits = found.first()?.fixes.first()?.edits.clone();
    edits.sort_by_key(|edit| edit.span);
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    Some(text)
}

/// Checks the first finding's words and what its way to mend makes of the text.
fn check(head: &str, body: &str, words: &str, expected: &str) {
    let text = format!("{head}{body}");
    let found = read(&text).diagnostics;
    assert!(found.first().is_some_and(|one| one.message.to_string().contains(words)), "{text}{found:#?}");
    let mended = mended(&text, &found).unwrap_or_else(|| panic!("{text}nothing mends it: {found:#?}"));
    assert_eq!(mended, format!("{head}{expected}"));
    let left = read(&mended).diagnostics;
    assert!(left.len() < found.len(), "{mended}{left:#?}");
}

#[test]
fn fields_are_moved_out_to_where_they_belong() {
    for (body, words, expected) in [
        (
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - destination:\n        host: a\n        weight: 90\n",
            "it belongs beside `destination`: `spec.http[0].route[0].weight`",
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - destination:\n        host: a\n      weight: 90\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - destination:\n        weight: 90 # most\n        host: a\n",
            "it belongs beside `destination`",
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - weight: 90\n      destination:\n        host: a\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - destination: {host: a, weight: 90}\n",
            "it belongs beside `destination`",
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - weight: 90\n      destination: {host: a}\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  http:\n  - route: [{destination: {weight: 90, host: a}}]\n",
            "it belongs beside `destination`",
            "metadata: {name: a}\nspec:\n  http:\n  - route: [{weight: 90, destination: {host: a}}]\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - destination: {host: a}\n      timeout: 3s\n",
            "it belongs beside `route`: `spec.http[0].timeout`",
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - destination: {host: a}\n    timeout: 3s\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - destination: {host: a}\n      retries:\n        attempts: 3\n        perTryTimeout: 1s\n    - destination: {host: b}\n",
            "it belongs beside `route`",
            "metadata: {name: a}\nspec:\n  http:\n  - retries:\n      attempts: 3\n      perTryTimeout: 1s\n    route:\n    - destination: {host: a}\n    - destination: {host: b}\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  http:\n  - route:\n    - match:\n      - uri: {prefix: /}\n      destination: {host: a}\n",
            "it belongs beside `route`",
            "metadata: {name: a}\nspec:\n  http:\n  - match:\n    - uri: {prefix: /}\n    route:\n    - destination: {host: a}\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  http:\n  - match:\n    - uri:\n        prefix: /a\n      rewrite:\n        uri: /\n    route: [{destination: {host: a}}]\n",
            "it belongs beside `match`: `spec.http[0].rewrite`",
            "metadata: {name: a}\nspec:\n  http:\n  - match:\n    - uri:\n        prefix: /a\n    rewrite:\n      uri: /\n    route: [{destination: {host: a}}]\n",
        ),
    ] {
        check(VIRTUAL_SERVICE, body, words, expected);
    }
}

#[test]
fn fields_are_moved_in_to_where_they_belong() {
    for (head, body, words, expected) in [
        (
            DESTINATION_RULE,
            "metadata: {name: a}\nspec:\n  host: a\n  outlierDetection: {consecutive5xxErrors: 5}\n",
            "it belongs under `trafficPolicy`: `spec.trafficPolicy.outlierDetection`",
            "metadata: {name: a}\nspec:\n  host: a\n  trafficPolicy:\n    outlierDetection: {consecutive5xxErrors: 5}\n",
        ),
        (
            DESTINATION_RULE,
            "metadata: {name: a}\nspec:\n  host: a\n  trafficPolicy:\n    tls: {mode: DISABLE}\n  connectionPool:\n    tcp:\n      maxConnections: 1\n\n      connectTimeout: 1s\n",
            "it belongs under `trafficPolicy`",
            "metadata: {name: a}\nspec:\n  host: a\n  trafficPolicy:\n    connectionPool:\n      tcp:\n        maxConnections: 1\n\n        connectTimeout: 1s\n    tls: {mode: DISABLE}\n",
        ),
        (
            DESTINATION_RULE,
            "metadata: {name: a}\nspec: {host: a, tls: {mode: DISABLE}, trafficPolicy: {connectionPool: {}}}\n",
            "it belongs under `trafficPolicy`",
            "metadata: {name: a}\nspec: {host: a, trafficPolicy: {tls: {mode: DISABLE}, connectionPool: {}}}\n",
        ),
        (
            DESTINATION_RULE,
            "metadata: {name: a}\nspec: {host: a, loadBalancer: {simple: RANDOM}}\n",
            "it belongs under `trafficPolicy`",
            "metadata: {name: a}\nspec: {host: a, trafficPolicy: {loadBalancer: {simple: RANDOM}}}\n",
        ),
        (
            DESTINATION_RULE,
            "metadata:\n  name: a\n  subsets:\n  - name: v1\n    labels: {version: v1}\nspec:\n  host: a\n",
            "it belongs under `spec`: `spec.subsets`",
            "metadata:\n  name: a\nspec:\n  subsets:\n  - name: v1\n    labels: {version: v1}\n  host: a\n",
        ),
        (
            DESTINATION_RULE,
            "metadata:\n  name: a\nspec:\n  host: a\nsubsets:\n- name: v1\n  labels: {version: v1}\n",
            "it belongs under `spec`",
            "metadata:\n  name: a\nspec:\n  subsets:\n  - name: v1\n    labels: {version: v1}\n  host: a\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  http:\n  - match:\n    - prefix: /a\n    route: [{destination: {host: a}}]\n",
            "it belongs under `uri`: `spec.http[0].match[0].uri.prefix`",
            "metadata: {name: a}\nspec:\n  http:\n  - match:\n    - uri:\n        prefix: /a\n    route: [{destination: {host: a}}]\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  http:\n  - match: [{regex: /a.*}]\n    route: [{destination: {host: a}}]\n",
            "it belongs under `uri`",
            "metadata: {name: a}\nspec:\n  http:\n  - match: [{uri: {regex: /a.*}}]\n    route: [{destination: {host: a}}]\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  hosts: [a]\n  route:\n  - destination: {host: a}\n",
            "it belongs under `http`: `spec.http[].route`",
            "metadata: {name: a}\nspec:\n  hosts: [a]\n  http:\n  - route:\n    - destination: {host: a}\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  http:\n  - fault:\n      abort: {httpStatus: 503, percent: 100}\n    route: [{destination: {host: a}}]\n",
            "has no field `percent` any more; it is `percentage.value` today",
            "metadata: {name: a}\nspec:\n  http:\n  - fault:\n      abort: {httpStatus: 503, percentage: {value: 100}}\n    route: [{destination: {host: a}}]\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  http:\n  - appendHeaders:\n      x-one: a\n    route: [{destination: {host: a}}]\n",
            "it is `headers.request.add` today",
            "metadata: {name: a}\nspec:\n  http:\n  - headers:\n      request:\n        add:\n          x-one: a\n    route: [{destination: {host: a}}]\n",
        ),
    ] {
        check(head, body, words, expected);
    }
}

#[test]
fn levels_too_many_and_too_few_are_mended() {
    for (head, body, words, expected) in [
        (
            DESTINATION_RULE,
            "metadata: {name: a}\nspec:\n  host: a\n  trafficPolicy:\n    outlierDetection:\n      http:\n        consecutive5xxErrors: 3\n        interval: 5s\n",
            "what it holds belongs one level up",
            "metadata: {name: a}\nspec:\n  host: a\n  trafficPolicy:\n    outlierDetection:\n      consecutive5xxErrors: 3\n      interval: 5s\n",
        ),
        (
            "apiVersion: apps/v1\nkind: Deployment\n",
            "metadata: {name: a}\nspec:\n  selector:\n    app: a\n  template: {metadata: {labels: {app: a}}}\n",
            "it belongs under `matchLabels`: `spec.selector.matchLabels.app`",
            "metadata: {name: a}\nspec:\n  selector:\n    matchLabels:\n      app: a\n  template: {metadata: {labels: {app: a}}}\n",
        ),
        (
            "apiVersion: networking.istio.io/v1\nkind: Sidecar\n",
            "metadata: {name: a}\nspec:\n  workloadSelector: {app: a}\n  egress: [{hosts: ['./*']}]\n",
            "it belongs under `labels`",
            "metadata: {name: a}\nspec:\n  workloadSelector: {labels: {app: a}}\n  egress: [{hosts: ['./*']}]\n",
        ),
        (
            "apiVersion: v1\nkind: Service\n",
            "metadata: {name: a}\nspec:\n  selector:\n    matchLabels:\n      app: a\n      tier: b\n  ports: [{name: http, port: 80}]\n",
            "write them without `matchLabels`",
            "metadata: {name: a}\nspec:\n  selector:\n    app: a\n    tier: b\n  ports: [{name: http, port: 80}]\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  hosts: a\n  http: [{route: [{destination: {host: a}}]}]\n",
            "expected a list",
            "metadata: {name: a}\nspec:\n  hosts: [a]\n  http: [{route: [{destination: {host: a}}]}]\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  http:\n  - match:\n      uri: {prefix: /}\n      port: 80\n    route: [{destination: {host: a}}]\n",
            "expected a list",
            "metadata: {name: a}\nspec:\n  http:\n  - match:\n      - uri: {prefix: /}\n        port: 80\n    route: [{destination: {host: a}}]\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  hosts:\n  - *.shop.example\n",
            "put it in quotes: `\"*.shop.example\"`",
            "metadata: {name: a}\nspec:\n  hosts:\n  - \"*.shop.example\"\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec:\n  hosts: [*]\n",
            "put it in quotes: `\"*\"`",
            "metadata: {name: a}\nspec:\n  hosts: [\"*\"]\n",
        ),
        (
            VIRTUAL_SERVICE,
            "metadata: {name: a}\nspec: {hosts: [*.shop.example, b]}\n",
            "put it in quotes",
            "metadata: {name: a}\nspec: {hosts: [\"*.shop.example\", b]}\n",
        ),
    ] {
        check(head, body, words, expected);
    }
}

#[test]
fn what_only_another_kind_has_is_said_to_be_its() {
    let body = "metadata: {name: a}\nspec:\n  hosts: [a]\n  subsets: [{name: v1, labels: {version: v1}}]\n";
    let found = read(&format!("{VIRTUAL_SERVICE}{body}")).diagnostics;
    assert_eq!(
        found[0].message,
        "VirtualService has no field `subsets`; it belongs in a DestinationRule: `spec.subsets`"
    );
    assert!(found[0].fixes.is_empty());
}

#[test]
fn what_would_not_stay_what_it_is_is_not_moved() {
    for body in [
        // An anchor, an alias, a place that is taken.
        "metadata: {name: a}\nspec:\n  host: a\n  outlierDetection: &x {interval: 1s}\n",
        "metadata: {name: a, annotations: {x: &x '1s'}}\nspec:\n  host: a\n  outlierDetection: {interval: *x}\n",
        "metadata: {name: a}\nspec:\n  host: a\n  tls: {mode: DISABLE}\n  trafficPolicy: {tls: {mode: SIMPLE}}\n",
    ] {
        let found = read(&format!("{DESTINATION_RULE}{body}")).diagnostics;
        assert!(
            found[0].message.to_string().contains("belongs under `trafficPolicy`") && found[0].fixes.is_empty(),
            "{found:#?}"
        );
    }
}
