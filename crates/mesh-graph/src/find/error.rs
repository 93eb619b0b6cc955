//! Why an expression cannot be read.

/// What cannot be read, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindError {
    /// What is wrong.
    pub kind: FindErrorKind,
    /// The part that cannot be read.
    pub text: String,
    /// The character at which it begins, from 1.
    pub at: usize,
}

/// What is wrong with a part of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindErrorKind {
    /// Longer than anybody writes.
    TooLong,
    /// Nothing stands between two of `AND` and `OR`, or behind the last.
    Missing,
    /// Kiali: `No valid operator found in expression`.
    NoOperator,
    /// Kiali: `Invalid Node or Edge operand`.
    UnknownOperand,
    /// No label is named.
    NoLabel,
    /// Kiali's operand for something that no simulated mesh has.
    NotSimulated,
    /// Kiali counts calls of this protocol for themselves; here they are requests like others.
    CountedAsRequests,
    /// The operand takes no operator.
    TakesNoValue,
    /// The operand is a figure and takes no text operator.
    NotForFigures,
    /// The operand is a text and takes no comparison of figures.
    NotForTexts,
    /// Kiali: `Expected a numeric value`.
    NotANumber,
    /// Nothing stands behind the operator.
    NoValue,
    /// Kiali: `Can not AND node and edge criteria`.
    NodeAndEdge,
}
