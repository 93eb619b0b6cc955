//! Files that are Dockerfiles: they are no YAML, and say what images are made of.

/// A Dockerfile of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dockerfile {
    /// The place of its file.
    pub file: u32,
    /// The name of its file.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Whether a file of this name is a Dockerfile: `Dockerfile`, `Dockerfile.web`, in any folder.
#[must_use]
pub fn is_dockerfile(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    last == "Dockerfile" || last.strip_prefix("Dockerfile.").is_some_and(|rest| !rest.is_empty() && !is_yaml(rest))
}

fn is_yaml(ending: &str) -> bool {
    ["yaml", "yml", "json"].iter().any(|yaml| ending == *yaml || ending.ends_with(&format!(".{yaml}")))
}

impl Dockerfile {
    /// The name of the image that is built of it: what a comment at its top says (`# docker build -t NAME .`), else what stands
    /// behind `Dockerfile.`, else its folder.
    #[must_use]
    pub fn image(&self) -> Option<String> {
        let comments =
            self.text.lines().take_while(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
        let said = comments.filter(|line| line.contains("docker build")).find_map(|line| {
            let mut words = line.split_whitespace();
            words.by_ref().find(|word| matches!(*word, "-t" | "--tag"))?;
            words.next().map(str::to_owned)
        });
        said.or_else(|| {
            let (folder, last) = self.name.rsplit_once('/').unwrap_or(("", &self.name));
            let ending = last.strip_prefix("Dockerfile.");
            let name = ending.or_else(|| folder.rsplit('/').next().filter(|folder| !folder.is_empty()))?;
            Some(name.to_ascii_lowercase())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceFile, parse};

    #[test]
    fn names_say_what_a_dockerfile_is() {
        for (name, wanted) in [
            ("Dockerfile", true),
            ("sleeper/Dockerfile", true),
            ("Dockerfile.web", true),
            ("Dockerfile.", false),
            ("Dockerfile.yaml", false),
            ("dockerfile", false),
        ] {
            assert_eq!(is_dockerfile(name), wanted, "{name}");
        }
    }

    #[test]
    fn an_image_is_named_by_a_comment_an_ending_or_a_folder() {
        for (name, text, wanted) in [
            ("Dockerfile", "# docker build -t ubuntu-sleeper .\nFROM ubuntu\n", Some("ubuntu-sleeper")),
            ("Dockerfile.web", "FROM nginx\n", Some("web")),
            ("sleeper/Dockerfile", "FROM ubuntu\n", Some("sleeper")),
            ("Dockerfile", "FROM ubuntu\n# docker build -t late .\n", None),
        ] {
            let file = Dockerfile { file: 0, name: name.to_owned(), text: text.to_owned() };
            assert_eq!(file.image().as_deref(), wanted, "{name}");
        }
    }

    #[test]
    fn a_dockerfile_is_not_read_as_yaml() {
        let text = "# a: b\nFROM base\nRUN cat <<EOF\na: [\nEOF\nCMD [\"a\", 5\n";
        let files = [
            SourceFile { name: "Dockerfile".into(), text: text.into() },
            SourceFile {
                name: "a.yaml".into(),
                text: "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{name: http, port: 80}]}}"
                    .into(),
            },
        ];
        let config = parse(&files);
        assert_eq!(config.diagnostics, []);
        assert_eq!(config.resources.len(), 1);
        assert_eq!(config.dockerfiles.len(), 1);
        assert_eq!(config.dockerfiles[0].text, text);
    }
}
