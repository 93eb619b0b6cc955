//! `share` and `open`.

use mesh_scenario::{Scenario, SourceFile, link};

use crate::{preset, root, run, run_with, stderr, stdout};

#[test]
fn a_link_gives_back_every_byte() {
    let text = "# 카나리 🚀\r\nkind: Service\n\n\tnot even YAML";
    let link = run_with(text, &["share", "-", "--origin", "https://mesh.example/"]);
    assert_eq!(link.status.code(), Some(0), "{}", stderr(&link));
    let link = stdout(&link);
    assert!(link.starts_with("https://mesh.example/#1."), "{link}");
    assert_eq!(stdout(&run(&["open", link.trim()])), text);
}

#[test]
fn several_files_come_back_under_their_names() {
    let link = stdout(&run(&["share", &preset("canary-weights")]));
    let shown = stdout(&run(&["open", link.trim()]));
    assert!(shown.starts_with("# file: apps.yaml\n"), "a folder's files are sorted: {shown}");

    let folder = std::env::temp_dir().join(format!("mesh-playground-open-{}", std::process::id()));
    let output = run(&["open", link.trim(), "-o", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for name in ["apps.yaml", "mesh.yaml", "traffic.yaml"] {
        let original = std::fs::read(root().join(preset("canary-weights")).join(name)).unwrap();
        assert_eq!(std::fs::read(folder.join(name)).unwrap(), original, "{name}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_damaged_link_is_refused_in_words() {
    let link = stdout(&run(&["share", &preset("canary-weights")]));
    let cut = &link.trim()[..link.trim().len() - 3];
    let output = run(&["open", cut]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cut off"), "{}", stderr(&output));
}

#[test]
fn names_that_a_link_holds_are_neither_lines_nor_escapes() {
    let envelope = link::Envelope::new(
        Scenario::new(vec![
            SourceFile { name: "a\n---\nkind: Service\u{1b}[2J".into(), text: "a: 1\n".into() },
            SourceFile { name: "b".into(), text: "\u{1b}[2J".into() },
        ]),
        String::new(),
    );
    let payload = link::encode(&envelope);
    let printed = stdout(&run(&["open", &payload]));
    assert_eq!(
        printed, "# file: a\\n---\\nkind: Service\\u{1b}[2J\na: 1\n---\n# file: b\n\u{1b}[2J",
        "texts are printed byte for byte where nobody sits before them"
    );
}

#[test]
fn a_newer_link_and_none_at_all_are_told_apart() {
    for (link, words) in
        [("2.abc", "a newer one made it"), ("nonsense", "no link to a scenario"), ("1.abc%20d", "changed on its way")]
    {
        let output = run(&["open", link]);
        assert_eq!(output.status.code(), Some(2), "{link}");
        assert!(stderr(&output).contains(words), "{link}: {}", stderr(&output));
    }
}

#[test]
fn an_origin_that_is_no_address_is_bad_usage() {
    let output = run(&["share", &preset("canary-weights"), "--origin", "mesh.example"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--origin: "), "{}", stderr(&output));
}
