//! What must hold of every text. The texts are the same in every run, so a failure can be looked at again.

use mesh_config::{Config, Node, SourceFile, Value, parse, parse_reusing};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() }
}

fn file(text: &str) -> SourceFile {
    SourceFile { name: "a.yaml".to_owned(), text: text.to_owned() }
}

/// Texts made of what YAML and our kinds are made of, nearly right more often than not.
fn yaml_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b: ",
        "c:\n",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n---\n",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ": ",
        "'",
        "\"",
        "&x ",
        "*x",
        "<<: ",
        "| \n",
        ">-\n",
        "# 주석\n",
        "\t",
        "!!str ",
        "1",
        "0.5",
        "true",
        "null",
        "~",
        "\r\n",
        "%YAML 1.2\n",
        "...",
        "? ",
        "🚀",
        "kind: VirtualService\n",
        "apiVersion: networking.istio.io/v1\n",
        "metadata: {name: a}\n",
        "spec:\n",
        "  hosts: [a]\n",
        "  http:\n",
        "  - route:\n",
        "    - destination: {host: b}\n",
        "      weight: 10\n",
        "    timeout: 1s\n",
        "kind: List\n",
        "items:\n",
        "kind: App\n",
        "apiVersion: playground.mesh/v1\n",
        "  latency: {p50: 1ms, p99: 2ms}\n",
        "  errors: [{status: 500, share: 10}]\n",
        "-1",
        "1e400",
        "\\",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A mapping of fields, few of them where they belong, written in blocks or between brackets.
fn misplaced() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "host",
        "weight",
        "timeout",
        "retries",
        "tls",
        "outlierDetection",
        "trafficPolicy",
        "http",
        "match",
        "prefix",
        "uri",
        "simple",
        "subsets",
        "metadata",
        "destination",
        "route",
        "percent",
        "abort",
        "fault",
        "labels",
        "matchLabels",
        "selector",
        "headers",
    ]);
    let leaf = prop::sample::select(vec!["a", "1s", "90", "'x: y'", "\"b\"", "{}", "[]", ""])
        .prop_map(|text| vec![text.to_owned()]);
    leaf.prop_recursive(5, 24, 4, move |inner| {
        let entries = prop::collection::vec((key.clone(), inner), 1..4);
        (entries, any::<bool>(), any::<bool>()).prop_map(|(entries, brackets, list)| {
            let mut done = std::collections::BTreeSet::new();
            let entries: Vec<_> = entries.into_iter().filter(|(key, _)| done.insert(*key)).collect();
            let is_flat = entries.iter().all(|(_, lines)| lines.len() == 1 && !lines[0].is_empty());
            if brackets && is_flat {
                let inner: Vec<_> = entries.iter().map(|(key, lines)| format!("{key}: {}", lines[0])).collect();
                return vec![format!("{{{}}}", inner.join(", "))];
            }
            let mut lines = vec![String::new()];
            for (key, value) in entries {
                match value.as_slice() {
                    [only] => lines.push(format!("{key}: {only}")),
                    [_, more @ ..] => {
                        lines.push(format!("{key}:"));
                        lines.extend(more.iter().map(|line| format!("  {line}")));
                    }
                    [] => {}
                }
            }
            if list {
                for (index, line) in lines.iter_mut().enumerate().skip(1) {
                    line.insert_str(0, if index == 1 { "- " } else { "  " });
                }
            }
            lines
        })
    })
    .prop_map(|lines| match lines.as_slice() {
        [only] => format!("spec: {only}\n"),
        [_, more @ ..] => more.iter().fold("spec:\n".to_owned(), |text, line| format!("{text}  {line}\n")),
        [] => String::new(),
    })
}

/// The texts of a tree that are no keys, sorted.
fn leaves(node: &Node, found: &mut Vec<String>) {
    match &node.value {
        Value::Scalar(_) if node.is_null() => {}
        Value::Scalar(scalar) => found.push(scalar.text.to_string()),
        Value::Sequence(items) => items.iter().for_each(|item| leaves(item, found)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| leaves(&entry.value, found)),
    }
}

/// Every span lies within the text, on whole characters.
fn spans_are_sound(config: &Config, text: &str) {
    let sound = |span: mesh_config::Span| text.get(span.start as usize..span.end as usize).is_some();
    for diagnostic in &config.diagnostics {
        assert!(sound(diagnostic.span), "{diagnostic:?}");
        assert!(diagnostic.fixes.iter().flat_map(|fix| &fix.edits).all(|edit| sound(edit.span)), "{diagnostic:?}");
    }
    for resource in &config.resources {
        assert!(sound(resource.span), "{resource:?}");
    }
}

/// Whether serde_yaml reads the same; YAML 1.1's `yes` and octal numbers apart, which Kubernetes knows and serde_yaml does not.
fn agrees(node: &Node, value: &serde_yaml::Value) -> bool {
    use serde_yaml::Value as Theirs;
    match (value, &node.value) {
        (Theirs::Null, Value::Scalar(scalar)) => scalar.is_null(),
        (Theirs::Bool(theirs), Value::Scalar(scalar)) => scalar.as_bool() == Some(*theirs),
        (Theirs::Number(theirs), Value::Scalar(scalar)) => scalar.as_number().is_some_and(|ours| {
            let theirs = theirs.as_f64().unwrap();
            ours == theirs || ours.is_nan() && theirs.is_nan() || scalar.text.starts_with('0')
        }),
        (Theirs::String(theirs), Value::Scalar(scalar)) => **theirs == *scalar.text,
        (Theirs::Sequence(theirs), Value::Sequence(ours)) => {
            theirs.len() == ours.len() && ours.iter().zip(theirs).all(|(ours, theirs)| agrees(ours, theirs))
        }
        (Theirs::Mapping(theirs), Value::Mapping(ours)) => {
            theirs.len() == ours.len() && ours.iter().zip(theirs).all(|(ours, (_, theirs))| agrees(&ours.value, theirs))
        }
        (Theirs::Tagged(tagged), _) => agrees(node, &tagged.value),
        _ => false,
    }
}

/// Any tree, as serde_yaml writes it.
fn tree() -> impl Strategy<Value = serde_yaml::Value> {
    use serde_yaml::Value as Theirs;
    let leaf = prop_oneof![
        Just(Theirs::Null),
        any::<bool>().prop_map(Theirs::Bool),
        any::<i64>().prop_map(|number| Theirs::Number(number.into())),
        (-1e9..1e9_f64).prop_map(|number| Theirs::Number(number.into())),
        "[ -~가-힣🚀\n]{0,20}".prop_map(Theirs::String),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Theirs::Sequence),
            prop::collection::btree_map("[a-z가-힣 :#-]{1,8}", inner, 0..6).prop_map(|map| Theirs::Mapping(
                map.into_iter().map(|(key, value)| (Theirs::String(key), value)).collect()
            )),
        ]
    })
}

/// What we read in the `spec` of an unknown kind: every tree is kept there as it is.
fn read_spec(text: &str) -> Option<Node> {
    let config = parse(&[file(text)]);
    let resource = config.resources.first()?;
    resource.node.get("spec").cloned()
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn what_is_moved_stays_what_it_is(spec in misplaced(), kind in prop::sample::select(vec!["VirtualService", "DestinationRule"])) {
        let text = format!("apiVersion: networking.istio.io/v1\nkind: {kind}\nmetadata: {{name: n}}\n{spec}");
        let before = parse(&[file(&text)]);
        let written = |config: &Config| {
            let mut found = Vec::new();
            config.resources.iter().for_each(|resource| leaves(&resource.node, &mut found));
            found.sort();
            found
        };
        let moves = before.diagnostics.iter().filter(|one| one.code == "MP0004").flat_map(|one| &one.fixes);
        for fix in moves.filter(|fix| fix.title.to_string().starts_with("Move")) {
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| edit.span);
            prop_assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{:?}", edits);
            let mut moved = text.clone();
            for edit in edits.iter().rev() {
                moved.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
            }
            let after = parse(&[file(&moved)]);
            prop_assert!(after.diagnostics.iter().all(|one| one.code != "MP0001" && one.code != "MP0008"), "{}\n{}\n{}", fix.title, text, moved);
            prop_assert_eq!(written(&after), written(&before), "{}\n{}\n{}", fix.title, text, moved);
        }
    }

    #[test]
    fn no_text_panics(text in yaml_like()) {
        spans_are_sound(&parse(&[file(&text)]), &text);
    }

    #[test]
    fn no_characters_panic(text in any::<String>()) {
        spans_are_sound(&parse(&[file(&text)]), &text);
    }

    #[test]
    fn reading_again_what_changed_gives_the_same(before in yaml_like(), middle in yaml_like(), after in yaml_like(), edit in yaml_like()) {
        let old = [file(&format!("{before}\n---\n{middle}\n---\n{after}")), file(&after)];
        let new = [file(&format!("{before}\n---\n{edit}\n---\n{after}")), file(&before), file(&after)];
        let reused = parse_reusing(&new, &parse(&old));
        prop_assert_eq!(reused, parse(&new));
    }

    #[test]
    fn reads_what_serde_yaml_writes(value in tree()) {
        let object = serde_yaml::to_string(&std::collections::BTreeMap::from([("kind", serde_yaml::Value::from("X")), ("spec", value.clone())])).unwrap();
        let node = read_spec(&object);
        prop_assert!(node.as_ref().is_some_and(|node| agrees(node, &value)), "{object}\n{node:?}");
    }

    #[test]
    fn reads_what_serde_yaml_reads(text in yaml_like()) {
        let text = format!("kind: X\nspec:\n  {}", text.replace("---", "").replace('\n', "\n  "));
        let config = parse(&[file(&text)]);
        let broken = config.diagnostics.iter().any(|one| matches!(&*one.code, "MP0001" | "MP0002" | "MP0008"));
        let theirs = serde_yaml::from_str::<serde_yaml::Value>(&text);
        if let (false, Ok(mut theirs)) = (broken, theirs) && theirs.apply_merge().is_ok() {
            let spec = theirs.get("spec").cloned().unwrap_or_default();
            let ours = read_spec(&text).unwrap();
            prop_assert!(agrees(&ours, &spec), "{text}\nours {ours:?}\ntheirs {spec:?}");
        }
    }
}

#[test]
fn every_prefix_of_a_scenario_is_read() {
    let text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: 'a' # 이름\nspec:\n  hosts: [staff, \"b\"]\n  http:\n  - match:\n    - uri: {prefix: /x}\n    route:\n    - destination:\n        host: staff\n        subset: safe\n      weight: 90\n---\nkind: List\napiVersion: v1\nitems:\n- {kind: Service, apiVersion: v1, metadata: {name: s}, spec: {ports: [{port: 80}]}}\n";
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        spans_are_sound(&parse(&[file(&text[..end])]), &text[..end]);
    }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn formatting_keeps_the_meaning(text in yaml_like(), value in tree()) {
        let trees = [text.clone(), serde_yaml::to_string(&value).unwrap_or_default(), format!("kind: X\nspec:\n      - {}\n# end", text.replace('\n', "\n        "))];
        for text in trees {
            let Ok(formatted) = mesh_config::ide::format(&text) else { continue };
            prop_assert_eq!(mesh_config::ide::format(&formatted), Ok(formatted.clone()), "formatting again changes {:?}", text);
            prop_assert_eq!(text.matches('#').count(), formatted.matches('#').count());
            let (before, after) = (serde_yaml::from_str::<serde_yaml::Value>(&text), serde_yaml::from_str::<serde_yaml::Value>(&formatted));
            if let Ok(before) = before {
                prop_assert_eq!(before, after.unwrap(), "{:?} became {:?}", text, formatted);
            }
        }
    }

    #[test]
    fn the_editor_has_an_answer_everywhere(text in yaml_like(), at in any::<prop::sample::Index>()) {
        let names = mesh_config::ide::Names::of(&parse(&[file(&text)]));
        let offset = at.index(text.len() + 1);
        let completions = mesh_config::ide::complete(&text, offset, &names);
        prop_assert!(completions.replace.end <= text.len());
        let hover = mesh_config::ide::hover(&text, offset);
        prop_assert!(hover.is_none_or(|hover| hover.range.end <= text.len()));
        let config = parse(&[file(&text)]);
        prop_assert_eq!(mesh_config::ide::outline(&config, 0).len(), config.resources.len());
        prop_assert!(mesh_config::ide::references(&config, 0, offset as u32).len() < 100);
    }
}
