//! Where a request goes.

use std::sync::Arc;

use mesh_config::http::shown;
use mesh_scenario::Finding;
use mesh_sim::{Request, RouteAnswer, Work, World};
use mesh_words::{Words, say};

use super::{ConnectionFlags, Input, Opened, open};

/// Who asks for what, how often.
#[derive(Debug, Clone)]
pub(crate) struct RouteQuestion {
    /// `ingress`, `client` or `<workload>[.<namespace>]`.
    pub(crate) from: String,
    pub(crate) url: String,
    pub(crate) method: String,
    /// As `name: value`.
    pub(crate) headers: Vec<String>,
    pub(crate) connection: ConnectionFlags,
    pub(crate) requests: u64,
}

/// The answer, and what was found in the files.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) answer: RouteAnswer,
    pub(crate) findings: Vec<Finding>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum RouteError {
    /// The method, the URL, a header or a flag of the connection cannot be read.
    Question(Words),
    /// The files have no such client, or several.
    Client(Words),
}

impl RouteError {
    /// What is wrong, and how to mend it.
    pub(crate) fn words(self) -> Words {
        let (Self::Question(words) | Self::Client(words)) = self;
        words
    }
}

/// Makes the decisions, as many as there is work for.
///
/// # Errors
/// When the client does not exist or is not the only one, or the URL, a header or a flag of the connection
/// cannot be read.
pub(crate) fn route(input: &Input, question: &RouteQuestion, work: &mut Work) -> Result<Answered, RouteError> {
    let headers = question.headers.iter().map(|header| parse_header(header)).collect::<Result<Vec<_>, _>>();
    let request = headers.and_then(|headers| {
        let request = Request::new(&question.method, &question.url, headers);
        request.map_err(|error| error.words().clone())
    });
    let mut request = request.map_err(RouteError::Question)?;
    let is_tls = request.is_tls();
    question.connection.apply(&mut request.connection, is_tls).map_err(RouteError::Question)?;
    let Opened { mesh, findings } = open(input);
    let world = Arc::new(World::new(mesh));
    let seed = input.seed.unwrap_or_else(|| world.seed());
    let answer = mesh_sim::route(&world, &question.from, &request, seed, question.requests, work);
    let answer = answer.map_err(|error| RouteError::Client(error.words()))?;
    Ok(Answered { answer, findings })
}

const BLANKS: [char; 2] = [' ', '\t'];

/// `name: value` as curl reads it, with spaces and tabs around both: any other white space stands in no header.
fn parse_header(header: &str) -> Result<(&str, &str), Words> {
    let (name, value) = header.split_once(':').unwrap_or_default();
    match (name.trim_matches(BLANKS), value.trim_matches(BLANKS)) {
        (name, value) if !name.is_empty() => Ok((name, value)),
        _ => Err(say!("flag-header", text = shown(header))),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_header;

    #[test]
    fn headers_are_read_as_curl_reads_them() {
        assert_eq!(parse_header("x-my-header: canary"), Ok(("x-my-header", "canary")));
        assert_eq!(parse_header("host:a:80"), Ok(("host", "a:80")));
        assert_eq!(
            parse_header(" x-a\t: b \n"),
            Ok(("x-a", "b \n")),
            "a line break is refused where headers are checked"
        );
        assert!(parse_header("nothing").unwrap_err().to_string().contains("'name: value'"));
        assert!(parse_header(": x").is_err());
    }
}
