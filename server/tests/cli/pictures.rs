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
