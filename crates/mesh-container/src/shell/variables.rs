//! Variables, in the order in which dash keeps and hands them on.

use super::is_name;

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    name: String,
    /// `None` for one that is only marked.
    value: Option<String>,
    is_exported: bool,
    pub(super) is_read_only: bool,
}

/// The variables of a shell.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    all: Vec<Variable>,
}

/// So many lists has dash's table (`var.c`, VTABSIZE).
const LISTS: u32 = 39;

/// In which list a name stands (`hashvar`).
fn list_of(name: &str) -> u32 {
    let first = name.bytes().next().map_or(0, u32::from) << 4;
    name.bytes().fold(first, |sum, byte| sum.wrapping_add(u32::from(byte))) % LISTS
}

impl Variables {
    /// Those of an environment.
    pub(super) fn new(environment: &[(String, String)]) -> Self {
        let mut variables = Self::default();
        // dash has these before it reads the environment.
        for name in ["PATH", "IFS", "OPTIND", "PS1", "PS2", "PS4"] {
            variables.all.push(Variable {
                name: name.to_owned(),
                value: None,
                is_exported: false,
                is_read_only: false,
            });
        }
        for (name, value) in environment.iter().filter(|(name, _)| is_name(name)) {
            variables.set(name, value.clone());
            variables.export(name);
        }
        variables
    }

    fn find(&self, name: &str) -> Option<&Variable> {
        self.all.iter().find(|variable| variable.name == name)
    }

    fn entry(&mut self, name: &str) -> Option<&mut Variable> {
        let at = self.all.iter().position(|variable| variable.name == name);
        let at = at.unwrap_or_else(|| {
            self.all.push(Variable { name: name.to_owned(), value: None, is_exported: false, is_read_only: false });
            self.all.len() - 1
        });
        self.all.get_mut(at)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.find(name).and_then(|variable| variable.value.as_deref())
    }

    pub(super) fn is_read_only(&self, name: &str) -> bool {
        self.find(name).is_some_and(|variable| variable.is_read_only)
    }

    pub(super) fn set(&mut self, name: &str, value: String) {
        if let Some(variable) = self.entry(name) {
            variable.value = Some(value);
        }
    }

    pub(super) fn unset(&mut self, name: &str) {
        self.all.retain(|variable| variable.name != name);
    }

    pub(super) fn export(&mut self, name: &str) {
        if let Some(variable) = self.entry(name) {
            variable.is_exported = true;
        }
    }

    pub(super) fn protect(&mut self, name: &str) {
        if let Some(variable) = self.entry(name) {
            variable.is_read_only = true;
        }
    }

    /// What a program gets: the exported ones, list by list.
    pub(super) fn environment(&self) -> Vec<(String, String)> {
        let mut out: Vec<(u32, String, String)> = self
            .all
            .iter()
            .filter(|variable| variable.is_exported)
            .filter_map(|variable| Some((list_of(&variable.name), variable.name.clone(), variable.value.clone()?)))
            .collect();
        out.sort_by_key(|(list, _, _)| *list);
        out.into_iter().map(|(_, name, value)| (name, value)).collect()
    }

    /// Those that are set, by name.
    pub(super) fn sorted(&self, exported: bool) -> Vec<(&str, &str)> {
        let mut out: Vec<(&str, &str)> = self
            .all
            .iter()
            .filter(|variable| variable.is_exported || !exported)
            .filter_map(|variable| Some((variable.name.as_str(), variable.value.as_deref()?)))
            .collect();
        out.sort_unstable();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `env` as dash in a container of docker starts it.
    #[test]
    fn the_environment_comes_list_by_list() {
        let given = [("PATH", "p"), ("HOSTNAME", "h"), ("HOME", "/")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let mut variables = Variables::new(&given);
        variables.set("PWD", "/".to_owned());
        variables.export("PWD");
        variables.set("X", "5".to_owned());
        variables.export("X");
        let names: Vec<String> = variables.environment().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["HOSTNAME", "HOME", "X", "PATH", "PWD"]);
    }
}
