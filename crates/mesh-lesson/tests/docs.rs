//! docs/lessons.md shows a lesson that passes its own check.

use mesh_lesson::skeleton;

#[test]
fn the_worked_example_is_what_lesson_new_writes() {
    let docs = include_str!("../../../docs/lessons.md");
    for file in skeleton("SLUG") {
        let is_shown = file.name == "lesson.en.md" || file.name.starts_with("steps/");
        assert!(!is_shown || docs.contains(&file.text), "docs/lessons.md shows another {}", file.name);
    }
}
