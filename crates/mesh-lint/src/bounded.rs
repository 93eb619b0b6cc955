//! As many findings as an answer holds.

use mesh_config::{Diagnostic, Severity};
use mesh_words::say;

/// Findings that an answer over the network, a page or a frame holds.
pub const MOST_FINDINGS: usize = 500;

/// The code of what stands for the findings that were left out.
pub const LEFT_OUT: &str = "MP0132";

/// The findings in their order, or where there are more than `most` the worst of them and one more behind them, which
/// counts the others.
#[must_use]
pub fn bounded(findings: &[Diagnostic], most: usize) -> Vec<Diagnostic> {
    if findings.len() <= most {
        return findings.to_vec();
    }
    let mut room = most;
    let mut kept = vec![false; findings.len()];
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        for (finding, kept) in findings.iter().zip(&mut kept) {
            if room > 0 && finding.severity == severity {
                *kept = true;
                room -= 1;
            }
        }
    }
    let of = |wanted: bool| findings.iter().zip(&kept).filter(move |(_, kept)| **kept == wanted).map(|(one, _)| one);
    let mut list: Vec<Diagnostic> = of(true).cloned().collect();
    list.extend(left_out(&of(false).collect::<Vec<_>>()));
    list
}

/// Says how many there were, where the worst of them begins.
fn left_out(findings: &[&Diagnostic]) -> Option<Diagnostic> {
    let worst = findings.iter().min_by_key(|finding| finding.severity)?;
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let message = say!(
        "findings-left-out",
        count = findings.len(),
        errors = count(Severity::Error),
        warnings = count(Severity::Warning),
        remarks = count(Severity::Info),
    );
    Some(Diagnostic::new(LEFT_OUT, worst.severity, message, worst.span))
}

#[cfg(test)]
mod tests {
    use mesh_config::Span;
    use mesh_words::Words;

    use super::*;

    fn findings(severities: &[Severity]) -> Vec<Diagnostic> {
        let finding = |(at, severity): (u32, &Severity)| {
            Diagnostic::new("MP0001", *severity, Words::theirs("words"), Span { file: 0, start: at, end: at })
        };
        (0..).zip(severities).map(finding).collect()
    }

    fn places(findings: &[Diagnostic]) -> Vec<u32> {
        findings.iter().map(|finding| finding.span.start).collect()
    }

    #[test]
    fn few_findings_are_left_as_they_are() {
        let few = findings(&[Severity::Info, Severity::Error]);
        assert_eq!(bounded(&few, 2), few);
        assert_eq!(bounded(&[], 0), []);
    }

    #[test]
    fn the_worst_stay_in_their_order_and_the_others_are_counted() {
        use Severity::{Error, Info, Warning};
        let many = findings(&[Info, Warning, Error, Info, Warning, Error, Warning]);
        let list = bounded(&many, 4);
        assert_eq!(places(&list), [1, 2, 4, 5, 6]);
        let last = list.last().unwrap();
        assert_eq!((last.code.as_ref(), last.severity), (LEFT_OUT, Warning));
        assert!(
            last.message.to_string().starts_with("and 3 more findings: 0 errors, 1 warning, 2 remarks. "),
            "{}",
            last.message
        );
        assert_eq!(bounded(&many, 6).last().unwrap().severity, Info, "only a remark was left out");
        assert!(
            bounded(&many, 6)
                .last()
                .unwrap()
                .message
                .to_string()
                .starts_with("and 1 more finding: 0 errors, 0 warnings, 1 remark.")
        );
    }

    #[test]
    fn no_number_of_remarks_hides_an_error() {
        let mut severities = vec![Severity::Info; 18_700];
        severities.push(Severity::Error);
        let list = bounded(&findings(&severities), MOST_FINDINGS);
        assert_eq!(list.len(), MOST_FINDINGS + 1);
        assert!(list.iter().any(|finding| finding.severity == Severity::Error));
    }
}
