//! Verdicts as JUnit's XML, which servers of continuous integration show.

use mesh_words::Words;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Failure, visible};
use crate::engine::{Check, Checked};

/// The verdicts: a suite for each file, a case for each Check. No times: what a run takes says nothing of it.
pub(super) fn report(checked: &Checked) -> Result<String, Failure> {
    let mut report = Report::new("mesh-playground check");
    let mut suites: Vec<TestSuite> = Vec::new();
    for check in &checked.checks {
        let case = case(check);
        match suites.iter_mut().find(|suite| suite.name.as_str() == check.file) {
            Some(suite) => {
                suite.add_test_case(case);
            }
            None => {
                let mut suite = TestSuite::new(check.file.clone());
                suite.add_test_case(case);
                suites.push(suite);
            }
        }
    }
    report.add_test_suites(suites);
    report.to_string().map_err(|error| Failure::from(Words::theirs(error.to_string())))
}

fn case(check: &Check) -> TestCase {
    let status = if check.holds {
        TestCaseStatus::success()
    } else {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(visible::line(&format!("{}: {}", check.expected, check.seen)).into_owned());
        status.set_type("check");
        status.set_description(format!("{}:{}", check.file, check.line));
        status
    };
    let mut case = TestCase::new(check.name.clone(), status);
    case.set_classname(check.file.clone());
    case
}
