//! Nodes that were put elsewhere by hand, as a scenario's `view` holds them: links and what is saved carry them.

use mesh_graph::Moved;

use super::Session;
use super::view::with_said;
use crate::Scenario;
use crate::header::Header;
use crate::run::Run;

impl Session {
    /// Where the texts put nodes elsewhere than they did, they count.
    pub(super) fn heed_moved(&mut self, header: &Header) {
        if header.view.moved != self.texts.header.view.moved {
            self.shown().set_moved(&header.view.moved);
        }
    }

    /// A scenario that says where nodes were put. The same one where that is said already, or cannot be written.
    pub(super) fn with_moved(&self, scenario: Scenario) -> Scenario {
        let moved = self.runs.first().map(Run::moved).unwrap_or_default();
        with_said(scenario, "moved", || list(moved), |view| view.moved == moved)
    }
}

/// As YAML, on one line.
fn list(moved: &[Moved]) -> String {
    let one = |Moved { node, along, across }: &Moved| {
        // A text as YAML reads it in double quotes: JSON is YAML.
        format!("{{node: {}, along: {along}, across: {across}}}", serde_json::Value::from(node.as_str()))
    };
    format!("[{}]", moved.iter().map(one).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use mesh_view::Point;

    use super::*;
    use crate::{SourceFile, preset};

    fn centers(session: &mut Session) -> Vec<(String, Point)> {
        session.frame().layout.nodes.into_iter().map(|place| (place.id, place.center)).collect()
    }

    fn place(session: &mut Session, id: &str) -> Point {
        centers(session).into_iter().find(|(known, _)| known == id).unwrap().1
    }

    /// A scenario with a Scenario resource that says so, or none.
    fn scenario(text: Option<&str>) -> Scenario {
        let mut scenario = preset("canary-weights").unwrap().scenario();
        let is_scenario = |file: &SourceFile| file.text.contains("kind: Scenario");
        let others = |text: &str| -> String {
            let documents = text.split("---\n").filter(|document| !document.contains("kind: Scenario"));
            documents.collect::<Vec<_>>().join("---\n")
        };
        for file in scenario.files.iter_mut().filter(|file| is_scenario(file)) {
            file.text = others(&file.text);
        }
        if let Some(text) = text {
            let text = format!("apiVersion: playground.mesh/v1\nkind: Scenario\nmetadata: {{name: a}}\n{text}");
            scenario.files.push(SourceFile { name: "a.yaml".into(), text });
        }
        scenario
    }

    #[test]
    fn a_node_stays_where_it_was_put_through_edits_restarts_and_links() {
        for (text, files) in [
            (None, 1),
            (Some("spec: {}\n"), 0),
            (Some("spec:\n  duration: 5m\n"), 0),
            (Some("spec:\n  view: {at: 0s}\n  duration: 5m\n"), 0),
            (Some("spec:\n  view:\n    at: 0s\n"), 0),
            (Some("spec:\n  view:\n    moved:\n    - node: gone\n      along: 0.5\n    at: 0s\n"), 0),
            (Some("spec: {view: {moved: [{node: gone}], at: 0s}}\n"), 0),
        ] {
            let scenario = scenario(text);
            let mut session = Session::open(scenario.clone());
            assert_eq!(session.with_moved(scenario.clone()), scenario, "{text:?}");
            let laid = centers(&mut session);
            let node = session.frame().graph.nodes.iter().find(|node| node.sits_on.is_none()).unwrap().id.clone();
            let was = place(&mut session, &node);
            session.move_node(&node, Point { x: 24.0, y: 30.0 });
            let put = place(&mut session, &node);
            assert!((put.x - was.x).abs() + (put.y - was.y).abs() > 20.0, "{text:?}: {was:?} {put:?}");
            session.restart(7);
            let linked = session.with_moved(scenario.clone());
            assert_eq!(linked.files.len(), scenario.files.len() + files, "{text:?}");
            let mut again = Session::open(linked.clone());
            assert_eq!(place(&mut again, &node), put, "{text:?}");
            assert_eq!(again.with_moved(linked.clone()), linked);
            assert!(again.findings().diagnostics.iter().all(|found| found.code != "YAML"), "{text:?}");
            // An edit elsewhere keeps it, and another place in the text counts.
            let mut edited = linked.files.clone();
            edited.iter_mut().for_each(|file| file.text.push_str("\n# a comment\n"));
            again.edit(edited.clone());
            assert_eq!(place(&mut again, &node), put, "{text:?}");
            again.put_back();
            assert_eq!(centers(&mut again), laid, "{text:?}");
            let back = again.with_moved(Scenario { files: edited, seed: None });
            assert_eq!(centers(&mut Session::open(back)), laid, "{text:?}");
        }
    }

    #[test]
    fn other_places_in_the_text_count() {
        let written = |along: f64| {
            scenario(Some(&format!("spec: {{view: {{moved: [{{node: \"app:default/x\", along: {along}}}]}}}}\n")))
        };
        let mut session = Session::open(written(0.25));
        session.edit(written(0.75).files);
        assert_eq!(session.shown().moved().first().map(|moved| moved.along), Some(0.75));
    }

    #[test]
    fn what_is_no_place_is_left_out_and_many_are_bounded() {
        let mut session = Session::open(scenario(Some(
            "spec: {view: {moved: [{node: a, along: 7}, {along: 0.5}, {node: b, across: .nan}]}}\n",
        )));
        assert!(session.shown().moved().iter().all(|moved| moved.along == 0.0 && moved.across == 0.0));
        let many: Vec<String> = (0..5_000).map(|at| format!("{{node: n{at}}}")).collect();
        let mut session = Session::open(scenario(Some(&format!("spec: {{view: {{moved: [{}]}}}}\n", many.join(",")))));
        assert_eq!(session.shown().moved().len(), 200);
        session.frame();
    }
}
