//! The picture of each preset as it stands in `docs/looks`, light and dark: whoever changes how a graph is laid out or drawn sees
//! what it does to all of them.

use std::path::Path;

use mesh_scenario::{Drawing, Work, draw, open_at_view, presets};

#[test]
fn the_pictures_in_the_docs_are_those_that_are_drawn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/looks");
    let is_update = std::env::var_os("UPDATE_DOCS").is_some();
    let mut other = Vec::new();
    for preset in presets() {
        let (_, moment) = open_at_view(preset.scenario(), &mut Work::network());
        for (theme, is_dark) in [("light", false), ("dark", true)] {
            let name = format!("{}-{theme}.svg", preset.slug);
            let picture = draw(&moment.frame, &Drawing::Svg(is_dark));
            if is_update {
                std::fs::write(folder.join(&name), &picture).unwrap();
            }
            if std::fs::read_to_string(folder.join(&name)).unwrap_or_default() != picture {
                other.push(name);
            }
        }
    }
    assert!(
        other.is_empty(),
        "{other:?} in docs/looks are drawn otherwise: look at them after UPDATE_DOCS=1 cargo test -p mesh-scenario --test looks"
    );
}
