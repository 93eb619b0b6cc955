//! The words of a command, as a shell parts them.

/// A command's words and its flags.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) words: Vec<String>,
    flags: Vec<(String, String)>,
}

/// Flags that stand alone.
const ALONE: &[&str] = &[
    "force",
    "ignore-daemonsets",
    "delete-emptydir-data",
    "disable-eviction",
    "all",
    "overwrite",
    "all-namespaces",
    "A",
    "now",
    "record",
    "save-config",
];

impl Words {
    pub(super) fn new(command: &str) -> Self {
        let mut words = Self::default();
        let mut parts = split(command).into_iter().peekable();
        while let Some(part) = parts.next() {
            let Some(flag) = part.strip_prefix("--").or_else(|| part.strip_prefix('-')) else {
                words.words.push(part);
                continue;
            };
            if let Some((name, value)) = flag.split_once('=') {
                words.flags.push((name.to_owned(), value.to_owned()));
            } else if ALONE.contains(&flag) || flag == "dry-run" {
                words.flags.push((flag.to_owned(), "true".to_owned()));
            } else {
                let value = parts.next().unwrap_or_default();
                words.flags.push((flag.to_owned(), value));
            }
        }
        words
    }

    pub(super) fn flag(&self, names: &[&str]) -> Option<&str> {
        self.flags.iter().rev().find(|(name, _)| names.contains(&name.as_str())).map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.flag(&[name]).is_some_and(|value| value != "false")
    }

    /// A duration flag in seconds: `7s`, `1m`, `0`.
    pub(super) fn seconds(&self, name: &str) -> Option<f64> {
        let text = self.flag(&[name])?;
        let (number, unit) = text.split_at(text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len()));
        let factor = match unit {
            "ms" => 0.001,
            "m" => 60.0,
            "h" => 3600.0,
            _ => 1.0,
        };
        number.parse::<f64>().ok().map(|number| number * factor)
    }
}

fn split(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut any) = (Vec::new(), String::new(), None, false);
    for letter in command.chars() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), letter) => word.push(letter),
            (None, '\'' | '"') => {
                quote = Some(letter);
                any = true;
            }
            (None, letter) if letter.is_whitespace() => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            (None, letter) => word.push(letter),
        }
    }
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_blanks() {
        let words = Words::new("kubectl patch pod x -p '{\"a\": \"b c\"}' --force --timeout=7s");
        assert_eq!(words.words, ["kubectl", "patch", "pod", "x"]);
        assert_eq!(words.flag(&["p", "patch"]), Some("{\"a\": \"b c\"}"));
        assert!(words.has("force"));
        assert_eq!(words.seconds("timeout"), Some(7.0));
    }
}
