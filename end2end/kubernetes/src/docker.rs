//! Recorded answers of docker as scripts, and what is compared (the corpus, "Docker").

use std::path::Path;

use mesh_shell::script::{Living, Script, play};
use serde_json::{Value, json};

/// A `docker run` that was recorded.
#[derive(Clone, Debug)]
pub struct DockerCase {
    /// What it is called in the list of known differences: its place, its Dockerfile and its command.
    pub name: String,
    recorded: Value,
}

/// The recorded cases of part 7; none where there is no corpus.
///
/// # Panics
/// In CI (`CI=true`) without a corpus, and where what `MESH_CORPUS` names cannot be read.
#[must_use]
pub fn cases() -> Vec<DockerCase> {
    let Some(root) = std::env::var_os("MESH_CORPUS") else {
        assert!(std::env::var_os("CI").is_none_or(|value| value != "true"), "CI needs the corpus: set MESH_CORPUS");
        eprintln!("not checked: MESH_CORPUS is not set, so 7-docker is not compared");
        return Vec::new();
    };
    let path = Path::new(&root).join("kubernetes-goldens").join("7-docker.jsonl");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let read = |(index, line): (usize, &str)| {
        let recorded: Value = serde_json::from_str(line).expect("a case is a line of JSON");
        let command = recorded["command"].as_str().unwrap_or("docker build");
        let name = format!("{index:03} {:?} $ {command}", recorded["dockerfile"].as_str().unwrap_or_default());
        DockerCase { name, recorded }
    };
    text.lines().enumerate().map(read).collect()
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn words(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl DockerCase {
    fn is_stop(&self) -> bool {
        self.recorded.get("stop_timeout").is_some()
    }

    /// The steps of the script.
    fn steps(&self) -> Vec<Value> {
        let recorded = &self.recorded;
        let file = |name: &str, text: &Value| json!({"file": {"name": name, "text": text}});
        let command = |line: &str| json!({"cmd": line});
        let mut steps = Vec::new();
        if let Some(parent) = recorded.get("parent") {
            steps.push(file("Dockerfile.parent", parent));
            steps.push(command("docker build -q -t parent -f Dockerfile.parent ."));
        }
        for (name, text) in recorded.get("files").and_then(Value::as_object).into_iter().flatten() {
            steps.push(file(name, text));
        }
        steps.push(file("Dockerfile", &recorded["dockerfile"]));
        steps.push(command("docker build -q -t image ."));
        if recorded.get("built") == Some(&json!(false)) {
            return steps;
        }
        steps.push(command("docker inspect -f '{{json .Config.Entrypoint}} {{json .Config.Cmd}}' image"));
        let mut run =
            if self.is_stop() { "docker run -d --name c1".to_owned() } else { "docker run --name c1".to_owned() };
        for option in words(&recorded["options"]) {
            run.push_str(&format!(" {}", quoted(&option)));
        }
        if let Some(entrypoint) = recorded.get("entrypoint").and_then(Value::as_str) {
            run.push_str(&format!(" --entrypoint {}", quoted(entrypoint)));
        }
        run.push_str(" image");
        for word in words(&recorded["args"]) {
            run.push_str(&format!(" {}", quoted(&word)));
        }
        steps.push(command(&run));
        if let Some(seconds) = recorded.get("stop_timeout").and_then(Value::as_u64) {
            steps.push(json!({"wait": 1}));
            steps.push(command(&format!("docker stop -t {seconds} c1")));
        }
        let format = "{{json .Path}} {{json .Args}} {{.State.ExitCode}} {{.State.Error}}";
        steps.push(command(&format!("docker inspect -f '{format}' c1")));
        steps
    }

    /// What differs, said in words; nothing where all is equal.
    #[must_use]
    pub fn differences(&self) -> Vec<String> {
        let steps = self.steps();
        let script = Script { steps: steps.clone(), ..Script::default() };
        let answer = play(&script, &mut Living::new());
        let answers = answer["steps"].as_array().cloned().unwrap_or_default();
        let of = |part: &str| {
            let index = steps.iter().position(|step| step["cmd"].as_str().is_some_and(|line| line.starts_with(part)));
            index.and_then(|index| answers.get(index)).cloned().unwrap_or(Value::Null)
        };
        let recorded = &self.recorded;
        let mut found = Vec::new();
        let mut compare = |what: &str, wanted: &Value, simulated: &Value| {
            let (wanted, simulated) = (masked(wanted), masked(simulated));
            if wanted != simulated {
                found.push(format!("{what}: recorded {wanted}, simulated {simulated}"));
            }
        };
        let build = of("docker build -q -t image ");
        if recorded.get("built") == Some(&json!(false)) {
            compare("refused at build", &json!(true), &json!(build["rc"] != 0));
            compare("build_stderr", &recorded["build_stderr"], &build["stderr"]);
            return found;
        }
        compare("exit code of the build", &json!(0), &build["rc"]);
        let inspected = of("docker inspect -f '{{json .Config");
        let image = &recorded["image"];
        let wanted = format!("{} {}\n", image["Entrypoint"], image["Cmd"]);
        compare("Entrypoint and Cmd", &json!(wanted), &inspected["stdout"]);
        let run = of("docker run ");
        if self.is_stop() {
            let wanted = recorded["stop_seconds"].as_f64().unwrap_or_default();
            let took = of("docker stop ")["dur"].as_f64().unwrap_or_default();
            let fits = (took - wanted).abs() <= f64::max(1.2, wanted / 10.0);
            compare(&format!("seconds of stop ({wanted} recorded, {took} simulated)"), &json!(true), &json!(fits));
        } else {
            compare("exit code", &recorded["exit"], &run["rc"]);
            compare("stdout", &recorded["stdout"], &run["stdout"]);
            compare("stderr", &recorded["stderr"], &run["stderr"]);
        }
        let container = of("docker inspect -f '{{json .Path");
        match recorded.get("argv").filter(|argv| argv.is_array()) {
            Some(argv) => {
                let all = words(argv);
                let (first, rest) = all.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
                let state = &recorded["state"];
                let error = state["error"].as_str().unwrap_or_default();
                let wanted = format!("{} {} {} {error}\n", json!(first), json!(rest), state["exit"]);
                compare("argv, exit code and error of the container", &json!(wanted), &container["stdout"]);
            }
            None => compare("no container", &json!(true), &json!(container["rc"] != 0)),
        }
        found
    }
}

/// Without ids of 64 digits and without the name of the host.
fn masked(value: &Value) -> Value {
    let Value::String(text) = value else { return value.clone() };
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("HOSTNAME=") {
        let end = at + "HOSTNAME=".len();
        out.push_str(&rest[..end]);
        out.push_str("<id>");
        rest = &rest[end..];
        rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
    }
    out.push_str(rest);
    Value::String(out)
}
