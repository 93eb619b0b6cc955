//! `render`.

use crate::{preset, run, stderr};

#[test]
fn the_graph_is_drawn_as_svg_and_png() {
    for (extension, begins) in [("svg", &b"<svg"[..]), ("png", b"\x89PNG")] {
        let path = std::env::temp_dir().join(format!("mesh-playground-graph-{}.{extension}", std::process::id()));
        let output = run(&["render", &preset("canary-weights"), "-o", path.to_str().unwrap(), "--at", "20s"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let picture = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(picture.starts_with(begins), "{extension}");
        if extension == "svg" {
            let picture = String::from_utf8(picture).unwrap();
            assert!(picture.contains("staff-service"), "{picture}");
        }
    }
}

#[test]
fn the_graph_is_written_for_other_programs() {
    let written = |form: &str| {
        let output = run(&["render", &preset("canary-weights"), "-o", "-", "--as", form, "--at", "20s"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(written("mmd").starts_with("flowchart LR\n"));
    assert!(written("dot").starts_with("digraph \""));
    assert!(written("svg").contains("staff-service"));
    let kiali: serde_json::Value = serde_json::from_str(&written("json")).unwrap();
    assert_eq!(kiali["graphType"], "versionedApp");
    let edges = kiali["elements"]["edges"].as_array().unwrap();
    assert!(edges.iter().any(|edge| edge["data"]["traffic"]["rates"]["httpPercentReq"].is_string()), "{kiali}");
}
