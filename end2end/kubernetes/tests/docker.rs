//! docker on Dockerfiles against recorded answers: argv, exit codes, texts, refusals of the builder, seconds of a stop.

use std::collections::BTreeMap;

use end2end_kubernetes::docker;

/// Cases that differ, each with the reason why: `name # reason`.
const KNOWN: &str = include_str!("../known/docker.txt");

#[test]
fn docker_answers_as_the_real_one() {
    let known: BTreeMap<&str, &str> =
        KNOWN.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" # ")).collect();
    let cases = docker::cases();
    let (mut wrong, mut right) = (Vec::new(), 0_usize);
    for case in &cases {
        let differences = case.differences();
        let is_known = known.contains_key(case.name.as_str());
        if differences.is_empty() {
            right += 1;
            if is_known {
                wrong.push(format!("{} is equal, and still in known/docker.txt", case.name));
            }
        } else if !is_known {
            wrong.push(format!("{}\n    {}", case.name, differences.join("\n    ")));
        }
    }
    println!("7-docker: {right} of {} cases", cases.len());
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}
