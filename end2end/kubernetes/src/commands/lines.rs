//! Lines without what is chance, ages apart.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex_lite::Regex;

/// Patterns with what stands for them.
static MASKS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let hash = "[bcdfghjklmnpqrstvwxz2456789]";
    let masks = [
        (r"kube-api-access-\S{5}".to_owned(), "kube-api-access-~"),
        (r"~\d{4}".to_owned(), "~"),
        (format!(r"-{hash}{{8,10}}(-~|[\s,:/\x22\\]|$)"), "-<hash>$1"),
        (format!(r"(pod-template-hash[=:] ?\x22?){hash}{{8,10}}"), "${1}<hash>"),
        (format!(r"(controller-revision-hash=(?:[a-z-]+-)?){hash}{{8,10}}"), "${1}<hash>"),
        (format!(r"-{hash}{{5}}([\s,:/\x22]|$)"), "-~$1"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}".to_owned(), "<uid>"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z".to_owned(), "<time>"),
        (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000".to_owned(), "<time>"),
        (r"(resourceVersion\x22?: )\x22?(\d+|<rv>)\x22?".to_owned(), "${1}<rv>"),
        (r"(Resource Version: +)\d+".to_owned(), "${1}<rv>"),
        (r"containerd://\w+".to_owned(), "containerd://<id>"),
        (r"10\.24[4-9]\.\d+\.\d+".to_owned(), "<ip>"),
        (r"10\.(9[6-9]|1[01]\d)\.\d+\.\d+".to_owned(), "<ip>"),
        (r"(:)3\d{4}(/)".to_owned(), "$1<port>$2"),
        (r"(NodePort: +\S+ +)3\d{4}".to_owned(), "$1<port>"),
        (r"(nodePort\x22?: )3\d{4}".to_owned(), "$1<port>"),
        (r" ?\(x\d+ over [^)]*\)".to_owned(), ""),
        (r"\(combined from similar events\): ".to_owned(), ""),
        (r"default-scheduler-\S+".to_owned(), "default-scheduler-<host>"),
        // The number at the end of an Event's name.
        (r"\.1[0-9a-f]{15}(\s|\x22|$)".to_owned(), ".<number>$1"),
    ];
    masks.into_iter().map(|(pattern, with)| (Regex::new(&pattern).expect("a pattern"), with)).collect()
});

static AGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(^|[ \t(])(<invalid>|(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?)($|[ \t)])").expect("a pattern")
});

/// The address of an interchangeable node is as free as its name.
static FREE_NODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(<node like [^>]*>\d*/)172\.18\.0\.\d+").expect("a pattern"));

/// What stands for names that one side has chosen: interchangeable nodes by their class, template hashes by their order.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// For each interchangeable node its class.
    pub classes: BTreeMap<String, String>,
    /// For each template hash which one of its Deployment it is.
    pub hashes: BTreeMap<String, String>,
}

impl Names {
    fn mask(&self, line: &str) -> String {
        let hashed = self.hashes.iter().fold(line.to_owned(), |text, (hash, with)| text.replace(hash.as_str(), with));
        let masked = mask(&hashed);
        let named = self.classes.iter().fold(masked, |text, (node, class)| text.replace(node.as_str(), class));
        FREE_NODE.replace_all(&named, "${1}<ip>").into_owned()
    }
}

/// A text without what is chance.
#[must_use]
pub fn mask(text: &str) -> String {
    MASKS.iter().fold(text.to_owned(), |text, (pattern, with)| pattern.replace_all(&text, *with).into_owned())
}

/// A line: its text with marks for ages, and the ages in seconds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) ages: Vec<f64>,
}

/// The lines of a text.
pub(super) fn read(text: &str, names: &Names) -> Vec<Line> {
    let mut lines: Vec<Line> = text.lines().map(|line| one(line, names)).collect();
    // How wide the columns of a table are depends on what is masked in its rows.
    if lines.iter().any(|line| !line.ages.is_empty() || line.text.contains(['~', '<'])) {
        let heads = |line: &Line| {
            let text = line.text.trim_start();
            !text.contains(char::is_lowercase) || text.starts_with("Type  ")
        };
        for line in lines.iter_mut().filter(|line| heads(line)) {
            line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
    lines
}

fn one(line: &str, names: &Names) -> Line {
    let masked = names.mask(line);
    let mut ages = Vec::new();
    let mut text = String::new();
    let mut rest = masked.as_str();
    // What follows these words is a setting, not an age.
    let settings = ["after", "for", "off"];
    while let Some(found) = AGE.captures(rest) {
        let whole = found.get(0).map_or(0..0, |all| all.range());
        let age = found.get(2).map_or(0..0, |age| age.range());
        let before = rest.get(..age.start).unwrap_or_default();
        let word = rest.get(age.clone()).unwrap_or_default();
        let last = before.split_whitespace().next_back().unwrap_or_default();
        match seconds(word).filter(|_| !settings.contains(&last)) {
            Some(seconds) => {
                ages.push(seconds);
                text.push_str(before);
                text.push_str("<age>");
            }
            None => {
                text.push_str(before);
                text.push_str(word);
            }
        }
        let next = if age.is_empty() { whole.end.max(age.end + usize::from(age.end < rest.len())) } else { age.end };
        if age.is_empty() {
            text.push_str(rest.get(age.end..next).unwrap_or_default());
        }
        rest = rest.get(next..).unwrap_or_default();
        if rest.is_empty() {
            break;
        }
    }
    text.push_str(rest);
    if masked != line || !ages.is_empty() || text.contains(['<', '~']) {
        text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Line { text, ages }
}

/// An age in seconds.
fn seconds(text: &str) -> Option<f64> {
    if text.is_empty() || text == "<invalid>" {
        return None;
    }
    let mut total = 0.0;
    let mut number = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let unit = match c {
            's' => 1.0,
            'm' => 60.0,
            'h' => 3600.0,
            'd' => 86_400.0,
            'y' => 31_536_000.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    number.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &str) -> String {
        one(line, &Names::default()).text
    }

    #[test]
    fn chance_and_ages_are_masked() {
        for (line, masked) in [
            ("orders-74bc667d49-~0001   1/1     Running   0          3m18s", "orders-<hash>-~ 1/1 Running 0 <age>"),
            ("orders-pdvcg    IPv4          80      10.244.12.2   4s", "orders-~ IPv4 80 <ip> <age>"),
            ("tolerates for 300s", "tolerates for 300s"),
            ("a   1 (5s ago)   7s", "a 1 (<age> ago) <age>"),
            ("frontend   1/1", "frontend   1/1"),
            (r#"\"web-55b8f4c55b\" has"#, r#"\"web-<hash>\" has"#),
            ("1   p.18ec7f1f1ff86641", "1 p.<number>"),
        ] {
            assert_eq!(text(line), masked);
        }
        let names = Names {
            classes: [("node-1".to_owned(), "<node like node-#>516".to_owned())].into(),
            hashes: [("f7f5b85".to_owned(), "<hash 1 of web>".to_owned())].into(),
        };
        for (line, masked) in [
            ("Node:  node-1/172.18.0.12", "Node: <node like node-#>516/<ip>"),
            ("web-f7f5b85-~0001   1/1", "web-<hash 1 of web>-~ 1/1"),
        ] {
            assert_eq!(one(line, &names).text, masked);
        }
        assert_eq!(one("x   3m18s", &Names::default()).ages, [198.0]);
    }
}
