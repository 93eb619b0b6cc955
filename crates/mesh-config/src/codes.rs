//! The codes of what this crate finds; stable, since scripts and suppressions rely on them.

/// The text is no YAML: what is marked stops the scanner. The document is left out, the others are read.
pub const SYNTAX: &str = "MP0001";
/// More text, documents, depth, aliases or findings than are read.
pub const LIMIT: &str = "MP0002";
/// A value of the wrong type. Istio and Kubernetes refuse the whole object.
pub const WRONG_TYPE: &str = "MP0003";
/// A field that the kind does not have. Istio ignores it without a word.
pub const UNKNOWN_FIELD: &str = "MP0004";
/// A valid field that the playground does not simulate.
pub const NOT_SIMULATED: &str = "MP0005";
/// An object without kind or name.
pub const NO_OBJECT: &str = "MP0006";
/// An object of a kind or version that is kept but ignored.
pub const IGNORED_KIND: &str = "MP0007";
/// A key that is there twice. Kubernetes refuses the object.
pub const DUPLICATE_KEY: &str = "MP0008";
/// A value of the playground's own kinds outside its bounds; it is left out.
pub const OUT_OF_BOUNDS: &str = "MP0009";
/// Several fields of which only one may be set. The API server refuses the object; Istio's own reader takes the last.
pub const ONE_OF: &str = "MP0010";
