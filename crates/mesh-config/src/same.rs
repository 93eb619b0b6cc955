//! Whether two texts say the same, however they say it: comments, blank lines and names of files are no part of it.

use crate::{Config, Node, Resource, Span, Spec, Value};

impl Config {
    /// Whether two texts make the same resources, in the same order. What a Scenario says of itself and what Checks
    /// expect is left out of it: a title or a view changes no mesh.
    #[must_use]
    pub fn says_the_same(&self, other: &Config) -> bool {
        let of = |config: &Config| resources(config).count();
        of(self) == of(other)
            && resources(self).zip(resources(other)).all(|(one, other)| {
                one.readable == other.readable
                    && one.span.file == other.span.file
                    && (one.content == other.content || is_same(&one.node, &other.node))
            })
            && self.dockerfiles.len() == other.dockerfiles.len()
            && self.dockerfiles.iter().zip(&other.dockerfiles).all(|(one, other)| one.text == other.text)
    }

    /// Where a place of these texts is in others that say the same.
    #[must_use]
    pub fn place_in(&self, other: &Config, span: Span) -> Option<Span> {
        let is_around = |resource: &Resource| {
            resource.span.file == span.file && resource.span.start <= span.start && span.end <= resource.span.end
        };
        let (one, other) = resources(self).zip(resources(other)).find(|(one, _)| is_around(one))?;
        if one.span == span { Some(other.span) } else { place(&one.node, &other.node, span) }
    }
}

fn resources(config: &Config) -> impl Iterator<Item = &Resource> {
    config
        .resources
        .iter()
        .map(|resource| &**resource)
        .filter(|it| !matches!(it.spec, Spec::Scenario(_) | Spec::Check(_)))
}

fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Scalar(one), Value::Scalar(other)) => one == other,
        (Value::Sequence(one), Value::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Mapping(one), Value::Mapping(other)) => {
            let pairs = || one.iter().zip(other);
            one.len() == other.len()
                && pairs().all(|(one, other)| one.key.value == other.key.value && is_same(&one.value, &other.value))
        }
        _ => false,
    }
}

fn place(one: &Node, other: &Node, span: Span) -> Option<Span> {
    if one.span == span {
        return Some(other.span);
    }
    match (&one.value, &other.value) {
        (Value::Sequence(one), Value::Sequence(other)) => {
            one.iter().zip(other).find_map(|(one, other)| place(one, other, span))
        }
        (Value::Mapping(one), Value::Mapping(other)) => one.iter().zip(other).find_map(|(one, other)| {
            if one.key.span == span { Some(other.key.span) } else { place(&one.value, &other.value, span) }
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceFile, parse};

    const TEXT: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports:\n  - port: 80\n";

    fn config(name: &str, text: &str) -> Config {
        parse(&[SourceFile { name: name.into(), text: text.into() }])
    }

    #[test]
    fn comments_blanks_and_names_change_nothing() {
        let first = config("a.yaml", TEXT);
        let commented = format!("# a Service\n\n{}", TEXT.replace("  ports:", "  ports: # one\n\n"));
        let title = "---\napiVersion: playground.mesh/v1\nkind: Scenario\nspec: {title: x}\n";
        let check = "---\napiVersion: playground.mesh/v1\nkind: Check\nmetadata: {name: c}\nspec: {}\n";
        for text in [
            TEXT.to_owned(),
            commented.clone(),
            TEXT.replace("{name: a}", "\n  name: a"),
            format!("{TEXT}{title}"),
            format!("{TEXT}{check}"),
        ] {
            assert!(first.says_the_same(&config("b.yaml", &text)), "{text}");
        }
        for text in [
            TEXT.replace("80", "81"),
            TEXT.replace("port: 80", "port: '80'"),
            format!("{TEXT}---\n{TEXT}"),
            String::new(),
        ] {
            assert!(!first.says_the_same(&config("a.yaml", &text)), "{text}");
        }
        let sleeper = |command: &str| config("Dockerfile", &format!("FROM ubuntu\n{command}\n"));
        assert!(sleeper("CMD sleep 5").says_the_same(&sleeper("CMD sleep 5")));
        assert!(!sleeper("CMD sleep 5").says_the_same(&sleeper("CMD [\"sleep\", \"5\"]")));
        assert!(!sleeper("CMD sleep 5").says_the_same(&config("a.yaml", "")));
        let other = config("a.yaml", &commented);
        let at = |text: &str, part: &str| {
            let start = text.find(part).unwrap() as u32;
            Span { file: 0, start, end: start + part.len() as u32 }
        };
        for part in ["80", "port", "metadata"] {
            let key = part != "port";
            let (from, to) = (at(TEXT, part), at(&commented, part));
            // The first `port` stands in `ports`.
            assert!(!key || first.place_in(&other, from) == Some(to), "{part}");
        }
        assert_eq!(first.place_in(&other, Span { file: 0, start: 3, end: 4 }), None);
    }
}
