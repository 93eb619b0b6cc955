//! The words of an instruction (`parser/line_parsers.go`, `parser/split_command.go`).

/// Whether Go's `[\t\v\f\r ]` takes a character.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\u{b}' | '\u{c}')
}

/// What `regexp.Split` makes of a text at runs of blanks.
pub(super) fn fields(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(is_blank) {
        out.push(rest.get(..at).unwrap_or_default().to_owned());
        rest = rest.get(at..).unwrap_or_default().trim_start_matches(is_blank);
    }
    out.push(rest.to_owned());
    out
}

/// The first word and the rest after the blanks behind it.
pub(super) fn split_first(text: &str) -> (&str, &str) {
    match text.find(is_blank) {
        Some(at) => {
            (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default().trim_start_matches(is_blank))
        }
        None => (text, ""),
    }
}

/// Words with their quotes, as `ENV`, `LABEL` and `ARG` have them (`parseWords`).
pub(super) fn quoted_words(text: &str, escape: char) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut is_word) = (String::new(), None, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if quote.is_none() && c.is_whitespace() {
            if is_word {
                words.push(std::mem::take(&mut word));
            }
            is_word = false;
            continue;
        }
        let escapes = c == escape && quote != Some('\'');
        if escapes {
            let Some(next) = chars.next() else { break };
            word.push(c);
            word.push(next);
            is_word = true;
            continue;
        }
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '\'' || c == '"' => quote = Some(c),
            _ => {}
        }
        word.push(c);
        is_word = true;
    }
    if is_word {
        words.push(word);
    }
    words
}

/// `NAME=value …` or the old `NAME value` (`parseNameVal`).
pub(super) fn pairs(text: &str, key: &str, escape: char) -> Result<Vec<(String, String)>, String> {
    let words = quoted_words(text, escape);
    let Some(first) = words.first() else { return Ok(Vec::new()) };
    if !first.contains('=') {
        return match split_first(text) {
            (_, "") => Err(format!("{key} must have two arguments")),
            (name, value) => Ok(vec![(name.to_owned(), value.to_owned())]),
        };
    }
    words
        .iter()
        .map(|word| match word.split_once('=') {
            Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
            None => Err(format!("Syntax error - can't find = in {word:?}. Must be of the form: name=value")),
        })
        .collect()
}

/// The `--flag`s before the arguments, and the arguments (`extractBuilderFlags`).
pub(super) fn flags(text: &str) -> (Vec<String>, &str) {
    let mut flags = Vec::new();
    let mut rest = text.trim_start();
    while rest.starts_with("--") {
        let mut quote = None;
        let end = rest.char_indices().find(|(_, c)| {
            match quote {
                Some(open) if open == *c => quote = None,
                None if *c == '\'' || *c == '"' => quote = Some(*c),
                _ => {}
            }
            quote.is_none() && c.is_whitespace()
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        let flag = rest.get(..end).unwrap_or_default();
        rest = rest.get(end..).unwrap_or_default().trim_start();
        if flag == "--" {
            break;
        }
        flags.push(flag.replace(['"', '\''], ""));
    }
    (flags, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_quotes() {
        assert_eq!(quoted_words("A=\"x y\" B='z' C=a\\ b", '\\'), ["A=\"x y\"", "B='z'", "C=a\\ b"]);
        assert_eq!(quoted_words("  ", '\\'), Vec::<String>::new());
    }

    #[test]
    fn pairs_have_an_old_form() {
        assert_eq!(pairs("A b  c", "ENV", '\\').unwrap(), [("A".to_owned(), "b  c".to_owned())]);
        assert_eq!(pairs("A", "ENV", '\\').unwrap_err(), "ENV must have two arguments");
        assert!(pairs("A=1 B", "ENV", '\\').unwrap_err().starts_with("Syntax error - can't find = in \"B\""));
    }

    #[test]
    fn flags_stand_before_arguments() {
        assert_eq!(flags("--from=a --chown=b x y"), (vec!["--from=a".to_owned(), "--chown=b".to_owned()], "x y"));
        assert_eq!(flags("x --from=a"), (vec![], "x --from=a"));
    }
}
