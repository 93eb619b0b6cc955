//! `mesh-playground lesson`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mesh_config::SourceFile;
use mesh_lesson::{Folder, Verdict, play, skeleton};
use mesh_scenario::{Finding, Severity, Work};
use mesh_words::say;
use serde::Serialize;

use super::args::{Format, LessonArguments, LessonCommand};
use super::output::{line, print, print_json};
use super::{Failure, Outcome, files, visible};

/// Runs a command over lessons.
pub(super) fn run(arguments: &LessonArguments) -> Result<Outcome, Failure> {
    match &arguments.command {
        LessonCommand::Check { folder, format, budget } => check(folder, *format, &mut budget.work()),
        LessonCommand::New { slug, folder } => new(slug, folder),
    }
}

/// A lesson in a language, checked.
#[derive(Debug, Serialize)]
struct Checked {
    lesson: String,
    language: String,
    ok: bool,
    steps: Vec<Tried>,
    findings: Vec<Finding>,
}

/// Something of a step that was tried: under the name of what it is (`check`, `mistake`, `predict`, `look`, `action`) its own.
#[derive(Clone, Debug, Serialize)]
struct Tried {
    step: String,
    #[serde(flatten)]
    what: std::collections::BTreeMap<&'static str, String>,
    before: Option<Stood>,
    after: Option<Stood>,
    ok: bool,
    why: Option<String>,
}

/// How something stood.
#[derive(Clone, Debug, Serialize)]
struct Stood {
    holds: Option<bool>,
    seen: Vec<String>,
}

impl From<Verdict> for Stood {
    fn from(Verdict { holds, seen }: Verdict) -> Self {
        Self { holds, seen: seen.iter().map(ToString::to_string).collect() }
    }
}

fn check(folder: &Path, format: Format, work: &mut Work) -> Result<Outcome, Failure> {
    let slug = folder.canonicalize().ok().and_then(|it| Some(it.file_name()?.to_string_lossy().into_owned()));
    let read = Folder::read(&slug.unwrap_or_default(), files::lesson(folder)?);
    let named = |file: &SourceFile| SourceFile { name: folder.join(&file.name).display().to_string(), ..file.clone() };
    let shown: Vec<SourceFile> = read.files.iter().map(named).collect();
    let findings = Finding::list(&read.findings, &shown);
    // What cannot be read rightly is not played.
    let is_readable = findings.iter().all(|finding| finding.severity != Severity::Error);
    let rows = if is_readable { play(&read, work).rows } else { Vec::new() };
    let tried: Vec<Tried> = rows
        .into_iter()
        .map(|row| Tried {
            step: row.step,
            what: [(row.kind, row.name)].into(),
            before: row.before.map(Stood::from),
            after: row.after.map(Stood::from),
            ok: row.why.is_none(),
            why: row.why.map(|why| why.to_string()),
        })
        .collect();
    let ok = is_readable && tried.iter().all(|tried| tried.ok);
    let of = |language: &str| Checked {
        lesson: read.slug.clone(),
        language: language.to_owned(),
        ok,
        steps: tried.clone(),
        findings: findings.clone(),
    };
    match format {
        // What is wrong is said though there be no words in any language.
        Format::Json if read.lessons.is_empty() => print_json(&[of("en")])?,
        Format::Json => print_json(&read.lessons.iter().map(|lesson| of(&lesson.language)).collect::<Vec<_>>())?,
        Format::Text => print(&text(&read, &findings, &tried))?,
    }
    Ok(if ok { Outcome::Clean } else { Outcome::Findings })
}

fn text(folder: &Folder, findings: &[Finding], tried: &[Tried]) -> String {
    let mut text = String::new();
    for finding in findings {
        let _ = writeln!(text, "{}", line(finding));
    }
    for tried in tried {
        let mark = if tried.ok { "✓" } else { "✗" };
        let what: Vec<String> = tried.what.iter().map(|(kind, name)| format!("{kind} {name}")).collect();
        let stood = [&tried.before, &tried.after].map(|stood| {
            let seen = stood.as_ref().map(|stood| stood.seen.join(", ")).unwrap_or_default();
            if seen.is_empty() { "-".to_owned() } else { seen }
        });
        let why = tried.why.as_ref().map_or_else(String::new, |why| format!("\n    {why}"));
        let said = format!("{mark} {}: {}: {} -> {}", tried.step, what.join(" "), stood[0], stood[1]);
        let _ = writeln!(text, "{}{}", visible::line(&said), visible::lines(&why));
    }
    let title = folder.lesson("en").map(|lesson| lesson.card.title.clone()).unwrap_or_default();
    let wrong = tried.iter().filter(|tried| !tried.ok).count() + findings.len();
    let summary = say!("lesson-play-summary", title, tried = tried.len(), wrong).to_string();
    let _ = writeln!(text, "{}", visible::line(&summary));
    text
}

/// Writes a lesson that is whole, to be changed.
fn new(slug: &str, folder: &Path) -> Result<Outcome, Failure> {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if slug.is_empty() || !slug.bytes().all(is_letter) || slug.starts_with('-') {
        return Err(say!("lesson-id", id = slug).into());
    }
    let folder = folder.join(slug);
    if folder.exists() {
        return Err(say!("command-lesson-exists", folder = folder.display().to_string()).into());
    }
    let mut text = String::new();
    for file in skeleton(slug) {
        let path = files::inside(&folder, &file.name)?;
        let parent = path.parent().unwrap_or(&folder);
        fs::create_dir_all(parent).map_err(|error| Failure::of_file(parent, &error))?;
        fs::write(&path, &file.text).map_err(|error| Failure::of_file(&path, &error))?;
        let _ = writeln!(text, "{}", visible::line(&path.display().to_string()));
    }
    print(&text)?;
    Ok(Outcome::Clean)
}
