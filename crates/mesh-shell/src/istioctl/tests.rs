//! Words of istioctl that need no mesh.

use crate::script::Living;
use crate::{Session, Step, Stream};

/// What a line prints on a cluster without a mesh.
fn types(line: &str) -> (String, String, i32) {
    let mut world = Living::new();
    let mut session = Session::default();
    let mut running = session.start(line, "");
    match running.step(&mut session, &mut world) {
        Step::Done(code) => (running.console.text(Stream::Out), running.console.text(Stream::Err), code),
        Step::Wait { .. } => panic!("{line} waits"),
    }
}

#[test]
fn what_is_not_known_is_refused_in_the_words_of_cobra() {
    for (line, expected, code) in [
        ("istioctl foo", "Error: unknown command \"foo\" for \"istioctl\"\nRun 'istioctl --help' for usage.\n", 64),
        (
            "istioctl pc foo",
            "Error: unknown command \"foo\" for \"istioctl proxy-config\"\nRun 'istioctl proxy-config --help' for usage.\n",
            64,
        ),
        (
            "istioctl x foo",
            "Error: unknown command \"foo\" for \"istioctl experimental\"\nRun 'istioctl experimental --help' for usage.\n",
            64,
        ),
        ("istioctl ps --foo", "Error: unknown flag: --foo\n", 1),
        ("istioctl ps -Q", "Error: unknown shorthand flag: 'Q' in -Q\n", 1),
        ("istioctl pc route", "Error: route requires pod name or --file parameter\n", 1),
        ("istioctl analyze -o foo", "Error: foo not a valid option for format. See istioctl analyze --help\n", 64),
        ("istioctl analyze nothing.yaml", "Error: stat nothing.yaml: no such file or directory\n", 1),
        ("istioctl ps", "Error: no running Istio pods in \"istio-system\"\n", 1),
        ("istioctl install", "Error: install is not supported by this playground\n", 1),
        ("istioctl x describe pod", "Error: expecting pod name\n", 1),
    ] {
        assert_eq!(types(line), (String::new(), expected.to_owned(), code), "{line}");
    }
    assert_eq!(types("istioctl version").0, "client version: 1.32.0\n");
}
