//! What is said of fields: in Korean of each one, as its English is now, and the pages `docs/fields.md` and `docs/fields.ko.md`,
//! which are made from the field table and must be current.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use mesh_config::schema::{Section, fields_markdown, sections};
use mesh_words::{FieldDoc, FieldDocs, Language, field_lines, fingerprint};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files of the Korean texts: names and contents.
fn korean_files() -> Vec<(String, String)> {
    let files = fs::read_dir(folder("fields/ko")).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

fn korean() -> FieldDocs {
    FieldDocs::of_file(&korean_files().into_iter().map(|(_, text)| text).collect::<String>())
}

fn is_current(name: &str, page: &str) {
    let path = folder("../../docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, page).unwrap();
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    assert!(written == page, "docs/{name} is not current: run UPDATE_DOCS=1 cargo test -p mesh-config --test fields");
}

#[test]
fn the_page_of_fields_is_current() {
    is_current("fields.md", &fields_markdown(Language::En, &FieldDocs::default()));
}

#[test]
fn the_korean_page_of_fields_is_current() {
    is_current("fields.ko.md", &mesh_words::speaking(Language::Ko, || fields_markdown(Language::Ko, &korean())));
}

/// Whether a default says something: it is no value.
fn is_prose(default: &str) -> bool {
    default.contains(' ') || ["all", "any", "either", "empty", "never", "none", "off"].contains(&default)
}

fn hangul(text: &str) -> bool {
    text.contains(|letter| ('가'..='힣').contains(&letter))
}

/// A key of a section with its English, as the line that has to be written of it.
fn wanted(section: &str, owner: &str, name: &str, english: FieldDoc<'_>) -> String {
    let key = match (name, is_prose(english.default)) {
        ("", _) => String::new(),
        (name, false) => format!("{name} = "),
        (name, true) => format!("{name} ({}) = ", english.default),
    };
    let doc = english.doc.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("## {section}: {key}{doc} [{:08x}]", fingerprint(owner, name, english))
}

#[test]
fn each_field_has_its_korean_and_each_korean_its_field() {
    let mut table: BTreeMap<(String, &str), (&str, FieldDoc<'_>)> = BTreeMap::new();
    for Section { owner, name, keys } in sections() {
        table.extend(keys.into_iter().map(|(key, english)| ((name.clone(), key), (owner, english))));
    }
    let files = korean_files();
    let mut complaints = Vec::new();
    for (file, text) in &files {
        for line in field_lines(text) {
            let at = format!("{file}, ## {}: {}", line.section, line.name);
            let Some((_, (owner, english))) = table.remove_entry(&(line.section.to_owned(), line.name)) else {
                complaints.push(format!("{at}: no field of the table, or said before"));
                continue;
            };
            if line.fingerprint != Some(fingerprint(owner, line.name, english)) {
                let wanted = wanted(line.section, owner, line.name, english);
                complaints.push(format!("{at}: made from another English; it is now\n    {wanted}"));
            }
            if !hangul(line.said.doc) {
                complaints.push(format!("{at}: not Korean"));
            }
            if is_prose(english.default) == line.said.default.is_empty() {
                complaints
                    .push(format!("{at}: the default is {:?}: say in parentheses what is no value", english.default));
            }
        }
    }
    complaints.extend(table.into_iter().map(|((section, name), (owner, english))| {
        format!("fields/ko has no\n    {}", wanted(&section, owner, name, english))
    }));
    assert!(complaints.is_empty(), "{}\n{} complaints", complaints.join("\n"), complaints.len());
}

#[test]
fn a_fingerprint_stands_for_one_text() {
    let mut known: BTreeMap<u32, (&str, &str, FieldDoc<'_>)> = BTreeMap::new();
    for Section { owner, keys, .. } in sections() {
        for (name, english) in keys {
            let before = *known.entry(fingerprint(owner, name, english)).or_insert((owner, name, english));
            assert_eq!(before, (owner, name, english));
        }
    }
    // A program finds by the fingerprint alone.
    let mut said: BTreeMap<Option<u32>, FieldDoc<'_>> = BTreeMap::new();
    let files = korean_files();
    for line in files.iter().flat_map(|(_, text)| field_lines(text)) {
        let before = *said.entry(line.fingerprint).or_insert(line.said);
        assert_eq!(before, line.said, "## {}: {} has the same English and another Korean", line.section, line.name);
    }
}
