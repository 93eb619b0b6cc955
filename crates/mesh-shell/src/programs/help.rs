//! `help`: what the terminal knows.

use crate::Context;

const TEXT: &str = "\
kubectl COMMAND    the cluster: get, describe, apply, drain, rollout, logs … (kubectl --help)
docker COMMAND     images from the Dockerfiles of the scenario, and containers: build, run, ps, stop, inspect … (docker --help)
                   docker build -t NAME . && docker run NAME
grep sort uniq wc head tail cut tr awk xargs    what a pipe goes through
for, while, if, $(…), && || ;    lines of a shell; sleep SECONDS lets time pass
ls cat tee    the files of the terminal
Ctrl-C ends what waits; the arrow keys bring lines back.
";

/// Prints it, and gives its exit code.
pub(super) fn help(context: &mut Context<'_>) -> i32 {
    context.out(TEXT);
    0
}
