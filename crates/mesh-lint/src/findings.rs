//! What the checks of one resource find, in Istio's codes and words.

use mesh_config::{Diagnostic, Node, Severity};
use mesh_words::Words;

use crate::field::{Field, path_to};

/// More findings of one resource are not collected: nobody reads them, and a hostile one has millions.
const MAX_FINDINGS: usize = 300;

/// More findings of one rule and one severity in one resource are not kept: nobody reads them, and a hostile resource has
/// hundreds of thousands.
pub(crate) const MOST_OF_RESOURCE: usize = 300;

/// Collects the findings of one resource.
pub(crate) struct Findings<'a> {
    root: &'a Node,
    found: Vec<Diagnostic>,
    errors: usize,
}

impl<'a> Findings<'a> {
    /// Starts with nothing found in a document.
    pub(crate) fn new(root: &'a Node) -> Self {
        Self { root, found: Vec::new(), errors: 0 }
    }

    /// An error for which the admission webhook refuses the resource.
    pub(crate) fn error(&mut self, at: Field<'_>, message: impl AsRef<str>) {
        self.errors += 1;
        self.report("IST0106", Severity::Error, at, format!("Schema validation error: {}", message.as_ref()));
    }

    /// A warning that the admission webhook prints.
    pub(crate) fn warning(&mut self, at: Field<'_>, message: impl AsRef<str>) {
        self.report("IST0133", Severity::Warning, at, format!("Schema validation warning: {}", message.as_ref()));
    }

    /// A rule that no request reaches.
    pub(crate) fn unreachable(&mut self, at: Field<'_>, rule: &str, reason: &str) {
        self.report("IST0130", Severity::Warning, at, format!("VirtualService rule {rule} not used ({reason})."));
    }

    /// A match that an earlier one takes everything from.
    pub(crate) fn ineffective(&mut self, at: Field<'_>, rule: &str, matching: &str, by: &str) {
        let message = format!(
            "VirtualService rule {rule} match {matching} is not used (duplicate/overlapping match in rule {by})."
        );
        self.report("IST0131", Severity::Info, at, message);
    }

    /// Reports the error of a check, if it is one; says whether all was well.
    pub(crate) fn check(&mut self, at: Field<'_>, verdict: Result<(), String>) -> bool {
        match verdict {
            Ok(()) => true,
            Err(message) => {
                self.error(at, message);
                false
            }
        }
    }

    /// Runs checks whose warnings Istio loses on the way (it appends them as plain errors).
    pub(crate) fn errors_only(&mut self, checks: impl FnOnce(&mut Self)) {
        let before = self.found.len();
        checks(self);
        let mut index = 0;
        self.found.retain(|finding| {
            index += 1;
            index <= before || finding.severity == Severity::Error
        });
    }

    /// Whether no more is collected.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MAX_FINDINGS
    }

    /// How many errors there were so far, those with the same words too.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// All that was found.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        self.found
    }

    fn report(&mut self, code: &'static str, severity: Severity, at: Field<'_>, message: String) {
        let message = Words::theirs(message);
        // Istio says the same words of one resource only once.
        if self.is_full() || self.found.iter().any(|earlier| earlier.code == code && earlier.message == message) {
            return;
        }
        let path = path_to(self.root, at.place()).unwrap_or_default();
        self.found.push(Diagnostic::new(code, severity, message, at.span()).at(path));
    }
}
