//! `istioctl version` (`pkg/version/cobra.go`).

use super::flags::{Flags, Known};
use super::{Ran, VERSION, error, network};
use crate::Context;

pub(super) const FLAGS: &[Known] = &[
    Known { name: "short", letter: 's', takes_value: false },
    Known { name: "output", letter: 'o', takes_value: true },
    Known { name: "remote", letter: '\0', takes_value: false },
];

pub(super) fn run(flags: &Flags, context: &mut Context<'_>) -> Ran {
    let output = flags.text("output").unwrap_or_default().to_owned();
    if !matches!(&*output, "" | "json" | "yaml") {
        return error("--output must be 'yaml' or 'json'");
    }
    let proxies = network(context).map(|network| super::proxy_status::proxies(network).len());
    let remote = proxies.ok().filter(|_| flags.is_on("remote", true));
    match &*output {
        "json" => context.out(&format!("{{\n  \"clientVersion\": {{\n    \"version\": \"{VERSION}\"\n  }}\n}}\n")),
        "yaml" => context.out(&format!("clientVersion:\n  version: {VERSION}\n\n")),
        _ => {
            let mut out = format!("client version: {VERSION}\n");
            if let Some(proxies) = remote {
                let data_plane = match proxies {
                    0 => "none".to_owned(),
                    proxies => format!("{VERSION} ({proxies} proxies)"),
                };
                out.push_str(&format!("control plane version: {VERSION}\ndata plane version: {data_plane}\n"));
            }
            context.out(&out);
        }
    }
    Ok(0)
}
