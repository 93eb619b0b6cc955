//! What stands before the first step: the front matter.

use mesh_view::Span;
use mesh_words::say;

use crate::fault::{Faults, WORDS, span};

/// What a gallery tells of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Front {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) outcome: String,
    pub(crate) minutes: u32,
    pub(crate) group: String,
}

/// Its fields.
const FIELDS: &[&str] = &["title", "summary", "outcome", "minutes", "group"];
/// Characters of a title, at most.
pub(crate) const TITLE: usize = 60;
/// Characters of a summary or an outcome, at most.
const SENTENCE: usize = 200;

/// Reads the front matter; where what comes behind it begins.
pub(super) fn read(text: &str, file: u32, faults: &mut Faults) -> (Front, usize) {
    let begin = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---").map(str::len);
    let end = begin.and_then(|begin| {
        let mut at = begin;
        text.get(begin..)?.split_inclusive('\n').find_map(|line| {
            at += line.len();
            (line.trim_end() == "---").then_some((at - line.len(), at))
        })
    });
    let Some((begin, (end, body))) = begin.zip(end) else {
        faults.at(WORDS, span(file, 0..0), say!("lesson-front", known = FIELDS.to_vec()));
        return (Front::default(), 0);
    };
    let place = |at: Span| span(file, begin + at.start as usize..begin + at.end as usize);
    let (nodes, found) = mesh_config::documents(text.get(begin..end).unwrap_or_default());
    for mut found in found {
        found.relocate(place);
        faults.add(found);
    }
    let root = nodes.first();
    let entries = root.map_or(&[][..], |root| root.entries());
    for entry in entries.iter().filter(|entry| !FIELDS.contains(&entry.key.value.as_str())) {
        let field = &entry.key.value;
        faults.at(WORDS, place(entry.key.span), say!("lesson-field", field, known = FIELDS.to_vec()));
    }
    let mut text = |key: &str, most: usize| {
        let node = root.and_then(|root| root.get(key));
        let text = node.and_then(|node| node.text()).unwrap_or_default().trim().to_owned();
        let at = node.map_or(span(file, 0..begin), |node| place(node.span));
        if text.is_empty() {
            faults.at(WORDS, at, say!("lesson-front-field", field = key));
        } else if text.chars().count() > most {
            faults.at(WORDS, at, say!("lesson-too-long", what = key, count = text.chars().count(), most));
        }
        (text, at)
    };
    let (title, summary) = (text("title", TITLE).0, text("summary", SENTENCE).0);
    let (outcome, group) = (text("outcome", SENTENCE).0, text("group", TITLE).0);
    let (minutes, at) = text("minutes", TITLE);
    let minutes = minutes.parse::<u32>().ok().filter(|minutes| (1..=60).contains(minutes)).unwrap_or_else(|| {
        faults.at(WORDS, at, say!("lesson-minutes"));
        0
    });
    (Front { title, summary, outcome, minutes, group }, body)
}
