//! Why a link cannot be opened.

use mesh_words::{Words, say};

/// Why a link cannot be opened; its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It does not begin with a format's number and a point: no link to a scenario.
    NotALink,
    /// It is of a format that this engine does not know; holds what stands there.
    Version(String),
    /// It is packed with a dictionary that this engine does not know; holds its number.
    Dictionary(u8),
    /// It ends before its text or its checksum does.
    CutOff,
    /// Characters that no link holds, or the checksum is wrong: changed on its way.
    Damaged,
    /// More than 64 KiB of link or 1 MiB of text.
    TooLarge,
    /// The checksum is right but the content is not that of a scenario.
    Content(Words),
}

impl LinkError {
    /// What happened to the link, and what to do.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::NotALink => say!("link-none"),
            Self::Version(format) => say!("link-format", format),
            Self::Dictionary(dictionary) => say!("link-dictionary", dictionary),
            Self::CutOff => say!("link-cut-off"),
            Self::Damaged => say!("link-damaged"),
            Self::TooLarge => say!("link-too-large"),
            Self::Content(problem) => say!("link-content", problem = problem.clone()),
        }
    }
}

impl std::fmt::Display for LinkError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words().fmt(formatter)
    }
}

impl std::error::Error for LinkError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_made_the_link_is_told_by_its_numbers() {
        let newer = "and this playground reads format 1: a newer one made it. Open it there, reload the page if this \
                     one was updated, or ask for a new link.";
        let version = LinkError::Version("2".to_owned());
        assert_eq!(version.to_string(), format!("This link is of format `2`, {newer}"));
        assert_eq!(LinkError::Dictionary(9).to_string(), format!("This link is of format `1, dictionary 9`, {newer}"));
    }
}
