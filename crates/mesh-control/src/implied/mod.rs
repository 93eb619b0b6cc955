//! What a scenario has none of and needs to come alive (design: "Implied parts").

use mesh_config::Span;

/// A resource that nobody wrote and that is there all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implied {
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Its text, ready to be written out.
    pub yaml: String,
    /// Why it is implied, in one sentence.
    pub reason: String,
    /// What asked for it.
    pub because: Span,
}

/// The name of the file that implied resources are read from.
pub const IMPLIED_FILE: &str = "implied.yaml";
