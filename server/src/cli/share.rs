//! `mesh-playground share`.

use mesh_config::http::Url;
use mesh_scenario::{Scenario, Session, link};
use mesh_words::say;
use serde_json::json;

use super::args::{Format, ShareArguments};
use super::output::{print, print_json, stopped};
use super::{Failure, Outcome, files};

/// Prints a link that holds the files.
pub(super) fn run(arguments: &ShareArguments) -> Result<Outcome, Failure> {
    check_origin(&arguments.origin)?;
    let mut files = files::read(&arguments.input.files)?;
    files::shorten(&mut files);
    let scenario = Scenario { files, seed: arguments.input.common.seed };
    // A link carries the digest of its files run to the moment at which it opens, so that who opens it can see
    // whether the engine still does the same.
    let mut session = Session::open(scenario.clone());
    let at = session.view().at;
    stopped(session.seek(mesh_proxy::Time((at * 1e9) as u64), &mut arguments.budget.work()).err().as_ref());
    let payload = link::encode(&link::Envelope::new(scenario, session.digest()));
    let url = format!("{}/#{payload}", arguments.origin.trim_end_matches('/'));
    match arguments.input.common.format {
        Format::Json => print_json(&json!({ "url": url }))?,
        Format::Text => print(&format!("{url}\n"))?,
    }
    Ok(Outcome::Clean)
}

/// A playground's address, behind which a link is written.
fn check_origin(origin: &str) -> Result<(), Failure> {
    match Url::parse(origin) {
        Err(problem) => Err(say!("flag-wrong", flag = "--origin", problem = problem.to_string()).into()),
        Ok(_) if !origin.contains("://") => Err(say!("flag-origin-scheme").into()),
        Ok(_) if origin.contains(['?', '#']) => Err(say!("flag-origin-query").into()),
        Ok(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check_origin;

    #[test]
    fn an_origin_is_an_address() {
        for fine in ["http://127.0.0.1:3000", "https://mesh.example/", "https://mesh.example/play"] {
            assert_eq!(check_origin(fine), Ok(()), "{fine}");
        }
        for wrong in
            ["", "mesh.example", "javascript:alert(1)", "http://a b", "http://a:0", "https://a/#x", "https://a/?x"]
        {
            let failure = check_origin(wrong).unwrap_err().to_string();
            assert!(failure.starts_with("--origin: "), "{wrong}: {failure}");
        }
        for (wrong, expected) in [
            (
                "mesh.example",
                "--origin: it does not begin with http:// or https://; write it as `https://playground.example`",
            ),
            (
                "https://a/?x",
                "--origin: it holds `?` or `#`, behind which no link is found; write it as `https://playground.example`",
            ),
        ] {
            assert_eq!(check_origin(wrong).unwrap_err().to_string(), expected);
        }
    }
}
