//! A playground's own address.

use mesh_config::http::Url;
use mesh_words::{Words, say};

use super::Failure;

/// Checks what a flag gives as the address of a playground, behind which paths and links are written.
pub(super) fn check_origin(flag: &str, origin: &str) -> Result<(), Failure> {
    let wrong = |problem: Words| say!("flag-wrong", flag = flag.to_owned(), problem).into();
    match Url::parse(origin) {
        Err(problem) => Err(wrong(Words::theirs(problem.to_string()))),
        Ok(_) if !origin.contains("://") => Err(wrong(say!("flag-origin-scheme"))),
        Ok(_) if origin.contains(['?', '#']) => Err(wrong(say!("flag-origin-query"))),
        Ok(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check_origin;

    #[test]
    fn an_origin_is_an_address() {
        for fine in ["http://127.0.0.1:3000", "https://mesh.example/", "https://mesh.example/play"] {
            assert_eq!(check_origin("--origin", fine), Ok(()), "{fine}");
        }
        for wrong in
            ["", "mesh.example", "javascript:alert(1)", "http://a b", "http://a:0", "https://a/#x", "https://a/?x"]
        {
            let failure = check_origin("--origin", wrong).unwrap_err().to_string();
            assert!(failure.starts_with("--origin: "), "{wrong}: {failure}");
        }
        for (flag, wrong, expected) in [
            (
                "--origin",
                "mesh.example",
                "--origin: it does not begin with http:// or https://; write it as `https://playground.example`",
            ),
            (
                "--public-url",
                "https://a/?x",
                "--public-url: it holds `?` or `#`, behind which no link is found; write it as `https://playground.example`",
            ),
        ] {
            assert_eq!(check_origin(flag, wrong).unwrap_err().to_string(), expected);
        }
    }
}
