//! Why a link cannot be opened.

/// Why a link cannot be opened; its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It does not begin with a format's number and a point: no link to a scenario.
    NotALink,
    /// It is of a format or dictionary that this engine does not know; holds what stands there.
    Version(String),
    /// It ends before its text or its checksum does.
    CutOff,
    /// Characters that no link holds, or the checksum is wrong: changed on its way.
    Damaged,
    /// More than 64 KiB of link or 1 MiB of text.
    TooLarge,
    /// The checksum is right but the content is not that of a scenario.
    Content(String),
}

impl std::fmt::Display for LinkError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotALink => formatter.write_str(
                "This is no link to a scenario: one begins with `1.` and goes on in letters and digits. Copy it again as a \
                 whole.",
            ),
            Self::Version(found) => write!(
                formatter,
                "This link is of format `{found}`, and this playground reads format 1: a newer one made it. Open it \
                 there, reload the page if this one was updated, or ask for a new link."
            ),
            Self::CutOff => formatter.write_str(
                "This link was cut off on its way: its end is missing. Copy it again as a whole, from `1.` to its last \
                 character.",
            ),
            Self::Damaged => formatter.write_str(
                "This link was changed on its way: its checksum does not fit. Copy it again as a whole, from `1.` to its \
                 last character.",
            ),
            Self::TooLarge => formatter
                .write_str("This link is larger than 64 KiB, or holds more than 1 MiB of text. Save the scenario instead."),
            Self::Content(what) => write!(formatter, "This link does not hold a scenario: {what}. Ask for a new link."),
        }
    }
}

impl std::error::Error for LinkError {}
