//! Checks as they stand.

use mesh_words::Words;
use serde::{Deserialize, Serialize};

use crate::Span;

/// Whether something that must hold does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckStanding {
    /// It is not known yet.
    #[default]
    Waiting,
    /// It does.
    Holds,
    /// It does not.
    Fails,
}

/// The Checks of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// As they stand, in document order.
    pub checks: Vec<CheckState>,
    /// Whether more of what was asked is known when it is asked again.
    pub more: bool,
    /// Whether some are carried out only when that is asked.
    pub unasked: bool,
}

/// A Check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckState {
    /// Its name; with its namespace where that is not `default`.
    pub name: String,
    /// Whether all that it expects holds.
    pub standing: CheckStanding,
    /// Whether that stays so: its window is over, or what it sent is answered.
    pub is_over: bool,
    /// Since when it stands so, in simulated seconds.
    pub since: f64,
    /// What it expects.
    pub expectations: Vec<ExpectationState>,
    /// Where it stands in the files.
    pub span: Span,
}

/// Something that a Check expects.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExpectationState {
    /// Whether it holds.
    pub standing: CheckStanding,
    /// What was expected.
    pub expected: Words,
    /// What was seen; nothing as long as it is not known.
    pub seen: Words,
    /// The same as a number: percent of a share, milliseconds of a latency, else a count; nothing where there is none.
    pub figure: Option<f64>,
    /// Where it stands in the files.
    pub span: Span,
}
