//! The smallest lesson: what `mesh-playground lesson new` writes, and what its own check says is right.

use mesh_view::SourceFile;

/// Its files, for a lesson of a name.
#[must_use]
pub fn skeleton(slug: &str) -> Vec<SourceFile> {
    let file = |(name, text): &(&str, &str)| SourceFile { name: (*name).to_owned(), text: text.replace("SLUG", slug) };
    FILES.iter().map(file).collect()
}

const FILES: &[(&str, &str)] = &[
    ("mesh.yaml", include_str!("skeleton/mesh.yaml")),
    ("apps.yaml", include_str!("skeleton/apps.yaml")),
    ("traffic.yaml", include_str!("skeleton/traffic.yaml")),
    ("scenario.yaml", include_str!("skeleton/scenario.yaml")),
    ("start/mesh.yaml", include_str!("skeleton/start.yaml")),
    ("steps/no-rule.yaml", include_str!("skeleton/no-rule.yaml")),
    ("steps/ten-percent.yaml", include_str!("skeleton/ten-percent.yaml")),
    ("lesson.en.md", include_str!("skeleton/lesson.en.md")),
    ("lesson.ko.md", include_str!("skeleton/lesson.ko.md")),
];
