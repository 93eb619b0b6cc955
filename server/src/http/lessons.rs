//! The lessons that come with the playground: `/api/v1/lessons`, as the page plays them, and what documents show of them.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, Uri, header};
use mesh_app::Told;
use mesh_lesson::Folder;
use mesh_scenario::{Lesson, LessonCard, Scenario};
use mesh_words::{Language, say};

use super::problem::Problem;
use super::reader::{in_language, named};

/// A frame of another page may have an origin of its own, and asks across origins.
const FOR_FRAMES: [(HeaderName, &str); 2] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
];

/// What is told to the page, wherever it is framed.
type Answer<T> = ([(HeaderName, &'static str); 2], Json<T>);

/// `GET /api/v1/lessons`: what a gallery tells of each, in their order.
pub(super) async fn all(uri: Uri) -> Answer<Vec<LessonCard>> {
    let language = language(&uri);
    let card = |folder: &Folder| folder.lesson(language.tag()).map(|lesson| lesson.card.clone());
    (FOR_FRAMES, Json(mesh_lesson::built_in().iter().filter_map(card).collect()))
}

/// `GET /api/v1/lessons/<slug>`
pub(super) async fn one(Path(slug): Path<String>, uri: Uri) -> Result<Answer<&'static Lesson>, Problem> {
    known(&slug, language(&uri)).map(|(_, lesson)| (FOR_FRAMES, Json(lesson)))
}

/// `GET /api/v1/lessons/<slug>/<step>`: the scenario as it is when a step begins.
pub(super) async fn step(Path((slug, step)): Path<(String, String)>) -> Result<Answer<Scenario>, Problem> {
    let (folder, lesson) = known(&slug, Language::default())?;
    begins(folder, lesson, &step).map(|scenario| (FOR_FRAMES, Json(scenario)))
}

/// The lesson of a name, in a language or the one that it has; else the answer which there are.
pub(super) fn known(slug: &str, language: Language) -> Result<(&'static Folder, &'static Lesson), Problem> {
    let found = mesh_lesson::lesson(slug).and_then(|folder| Some((folder, folder.lesson(language.tag())?)));
    found.ok_or_else(|| {
        let known: Vec<&str> = mesh_lesson::built_in().iter().map(|folder| folder.slug.as_str()).collect();
        Problem::new(StatusCode::NOT_FOUND, say!("problem-no-lesson", slug, known))
    })
}

/// The scenario as it is when a step of a lesson begins; else the answer which steps there are.
fn begins(folder: &Folder, lesson: &Lesson, step: &str) -> Result<Scenario, Problem> {
    folder.files_at(step).map(Scenario::new).ok_or_else(|| {
        let (slug, known) = (&lesson.card.slug, lesson.card.steps.clone());
        Problem::new(StatusCode::NOT_FOUND, say!("problem-no-step", slug, step, known))
    })
}

/// What a document shows of a step.
pub(super) struct Shown {
    /// The scenario as it is when the step begins.
    pub(super) scenario: Scenario,
    /// Its words.
    pub(super) told: Told,
}

/// What a document shows of a step, the first one where none is named.
pub(super) fn shown(slug: &str, step: Option<&str>, language: Language, presents: bool) -> Result<Shown, Problem> {
    let (folder, lesson) = known(slug, language)?;
    let first = lesson.card.steps.first().map(String::as_str);
    let step = step.or(first).unwrap_or_default();
    let scenario = begins(folder, lesson, step)?;
    let at = lesson.steps.iter().position(|known| known.id == step).unwrap_or_default();
    let parts = [in_language(language), if presents { "present=1".to_owned() } else { String::new() }];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    Ok(Shown { scenario, told: Told { lesson: lesson.clone(), at, query, presents } })
}

/// The language that is asked for with `lang`; English where none is, or one that there is not.
fn language(uri: &Uri) -> Language {
    named(uri.query().unwrap_or_default()).unwrap_or_default()
}
