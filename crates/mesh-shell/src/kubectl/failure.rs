//! Why a command of kubectl fails, and how it says so (`k8s.io/kubectl/pkg/cmd/util/helpers.go`).

use mesh_cluster::api::{Cause, Status};

/// Why a command fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// What the API server said.
    Server(Box<Status>),
    /// `error: …`.
    Error(String),
    /// A sentence without `error: `.
    Plain(String),
    /// `error: …`, and where the help is: of the command with this path.
    Usage(String, &'static str),
    /// Several.
    Many(Vec<Failure>),
    /// It has said all that there is to say.
    Said(i32),
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Failure::Server(Box::new(status))
    }
}

/// An `error: …`.
pub(crate) fn error<T>(text: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Error(text.into()))
}

impl Failure {
    /// Adds what was being done to which file, as `cmdutil.AddSourceToErr` does.
    pub(crate) fn when(self, verb: &str, source: &str) -> Failure {
        if source.is_empty() {
            return self;
        }
        match self {
            Failure::Server(mut status) => {
                status.message = format!("error when {verb} {source:?}: {}", status.message);
                Failure::Server(status)
            }
            Failure::Error(text) => Failure::Error(format!("error when {verb} {source:?}: {text}")),
            other => other,
        }
    }

    /// Whether the API server knows of no such object.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Failure::Server(status) if status.reason == "NotFound")
    }

    /// What is wrong, as it stands inside of another sentence (Go's `err.Error()`).
    pub(crate) fn inner(&self) -> String {
        match self {
            Failure::Server(status) => status.message.clone(),
            Failure::Error(text) | Failure::Plain(text) | Failure::Usage(text, _) => text.clone(),
            Failure::Many(failures) => {
                let mut seen: Vec<String> = Vec::new();
                for failure in failures {
                    let text = failure.inner();
                    if !seen.contains(&text) {
                        seen.push(text);
                    }
                }
                match seen.as_slice() {
                    [one] => one.clone(),
                    _ => format!("[{}]", seen.join(", ")),
                }
            }
            Failure::Said(_) => String::new(),
        }
    }

    /// What is printed on standard error, and the exit code.
    pub(crate) fn said(&self) -> (String, i32) {
        let text = match self {
            Failure::Said(code) => return (String::new(), *code),
            Failure::Many(failures) if failures.len() != 1 => {
                failures.iter().map(|failure| failure.of_many() + "\n").collect()
            }
            Failure::Many(failures) => return failures.first().map_or((String::new(), 1), Failure::said),
            Failure::Server(status) if status.reason == "Invalid" => invalid(status),
            Failure::Server(status) => server(status),
            Failure::Plain(text) => text.clone(),
            Failure::Error(text) => prefixed(text),
            Failure::Usage(text, path) => {
                let blank = if path.is_empty() { "" } else { " " };
                format!("{}\nSee 'kubectl{blank}{path} -h' for help and examples", prefixed(text))
            }
        };
        let line_feed = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        (text + line_feed, 1)
    }

    fn of_many(&self) -> String {
        match self {
            Failure::Server(status) => server(status),
            other => other.inner(),
        }
    }
}

fn prefixed(text: &str) -> String {
    if text.starts_with("error: ") { text.to_owned() } else { format!("error: {text}") }
}

fn server(status: &Status) -> String {
    if status.reason.is_empty() {
        format!("Error from server: {}", status.message)
    } else {
        format!("Error from server ({}): {}", status.reason, status.message)
    }
}

fn invalid(status: &Status) -> String {
    let mut text = "The request is invalid".to_owned();
    if !status.kind.is_empty() || !status.name.is_empty() {
        text = format!("The {} {:?} is invalid", status.kind, status.name);
    } else if !status.message.is_empty() && status.causes.is_empty() {
        text = format!("{text}: {}", status.message);
    }
    let mut said: Vec<String> = Vec::new();
    for Cause { field, message, .. } in &status.causes {
        let cause = if field.is_empty() { message.clone() } else { format!("{field}: {message}") };
        if !said.contains(&cause) {
            said.push(cause);
        }
    }
    match said.as_slice() {
        [] => text,
        [one] => format!("{text}: {one}"),
        many => format!("{text}: \n{}", many.iter().map(|cause| format!("* {cause}\n")).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(reason: &str, message: &str) -> Status {
        Status { reason: reason.to_owned(), message: message.to_owned(), ..Status::default() }
    }

    #[test]
    fn refusals_of_the_server_name_their_reason() {
        let missing = Failure::from(status("NotFound", "pods \"x\" not found"));
        assert_eq!(missing.said().0, "Error from server (NotFound): pods \"x\" not found\n");
        assert_eq!(
            missing.clone().when("creating", "STDIN").said().0,
            "Error from server (NotFound): error when creating \"STDIN\": pods \"x\" not found\n"
        );
        let both = Failure::Many(vec![missing.clone(), Failure::Error("b".to_owned())]);
        assert_eq!(both.said().0, "Error from server (NotFound): pods \"x\" not found\nb\n");
        assert_eq!(both.inner(), "[pods \"x\" not found, b]");
    }

    #[test]
    fn what_is_invalid_names_its_fields() {
        let cause = |field: &str| Cause {
            field: field.to_owned(),
            message: "Required value".to_owned(),
            reason: String::new(),
        };
        let mut one = status("Invalid", "long");
        (one.kind, one.name, one.causes) = ("Pod".to_owned(), "p".to_owned(), vec![cause("spec.a")]);
        assert_eq!(Failure::from(one.clone()).said().0, "The Pod \"p\" is invalid: spec.a: Required value\n");
        one.causes.push(cause("spec.b"));
        assert_eq!(
            Failure::from(one).said().0,
            "The Pod \"p\" is invalid: \n* spec.a: Required value\n* spec.b: Required value\n"
        );
    }

    #[test]
    fn usage_is_pointed_to() {
        let usage = Failure::Usage("USAGE: drain NODE [flags]".to_owned(), "drain");
        assert_eq!(usage.said().0, "error: USAGE: drain NODE [flags]\nSee 'kubectl drain -h' for help and examples\n");
    }
}
