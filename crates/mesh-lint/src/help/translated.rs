//! The help pages in other languages: Markdown files, each page of which names the English one that it says.

use mesh_config::Help;
use mesh_words::Language;

/// The files of a language, in the order in which [`super::help`] has their areas.
fn files(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => &[],
        Language::Ko => &[
            include_str!("../../help/ko/reading.md"),
            include_str!("../../help/ko/validation.md"),
            include_str!("../../help/ko/istio.md"),
            include_str!("../../help/ko/kiali.md"),
            include_str!("../../help/ko/own-a-to-n.md"),
            include_str!("../../help/ko/own-o-to-z.md"),
        ],
    }
}

/// The help pages of all that can be found, as [`super::help`] has them, in a language. A page that the language lacks, or has of
/// other words than the English ones of today, is the English one.
pub fn help_in(language: Language) -> impl Iterator<Item = Help> {
    let pages: Vec<(&str, &str)> = pages(language).collect();
    super::help().map(move |english| {
        let heading = heading(&english);
        let text = pages.iter().find(|page| page.0 == heading).map_or(english.text, |page| page.1);
        Help { text, ..english }
    })
}

/// The pages that a language has: headings and texts.
fn pages(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = files(language).iter().flat_map(|file| file.split("\n## ").skip(1));
    parts.map(|part| part.split_once('\n').unwrap_or((part, "")))
}

/// What the page of other languages stands under: the codes, and what the English words are known by, however their lines are
/// broken (FNV-1a of 32 bits).
fn heading(english: &Help) -> String {
    let bytes = english.paragraphs().flat_map(|paragraph| paragraph.into_bytes().into_iter().chain([b'\n']));
    let words = bytes.fold(0x811c_9dc5_u32, |words, byte| (words ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{} ({words:08x})", english.codes.join(", "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn translations() -> impl Iterator<Item = Language> {
        Language::ALL.into_iter().filter(|language| *language != Language::En)
    }

    /// What is in backticks.
    fn code(page: &Help) -> BTreeSet<String> {
        let odd = |paragraph: String| paragraph.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        page.paragraphs().flat_map(odd).collect()
    }

    /// The codes of findings that are spoken of.
    fn spoken_of(page: &Help) -> BTreeSet<String> {
        let is_code =
            |word: &&str| ["IST", "KIA", "MP"].iter().any(|whose| word.strip_prefix(whose).is_some_and(is_number));
        let words = |paragraph: String| {
            let words = paragraph.split(|letter: char| !letter.is_ascii_alphanumeric());
            words.filter(is_code).map(str::to_owned).collect::<Vec<_>>()
        };
        page.paragraphs().flat_map(words).collect()
    }

    fn is_number(text: &str) -> bool {
        text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    #[test]
    fn each_page_stands_in_each_language_for_the_english_one_of_today() {
        let english: Vec<(String, String)> = crate::help().map(|page| (heading(&page), page.title())).collect();
        for language in translations() {
            let headings: Vec<&str> = pages(language).map(|(heading, _)| heading).collect();
            let is_once = |heading: &str| headings.iter().filter(|there| **there == heading).count() == 1;
            let to_be_said = english.iter().filter(|(heading, _)| !is_once(heading));
            let to_be_said = to_be_said.map(|(heading, title)| format!("to be said, once, as `## {heading}`: {title}"));
            let is_of_today = |heading: &str| english.iter().any(|(today, _)| today == heading);
            let old = headings.iter().filter(|heading| !is_of_today(heading));
            let old = old.map(|heading| format!("no English page has these words any more: `## {heading}`"));
            let problems: Vec<String> = to_be_said.chain(old).collect();
            assert!(problems.is_empty(), "crates/mesh-lint/help/{}:\n{}", language.tag(), problems.join("\n"));
        }
    }

    #[test]
    fn a_page_names_the_same_things_in_each_language() {
        for language in translations() {
            for (english, page) in crate::help().zip(help_in(language)) {
                let title = page.title();
                assert_eq!(page.codes, english.codes);
                assert_ne!(title, english.title());
                assert!(title.ends_with('.'), "{title}");
                assert_eq!(page.paragraphs().count(), english.paragraphs().count(), "{title}");
                assert_eq!(code(&page), code(&english), "{title}");
                assert_eq!(spoken_of(&page), spoken_of(&english), "{title}");
            }
        }
    }

    #[test]
    fn a_heading_is_that_of_the_codes_and_the_words() {
        let page = |text| Help { codes: &["KIA1501", "KIA1503"], text };
        let with_breaks = heading(&page(" No such\n host.\n\n Define `it`.\n"));
        assert!(with_breaks.starts_with("KIA1501, KIA1503 ("), "{with_breaks}");
        assert_eq!(with_breaks, heading(&page("No such host.\n\nDefine\n`it`.")));
        assert_ne!(with_breaks, heading(&page("No such host.\n\nDefine `them`.")));
        assert_ne!(with_breaks, heading(&page("No such host. Define `it`.")));
    }
}
