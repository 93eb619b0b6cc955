//! What readers chose to see, written into the `view` of a scenario: links and what is saved carry it.

use mesh_config::ide::insertion;
use mesh_config::{Config, Node, Resource, SourceFile, Span, TextEdit};
use mesh_graph::{Folding, GraphOptions, GraphType};
use mesh_view::{Choices, ResponseTime, View};

use super::Session;
use crate::Scenario;
use crate::header::Header;

/// The file for a scenario that has no resource of kind Scenario.
const FILE: &str = "scenario.yaml";

impl Session {
    /// Shows the graph as the texts say; gives what they say of what is displayed.
    pub fn show_as_written(&mut self) -> Option<Choices> {
        let View { graph, display, .. } = self.view();
        self.set_graph_type(graph);
        if let Some(Choices { namespace_boxes, options, .. }) = &display {
            self.set_graph_options(options.clone());
            self.set_folding(Folding { namespace_boxes: *namespace_boxes, ..Folding::default() });
        }
        display
    }

    /// A scenario that says what somebody chose to see. The same one where that is said already, or cannot be written.
    #[must_use]
    pub fn with_choices(&self, scenario: Scenario, choices: &Choices) -> Scenario {
        let sought =
            |text: &str| Some(text.trim()).filter(|text| text.len() <= GraphOptions::LONGEST).map(str::to_owned);
        let mut choices = choices.clone();
        let GraphOptions { find, hide, focus, .. } = &mut choices.options;
        (*find, *hide, *focus) = (sought(find).unwrap_or_default(), sought(hide).unwrap_or_default(), None);
        let graph = self.runs.first().map(|run| run.graph_type()).unwrap_or_default();
        let scenario = with_said(scenario, "graph", || name(graph).to_owned(), |view| view.graph == graph);
        let is_said = |view: &View| *view.display.as_ref().unwrap_or(&Choices::default()) == choices;
        with_said(scenario, "display", || written(&choices), is_said)
    }
}

/// A scenario whose view says something, on one line. The same one where it says so already, or where that cannot be written.
pub(super) fn with_said(
    scenario: Scenario,
    field: &str,
    value: impl FnOnce() -> String,
    is_said: impl Fn(&View) -> bool,
) -> Scenario {
    let config = mesh_config::parse(&scenario.files);
    if is_said(&Header::of(&config).view) {
        return scenario;
    }
    let files = files_with(&config, &scenario.files, field, &value());
    if is_said(&Header::of(&mesh_config::parse(&files)).view) { Scenario { files, ..scenario } } else { scenario }
}

fn files_with(config: &Config, files: &[SourceFile], field: &str, value: &str) -> Vec<SourceFile> {
    let mut files = files.to_vec();
    match config.resources.iter().find(|resource| resource.kind == "Scenario") {
        Some(resource) => {
            let edit = edit(resource, &files, field, value);
            mesh_view::apply_edits(&mut files, edit.as_slice());
        }
        None => {
            let is_taken = |name: &str| files.iter().any(|file| file.name == name);
            let name =
                (1..).map(|number| if number == 1 { FILE.to_owned() } else { format!("scenario-{number}.yaml") });
            let text = format!(
                "# How the graph is shown.\napiVersion: playground.mesh/v1\nkind: Scenario\nmetadata:\n  name: scenario\nspec:\n  view: {{{field}: {value}}}\n"
            );
            if let Some(name) = name.take(files.len() + 1).find(|name| !is_taken(name)) {
                files.push(SourceFile { name, text });
            }
        }
    }
    files
}

/// The edit that writes a field into the view of a Scenario.
fn edit(resource: &Resource, files: &[SourceFile], field: &str, value: &str) -> Option<TextEdit> {
    let spec = resource.node.get("spec")?;
    let text = |node: &Node| files.get(node.span.file as usize).map(|file| file.text.as_str());
    let Some(view) = spec.get("view") else {
        return insertion(spec, &format!("view: {{{field}: {value}}}"), text(spec)?);
    };
    let Some(entry) = view.entry(field) else { return insertion(view, &format!("{field}: {value}"), text(view)?) };
    let (key, there) = (entry.key.span, entry.value.span);
    let colon = text(view)?.get(key.end as usize..there.start as usize)?.find(':')?;
    let span = Span { file: there.file, start: key.end + colon as u32 + 1, end: there.end };
    Some(TextEdit { span, text: format!(" {value}") })
}

fn name(graph: GraphType) -> &'static str {
    match graph {
        GraphType::App => "app",
        GraphType::VersionedApp => "versionedApp",
        GraphType::Workload => "workload",
        GraphType::Service => "service",
    }
}

/// What is otherwise than at first.
fn written(choices: &Choices) -> String {
    let first = Choices::default();
    let (display, options) = (choices.display, &choices.options);
    let is = [
        ("rate", display.rate, first.display.rate),
        ("share", display.share, first.display.share),
        ("security", display.security, first.display.security),
        ("serviceNodes", options.service_nodes, first.options.service_nodes),
        ("appBoxes", options.app_boxes, first.options.app_boxes),
        ("namespaceBoxes", choices.namespace_boxes, first.namespace_boxes),
        ("idleNodes", options.idle_nodes, first.options.idle_nodes),
        ("idleEdges", options.idle_edges, first.options.idle_edges),
        ("badges", display.badges, first.display.badges),
        ("animation", display.animation, first.display.animation),
    ];
    let is = is.into_iter().filter(|(_, now, first)| now != first).map(|(field, now, _)| format!("{field}: {now}"));
    let time = display.time.map(|time| match time {
        ResponseTime::Average => "responseTime: avg",
        ResponseTime::Median => "responseTime: p50",
        ResponseTime::Percentile95 => "responseTime: p95",
        ResponseTime::Percentile99 => "responseTime: p99",
    });
    let sought = [("find", &options.find), ("hide", &options.hide)];
    let sought = sought.into_iter().filter(|(_, text)| !text.is_empty());
    // A text as YAML reads it in double quotes: JSON is YAML.
    let sought = sought.map(|(field, text)| format!("{field}: {}", serde_json::Value::from(text.as_str())));
    let all: Vec<String> = is.chain(time.map(str::to_owned)).chain(sought).collect();
    format!("{{{}}}", all.join(", "))
}

#[cfg(test)]
mod tests {
    use mesh_view::Display;

    use super::*;
    use crate::preset;

    fn chosen() -> Choices {
        let options = GraphOptions {
            idle_edges: false,
            service_nodes: false,
            find: "name = \"a: b\" # no comment".into(),
            hide: "healthy".into(),
            ..GraphOptions::default()
        };
        let display =
            Display { rate: false, time: Some(ResponseTime::Percentile99), security: true, ..Display::default() };
        Choices { display, namespace_boxes: true, options }
    }

    #[test]
    fn what_was_chosen_is_written_and_shown_again() {
        for slug in ["canary-weights", "bookinfo", "circuit-breaking"] {
            let scenario = preset(slug).unwrap().scenario();
            let mut session = Session::open(scenario.clone());
            assert_eq!(
                session.with_choices(scenario.clone(), &Choices::default()),
                scenario,
                "{slug}: nothing is chosen"
            );
            session.set_graph_type(GraphType::App);
            let linked = session.with_choices(scenario.clone(), &chosen());
            let mut again = Session::open(linked.clone());
            assert!(again.findings().diagnostics.iter().all(|found| !found.message.to_string().contains("display")));
            assert_eq!(again.show_as_written(), Some(chosen()), "{slug}");
            let frame = again.frame();
            assert_eq!((frame.graph.graph_type, frame.display), (GraphType::App, Some(chosen())), "{slug}");
            assert!(frame.graph.nodes.iter().all(|node| node.kind != mesh_view::NodeKind::Service), "{slug}");
            assert_eq!(again.with_choices(linked.clone(), &chosen()), linked);
            // Put back, and said so: whoever opens it sees what is seen here.
            again.set_graph_type(GraphType::VersionedApp);
            let back = again.with_choices(linked, &Choices::default());
            let mut back = Session::open(back);
            assert_eq!(back.show_as_written(), Some(Choices::default()), "{slug}");
            assert_eq!(back.frame().graph.graph_type, GraphType::VersionedApp);
        }
    }

    #[test]
    fn a_scenario_without_a_resource_of_its_own_gets_one() {
        let text = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n";
        let scenario = Scenario::new(vec![SourceFile { name: "scenario.yaml".into(), text: text.into() }]);
        let linked = Session::open(scenario.clone()).with_choices(scenario, &chosen());
        assert_eq!(
            linked.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
            ["scenario.yaml", "scenario-2.yaml"]
        );
        assert_eq!(Session::open(linked).show_as_written(), Some(chosen()));
    }

    #[test]
    fn what_is_no_choice_is_told_and_left_out() {
        let view = |display: &str| {
            let text =
                format!("apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {{view: {{display: {display}}}}}\n");
            Session::open(Scenario::new(vec![SourceFile { name: "a.yaml".into(), text }]))
        };
        let long = "x".repeat(GraphOptions::LONGEST + 1);
        for display in [
            "{responseTime: p50.5}".to_owned(),
            "{rate: maybe}".to_owned(),
            "{colours: all}".to_owned(),
            "[rate]".to_owned(),
            format!("{{find: {long}}}"),
            format!("{{hide: {long}}}"),
        ] {
            let mut session = view(&display);
            let findings = session.findings().diagnostics;
            assert!(findings.iter().any(|found| found.span.end > found.span.start), "{display}: {findings:?}");
            assert_eq!(session.show_as_written().unwrap_or_default(), Choices::default(), "{display}");
        }
        assert_eq!(view("{}").show_as_written(), Some(Choices::default()));
        let mut without = Session::open(Scenario::default());
        assert_eq!(without.show_as_written(), None);
    }
}
