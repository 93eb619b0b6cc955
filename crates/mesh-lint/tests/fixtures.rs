//! Rules against annotated YAML: under a line stands what is said of it, `# ^^^ error IST0101: words`.
//!
//! The carets mark columns of the line above; the words are the beginning of the message. A fixture states all
//! that is said of its first part; below `# fixed:` stands a twin of which nothing is said.

use std::path::{Path, PathBuf};

use mesh_cluster::Cluster;
use mesh_config::{Diagnostic, LineIndex, Severity, SourceFile};
use mesh_ordered::OrderedSet;
use mesh_words::Words;

const FIXED: &str = "\n# fixed:\n";

#[test]
fn each_fixture_says_what_it_states() {
    let wrong: Vec<String> = fixtures().iter().filter_map(|path| wrong(path)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// MP0100 is said of a whole mesh, of what it implies; MP0132 of an answer; MP0210 and MP0211 of files named Dockerfile, beside
/// whose rule they are tested.
const WITHOUT_FIXTURE: &[&str] = &["MP0100", "MP0132", "MP0210", "MP0211"];

#[test]
fn each_code_has_a_fixture() {
    let texts: Vec<String> = fixtures().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let statements: Vec<Statement> = texts.iter().flat_map(|text| stated(text)).collect();
    let is_stated = |code: &str| statements.iter().any(|(.., stated, _)| stated == code);
    let codes = mesh_lint::help().flat_map(|page| page.codes);
    let missing: Vec<_> = codes.filter(|code| !is_stated(code) && !WITHOUT_FIXTURE.contains(code)).collect();
    assert!(missing.is_empty(), "no fixture states {missing:?}");
    let needless: Vec<_> = WITHOUT_FIXTURE.iter().filter(|code| is_stated(code)).collect();
    assert!(needless.is_empty(), "a fixture states {needless:?} after all");
}

/// Codes of Kiali's of which we say what Kiali says in a sentence of our own.
const IN_OUR_WORDS: &[&str] = &["KIA0201"];

/// Ours is translated, theirs is not: Istio's and Kiali's findings begin with their own words, whatever we add to them.
#[test]
fn what_we_say_is_of_the_catalogue_and_what_others_say_is_not() {
    let mut wrong = OrderedSet::new();
    for path in fixtures() {
        let text = std::fs::read_to_string(path).unwrap();
        let broken = text.split(FIXED).next().unwrap_or_default();
        for finding in findings(broken) {
            let is_own = finding.code.starts_with("MP") || IN_OUR_WORDS.contains(&finding.code.as_ref());
            let is_right = if is_own { Words::is_ours } else { begins_with_theirs };
            if !is_right(&finding.message) {
                wrong.insert(format!("{}: {}", finding.code, finding.message));
            }
            let titles = finding.fixes.iter().map(|fix| &fix.title).filter(|title| !title.is_ours());
            wrong.extend(titles.map(|title| format!("{}: {title}", finding.code)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn begins_with_theirs(words: &Words) -> bool {
    match words {
        Words::Ours(..) => false,
        Words::Theirs(_) => true,
        Words::Several(sentences) => sentences.first().is_some_and(begins_with_theirs),
    }
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn wrong(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Some((broken, fixed)) = text.split_once(FIXED) else { return Some(format!("{name}: no clean twin")) };
    let (stated, said) = (stated(broken), said(broken));
    if let Some((.., code, _)) = said.iter().find(|(.., code, _)| !has_page(code)) {
        return Some(format!("{name}: {code} has no help page"));
    }
    if !agree(&stated, &said) {
        return Some(format!("{name}\n  states {stated:#?}\n  but is said {said:#?}"));
    }
    let left = self::said(fixed);
    (!left.is_empty()).then(|| format!("{name}: of the clean twin is said {left:#?}"))
}

fn has_page(code: &str) -> bool {
    mesh_lint::help().any(|page| page.codes.contains(&code))
}

/// Line, first and last column, severity, code, words.
type Statement = (u32, u32, u32, String, String, String);

fn stated(text: &str) -> Vec<Statement> {
    let mut line = 0;
    let mut found = Vec::new();
    for (index, content) in text.lines().enumerate() {
        let number = u32::try_from(index).unwrap() + 1;
        let Some(start) = content.find('^').filter(|_| content.trim_start().starts_with('#')) else {
            line = number;
            continue;
        };
        let end = content.rfind('^').unwrap_or(start);
        let words = content[end + 1..].trim();
        let (severity, rest) = words.split_once(' ').unwrap();
        let (code, message) = rest.split_once(": ").unwrap();
        let column = |at: usize| u32::try_from(at).unwrap() + 1;
        found.push((line, column(start), column(end), severity.into(), code.into(), message.into()));
    }
    found
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let config = mesh_config::parse(&[SourceFile { name: "mesh.yaml".into(), text: text.into() }]);
    let mut diagnostics = config.diagnostics.clone();
    diagnostics.extend(mesh_lint::analyze(&config, &Cluster::new(&config).into()));
    diagnostics.sort_by_key(|finding| finding.span);
    diagnostics
}

fn said(text: &str) -> Vec<Statement> {
    let index = LineIndex::new(text);
    findings(text)
        .into_iter()
        .map(|finding| {
            let (start, end) = (index.position(text, finding.span.start), index.position(text, finding.span.end));
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            (
                start.line,
                start.column,
                end.column - 1,
                severity.into(),
                finding.code.into_owned(),
                finding.message.to_string(),
            )
        })
        .collect()
}

fn agree(stated: &[Statement], said: &[Statement]) -> bool {
    stated.len() == said.len()
        && stated.iter().all(|(line, start, end, severity, code, words)| {
            said.iter().any(|(at, first, last, how, what, message)| {
                (line, start, end, severity, code) == (at, first, last, how, what)
                    && message.starts_with(words.as_str())
            })
        })
}
