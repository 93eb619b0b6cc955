//! `help`: what there is in this terminal.

use crate::Context;

const HELP: &str = "\
Programs of this terminal. It stands outside of the cluster.

  kubectl       get, describe, apply, drain, scale, rollout, logs, exec …   kubectl --help
  istioctl      analyze, proxy-config, proxy-status, x describe, version    istioctl --help
  curl          requests from outside: to a gateway or to a node's port     curl http://localhost:30080/
                and from a pod: kubectl exec POD -- curl http://SERVICE/
  fortio        load: connections that each send one request after the other
                fortio load -c 2 -qps 0 -n 20 URL
  docker        build, run, ps, stop, inspect                               docker --help

  grep sort uniq wc head tail cut awk cat tr tee xargs seq echo printf date sleep
  sh -c LINE, timeout SECONDS PROGRAM …

Lines are those of a shell: quotes, ;, &&, ||, |, for i in $(seq 10); do …; done, $x, >file.
Everything takes simulated time. Ctrl-C ends what waits.
";

/// Prints it.
pub(super) fn print(context: &mut Context<'_>) -> i32 {
    context.out(HELP);
    0
}
