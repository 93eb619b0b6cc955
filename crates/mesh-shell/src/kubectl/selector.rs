//! Label selectors, as far as the client itself looks at them (`k8s.io/apimachinery/pkg/labels`).

/// Whether a text is a label selector.
pub(crate) fn is_valid(text: &str) -> bool {
    requirements(text).is_some()
}

/// The requirements of a selector, split at the commas outside of brackets; `None` where one cannot be read.
fn requirements(text: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let (mut depth, mut open) = (0_usize, String::new());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                all.push(std::mem::take(&mut open));
                continue;
            }
            _ => {}
        }
        open.push(c);
    }
    all.push(open);
    let fits = |requirement: &String| {
        let requirement = requirement.trim();
        let key = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace) && !text.contains('=');
        if let Some(rest) = requirement.strip_prefix('!') {
            return key(rest.trim());
        }
        if let Some((left, right)) = requirement.split_once("!=").or_else(|| requirement.split_once("==")) {
            return key(left.trim()) && !right.contains('=');
        }
        if let Some((left, right)) = requirement.split_once('=') {
            return key(left.trim()) && !right.contains('=');
        }
        let words: Vec<&str> = requirement.splitn(3, char::is_whitespace).collect();
        match words.as_slice() {
            [only] => key(only),
            [name, "in" | "notin", set] => key(name) && set.trim().starts_with('(') && set.trim().ends_with(')'),
            _ => false,
        }
    };
    (depth == 0 && (text.is_empty() || all.iter().all(fits))).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors() {
        for text in ["a=b", "a==b,c!=d", "a in (b,c),d", "!a", "", "app in (api)"] {
            assert!(is_valid(text), "{text}");
        }
        for text in ["app in (", "a=b=c", "=", "a b"] {
            assert!(!is_valid(text), "{text}");
        }
    }
}
