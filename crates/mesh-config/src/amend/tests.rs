use super::*;

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned() }
}

fn patch(file: &str, text: &str, delete: &[&str]) -> FilePatch {
    FilePatch {
        file: file.to_owned(),
        text: text.to_owned(),
        delete: delete.iter().map(|it| (*it).to_owned()).collect(),
    }
}

const MESH: &str = "# head\n\nkind: A\nmetadata: {name: a}\nspec: 1\n---\n# of b\nkind: B\nmetadata:\n  name: b\n\n# last\n---\nkind: C\nmetadata: {name: c, namespace: n}\n";

#[test]
fn documents_take_the_place_of_those_of_their_name() {
    for (text, delete, wanted) in [
        ("kind: A\nmetadata: {name: a}\nspec: 2\n", &[][..], MESH.replace("spec: 1", "spec: 2")),
        // Without a line end, with a mark, and after blanks.
        ("---\n\nkind: B\nmetadata: {name: b}", &[], MESH.replace("metadata:\n  name: b\n", "metadata: {name: b}\n")),
        // Comments of its own.
        ("# new\nkind: B\nmetadata:\n  name: b\n", &[], MESH.replace("# of b", "# new")),
        // The namespace counts.
        ("kind: C\nmetadata: {name: c}\n", &[], format!("{MESH}---\nkind: C\nmetadata: {{name: c}}\n")),
        ("", &["C/n/c"], MESH.replace("---\nkind: C\nmetadata: {name: c, namespace: n}\n", "")),
        ("", &["A/a"], MESH.replace("# head\n\nkind: A\nmetadata: {name: a}\nspec: 1\n---\n", "")),
        ("", &["C/c", "nonsense"], MESH.to_owned()),
        // What is no object is appended as it is.
        ("a: [", &[], format!("{MESH}---\na: [\n")),
    ] {
        let after = amended(&[file("mesh.yaml", MESH)], &[patch("mesh.yaml", text, delete)]);
        assert_eq!(after, [file("mesh.yaml", &wanted)], "{text} {delete:?}");
    }
}

#[test]
fn files_are_made_and_objects_stay_in_their_file() {
    let files = [file("a.yaml", MESH), file("b.yaml", "# nothing yet"), file("Dockerfile", "FROM a\n")];
    let after = amended(
        &files,
        &[
            patch("b.yaml", "kind: A\nmetadata: {name: a}\nspec: 3\n---\nkind: D\nmetadata: {name: d}\n", &[]),
            patch("Dockerfile", "FROM b\n", &[]),
            patch("c.yaml", "---\nkind: E\nmetadata: {name: e}\n", &["C/n/c"]),
        ],
    );
    let wanted = MESH.replace("spec: 1", "spec: 3").replace("---\nkind: C\nmetadata: {name: c, namespace: n}\n", "");
    assert_eq!(
        after,
        [
            file("a.yaml", &wanted),
            file("b.yaml", "# nothing yet\nkind: D\nmetadata: {name: d}\n"),
            file("Dockerfile", "FROM b\n"),
            file("c.yaml", "kind: E\nmetadata: {name: e}\n"),
        ]
    );
}

#[test]
fn what_is_so_already_changes_nothing() {
    let again = patch("mesh.yaml", "kind: A\nmetadata: {name: a}\nspec: 1\n", &["X/x"]);
    assert_eq!(amend(&[file("mesh.yaml", MESH)], &[again]), []);
}
