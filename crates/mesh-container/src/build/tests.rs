use super::*;

fn images(name: &str) -> Option<Image> {
    crate::well_known(name)
}

fn built(text: &str) -> Result<Image, Failure> {
    let files = BTreeMap::from([("run.sh".to_owned(), "echo hi\n".to_owned())]);
    build(text, &Context { files: &files, images: &images, arguments: &[], target: "" }).map(|built| built.image)
}

#[test]
fn entrypoint_and_command_follow_the_instructions() {
    for (text, entrypoint, command) in [
        ("FROM base\n", &[][..], &["bash"][..]),
        ("FROM base\nCMD a b\n", &[], &["/bin/sh", "-c", "a b"]),
        ("FROM base\nCMD [\"a\", \"b\"]\n", &[], &["a", "b"]),
        ("FROM base\nCMD []\n", &[], &[]),
        ("FROM base\nCMD\n", &[], &["/bin/sh", "-c"]),
        ("FROM base\nENTRYPOINT a\n", &["/bin/sh", "-c", "a"], &[]),
        ("FROM base\nCMD [\"x\"]\nENTRYPOINT [\"a\"]\n", &["a"], &["x"]),
        ("FROM base\nENTRYPOINT []\n", &[], &[]),
        ("FROM base\nSHELL [\"/bin/bash\", \"-c\"]\nCMD a\n", &[], &["/bin/bash", "-c", "a"]),
        ("FROM base AS a\nCMD [\"x\"]\nFROM a\nENTRYPOINT [\"e\"]\n", &["e"], &[]),
        ("FROM base AS a\nONBUILD CMD [\"t\"]\nFROM a\n", &[], &["t"]),
    ] {
        let config = built(text).unwrap().config;
        assert_eq!((config.entrypoint, config.command), (words(entrypoint), words(command)), "{text}");
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn variables_of_a_build_are_filled_in() {
    let config =
        built("ARG T=latest\nFROM base:$T\nARG T\nARG V=7\nENV A=$V B=$A\nENV C=$A\nWORKDIR /x/$C\nWORKDIR y\n");
    let config = config.unwrap().config;
    let values: Vec<&str> = config.environment.iter().skip(1).map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["7", "", "7"]);
    assert_eq!(config.folder, "/x/7/y");
}

#[test]
fn what_a_step_cannot_do_is_said() {
    for (text, status, message) in [
        ("FROM base\nRUN exit 3\n", 3, "The command '/bin/sh -c exit 3' returned a non-zero code: 3"),
        ("FROM base\nSTOPSIGNAL BAD\n", 1, "Invalid signal: BAD"),
        ("FROM base\nEXPOSE abc\n", 1, "Invalid containerPort: abc"),
        ("FROM ${X}\n", 1, "base name (${X}) should not be blank"),
        ("FROM scratch\n", 1, "No image was generated. Is your Dockerfile empty?"),
        (
            "FROM base\nCOPY nope /x\n",
            1,
            "COPY failed: file not found in build context or excluded by .dockerignore: stat nope: file does not exist",
        ),
        ("FROM base\nCOPY --from=0 x /x\n", 1, "invalid from flag value 0: refers to current build stage"),
    ] {
        let failure = built(text).unwrap_err();
        assert_eq!((failure.status, failure.message.as_str()), (status, message), "{text}");
    }
}

#[test]
fn files_are_copied_and_made() {
    let image = built("FROM base\nWORKDIR /app\nCOPY run.sh ./\nRUN chmod +x run.sh && echo made > here\n").unwrap();
    assert!(matches!(image.files.get("/app/run.sh"), Some(crate::Entry::File { is_executable: true, .. })));
    assert!(image.files.get("/app/here").is_some());
}

#[test]
fn here_documents_are_scripts_and_files() {
    let text = "FROM base\nENV WHO=me\nRUN <<EOF\necho one > /a\necho $WHO >> /a\nEOF\n\
                RUN cat <<-X > /b\n\tinner\n\tX\nCOPY <<conf <<\"raw\" /etc/app/\nfor \"$WHO\"\nconf\nfor $WHO\nraw\n";
    let image = built(text).unwrap();
    let file = |path: &str| match image.files.get(path) {
        Some(crate::Entry::File { content: crate::files::Content::Text(text), .. }) => text.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(file("/a"), "one\nme\n");
    assert_eq!(file("/b"), "inner\n");
    assert_eq!((file("/etc/app/conf"), file("/etc/app/raw")), ("for \"me\"\n".to_owned(), "for $WHO\n".to_owned()));
}
