//! Why the API server refuses a call.

/// A refusal (metav1's `Status` with `status: Failure`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The HTTP status: 400, 403, 404, 409, 422, 429, 500 …
    pub code: u16,
    /// The reason as clients compare it: `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `TooManyRequests` …
    pub reason: String,
    /// The sentence for people, as the real server says it.
    pub message: String,
    /// The kind that `details` names; empty where it names none.
    pub kind: String,
    /// The API group that `details` names.
    pub group: String,
    /// The object that `details` names.
    pub name: String,
    /// The fields at fault, one each.
    pub causes: Vec<Cause>,
}

/// A field at fault (metav1's `StatusCause`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cause {
    /// `FieldValueInvalid`, `FieldValueRequired` …
    pub reason: String,
    /// What is wrong with it.
    pub message: String,
    /// Its path: `spec.template.metadata.labels`.
    pub field: String,
}
