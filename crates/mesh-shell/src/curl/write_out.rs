//! `-w`: figures of a transfer (`tool_writeout.c`).

use super::transfer::Transfer;

/// The text for a format, and what is to be said of it on standard error.
pub(crate) fn write_out(format: &str, transfer: &Transfer) -> (String, String) {
    let (mut out, mut err) = (String::new(), String::new());
    let mut to_err = false;
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let mut piece = String::new();
        if let Some(after) = rest.strip_prefix("%{") {
            match after.split_once('}') {
                Some((name, after)) => {
                    rest = after;
                    match name {
                        "stderr" => to_err = true,
                        "stdout" => to_err = false,
                        _ => match value(name, transfer) {
                            Some(value) => piece = value,
                            None => err.push_str(&format!("curl: unknown --write-out variable: '{name}'\n")),
                        },
                    }
                }
                None => {
                    piece.push_str("%{");
                    rest = after;
                }
            }
        } else if let Some((name, after)) = rest.strip_prefix("%header{").and_then(|after| after.split_once('}')) {
            rest = after;
            piece = transfer.header(name).unwrap_or_default().to_owned();
        } else if let Some(after) = rest.strip_prefix("%%") {
            piece.push('%');
            rest = after;
        } else if let Some((escape, after)) = rest.strip_prefix('\\').and_then(|after| {
            let escape = after.chars().next()?;
            Some((escape, after.get(escape.len_utf8()..)?))
        }) {
            match escape {
                'n' => piece.push('\n'),
                't' => piece.push('\t'),
                'r' => {}
                other => {
                    piece.push('\\');
                    piece.push(other);
                }
            }
            rest = after;
        } else {
            piece.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
        if to_err { err.push_str(&piece) } else { out.push_str(&piece) }
    }
    (out, err)
}

/// Nanoseconds as seconds with six digits.
fn seconds(nanoseconds: u64) -> String {
    format!("{}.{:06}", nanoseconds / 1_000_000_000, nanoseconds / 1_000 % 1_000_000)
}

fn value(name: &str, transfer: &Transfer) -> Option<String> {
    let Transfer { url, method, status, took, body, .. } = transfer;
    let size: usize = transfer.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let per_second = |bytes: usize| match u128::from(*took) {
        0 => 0,
        took => bytes as u128 * 1_000_000_000 / took,
    };
    Some(match name {
        "http_code" | "response_code" => format!("{status:03}"),
        "http_connect" => "000".to_owned(),
        "time_total" | "time_starttransfer" => seconds(*took),
        "time_namelookup" | "time_connect" | "time_appconnect" | "time_pretransfer" | "time_redirect" => seconds(0),
        "size_download" => body.to_string(),
        "size_upload" => transfer.uploaded.to_string(),
        "size_header" => if *status == 0 { 0 } else { size + 19 }.to_string(),
        "size_request" => (url.len() + 60).to_string(),
        "speed_download" => per_second(*body).to_string(),
        "speed_upload" => per_second(transfer.uploaded).to_string(),
        "content_type" => transfer.header("content-type").unwrap_or_default().to_owned(),
        "url" | "url_effective" => url.clone(),
        "method" => method.clone(),
        "scheme" => transfer.scheme.to_ascii_lowercase(),
        "http_version" => match (*status, transfer.http2) {
            (0, _) => "0",
            (_, true) => "2",
            _ => "1.1",
        }
        .to_owned(),
        "remote_ip" => transfer.address.clone(),
        "remote_port" => transfer.port.to_string(),
        "local_ip" => String::new(),
        "local_port"
        | "num_retries"
        | "ssl_verify_result"
        | "proxy_ssl_verify_result"
        | "urlnum"
        | "xfer_id"
        | "conn_id" => "0".to_owned(),
        "num_connects" => "1".to_owned(),
        "num_headers" => transfer.headers.len().to_string(),
        "num_redirects" => transfer.redirects.to_string(),
        "redirect_url" => transfer.redirect_url.clone(),
        "exitcode" => transfer.exit.to_string(),
        "errormsg" => transfer.error.clone(),
        "filename_effective" => transfer.file.clone(),
        "ftp_entry_path" | "referer" | "certs" | "num_certs" => String::new(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_filled_in() {
        let transfer = Transfer {
            status: 503,
            took: 20_500_000,
            body: 19,
            url: "http://a/".to_owned(),
            headers: vec![("server".to_owned(), "envoy".to_owned())],
            ..Transfer::default()
        };
        for (format, expected, said) in [
            ("%{http_code}\\n", "503\n", ""),
            ("%{time_total} %{size_download}", "0.020500 19", ""),
            ("x%{nosuch}y", "xy", "curl: unknown --write-out variable: 'nosuch'\n"),
            ("%header{server} 100%% %{open", "envoy 100% %{open", ""),
            ("%{stderr}a%{stdout}b", "b", "a"),
        ] {
            assert_eq!(write_out(format, &transfer), (expected.to_owned(), said.to_owned()), "{format}");
        }
    }
}
