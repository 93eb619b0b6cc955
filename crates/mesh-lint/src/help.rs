//! The help pages: each rule's doc comment is its page, so a rule cannot be without one. Other languages have theirs in files.

mod translated;

use mesh_config::Help;

pub use translated::help_in;

/// Makes the page of codes that no rule of its own stands for.
macro_rules! page {
    ($(#[doc = $doc:literal])+ $($code:literal),+) => {
        Help { codes: &[$($code),+], text: concat!($($doc, "\n"),+) }
    };
}

/// Of what [`crate::validate`], [`crate::lint`] and [`crate::bounded`] say themselves.
const OWN: [Help; 6] = [
    page! {
        /// Istio's validation refuses the resource.
        ///
        /// A cluster's admission webhook answers `kubectl apply` with this error and the resource does not get in, so
        /// it is left out of the run. The message is Istio's own (`pkg/config/validation`).
        "IST0106"
    },
    page! {
        /// Istio's validation warns of the resource.
        ///
        /// `kubectl apply` takes it and prints this warning: it is allowed, but likely not what was meant.
        "IST0133"
    },
    page! {
        /// A rule of a VirtualService is never used.
        ///
        /// The first rule that matches counts. A rule without a match takes all, so nothing after it is reached. Move the
        /// rule up, or give the earlier one a match. Istio: `analyzeUnreachableHTTPRules`.
        "IST0130"
    },
    page! {
        /// A match of a VirtualService is never used.
        ///
        /// An earlier one is equal to it, or is a prefix of its prefix. Move the narrower match up, or remove it. Istio:
        /// `analyzeUnreachableHTTPRules`.
        "IST0131"
    },
    page! {
        /// A part that the files lack is implied.
        ///
        /// Where a scenario has no Service, no workload, no Gateway or no Traffic at all, what its rules name is made for it,
        /// so that it runs. The implied parts stand in `implied.yaml`; one click writes them out. Once a scenario has one
        /// of a kind, what is missing is missing, as in a cluster. No more than 500 of a kind are made, and 200 Gateways.
        "MP0100"
    },
    page! {
        /// More findings than an answer holds.
        ///
        /// The page and the API list the 500 worst: errors before warnings before remarks. The others are counted by what
        /// they are. Mend those that are listed, or have all of them printed by `mesh-playground lint`. Of one rule and one
        /// resource 300 of each severity are listed everywhere.
        "MP0132"
    },
];

/// The help pages of all that can be found, one for each rule: those of the reader, of Istio's validation, of Istio's
/// analyzers, of Kiali's checks and our own.
///
/// A code of Istio's or Kiali's may stand on several pages: IST0101 is any name of something that does not exist.
pub fn help() -> impl Iterator<Item = Help> {
    let own = OWN.into_iter().chain([crate::repeated_names::HELP]).chain(crate::dockerfiles::HELP);
    mesh_config::codes::HELP.iter().copied().chain(own).chain(crate::rules::help())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_a_title_and_says_more() {
        for page in help() {
            let title = page.title();
            assert!(title.ends_with('.'), "{title}");
            assert!(page.paragraphs().count() > 1, "{title}");
            assert!(!page.codes.is_empty() && page.codes.is_sorted(), "{title}");
        }
    }

    #[test]
    fn no_two_pages_are_for_our_own_codes() {
        let mut own: Vec<&str> =
            help().flat_map(|page| page.codes).copied().filter(|code| code.starts_with("MP")).collect();
        own.sort_unstable();
        let count = own.len();
        own.dedup();
        assert_eq!(own.len(), count);
    }
}
