//! What a line can go on with where the cursor stands: Tab.
//!
//! Programs, then what each of them knows: of `kubectl` its commands and flags, the kinds and names of objects, namespaces, and
//! values of flags, as its own completion scripts have them (`k8s.io/kubectl/pkg/util/completion`); of all others files.

mod words;

use mesh_cluster::api::{ApiResource, Object, Verb};

use crate::{Server, Session};
use words::{Begun, begun};

/// So many candidates are given at most.
const MOST: usize = 1_000;

/// What a line can go on with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Where the text begins that a candidate takes the place of, in bytes.
    pub from: usize,
    /// What can stand there, sorted.
    pub candidates: Vec<String>,
}

impl Completions {
    /// What all candidates begin with, as far as it is more than what stands there.
    #[must_use]
    pub fn common(&self, typed: &str) -> Option<String> {
        let (first, rest) = self.candidates.split_first()?;
        let mut common = first.as_str();
        for other in rest {
            let same = common.chars().zip(other.chars()).take_while(|(a, b)| a == b);
            common = common.get(..same.map(|(c, _)| c.len_utf8()).sum()).unwrap_or_default();
        }
        (common.len() > typed.len()).then(|| common.to_owned())
    }
}

/// What a completion can look at.
pub(crate) struct Around<'a> {
    pub(crate) session: &'a Session,
    pub(crate) server: &'a mut dyn Server,
}

impl Around<'_> {
    /// The names of the objects of a resource.
    pub(crate) fn names(&mut self, resource: &ApiResource, namespace: &str) -> Vec<String> {
        let namespace = resource.namespaced.then(|| namespace.to_owned());
        let (labels, fields) = (String::new(), String::new());
        let verb = Verb::List { resource: resource.resource(), namespace, labels, fields };
        let objects = self.server.call(&verb).unwrap_or_default();
        crate::json::items(&objects, "items").iter().map(|object| crate::json::name(object).to_owned()).collect()
    }

    /// An object of the server.
    pub(crate) fn object(&mut self, resource: &ApiResource, namespace: &str, name: &str) -> Option<Object> {
        let namespace = if resource.namespaced { namespace.to_owned() } else { String::new() };
        let address = mesh_cluster::api::Address { resource: resource.resource(), namespace, name: name.to_owned() };
        self.server.call(&Verb::Get(address)).ok()
    }

    /// The files of the terminal.
    pub(crate) fn files(&self) -> Vec<String> {
        self.session.files.keys().cloned().collect()
    }
}

/// What a line can go on with where the cursor stands (in bytes). Looks at the cluster and changes nothing of it.
pub fn completions(line: &str, cursor: usize, session: &Session, server: &mut dyn Server) -> Completions {
    let before = line.get(..cursor).unwrap_or(line);
    let Begun { words, current, from, is_file } = begun(before);
    let mut around = Around { session, server };
    let mut candidates = match words.split_first() {
        _ if is_file => around.files(),
        None => crate::programs::NAMES.iter().map(|name| (*name).to_owned()).collect(),
        Some((name, arguments)) if matches!(name.as_str(), "kubectl" | "k") => {
            crate::kubectl::complete(arguments, &current, &mut around)
        }
        Some(_) => around.files(),
    };
    candidates.retain(|candidate| candidate.starts_with(&current));
    candidates.sort();
    candidates.dedup();
    candidates.truncate(MOST);
    Completions { from, candidates }
}

#[cfg(test)]
mod tests;
