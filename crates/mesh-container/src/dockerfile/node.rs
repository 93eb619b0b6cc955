//! An instruction as far as its words (`parser.newNodeFromLine`).

use super::heredoc::Heredoc;
use super::json_array::{JsonArray, json_array};
use super::lines::Line;
use super::words;

/// An instruction with its flags and arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// Its name, in capital letters.
    pub(super) name: String,
    pub(super) flags: Vec<String>,
    pub(super) arguments: Vec<String>,
    /// Whether the arguments were a JSON array.
    pub(super) is_json: bool,
    /// As it is written.
    pub(super) original: String,
    pub(super) number: usize,
    pub(super) place: (usize, usize),
    pub(super) heredocs: Vec<Heredoc>,
}

const ONLY_STRINGS: &str = "when using JSON array syntax, arrays must be comprised of strings only";

impl Node {
    /// Reads the words of a line.
    pub(super) fn read(line: &Line, escape: char) -> Result<Node, String> {
        let (name, rest) = words::split_first(line.text.trim());
        let (flags, rest) = words::flags(rest);
        let rest = rest.trim();
        let name = name.to_ascii_uppercase();
        let mut is_json = false;
        let mut array = |text: &str, other: fn(&str) -> Vec<String>| match json_array(text) {
            _ if text.is_empty() => Ok(Vec::new()),
            JsonArray::Strings(words) => {
                is_json = true;
                Ok(words)
            }
            JsonArray::Others => Err(ONLY_STRINGS.to_owned()),
            JsonArray::None => Ok(other(text)),
        };
        let whole = |text: &str| vec![text.to_owned()];
        let arguments = match name.as_str() {
            "CMD" | "ENTRYPOINT" | "RUN" | "SHELL" => array(rest, whole)?,
            "ADD" | "COPY" | "VOLUME" => array(rest, words::fields)?,
            "ENV" | "LABEL" => words::pairs(rest, &name, escape)?.into_iter().flat_map(|(a, b)| [a, b]).collect(),
            "ARG" => words::quoted_words(rest, escape),
            "HEALTHCHECK" if !rest.is_empty() => {
                let (kind, command) = words::split_first(rest);
                let mut words = vec![kind.to_owned()];
                words.extend(array(command, whole)?);
                words
            }
            _ if rest.is_empty() => Vec::new(),
            "EXPOSE" | "FROM" => words::fields(rest),
            _ => vec![rest.to_owned()],
        };
        Ok(Node {
            name,
            flags,
            arguments,
            is_json,
            original: line.text.clone(),
            number: line.number,
            place: line.place,
            heredocs: line.heredocs.clone(),
        })
    }

    /// The values of the flags that an instruction knows (`instructions/bflag.go`).
    pub(super) fn flags<const COUNT: usize>(&self, known: [&str; COUNT]) -> Result<[Option<String>; COUNT], String> {
        let mut values = [const { None }; COUNT];
        for flag in &self.flags {
            let flag = flag.strip_prefix("--").unwrap_or(flag);
            let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
            let slot = known.iter().position(|known| *known == name).and_then(|at| values.get_mut(at));
            let slot = slot.ok_or_else(|| format!("Unknown flag: {name}"))?;
            if slot.is_some() {
                return Err(format!("Duplicate flag specified: {name}"));
            }
            *slot = Some(value.ok_or_else(|| format!("Missing a value on flag: {name}"))?.to_owned());
        }
        Ok(values)
    }
}
