//! What must hold for any bytes. The fuzzer looks for those for which it does not; `tests/corpus.rs` asks again for
//! all that it ever kept.
//!
//! # Panics
//! Each function panics where something does not hold: that is the finding.
#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::time::Duration;

use mesh_config::{Config, Severity, SourceFile, Span};
use mesh_control::{Mesh, Options};
use mesh_lesson::{Folder, play};
use mesh_scenario::{Session, Work, link};

/// Longest input, in bytes: what a small one does not show a large one does not either, and it takes longer.
const MAX_INPUT: usize = 16 * 1024;

fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data.get(..MAX_INPUT).unwrap_or(data)).into_owned()
}

fn files(text: &str) -> [SourceFile; 1] {
    [SourceFile { name: "input.yaml".to_owned(), text: text.to_owned() }]
}

/// Reading gives resources and findings at places that are in the text, the same when most of it was read before.
pub fn parse(data: &[u8]) {
    let text = text(data);
    let config = mesh_config::parse(&files(&text));
    assert_places(&config, &text);
    let mut middle = text.len() / 2;
    while !text.is_char_boundary(middle) {
        middle -= 1;
    }
    let (head, tail) = text.split_at(middle);
    let before = mesh_config::parse(&files(&format!("{head}#\n{tail}")));
    assert!(mesh_config::parse_reusing(&files(&text), &before) == config, "reading again gives something else");
}

fn assert_places(config: &Config, text: &str) {
    let is_in = |span: Span| text.get(span.start as usize..span.end as usize).is_some();
    for finding in &config.diagnostics {
        assert!(is_in(finding.span), "{finding:?}");
        assert!(finding.fixes.iter().flat_map(|fix| &fix.edits).all(|edit| is_in(edit.span)), "{finding:?}");
    }
    assert!(config.resources.iter().all(|resource| is_in(resource.span)), "a resource outside of the text");
}

/// A link of any bytes, sealed or not, is a scenario or an error; a scenario packs into a link that holds it.
pub fn link(data: &[u8]) {
    let text = text(data);
    let _ = link::decode(&text);
    let _ = link::recover(&text);
    let _ = link::recover(&format!("1.{text}"));
    let sealed = link::seal(data);
    if let Some(recovered) = link::recover(&sealed) {
        let read: usize = recovered.files.iter().map(|file| file.text.len()).sum();
        assert!(read <= link::MAX_ENVELOPE, "more is saved than a link may hold");
    }
    if let Ok(envelope) = link::decode(&sealed) {
        let again = link::decode(&link::encode(&envelope));
        // What unpacks from a small stream may be more than fits into a link.
        assert!(again.is_err() || again == Ok(envelope), "a link of a link's scenario holds something else");
    }
}

/// Every finding stands in the text or in what is implied, and has a help page.
pub fn lint(data: &[u8]) {
    let text = text(data);
    let config = mesh_config::parse(&files(&text));
    let admitted = mesh_lint::admit(config, Options { strict: false, files: 1 });
    let pages: BTreeSet<&str> = mesh_lint::help().flat_map(|page| page.codes).copied().collect();
    for finding in &admitted.findings {
        assert_eq!(finding.span.file, 0, "{finding:?}");
        assert!(text.get(finding.span.start as usize..finding.span.end as usize).is_some(), "{finding:?}");
        assert!(pages.contains(&*finding.code), "{} has no help page", finding.code);
    }
}

/// Each client gets a configuration whose routes name their places.
pub fn translate(data: &[u8]) {
    let mesh = Mesh::from_files(&files(&text(data)), false);
    let workloads: Vec<String> =
        mesh.cluster().workloads.iter().map(|workload| format!("{}.{}", workload.name, workload.namespace)).collect();
    // Clients with the same view share a configuration, so more of them show nothing new.
    for name in ["ingress", "client"].into_iter().chain(workloads.iter().map(String::as_str).take(8)) {
        if let Ok(client) = mesh.client(name) {
            let config = mesh.proxy_config(&client);
            let names: BTreeSet<&str> = config.clusters.iter().map(|cluster| cluster.name.as_str()).collect();
            assert!(names.contains("BlackHoleCluster"), "{name} has no cluster for what must not pass");
        }
    }
}

/// Formatting once more changes nothing, and neither loses a comment nor a resource.
pub fn format(data: &[u8]) {
    let text = text(data);
    let Ok(formatted) = mesh_config::ide::format(&text) else { return };
    assert_eq!(mesh_config::ide::format(&formatted).as_deref(), Ok(formatted.as_str()), "not stable: {text:?}");
    assert_eq!(text.matches('#').count(), formatted.matches('#').count(), "a comment was lost: {text:?}");
    let count = |text: &str| mesh_config::parse(&files(text)).resources.len();
    assert_eq!(count(&text), count(&formatted), "{text:?} became {formatted:?}");
}

/// Lines of a terminal and seconds that each is given; more show nothing new.
const MAX_LINES: usize = 8;
const SECONDS: u64 = 3;

/// Lines that are typed into a cluster under traffic end or wait, and a fork in the middle of them goes on as the run does.
pub fn shell(data: &[u8]) {
    let text = text(data);
    let Some(preset) = mesh_scenario::preset("node-upgrade") else { return };
    let mut session = Session::open(preset.scenario());
    let mut work = Work::network();
    let second = Duration::from_secs(SECONDS);
    let lines: Vec<&str> = text.lines().take(MAX_LINES).collect();
    for line in lines.iter().take(lines.len() / 2) {
        session.type_line(line);
        let _ = session.advance(second, &mut work);
    }
    let fork = session.fork();
    let ends = [0, fork].map(|number| {
        let mut work = work.clone();
        let run = session.run(number).expect("it was just forked");
        for line in lines.iter().skip(lines.len() / 2) {
            run.type_line(line);
            let _ = run.advance(second, &mut work);
        }
        (run.digest(), run.terminal())
    });
    assert_eq!(ends[0], ends[1], "a fork goes on otherwise: {text:?}");
}

/// What a lesson of any bytes is played with: a whole small one needs less.
const LESSON_STEPS: u64 = 300_000;
const LESSON_BYTES: u64 = 40 << 20;

/// The files of a lesson: each stands behind a line `=== its/name`, and what comes before the first is its words.
fn lesson_files(text: &str) -> Vec<SourceFile> {
    let mut files = vec![SourceFile { name: "lesson.en.md".to_owned(), text: String::new() }];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("=== ") {
            Some(name) => files.push(SourceFile { name: name.trim_end().to_owned(), text: String::new() }),
            None => files.iter_mut().next_back().into_iter().for_each(|file| file.text.push_str(line)),
        }
    }
    files.retain(|file| !file.text.is_empty());
    files
}

/// Reading a lesson ends, with findings at places that are in its files; each of its steps opens, and without an error it is played
/// to an end, twice alike.
pub fn lesson(data: &[u8]) {
    let files = lesson_files(&text(data));
    let folder = Folder::read("any", files.clone());
    for finding in &folder.findings {
        let span = finding.span;
        let file = folder.files.get(span.file as usize).map_or("", |file| file.text.as_str());
        assert!(file.get(span.start as usize..span.end as usize).is_some(), "{finding:?}");
    }
    for lesson in &folder.lessons {
        assert!(lesson.steps.iter().all(|step| folder.files_at(&step.id).is_some()), "a step cannot be opened");
    }
    if folder.findings.iter().all(|finding| finding.severity != Severity::Error) {
        let ends = [folder, Folder::read("any", files)].map(|folder| {
            let rows = play(&folder, &mut Work::new(LESSON_STEPS, LESSON_BYTES)).rows;
            format!("{rows:?}")
        });
        assert_eq!(ends[0], ends[1], "a lesson is played otherwise the next time");
    }
}
