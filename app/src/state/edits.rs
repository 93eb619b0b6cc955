//! Edits of the scenario's texts that the page itself makes.

use mesh_view::{Ghost, SourceFile};

/// Writes an implied part out, as a document of its own at the end of the file that made it necessary.
pub(super) fn write_out(files: &mut [SourceFile], ghost: &Ghost) -> Option<usize> {
    let at = (ghost.because.file as usize).min(files.len().checked_sub(1)?);
    let text = &mut files.get_mut(at)?.text;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !text.trim().is_empty() {
        text.push_str("---\n");
    }
    text.push_str(ghost.yaml.trim_start_matches("---\n").trim_end());
    text.push('\n');
    Some(at)
}

/// A file name that no file has yet.
pub(super) fn free_name(files: &[SourceFile]) -> String {
    let taken = |name: &str| files.iter().any(|file| file.name == name);
    (2..).map(|number| format!("file-{number}.yaml")).find(|name| !taken(name)).unwrap_or_default()
}

/// Adds files behind those that are there; one whose name is taken gets a number.
pub(super) fn add(files: &mut Vec<SourceFile>, added: Vec<SourceFile>) {
    for mut file in added {
        let taken = |name: &str| files.iter().any(|file| file.name == name);
        if taken(&file.name) {
            let (stem, end) = file.name.rsplit_once('.').unwrap_or((&file.name, "yaml"));
            let free = (2..).map(|number| format!("{stem}-{number}.{end}")).find(|name| !taken(name));
            file.name = free.unwrap_or_default();
        }
        files.push(file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile { name: "mesh.yaml".into(), text: text.into() }
    }

    #[test]
    fn a_ghost_becomes_a_document_of_its_own() {
        let mut files = [file("kind: VirtualService")];
        let ghost = Ghost { yaml: "kind: Service\n".into(), ..Ghost::default() };
        assert_eq!(write_out(&mut files, &ghost), Some(0));
        assert_eq!(files[0].text, "kind: VirtualService\n---\nkind: Service\n");
        assert_eq!(write_out(&mut [], &ghost), None);
    }

    #[test]
    fn added_files_keep_their_names_where_they_can() {
        let mut files = vec![file("a")];
        add(&mut files, vec![file("b"), file("c"), SourceFile { name: "x.json".into(), text: String::new() }]);
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["mesh.yaml", "mesh-2.yaml", "mesh-3.yaml", "x.json"]);
    }

    #[test]
    fn new_files_get_a_free_name() {
        assert_eq!(free_name(&[]), "file-2.yaml");
        assert_eq!(free_name(&[SourceFile { name: "file-2.yaml".into(), text: String::new() }]), "file-3.yaml");
    }
}
