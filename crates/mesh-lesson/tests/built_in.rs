//! The lessons that come with the playground do what they say: read in both languages, and played once, for what they do is the same
//! in all. `lesson check` asks the same.

use mesh_lesson::{Folder, Row, built_in, play};
use mesh_scenario::Work;

/// What is wrong with a lesson.
fn wrong(folder: &Folder) -> Vec<String> {
    let slug = &folder.slug;
    let languages: Vec<&str> = folder.lessons.iter().map(|lesson| lesson.language.as_str()).collect();
    assert_eq!(languages, ["en", "ko"], "{slug}");
    let file = |span: mesh_view::Span| folder.files.get(span.file as usize).map_or("", |file| file.name.as_str());
    let found = folder.findings.iter().map(|found| format!("{slug}/{}: {}", file(found.span), found.message));
    let mut wrong: Vec<String> = found.collect();
    let rows = play(folder, &mut Work::unlimited()).rows;
    let tried = |kind: &str| rows.iter().filter(|row| row.kind == kind).count();
    let steps = &folder.lessons[0].steps;
    // Each was tried.
    assert_eq!(tried("check"), steps.iter().map(|step| step.checks.len()).sum::<usize>(), "{slug}");
    assert_eq!(tried("mistake"), steps.iter().map(|step| step.mistakes.len()).sum::<usize>(), "{slug}");
    let of_row = |row: Row| Some(format!("{slug}: {} {} {}: {}", row.step, row.kind, row.name, row.why?));
    wrong.extend(rows.into_iter().filter_map(of_row));
    wrong
}

#[test]
fn each_lesson_does_what_it_says() {
    assert_eq!(built_in().len(), 8);
    // At the same time: a machine has more than one core.
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let played: Vec<_> = built_in().iter().map(|folder| scope.spawn(|| wrong(folder))).collect();
        played.into_iter().flat_map(|played| played.join().expect("nothing in a lesson panics")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
