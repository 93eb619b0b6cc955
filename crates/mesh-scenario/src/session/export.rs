//! The texts as `kubectl apply` takes them.

use mesh_config::{Resource, Spec};

use super::Session;

impl Session {
    /// All files as one YAML text, comments kept. Without `own`, the playground's own kinds (Scenario, App, Traffic, Timeline,
    /// Check) are left out: a cluster does not know them.
    #[must_use]
    pub fn export(&self, own: bool) -> String {
        let mut text = String::new();
        let is_yaml = |(file, _): &(&mesh_config::SourceFile, u32)| !mesh_config::is_dockerfile(&file.name);
        for (file, index) in self.texts.files.iter().zip(0u32..).filter(is_yaml) {
            let of_file = || self.texts.config.resources.iter().filter(|resource| resource.span.file == index);
            for document in documents(&file.text) {
                let within = |resource: &&std::sync::Arc<Resource>| document.contains(&(resource.span.start as usize));
                let mut inside = of_file().filter(within).peekable();
                if !own && inside.peek().is_some() && inside.all(|resource| is_own(resource)) {
                    continue;
                }
                let body = file.text.get(document.clone()).unwrap_or_default().trim_matches('\n').trim_end();
                if !body.is_empty() {
                    text.push_str(if text.is_empty() { "" } else { "---\n" });
                    text.push_str(body);
                    text.push('\n');
                }
            }
        }
        text
    }
}

fn is_own(resource: &Resource) -> bool {
    use Spec::{App, Check, Scenario, Timeline, Traffic};
    matches!(resource.spec, Scenario(_) | App(_) | Traffic(_) | Timeline(_) | Check(_))
}

/// The bytes of each document between `---` lines. YAML lets no such line be part of anything else.
fn documents(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut documents = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            documents.push(start..at);
            start = at + line.len();
        }
        at += line.len();
    }
    documents.push(start..at);
    documents
}

#[cfg(test)]
mod tests {
    use crate::{Scenario, Session, SourceFile, preset};

    #[test]
    fn own_kinds_are_left_out_and_comments_stay() {
        let session = Session::open(preset("canary-weights").unwrap().scenario());
        let all = session.export(true);
        let ready = session.export(false);
        assert!(all.contains("kind: Traffic") && all.contains("kind: Scenario"));
        assert!(
            !ready.contains("kind: Traffic") && !ready.contains("kind: Scenario") && !ready.contains("kind: App\n")
        );
        assert!(ready.contains("kind: VirtualService") && ready.contains("# "));
        let again = Session::open(Scenario::new(vec![SourceFile { name: "all.yaml".into(), text: all }]));
        let kinds = |session: &Session| session.export(true).matches("\nkind: ").count();
        assert_eq!(kinds(&again), kinds(&session));
    }
}
