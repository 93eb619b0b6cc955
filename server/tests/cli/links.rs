//! `share` and `open`.

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
