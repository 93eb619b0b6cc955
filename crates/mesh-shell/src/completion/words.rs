//! The words before the cursor.

/// The command that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Begun {
    /// Its words so far.
    pub(super) words: Vec<String>,
    /// The word at the cursor, as far as it stands before it.
    pub(super) current: String,
    /// Where that word begins, in bytes.
    pub(super) from: usize,
    /// Whether it names a file that is read or written (`> file`).
    pub(super) is_file: bool,
}

/// Words behind which another command begins.
const OPENING: [&str; 7] = ["do", "then", "else", "while", "until", "if", "!"];

/// Reads a text up to the cursor; what stands before the last command is left aside.
pub(super) fn begun(text: &str) -> Begun {
    let mut found = Begun::default();
    let (mut quote, mut escaped, mut open) = (None, false, false);
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        if std::mem::take(&mut escaped) {
            found.current.push(c);
            continue;
        }
        match (quote, c) {
            (Some(mark), _) if mark == c => quote = None,
            (Some('"') | None, '\\') => {
                escaped = true;
                open = true;
            }
            (Some(_), _) => found.current.push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                open = true;
            }
            (None, '|' | ';' | '&' | '\n' | '(' | '`') => {
                found = Begun { from: after, ..Begun::default() };
                open = false;
            }
            (None, '<' | '>') => {
                found.close(open);
                (found.from, found.is_file) = (after, true);
                open = false;
            }
            (None, ' ' | '\t') => {
                if open || !found.current.is_empty() {
                    found.close(true);
                    found.is_file = false;
                }
                open = false;
                found.from = after;
            }
            (None, _) => found.current.push(c),
        }
    }
    found
}

impl Begun {
    /// The current word ends.
    fn close(&mut self, counts: bool) {
        let word = std::mem::take(&mut self.current);
        if self.is_file || (!counts && word.is_empty()) {
            return;
        }
        let is_assignment = self.words.is_empty()
            && word.split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
        let opens = self.words.is_empty() && OPENING.contains(&word.as_str());
        if !is_assignment && !opens {
            self.words.push(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_command_counts() {
        for (text, words, current, from) in [
            ("", &[][..], "", 0),
            ("kub", &[][..], "kub", 0),
            ("kubectl get po", &["kubectl", "get"][..], "po", 12),
            ("kubectl get pods ", &["kubectl", "get", "pods"][..], "", 17),
            ("kubectl get pods | gr", &[][..], "gr", 19),
            ("for i in 1; do kubectl g", &["kubectl"][..], "g", 23),
            ("X=1 kubectl ", &["kubectl"][..], "", 12),
            ("echo 'a b' c", &["echo", "a b"][..], "c", 11),
            ("x=$(kubectl get n", &["kubectl", "get"][..], "n", 16),
        ] {
            let found = begun(text);
            assert_eq!(
                (found.words.as_slice(), found.current.as_str(), found.from),
                (words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>().as_slice(), current, from,)
            );
        }
        assert!(begun("kubectl get pods > a").is_file);
        assert!(!begun("kubectl get pods > a b").is_file);
    }
}
