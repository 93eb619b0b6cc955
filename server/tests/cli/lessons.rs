//! `lesson`: what writers of lessons run.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{json, run, stderr, stdout};

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn new(name: &str) -> PathBuf {
    let folder = folder(name);
    let output = run(&["lesson", "new", "sample", "--in", &folder.display().to_string()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 9, "{}", stdout(&output));
    folder.join("sample")
}

#[test]
fn a_new_lesson_passes_its_own_check() {
    let folder = new("new-lesson").display().to_string();
    let answer = json(&["lesson", "check", &folder, "--format", "json"]);
    let languages: Vec<&str> =
        answer.as_array().unwrap().iter().map(|checked| checked["language"].as_str().unwrap()).collect();
    assert_eq!(languages, ["en", "ko"]);
    let english = &answer[0];
    assert_eq!((&english["lesson"], &english["ok"]), (&"sample".into(), &true.into()));
    let step = &english["steps"][1];
    assert_eq!((&step["step"], &step["check"], &step["ok"]), (&"ten-percent".into(), &"tenth".into(), &true.into()));
    assert_eq!((&step["before"]["holds"], &step["after"]["holds"]), (&false.into(), &true.into()));
    assert!(step["after"]["seen"][0].as_str().unwrap().ends_with(" of 1000)"), "{step}");

    let text = stdout(&run(&["lesson", "check", &folder]));
    assert!(text.contains("✓ ten-percent: mistake swapped: "), "{text}");
    assert!(text.ends_with("A share for a new version: 4 things tried, all as it must be\n"), "{text}");
    let again = run(&["lesson", "new", "sample", "--in", &Path::new(&folder).parent().unwrap().display().to_string()]);
    assert_eq!(again.status.code(), Some(2), "{}", stdout(&again));
    assert_eq!(run(&["lesson", "new", "../sample"]).status.code(), Some(2));
}

#[test]
fn what_is_wrong_is_exit_code_1() {
    let folder = new("wrong-lesson");
    let words = folder.join("lesson.en.md");
    let text = fs::read_to_string(&words).unwrap();
    fs::write(&words, text.replace("```check tenth", "```chekc tenth")).unwrap();
    let path = folder.display().to_string();
    let output = run(&["lesson", "check", &path]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(said.contains("lesson.en.md:39:1: error[ML0001]: `chekc tenth` is no part of a step"), "{said}");
    assert!(!said.contains('✓'), "{said}");

    fs::write(&words, text).unwrap();
    let step = folder.join("steps/ten-percent.yaml");
    let text = fs::read_to_string(&step).unwrap();
    fs::write(&step, text.replace("atLeast: 75", "atLeast: 99")).unwrap();
    let output = run(&["lesson", "check", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("✗ ten-percent: mistake swapped: "), "{}", stdout(&output));
    assert_eq!(run(&["lesson", "check", "no-such-folder"]).status.code(), Some(2));
}

/// What a lesson begins with, and its steps, are no part of its scenario.
#[test]
fn the_scenario_of_a_lesson_is_its_finished_example() {
    let lesson = new("scenario-of-lesson");
    let bare = folder("scenario-alone");
    for name in ["mesh.yaml", "apps.yaml", "traffic.yaml", "scenario.yaml"] {
        fs::copy(lesson.join(name), bare.join(name)).unwrap();
    }
    let digest = |folder: &Path| {
        json(&["simulate", &folder.display().to_string(), "--for", "10s", "--format", "json"])["digest"].clone()
    };
    assert_eq!(digest(&lesson), digest(&bare));
    assert_ne!(digest(&lesson), digest(&lesson.join("start")));
}

/// What one may be given from elsewhere: each is told with its place and what to do, or left alone.
#[test]
fn hostile_folders_are_told() {
    let step = "steps/ten-percent.yaml";
    let lesson = "lesson.en.md";
    let large = "# much\n".repeat(1_400_000);
    let steps: String = (0..3_000).map(|number| format!("## a {{#a{number}}}\n\nb\n\n")).collect();
    let deep = "[".repeat(5_000);
    // File, its bytes, exit code, and what is said.
    let cases: &[(&str, &[u8], i32, &[&str])] = &[
        (lesson, b"---\ntitle: \xff\xfe\n---\n", 2, &["lesson.en.md: not UTF-8 text (byte 11)", "save it as UTF-8"]),
        ("apps.yaml", large.as_bytes(), 2, &["8 MiB of text in all", "leave out what is not needed"]),
        (
            lesson,
            &large.as_bytes()[..200_000],
            1,
            &["lesson.en.md:1:1: error[ML0004]", "larger than 128 KiB", "shorter"],
        ),
        (lesson, steps.as_bytes(), 1, &["error[ML0001]", "there are more than 40: the rest is left out"]),
        (lesson, b"--\ntitle: a\n", 1, &["lesson.en.md:1:1: error[ML0001]", "the file begins with a line `---`"]),
        (lesson, b"---\n\ttitle: [a\n---\n", 1, &["lesson.en.md:2:", "error["]),
        (lesson, b"", 1, &["lesson.en.md:1:1: error[ML0001]"]),
        (step, deep.as_bytes(), 1, &["ten-percent.yaml:1:", "nested deeper than 64 levels"]),
        (
            step,
            b"action: {patches: [{file: ../../x.yaml, text: 'a: 1'}]}",
            1,
            &["ten-percent.yaml:1:20: error[ML0002]", "`../../x.yaml` is no file of a scenario", "without a folder"],
        ),
        (step, b"a: &a [*a]\n", 1, &["ten-percent.yaml:1:", "error["]),
        (
            "steps/ten-percent.yml",
            b"look: {}",
            1,
            &["ten-percent.yml:1:1: error[ML0004]", "it is called steps/ID.yaml"],
        ),
        ("nested/mesh.yaml", b"kind: [", 0, &["all as it must be"]),
    ];
    for (number, (name, bytes, code, wanted)) in cases.iter().enumerate() {
        let folder = new(&format!("hostile-{number}"));
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, bytes).unwrap();
        let output = run(&["lesson", "check", &folder.display().to_string()]);
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(output.status.code(), Some(*code), "{name}: {said}");
        assert!(wanted.iter().all(|piece| said.contains(piece)), "{name}: {wanted:?} in {said}");
    }
    let folder = new("hostile-many");
    for number in 0..3_000 {
        fs::write(folder.join(format!("{number}.yaml")), "").unwrap();
    }
    let output = run(&["lesson", "check", &folder.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("the folder has more than 200 files"), "{}", stdout(&output));
    let empty = self::folder("hostile-empty").display().to_string();
    for format in ["text", "json"] {
        let output = run(&["lesson", "check", &empty, "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stdout(&output).contains("there is no lesson.en.md in this folder"), "{}", stdout(&output));
    }
}

/// A link to a file is that file; one that leads in a circle, nowhere or to a whole folder is told.
#[cfg(unix)]
#[test]
fn links_in_a_folder_are_followed_to_files_alone() {
    use std::os::unix::fs::symlink;

    let folder = new("links");
    let check = || {
        let output = run(&["lesson", "check", &folder.display().to_string()]);
        (output.status.code(), format!("{}{}", stdout(&output), stderr(&output)))
    };
    let words = folder.join("lesson.en.md");
    let kept = folder.join("kept.md");
    fs::rename(&words, &kept).unwrap();
    symlink("kept.md", &words).unwrap();
    symlink(".", folder.join("circle")).unwrap();
    symlink("/dev/zero", folder.join("zero.yaml")).unwrap();
    assert_eq!(check().0, Some(0), "{}", check().1);
    for target in ["nowhere.md", "lesson.en.md"] {
        fs::remove_file(&words).unwrap();
        symlink(target, &words).unwrap();
        let (code, said) = check();
        assert!(code == Some(2) && said.contains("lesson.en.md: "), "{target}: {said}");
    }
    fs::remove_file(&words).unwrap();
    symlink("kept.md", &words).unwrap();
    fs::rename(folder.join("steps"), folder.join("others")).unwrap();
    symlink("/", folder.join("steps")).unwrap();
    let (code, said) = check();
    assert!(code == Some(2) && said.contains("steps is a link to a folder, which is not followed"), "{said}");
}
