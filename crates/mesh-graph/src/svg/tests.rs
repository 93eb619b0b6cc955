use crate::*;

fn sample() -> Graph {
    let endpoint = |app: &str, version: &str| Endpoint {
        namespace: "default".into(),
        app: app.into(),
        version: version.into(),
        workload: format!("{app}-{version}"),
        ..Endpoint::default()
    };
    let flow = |version: &str, status: u16, count: u64| Flow {
        source: endpoint("api-gateway", ""),
        destination: Some(endpoint("staff", version)),
        service: "staff".into(),
        service_namespace: "default".into(),
        responses: vec![Response { status, flags: "-".into(), count, ..Response::default() }],
        ..Flow::default()
    };
    let traffic = Traffic {
        window: 10.0,
        flows: vec![flow("safe", 200, 97), flow("risky & <new>", 502, 3)],
        services: vec![ServiceFacts {
            name: "staff".into(),
            namespace: "default".into(),
            badges: Badges { virtual_service: true, circuit_breaker: true, ..Badges::default() },
            quiet: false,
            apps: vec!["staff".into()],
            weights: vec![("staff".into(), "safe".into(), 90.0)],
        }],
        ..Traffic::default()
    };
    build(&traffic, GraphType::VersionedApp)
}

fn draw(theme: Theme) -> String {
    let graph = sample();
    svg(&graph, &layout(&graph, Stage::default(), None), theme, "Canary \"by\" weight")
}

#[test]
fn a_standalone_drawing_needs_nothing_from_outside() {
    for theme in [Theme::Light, Theme::Dark] {
        let text = draw(theme);
        assert!(!text.contains("var(") && !text.contains("url(") && !text.contains("class="), "{text}");
    }
    assert!(draw(Theme::Page).contains("var(--ok)"));
}

#[test]
fn it_says_in_words_what_it_shows() {
    let text = draw(Theme::Light);
    assert!(text.contains("<title>Canary &quot;by&quot; weight</title>"));
    assert!(text.contains("staff to staff safe: 97 % of 90 %."), "{text}");
    assert!(text.contains("risky &amp; &lt;new&gt;: 3 % · 100 %err."), "{text}");
    assert!(text.contains(r#"role="img""#));
}

#[test]
fn what_is_wrong_is_red_and_what_is_fine_green() {
    let text = draw(Theme::Light);
    assert!(text.contains(r##"stroke="#951212""##) && text.contains(r##"stroke="#257a3e""##));
}
