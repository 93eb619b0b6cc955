//! What there is to say of a rule on a page of its own.

/// The help page of a rule: the doc comment that stands above it, and the codes of its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    /// The codes of the rule's findings, sorted: `IST…`, `KIA…` or `MP…`. Several rules may share one.
    pub codes: &'static [&'static str],
    /// The doc comment, as written: paragraphs with an empty line between them, names in backticks.
    pub text: &'static str,
}

impl Help {
    /// What is wrong, as one sentence: the first paragraph.
    #[must_use]
    pub fn title(&self) -> String {
        self.paragraphs().next().unwrap_or_default()
    }

    /// The paragraphs without line breaks, the title first; Markdown, of which only backticks are used.
    pub fn paragraphs(&self) -> impl Iterator<Item = String> + use<> {
        self.text
            .split("\n\n")
            .map(|paragraph| {
                let lines = paragraph.lines().map(str::trim).filter(|line| !line.is_empty());
                lines.collect::<Vec<_>>().join(" ")
            })
            .filter(|paragraph| !paragraph.is_empty())
    }

    /// What those who made a code say of it: the page of Istio's or of Kiali's documentation. None for our own codes.
    #[must_use]
    pub fn link(code: &str) -> Option<String> {
        if code.starts_with("IST") {
            let page = code.to_ascii_lowercase();
            return Some(format!("https://istio.io/latest/docs/reference/config/analysis/{page}/"));
        }
        code.starts_with("KIA").then(|| "https://kiali.io/docs/features/validations/".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_into_paragraphs() {
        let help = Help { codes: &["IST0101"], text: "\n No such\n host.\n\n Define `it`.\n" };
        assert_eq!(help.title(), "No such host.");
        assert_eq!(help.paragraphs().collect::<Vec<_>>(), ["No such host.", "Define `it`."]);
    }

    #[test]
    fn only_codes_of_others_lead_elsewhere() {
        assert!(Help::link("IST0101").is_some_and(|link| link.ends_with("/ist0101/")));
        assert_eq!(Help::link("MP0001"), None);
    }
}
