//! `istioctl proxy-status` (`istioctl/pkg/writer/pilot/status.go`).

use super::flags::{Flags, Known};
use super::{Ran, VERSION, error, namespace, network, pods};
use crate::kubectl::tab_writer::TabWriter;
use crate::{Context, Network, time};

pub(super) const FLAGS: &[Known] = &[
    Known { name: "output", letter: 'o', takes_value: true },
    Known { name: "verbosity", letter: 'v', takes_value: true },
    Known { name: "file", letter: 'f', takes_value: true },
    Known { name: "xds-address", letter: '\0', takes_value: true },
    Known { name: "xds-label", letter: '\0', takes_value: true },
];

/// The pod of the control plane, which the simulation has none of.
const ISTIOD: &str = "istiod";

/// The proxies that are connected to istiod, by name and namespace.
pub(super) fn proxies(network: &dyn Network) -> Vec<(String, String)> {
    let mesh = network.mesh();
    let mut proxies: Vec<(String, String)> = (0..)
        .map(mesh_cluster::PodIndex)
        .zip(&mesh.cluster().pods)
        .filter(|(index, _)| mesh.pod_proxy(*index).is_some())
        .map(|(_, pod)| (pod.name.clone(), pod.namespace.clone()))
        .collect();
    proxies.sort();
    proxies
}

pub(super) fn run(flags: &Flags, context: &mut Context<'_>) -> Ran {
    if let Some(argument) = flags.arguments.first() {
        let (name, space) = pods::pod(argument, &namespace(flags, context), context)?;
        if network(context)?.proxy_config(&space, &name).is_none() {
            return error(format!(
                "failed to execute command on {name}.{space} sidecar: failure running port forward process: pods {name:?} not found"
            ));
        }
        // What istiod has sent is what the proxy has.
        context.out("Clusters Match\nListeners Match\nRoutes Match (RDS last loaded at ");
        let wall = i128::from(context.server.epoch()) * 1_000_000_000 + i128::from(context.now());
        let ago = i128::from(network(context)?.pushed_ago());
        context.out(&format!("{})\n", time::rfc1123(wall - ago)));
        return Ok(0);
    }
    let output = flags.text("output").unwrap_or("table").to_owned();
    if output != "table" {
        return error(format!("output format {output:?} not supported"));
    }
    let only = flags.text("namespace").map(str::to_owned);
    let verbose = flags.number("verbosity")? > 0;
    let network = network(context)?;
    let ago = time::human_duration(i128::from(network.pushed_ago()));
    let mut text = match verbose {
        true => "NAME\tCLUSTER\tCDS\tEDS\tLDS\tRDS\tISTIOD\tVERSION\n",
        false => "NAME\tCLUSTER\tISTIOD\tVERSION\tSUBSCRIBED TYPES\n",
    }
    .to_owned();
    for (name, space) in
        proxies(network).into_iter().filter(|(_, space)| only.as_ref().is_none_or(|only| only == space))
    {
        let synced = format!("SYNCED ({ago})");
        let line = match verbose {
            true => {
                format!("{name}.{space}\tKubernetes\t{synced}\t{synced}\t{synced}\t{synced}\t{ISTIOD}\t{VERSION}\n")
            }
            false => format!("{name}.{space}\tKubernetes\t{ISTIOD}\t{VERSION}\t4 (CDS,LDS,EDS,RDS)\n"),
        };
        text.push_str(&line);
    }
    let text = TabWriter::of_istioctl().align(&text);
    context.out(&text);
    Ok(0)
}
