//! `ARG`s (moby's `builder/dockerfile/buildargs.go`).

use super::Wrong;
use crate::dockerfile::expand;

/// The arguments of a build, as far as a stage sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    /// What `ARG`s have declared in this scope, with their values.
    pub(super) allowed: Vec<(String, Option<String>)>,
}

impl Arguments {
    /// Declares an argument; what the command line says wins over its default.
    pub(super) fn declare(&mut self, name: &str, default: Option<String>, given: &[(String, String)]) {
        let given = given.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let value = given.or(default);
        match self.allowed.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.allowed.push((name.to_owned(), value)),
        }
    }

    /// The value of an argument.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.allowed.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.as_deref())
    }

    /// Those that have a value and are no variable of the environment.
    pub(super) fn beside<'a>(
        &'a self,
        environment: &'a [(String, String)],
    ) -> impl Iterator<Item = (String, String)> + 'a {
        let is_new = |name: &str| !environment.iter().any(|(known, _)| known == name);
        self.allowed
            .iter()
            .filter(move |(name, _)| is_new(name))
            .filter_map(|(name, value)| Some((name.clone(), value.clone()?)))
    }

    /// A word with its variables filled in: those of the environment before arguments.
    pub(super) fn expand(&self, word: &str, escape: char, environment: &[(String, String)]) -> Result<String, Wrong> {
        let look = |name: &str| {
            let variable = environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            variable.or_else(|| self.get(name).map(str::to_owned))
        };
        Ok(expand(word, escape, &look)?)
    }
}
