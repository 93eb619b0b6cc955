//! Where what lives differs from the texts, and what writes it back into them.

use std::sync::Arc;

use mesh_cluster::live::Drifted;
use mesh_view::{Drift, TextEdit};
use serde_json::Value;

use super::Run;
use crate::texts::Texts;
use crate::{Figure, GutterFigure};

/// What was found last: in which version of the cluster, beside which texts.
#[derive(Clone, Debug)]
pub(super) struct Found {
    version: (u64, u64),
    texts: Arc<Texts>,
    pub(super) drift: Vec<Drift>,
    /// Objects that are gone.
    pub(super) gone: Vec<GutterFigure>,
}

/// The drift of now; nothing while nobody has handled the cluster.
pub(super) fn find(run: &mut Run) -> Option<Arc<Found>> {
    let version = run.simulation.cluster_version()?;
    let texts = Arc::clone(run.texts()?);
    let known = run.drift.as_ref().filter(|known| known.version == version && Arc::ptr_eq(&known.texts, &texts));
    let found = match known {
        Some(known) => Arc::clone(known),
        None => {
            let mut found = Found { version, texts, drift: Vec::new(), gone: Vec::new() };
            for drifted in run.simulation.drifted(&found.texts.config) {
                found.add(drifted);
            }
            Arc::new(found)
        }
    };
    run.drift = Some(Arc::clone(&found));
    Some(found)
}

impl Found {
    fn add(&mut self, drifted: Drifted) {
        let Drifted { path, span, live } = drifted;
        // What is implied stands in no file.
        let Some(file) = self.texts.files.get(span.file as usize) else { return };
        let written = file.text.get(span.start as usize..span.end as usize);
        match live.zip(written) {
            Some((live, written)) => {
                let live = flow(&live);
                let edit = TextEdit { span, text: live.clone() };
                self.drift.push(Drift { path, written: written.to_owned(), live, edit });
            }
            None => self.gone.push(GutterFigure { span, path, figure: Figure::Gone }),
        }
    }
}

/// A value as YAML on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        // JSON is YAML.
        other => other.to_string(),
    }
}

/// Whether a text is the same without quotes.
fn is_plain(text: &str) -> bool {
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || "._/:-".contains(char))
        && !text.ends_with(':')
        && !words.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Frame, Session, Work, preset};

    fn session() -> Session {
        let mut session = Session::open(preset("node-upgrade").unwrap().scenario());
        session.advance(std::time::Duration::from_secs(2), &mut Work::unlimited()).unwrap();
        session
    }

    fn after(session: &mut Session, line: &str) -> Frame {
        session.type_line(line);
        session.advance(std::time::Duration::from_secs(10), &mut Work::unlimited()).unwrap();
        session.frame()
    }

    #[test]
    fn what_a_command_changed_is_shown_at_its_line_and_written_back() {
        let mut session = session();
        assert!(session.frame().drift.is_empty());
        assert_eq!(after(&mut session, "kubectl get pods").drift, [], "reading changes nothing");
        let frame = after(&mut session, "kubectl scale deployment staff-service --replicas=3");
        let [drift] = frame.drift.as_slice() else { panic!("{:?}", frame.drift) };
        assert_eq!((drift.path.as_str(), drift.live.as_str()), ("spec.replicas", "3"));
        let mut files = session.files().to_vec();
        mesh_view::apply_edits(&mut files, std::slice::from_ref(&drift.edit));
        let pods = |frame: &Frame| frame.pods.iter().filter(|pod| pod.workload == "staff-service").count();
        let before = pods(&frame);
        session.edit(files);
        session.advance(std::time::Duration::from_secs(10), &mut Work::unlimited()).unwrap();
        let frame = session.frame();
        assert_eq!((frame.drift.len(), pods(&frame)), (0, before), "{:?}", frame.drift);
    }

    #[test]
    fn an_object_that_is_gone_is_said_at_its_name() {
        let mut session = session();
        let frame = after(&mut session, "kubectl delete virtualservice staff-service");
        let gone = frame.gutter.iter().filter(|figure| figure.figure == Figure::Gone).collect::<Vec<_>>();
        let [gone] = gone.as_slice() else { panic!("{gone:?}") };
        let text = &session.files()[gone.span.file as usize].text;
        assert_eq!(&text[gone.span.start as usize..gone.span.end as usize], "staff-service");
    }

    #[test]
    fn nothing_differs_before_somebody_changes_it() {
        for preset in crate::presets() {
            let mut session = Session::open(preset.scenario());
            let frame = after(&mut session, "kubectl get nodes");
            assert_eq!(frame.drift, [], "{}", preset.slug);
            assert!(frame.gutter.iter().all(|figure| figure.figure != Figure::Gone), "{}", preset.slug);
        }
    }

    #[test]
    fn values_are_written_so_that_they_are_read_as_the_same() {
        for (value, text) in [
            (serde_json::json!("web:2"), "web:2"),
            (serde_json::json!("yes"), "\"yes\""),
            (serde_json::json!("3"), "\"3\""),
            (serde_json::json!(3), "3"),
            (serde_json::json!({"app": "a: b"}), "{\"app\":\"a: b\"}"),
        ] {
            assert_eq!(flow(&value), text);
        }
    }
}
