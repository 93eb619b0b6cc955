//! Texts that somebody shares, inside elements whose content browsers do not read as markup.
//!
//! As little as possible is escaped: a text of angle brackets would become a page of many times its size.

/// Whether what begins with `<` could end such an element, hide its end, or begin a script.
fn steers(rest: &str) -> bool {
    let begins = |word: &str| rest.get(1..=word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word));
    begins("/") || begins("!--") || begins("script")
}

fn replaced(text: &str, by: impl Fn(char, &str) -> Option<&'static str>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in text.match_indices(['<', '&']) {
        let rest = text.get(at..).unwrap_or_default();
        let Some(other) = found.chars().next().and_then(|found| by(found, rest)) else { continue };
        replaced.push_str(text.get(from..at).unwrap_or_default());
        replaced.push_str(other);
        from = at + 1;
    }
    replaced.push_str(text.get(from..).unwrap_or_default());
    replaced
}

/// A text between the tags of a text area or of the title of a document.
pub(crate) fn text_area(text: &str) -> String {
    let is_reference = |rest: &str| rest.chars().nth(1).is_some_and(|next| next == '#' || next.is_ascii_alphanumeric());
    let written = replaced(text, |found, rest| match found {
        '<' if steers(rest) => Some("&lt;"),
        '&' if is_reference(rest) => Some("&amp;"),
        _ => None,
    });
    // Browsers leave out a line break right behind the tag.
    if written.starts_with('\n') { format!("\n{written}") } else { written }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_text_area_and_none_grows_without_need() {
        assert_eq!(text_area("a </textarea><script>"), "a &lt;/textarea>&lt;script>");
        assert_eq!(text_area("&amp; &#60; & && &é"), "&amp;amp; &amp;#60; & && &é");
        assert_eq!(text_area("\n\na"), "\n\n\na");
        assert_eq!(text_area(&"<".repeat(9)), "<".repeat(9));
        assert_eq!(text_area("카<나 <b>"), "카<나 <b>");
    }
}
