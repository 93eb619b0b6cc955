//! Each fault of a lesson's files is said at its place, with the cure.

mod support;

use mesh_lesson::{Folder, skeleton};
use mesh_view::SourceFile;
use support::{changed, told};

const EN: &str = "lesson.en.md";
const STEP: &str = "steps/ten-percent.yaml";

#[test]
fn the_skeleton_has_no_fault() {
    assert_eq!(told(&changed(&[])), Vec::<String>::new());
}

/// What is changed in the words or in a step, and what is said of it: line, code and a piece of the sentence; nothing where that may
/// be so.
#[test]
fn each_fault_is_told_at_its_line() {
    let cases: &[(&str, &str, &str, &str)] = &[
        // Front matter.
        (EN, "title: A share for a new version\n", "", "lesson.en.md:1: ML0001 `title` is missing"),
        (EN, "minutes: 5", "minutes: 500", "lesson.en.md:5: ML0001 `minutes` is a whole number"),
        (EN, "group: Traffic", "grup: Traffic", "lesson.en.md:1: ML0001 `group` is missing"),
        (EN, "---\ntitle", "title", "lesson.en.md:1: ML0001 the file begins with a line `---`"),
        (EN, "title: A share", "title: [A share", "lesson.en.md:"),
        (
            EN,
            "title: A share",
            "title: A share of very many requests, which goes to what is called",
            "lesson.en.md:2: ML0001 title is",
        ),
        // Headings.
        (EN, "---\n\n## No", "---\n\nHello.\n\n## No", "lesson.en.md:9: ML0001 nothing may stand before"),
        (EN, " {#ten-percent}", "", "lesson.en.md:31: ML0001 a step has a name"),
        (EN, "{#ten-percent}", "{#Ten}", "lesson.en.md:31: ML0001 a step has a name"),
        (EN, "## One in ten", "# One in ten", "lesson.en.md:31: ML0001 only steps have headings"),
        (EN, "{#ten-percent}", "{#no-rule}", "lesson.en.md:31: ML0001 `no-rule` is used already"),
        (EN, "{#yours}", "{#end}", "lesson.en.md:63: ML0004 the last step is `yours`, and here it is `end`"),
        // Emphasis.
        (EN, "share: `weight: 90` for", "share: **`weight: 90`**s for", "lesson.en.md:33: ML0001 an asterisk is shown"),
        // Fences.
        (EN, "```check tenth", "```chekc tenth", "lesson.en.md:39: ML0001 `chekc tenth` is no part of a step"),
        (EN, "```check tenth", "```check", "lesson.en.md:39: ML0001 the fence `check` begins as"),
        (EN, "```hint\nLook", "```hint one\nLook", "lesson.en.md:43: ML0001 the fence `hint one` begins as"),
        (EN, "```after\nIt was", "```hint\nIt was", "lesson.en.md:59: ML0001 there is one `hint` too many"),
        (
            EN,
            "then all of them.\n",
            "then all of them.\n\n```yaml\na: 1\n",
            "lesson.en.md:67: ML0001 the fence `yaml` has no end",
        ),
        (
            EN,
            "Of 1,000 requests, between",
            "Of\n\n1,000 requests, between",
            "lesson.en.md:39: ML0001 the words of a check",
        ),
        (
            EN,
            "Of 1,000 requests, between 7 and 13.2 % end at `v2`\n",
            "",
            "lesson.en.md:39: ML0001 `check tenth` holds nothing",
        ),
        (EN, "Look at the two weights.", "- ```hint\n  x\n  ```", "lesson.en.md:44: ML0001 `hint` stands inside"),
        // Markdown.
        (EN, "`reviews` comes", "<b>reviews</b> comes", "lesson.en.md:11: ML0001 HTML is not shown"),
        (EN, "`reviews` comes", "![a](https://a.com/b.png) comes", "lesson.en.md:11: ML0001 images are not shown"),
        (EN, "`reviews` comes", "[it](javascript:x) comes", "lesson.en.md:11: ML0001 the link leads to `javascript:x`"),
        (EN, "`reviews` comes", "[it](http://a.com) comes", "lesson.en.md:11: ML0001 the link leads to `http://a.com`"),
        (EN, "`reviews` comes", "[it](//a.com) comes", "lesson.en.md:11: ML0001 the link leads to `//a.com`"),
        (EN, "`reviews` comes", "[it](#nowhere) comes", "lesson.en.md:11: ML0003 the link leads to `#nowhere`"),
        (EN, "`reviews` comes", "***\n\n`reviews` comes", "lesson.en.md:11: ML0001 this is not shown"),
        (
            EN,
            "`reviews` comes",
            "> > > > > > > > > > > > > > `reviews` comes",
            "lesson.en.md:11: ML0001 this stands in too many",
        ),
        // Figures.
        (EN, "gets {{half}}", "gets {{halv}}", "lesson.en.md:28: ML0003 there is no check `halv`"),
        (EN, "gets {{half}}", "gets {{tenth}}", "lesson.en.md:28: ML0003 there is no check `tenth`"),
        (EN, "gets {{half}}", "gets {{half.2}}", "lesson.en.md:28: ML0003 the check `half` sees one figure"),
        (EN, "gets {{half}}", "gets {{half.x}}", "lesson.en.md:28: ML0001 `half.x` in double braces"),
        (EN, "It was {{half}}", "It was 50.1 %, or {{half}}", "lesson.en.md:60: ML0003 `50.1` is typed"),
        (EN, "It was {{half}}", "It was about 45, or {{half}}", "lesson.en.md:60: ML0003 `45` is typed"),
        (EN, "Look at the two", "Look at **the 17** pods and the two", "lesson.en.md:44: ML0003 `17` is typed"),
        (EN, "- About half\n", "- About 52 %\n", ""),
        (EN, "- None: no", "- 77 %: no", ""),
        (EN, "Two pods, two", "Two pods in 3 s, two", "lesson.en.md:20: ML0003 `3` is typed"),
        (EN, "summary: Two", "summary: In 77 s two", "lesson.en.md:3: ML0003 `77` is typed"),
        ("lesson.ko.md", "두 가중치를", "17개의 가중치를", "lesson.ko.md:44: ML0003 `17` is typed"),
        (STEP, "100: 90 + 10", "100: 90 + 11", "steps/ten-percent.yaml:47: ML0002 `90 + 11` comes to 101.0000"),
        (STEP, "100: 90 + 10", "100: ''", "steps/ten-percent.yaml:47: ML0002 say of `100` what it follows from"),
        (STEP, "100: 90 + 10", "100: 90 +", "steps/ten-percent.yaml:47: ML0002 say of `100` what it follows from"),
        (STEP, "100: 90 + 10", "v2: 90 + 10", "steps/ten-percent.yaml:47: ML0002 here stand figures"),
        (STEP, "100: 90 + 10", "100: 90 + 10\n  33: so", "steps/ten-percent.yaml:48: ML0003 `33` stands here"),
        // Hints.
        (EN, "Answer 10, then", "Answer 90, then", "lesson.en.md:51: ML0003 the last hint answers `90` to `share`"),
        (STEP, "action:\n", "action:\n  typed: true\n", "lesson.en.md:51: ML0003 the last hint of `ten-percent` shows"),
        // Parts.
        (
            EN,
            "```hint\nTogether",
            "```text\nTogether",
            "lesson.en.md:31: ML0003 the step `ten-percent` has an action, so it has three hints",
        ),
        (
            EN,
            "- About half\n\n  Two pods, two endpoints, and all are treated alike.\n",
            "",
            "lesson.en.md:13: ML0001 each choice",
        ),
        (EN, "  A Service needs no rule.", "A Service needs no rule.", "lesson.en.md:13: ML0001 each choice"),
        (
            EN,
            "```check tenth\nOf 1,000 requests, between 7 and 13.2 % end at `v2`\n```\n",
            "",
            "steps/ten-percent.yaml:20: ML0003 this has no words: write ```` ```check tenth ````",
        ),
        (
            EN,
            "```mistake swapped",
            "```mistake turned",
            "lesson.en.md:55: ML0003 `turned` has words, but there is none of that name under `mistakes` in steps/ten-percent.yaml",
        ),
        (EN, "```predict share", "```predict other", "lesson.en.md:35: ML0003 `other` has words"),
        // The machine's part.
        (STEP, "dock: time", "dock: clock", "steps/ten-percent.yaml:1: ML0002 there is no tab `clock`"),
        (STEP, "look:", "lok:", "steps/ten-percent.yaml:1: ML0002 there is no field `lok` here"),
        (STEP, "  - file: mesh.yaml\n", "  - fil: mesh.yaml\n", "steps/ten-percent.yaml:4: ML0002 "),
        (
            STEP,
            "file: mesh.yaml\n",
            "file: ../mesh.yaml\n",
            "steps/ten-percent.yaml:4: ML0002 `../mesh.yaml` is no file",
        ),
        (
            STEP,
            "file: mesh.yaml\n",
            "file: /a/mesh.yaml\n",
            "steps/ten-percent.yaml:4: ML0002 `/a/mesh.yaml` is no file",
        ),
        (
            STEP,
            "    - {share: {version: v2}, between: [7.0, 13.2]}",
            "    - {share: {versoin: v2}, between: [7.0, 13.2]}",
            "steps/ten-percent.yaml:23: MP0004 RequestSelector has no field `versoin`",
        ),
        (
            STEP,
            "    expect:\n    - {share: {version: v2}, between: [7.0, 13.2]}\n",
            "",
            "steps/ten-percent.yaml:21: ML0002 a check expects something",
        ),
        (STEP, "number: tenth", "number: tent", "steps/ten-percent.yaml:18: ML0003 `number: tent`"),
        (STEP, "figure: 0", "figure: 1", "steps/ten-percent.yaml:18: ML0003 `number: tenth` with `figure: 1`"),
        (STEP, ", within: 4", "", "steps/ten-percent.yaml:18: ML0002 it is not known what is right about `share`"),
        (STEP, "    try:\n", "    tries:\n", "steps/ten-percent.yaml:25: ML0002 the mistake `swapped` has no `try`"),
        (
            STEP,
            "    check:\n",
            "    finding: IST0101\n    check:\n",
            "steps/ten-percent.yaml:25: ML0002 the mistake `swapped` is seen in one way",
        ),
        (STEP, "checks:", "settle: soon\nchecks:", "steps/ten-percent.yaml:19: ML0002 `settle` is a time"),
        (STEP, "look: {", "look: [", "steps/ten-percent.yaml:"),
        (STEP, "  swapped:", "  tenth:", "steps/ten-percent.yaml:25: ML0002 `tenth` is used already"),
        (STEP, "  swapped:", "  Swapped:", "steps/ten-percent.yaml:25: ML0002 `Swapped` is no name"),
        (
            STEP,
            "kind: VirtualService",
            "kind: [",
            "steps/ten-percent.yaml:6: ML0002 the text of the change cannot be read",
        ),
        ("steps/no-rule.yaml", "choice: 2", "choice: 3", "lesson.en.md:13: ML0003 there are 2 choices"),
        // The scenario.
        ("traffic.yaml", "request:", "requests:", "traffic.yaml:7: MP0004 Traffic has no field `requests`"),
        (
            "start/mesh.yaml",
            "host: reviews",
            "hots: reviews",
            "start/mesh.yaml:5: MP0004 DestinationRule has no field `hots`",
        ),
        // Languages.
        ("lesson.ko.md", "minutes: 5", "minutes: 6", "lesson.ko.md:1: ML0003 in `en` it takes 5 minutes"),
        (
            "lesson.ko.md",
            "{{half}}입니다",
            "{{half.1}} {{half}}입니다",
            "lesson.ko.md:9: ML0003 the step `no-rule` has other parts than in `en`: there is `{{…}} half.1`, here `{{…}} half.1, half.1`",
        ),
    ];
    let is_told = |(file, from, to, wanted): &&(&str, &str, &str, &str)| {
        let told = told(&changed(&[(file, from, to)]));
        let is_told = if wanted.is_empty() { told.is_empty() } else { told.iter().any(|it| it.starts_with(wanted)) };
        (!is_told).then(|| format!("{from:?} -> {to:?}: not {wanted:?} but {told:#?}"))
    };
    let untold: Vec<String> = cases.iter().filter_map(|case| is_told(&case)).collect();
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}

#[test]
fn hints_of_what_is_chosen_and_of_what_is_typed_lead_where_the_step_does() {
    let choices = "What share of the requests will `v2` get?\n- All\n\n  No.\n- A tenth of them\n\n  Yes.\n";
    let hint = |words: &str| {
        let korean = ["이제 `v2`는 요청의 몇 %를 받을까요?\n", "이제요?\n- 가\n\n  나\n- 다\n\n  라\n"];
        told(&changed(&[
            (STEP, "share: {number: tenth, figure: 0, within: 4, unit: \"%\"}", "share: {choice: 2}"),
            (EN, "What share of the requests will `v2` get?\n", choices),
            ("lesson.ko.md", korean[0], korean[1]),
            (EN, "Answer 10, then", words),
        ]))
    };
    assert_eq!(hint("Answer *A tenth*, look at *Events*, then"), Vec::<String>::new());
    assert_eq!(
        hint("Answer *All*, then"),
        ["lesson.en.md:57: ML0003 the last hint answers `All` to `share`, and something else is right"]
    );

    let typed = "action:\n  typed: true\n  commands: [\"kubectl get pods\"]\n";
    let with = |hint: &str| {
        let hint = format!("````hint\n{hint}\n````\n\n```mistake swapped");
        let (english, korean) = ("Answer 10, then apply the change.", "10이라고 답한 다음 변경을 적용하세요.");
        let whole = |last: &str| format!("```hint\n{last}\n```\n\n```mistake swapped");
        told(&changed(&[
            (STEP, "action:\n", typed),
            (EN, &whole(english), &hint),
            ("lesson.ko.md", &whole(korean), &hint),
        ]))
    };
    assert_eq!(with("`kubectl get pods`, and\n\n```yaml\nhttp:\n- route:\n```"), Vec::<String>::new());
    let told = with("Then\n\n```yaml\nhttp:\n- rout:\n```");
    assert!(told[0].starts_with("lesson.en.md:51: ML0003 the last hint of `ten-percent` shows"), "{told:?}");
    assert!(
        told[1].starts_with("lesson.en.md:51: ML0003 nobody tells the learner to run `kubectl get pods`"),
        "{told:?}"
    );
}

#[test]
fn files_that_are_not_there_or_too_many_are_told() {
    let without = |name: &str| {
        let files = skeleton("sample").into_iter().filter(|file| file.name != name).collect();
        told(&Folder::read("sample", files)).join("\n")
    };
    assert!(without("steps/no-rule.yaml").contains("`half` has words, but there is none of that name under `checks`"));
    assert_eq!(without("lesson.ko.md"), "");
    let with = |name: &str, text: String| {
        let mut files = skeleton("sample");
        files.push(SourceFile { name: name.to_owned(), text });
        told(&Folder::read("sample", files)).join("\n")
    };
    assert!(
        with("steps/other.yaml", "look: {dock: time}\n".into())
            .starts_with("steps/other.yaml:1: ML0004 no step has the id `other`")
    );
    assert!(
        with("steps/other.yml", String::new())
            .starts_with("steps/other.yml:1: ML0004 steps/other.yml is no step's file")
    );
    assert!(
        with("lesson.de.md", "x".repeat(200 << 10))
            .starts_with("lesson.de.md:1: ML0004 the file is larger than 128 KiB")
    );
    assert!(
        told(&Folder::read("none", vec![SourceFile { name: "a.yaml".into(), text: String::new() }]))
            .join("\n")
            .contains("there is no lesson.en.md")
    );
}

#[test]
fn a_text_that_is_too_long_is_told() {
    let long = format!("`reviews` {}comes", "really ".repeat(200));
    let told = told(&changed(&[(EN, "`reviews` comes", &long)]));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("lesson.en.md:9: ML0004 text is 1"), "{told:?}");
}

/// Whatever stands in the files, reading ends and does not panic.
#[test]
fn hostile_texts_are_read() {
    for text in [
        "---\n---\n## {#a}\n```predict\n",
        "---\n",
        "---\n---\n## a {#a}\n```predict a\n- a\n\n  - b\n\n    - c\n```\n```check a\n{{{{a}}}}\n{{\n```",
        "---\ntitle: {a: [b]}\n---\n## a {#a}\n\n|a|b|\n|-|-|\n|{{a}}|\n\n- \n  - \n",
        "---\r\ntitle: a\r\n---\r\n## a {#a}\r\n````hint\r\n```yaml\r\n````\r\n",
        "\u{feff}---\n---\n## 가 {#a}\n{{가}} **{{a.0}}** *a [b](#가)*\n",
    ] {
        for name in ["lesson.en.md", "steps/a.yaml"] {
            let mut files = skeleton("sample");
            files.retain(|file| file.name != name);
            files.push(SourceFile { name: name.to_owned(), text: text.to_owned() });
            files.push(SourceFile { name: "lesson.xx.md".to_owned(), text: text.to_owned() });
            let folder = Folder::read("sample", files);
            assert!(!told(&folder).is_empty(), "{text}");
        }
    }
    let deep = format!("---\n---\n## a {{#a}}\n{}\n", "> - ".repeat(20_000));
    assert!(!told(&Folder::read("deep", vec![SourceFile { name: "lesson.en.md".into(), text: deep }])).is_empty());
    let nested = format!("---\n---\n## a {{#a}}\n{}a{}\n", "[".repeat(20_000), "](#a)".repeat(20_000));
    assert!(!told(&Folder::read("deep", vec![SourceFile { name: "lesson.en.md".into(), text: nested }])).is_empty());
}
