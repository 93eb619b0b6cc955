//! `/api/v1/lessons`: the lessons that come with the playground, as the page plays them.

use axum::Json;
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use mesh_lesson::Folder;
use mesh_scenario::{Lesson, LessonCard, Scenario};
use mesh_words::say;

use super::problem::Problem;

/// `GET /api/v1/lessons`: what a gallery tells of each, in their order.
pub(super) async fn all(uri: Uri) -> Json<Vec<LessonCard>> {
    let language = language(&uri);
    let card = |folder: &Folder| folder.lesson(language).map(|lesson| lesson.card.clone());
    Json(mesh_lesson::built_in().iter().filter_map(card).collect())
}

/// `GET /api/v1/lessons/<slug>`
pub(super) async fn one(Path(slug): Path<String>, uri: Uri) -> Result<Json<&'static Lesson>, Problem> {
    let lesson = mesh_lesson::lesson(&slug).and_then(|folder| folder.lesson(language(&uri)));
    lesson.map(Json).ok_or_else(|| no_lesson(&slug))
}

/// `GET /api/v1/lessons/<slug>/<step>`: the scenario as it is when a step begins.
pub(super) async fn step(Path((slug, step)): Path<(String, String)>) -> Result<Json<Scenario>, Problem> {
    let folder = mesh_lesson::lesson(&slug).ok_or_else(|| no_lesson(&slug))?;
    let files = folder.files_at(&step);
    let problem = || Problem::new(StatusCode::NOT_FOUND, say!("problem-no-step", slug = &slug, step = &step));
    files.map(|files| Json(Scenario::new(files))).ok_or_else(problem)
}

fn no_lesson(slug: &str) -> Problem {
    let known: Vec<&str> = mesh_lesson::built_in().iter().map(|folder| folder.slug.as_str()).collect();
    Problem::new(StatusCode::NOT_FOUND, say!("problem-no-lesson", slug, known))
}

/// The language that is asked for with `lang`; English where none is, or one that a lesson does not have.
fn language(uri: &Uri) -> &str {
    let parameters = uri.query().unwrap_or_default().split('&');
    parameters.filter_map(|it| it.strip_prefix("lang=")).next().unwrap_or("en")
}
