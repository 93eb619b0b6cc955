//! Why a link cannot be opened.

/// Why a link cannot be opened; its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It does not begin with a version this engine knows; holds what stands there.
    Version(String),
    /// Characters that no link holds, or the checksum is wrong: cut off or changed on its way.
    Damaged,
    /// More than 64 KiB of link or 1 MiB of text.
    TooLarge,
    /// The checksum is right but the content is not that of a scenario.
    Content(String),
}

impl std::fmt::Display for LinkError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Version(found) => write!(
                formatter,
                "This link is of format `{found}`; this playground reads format 1. Reload the page, or ask for a new link."
            ),
            Self::Damaged => formatter.write_str(
                "This link was cut off or changed on its way. Copy it again as a whole, from `1.` to its last character.",
            ),
            Self::TooLarge => formatter
                .write_str("This link is larger than 64 KiB, or holds more than 1 MiB of text. Save the scenario instead."),
            Self::Content(what) => write!(formatter, "This link does not hold a scenario: {what}. Ask for a new link."),
        }
    }
}

impl std::error::Error for LinkError {}
