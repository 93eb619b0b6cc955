//! A lesson is played: what does not do what it says is told.

mod support;

use mesh_lesson::{Folder, Row, play};
use mesh_scenario::{CheckStanding, Scenario, Session, Time, Work};
use support::{changed, told};

/// A file, what is replaced in it, and by what.
type Change = (&'static str, &'static str, &'static str);

const STEP: &str = "steps/ten-percent.yaml";
const EN: &str = "lesson.en.md";
const KO: &str = "lesson.ko.md";

/// Words that do not say what is expected.
const WITHOUT_FIGURES: &[Change] = &[
    (EN, "between 7 and 13.2 %", "some"),
    (KO, "7~13.2%", "얼마쯤"),
    (EN, "Answer 10, then", "Then"),
    (KO, "10이라고 답한 다음", "이제"),
];

/// What holds with any weights, but not without a rule.
const PASSES: &str = "- {output: \"kubectl get virtualservices -o name | wc -l\", is: 1}";

fn rows(folder: &Folder) -> Vec<Row> {
    assert_eq!(told(folder), Vec::<String>::new());
    play(folder, &mut Work::unlimited()).rows
}

/// What is wrong, as `step kind name: why`.
fn wrong(folder: &Folder) -> Vec<String> {
    let told = |row: Row| Some(format!("{} {} {}: {}", row.step, row.kind, row.name, row.why?));
    rows(folder).into_iter().filter_map(told).collect()
}

#[test]
fn the_skeleton_does_what_it_says() {
    let rows = rows(&changed(&[]));
    let tried: Vec<_> = rows
        .iter()
        .map(|row| {
            let holds = |verdict: &Option<mesh_lesson::Verdict>| verdict.as_ref().and_then(|it| it.holds);
            (row.step.as_str(), row.kind, row.name.as_str(), holds(&row.before), holds(&row.after))
        })
        .collect();
    assert_eq!(
        tried,
        [
            ("no-rule", "check", "half", None, Some(true)),
            ("ten-percent", "check", "tenth", Some(false), Some(true)),
            ("ten-percent", "mistake", "swapped", Some(false), Some(true)),
            ("ten-percent", "predict", "share", None, None),
        ]
    );
    assert!(rows.iter().all(|row| row.why.is_none()), "{rows:#?}");
    let seen = rows[1].after.as_ref().unwrap().seen[0].to_string();
    assert!(seen.ends_with(" of 1000)"), "{seen}");
}

#[test]
fn what_a_lesson_does_not_do_is_told() {
    let cases: &[(&[Change], &str)] = &[
        (
            &[(STEP, "between: [7.0, 13.2]", "between: [0, 100]")],
            "ten-percent check tenth: it holds before the action already",
        ),
        (
            &[(STEP, "between: [7.0, 13.2]", "between: [1, 2]")],
            "ten-percent check tenth: it does not hold after the action: expected",
        ),
        (&[(STEP, "atLeast: 75", "atLeast: 99")], "ten-percent mistake swapped: its `try` does not make it seen"),
        (
            &[(STEP, "atLeast: 75", "atMost: 100")],
            "ten-percent mistake swapped: it is seen after the right action, too",
        ),
        (
            &[(STEP, "atLeast: 75", "atLeast: 40")],
            "ten-percent mistake swapped: it is seen though nothing has been done",
        ),
        (
            &[(STEP, "- {share: {version: v2}, between: [7.0, 13.2]}", PASSES)],
            "ten-percent mistake swapped: all checks hold with the mistake made",
        ),
        (
            &[(STEP, "from: client, count: 1000", "from: nobody, count: 1000")],
            "ten-percent predict share: the check `tenth` has not seen",
        ),
        (
            &[(STEP, "look: {file: mesh.yaml", "look: {file: rules.yaml")],
            "ten-percent look : it looks at `rules.yaml`, which is not there",
        ),
        (
            &[(STEP, "select: reviews", "select: revues")],
            "ten-percent look : no app, workload or Service of the graph is called `revues`",
        ),
        (
            &[(STEP, "line: \"weight: 90\"", "line: \"weight: 91\"")],
            "ten-percent look swapped: `mesh.yaml` has no line",
        ),
    ];
    for (changes, wanted) in cases {
        let wrong = wrong(&changed(&[changes, WITHOUT_FIGURES].concat()));
        assert!(wrong.iter().any(|told| told.starts_with(wanted)), "{wanted}: {wrong:#?}");
    }
}

/// A mistake that is seen by a finding, a check of a window, one that does not last, and a node that is clicked.
#[test]
fn other_kinds_of_parts_are_played() {
    let by_finding = (
        "    check:\n      send: {from: client, count: 200, request: {url: \"http://reviews:9080/\"}}\n      expect:\n      - {share: {version: v2}, atLeast: 75}\n",
        "    finding: IST0101\n",
    );
    let unknown = (
        "- destination: {host: reviews, subset: v2}\n                weight: 90",
        "- destination: {host: reviews, subset: v3}\n                weight: 90",
    );
    let window = (
        "  tenth:\n    send: {from: client, count: 1000, request: {url: \"http://reviews:9080/\"}}\n",
        "  tenth:\n    during: {from: 5s, to: 45s}\n",
    );
    let folder =
        changed(&[(STEP, by_finding.0, by_finding.1), (STEP, unknown.0, unknown.1), (STEP, window.0, window.1)]);
    assert_eq!(wrong(&folder), Vec::<String>::new());

    let lapses = (
        "  tenth:\n    send: {from: client, count: 1000, request: {url: \"http://reviews:9080/\"}}\n    expect:\n    - {share: {version: v2}, between: [7.0, 13.2]}\n",
        "  tenth:\n    during: {}\n    expect:\n    - {requests: true, between: [90, 115]}\n",
    );
    let told = wrong(&changed(&[&[(STEP, lapses.0, lapses.1)], WITHOUT_FIGURES].concat()));
    assert!(told.iter().any(|told| told.starts_with("ten-percent check tenth: it holds before")), "{told:?}");

    let node =
        ("share: {number: tenth, figure: 0, within: 4, unit: \"%\"}", "share: {node: {app: reviews, version: v2}}");
    assert_eq!(wrong(&changed(&[(STEP, node.0, node.1)])), Vec::<String>::new());
    let node = (node.0, "share: {node: {app: reviews, version: v9}}");
    let told = wrong(&changed(&[(STEP, node.0, node.1)]));
    assert_eq!(told, ["ten-percent predict share: no node of the graph is of the app `reviews` and the version `v9`"]);
}

/// A pod takes a moment to start: a detector that looks at pods sees a mistake where there is none.
#[test]
fn a_detector_that_is_too_hasty_is_told() {
    let by_weight = "    check:\n      send: {from: client, count: 200, request: {url: \"http://reviews:9080/\"}}\n      expect:\n      - {share: {version: v2}, atLeast: 75}\n";
    let by_pods = "    check:\n      during: {}\n      expect:\n      - {endpoints: {service: reviews}, is: 2}\n      - {output: \"kubectl get virtualservices -o name | wc -l\", is: 1}\n";
    let tenth = "    - {share: {version: v2}, between: [7.0, 13.2]}\n";
    let probe = "image: \"reviews:2\", readinessProbe: {httpGet: {path: /, port: 9080}, initialDelaySeconds: 4}";
    let scale = "action:\n  commands: [\"kubectl scale deployment reviews-v2 --replicas=2\"]\n";
    let folder = changed(&[
        ("apps.yaml", "image: \"reviews:2\"", probe),
        (STEP, "action:\n", scale),
        (STEP, by_weight, by_pods),
        (STEP, tenth, &format!("{tenth}    - {{endpoints: {{service: reviews}}, is: 3}}\n")),
    ]);
    assert_eq!(
        wrong(&folder),
        [
            "ten-percent mistake swapped: it is seen on the right way, too, 1 s after the action: have it look for what is \
          wrong, not for what takes a moment"
        ]
    );
}

#[test]
fn a_step_can_be_opened_by_itself() {
    let action = "action:\n  commands: [\"kubectl scale deployment reviews-v1 --replicas=3\"]\n  patches:";
    let folder = changed(&[(STEP, "action:\n  patches:", action)]);
    assert_eq!(told(&folder), Vec::<String>::new());
    assert!(folder.files_at("nowhere").is_none());
    let first = folder.files_at("ten-percent").unwrap();
    assert_eq!(first, folder.start);
    let last = folder.files_at("yours").unwrap();
    let text = |name: &str| last.iter().find(|file| file.name == name).unwrap().text.clone();
    assert!(text("mesh.yaml").ends_with("      weight: 10\n"));
    assert!(text("timeline.yaml").contains("- {at: 1s, run: \"kubectl scale deployment reviews-v1 --replicas=3\"}"));
    assert!(text("scenario.yaml").contains("at: 11s"), "{}", text("scenario.yaml"));

    let mut session = Session::open(Scenario::new(last));
    assert_eq!(session.diagnostics().iter().filter(|found| found.severity == mesh_view::Severity::Error).count(), 0);
    session.seek(Time(11_000_000_000), &mut Work::unlimited()).unwrap();
    let pods = "apiVersion: playground.mesh/v1\nkind: Check\nmetadata: {name: pods}\nspec: {during: {}, expect: [{endpoints: {service: reviews}, is: 4}]}\n";
    let told = session.judge(pods, Time(1), Time(11_000_000_000), &mut Work::unlimited());
    assert_eq!(told.checks[0].standing, CheckStanding::Holds, "{told:?}");
}

#[test]
fn work_that_does_not_last_is_told() {
    let folder = changed(&[]);
    let rows = play(&folder, &mut Work::new(100, 1 << 30)).rows;
    assert!(rows.iter().filter(|row| row.kind == "check").all(|row| row.why.is_some()), "{rows:#?}");
}
