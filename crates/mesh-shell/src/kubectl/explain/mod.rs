//! `kubectl explain` (`k8s.io/kubectl/pkg/explain/v2`, its template `plaintext`).

mod fields;

use mesh_cluster::api::ApiResource;

use super::Ran;
use super::call::Call;
use super::failure::{Failure, error};
use super::resources::one;
use crate::Context;
use fields::{Field, Type};

/// How deep types are followed.
const DEEPEST: usize = 12;

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let request = match call.arguments.as_slice() {
        [] => {
            return error(
                "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of \
                 supported resources.",
            );
        }
        [request] => request.trim_end_matches('.'),
        _ => return error("We accept only this format: explain RESOURCE"),
    };
    let mut path: Vec<&str> = request.split('.').collect();
    let word = path.remove(0);
    let resource = one(word, context).map_err(|failure| Failure::Plain(failure.inner()))?;
    let group: Vec<&str> = resource.group.split('.').filter(|part| !part.is_empty()).collect();
    if !group.is_empty() && path.starts_with(&group) {
        path.drain(..group.len());
    }
    let wanted = call.text("api-version");
    if !wanted.is_empty() && wanted != resource.api_version() {
        let core = if wanted.contains('/') { "" } else { "/" };
        return error(format!("couldn't find resource for \"{core}{wanted}, Resource={}\"", resource.plural));
    }
    context.out(&head(&resource));
    let Some(root) = fields::find(resource.kind) else {
        return error(format!("the fields of {} are not known to this playground", resource.kind));
    };
    let recursive = call.is("recursive");
    let text = match path.as_slice() {
        [] => {
            let own = if root.description.is_empty() { String::new() } else { format!("{}\n", root.description) };
            description(&own) + &list(&root, recursive)
        }
        [.., last] => match follow(&root, &path) {
            Some(field) => one_field(&field, recursive),
            None => return error(format!("field {last:?} does not exist")),
        },
    };
    context.out(&(text + "\n"));
    Ok(Ran::Done(0))
}

fn head(resource: &ApiResource) -> String {
    let group = if resource.group.is_empty() { String::new() } else { format!("GROUP:      {}\n", resource.group) };
    format!("{group}KIND:       {}\nVERSION:    {}\n\n", resource.kind, resource.version)
}

/// The field at the end of a path.
fn follow(root: &Type, path: &[&str]) -> Option<Field> {
    let (first, rest) = path.split_first()?;
    let field = root.fields.iter().find(|field| field.name == *first)?.clone();
    if rest.is_empty() {
        return Some(field);
    }
    follow(&fields::find(field.leads_to)?, rest)
}

fn one_field(field: &Field, recursive: bool) -> String {
    let mut text = format!("FIELD: {} <{}>\n", field.name, field.kind);
    if !field.values.is_empty() {
        text.push_str("ENUM:");
        for value in &field.values {
            text.push_str(&format!("\n    {value}"));
        }
    }
    text.push_str("\n\n");
    text.push_str(&description(&field.whole_description()));
    if let Some(of) = fields::find(field.leads_to) {
        text.push_str(&list(&of, recursive));
    }
    text
}

fn description(text: &str) -> String {
    let text = if text.is_empty() { "<empty>" } else { text };
    format!("DESCRIPTION:\n{}\n", indent(&wrap(text, 76), 4))
}

/// The fields of a type.
fn list(of: &Type, recursive: bool) -> String {
    if of.fields.is_empty() {
        return String::new();
    }
    let mut text = "FIELDS:\n".to_owned();
    fields_of(of, 1, recursive, &mut Vec::new(), &mut text);
    text
}

fn fields_of(of: &Type, level: usize, recursive: bool, above: &mut Vec<&'static str>, out: &mut String) {
    let blanks = " ".repeat(level * 2);
    for field in &of.fields {
        out.push_str(&format!("{blanks}{}\t<{}>", field.name, field.kind));
        if field.required {
            out.push_str(" -required-");
        }
        if !field.values.is_empty() {
            let more = if field.values.len() > 4 { ", ...." } else { "" };
            let values = field.values.get(..4.min(field.values.len())).unwrap_or_default().join(", ");
            out.push_str(&format!("\n{blanks}enum: {values}{more}"));
        }
        out.push('\n');
        if !recursive {
            let text = if field.description.is_empty() { "<no description>" } else { &field.description };
            out.push_str(&indent(&wrap(text, 78 - level * 2), level * 2 + 2));
            out.push_str("\n\n");
        } else if !field.leads_to.is_empty() && !above.contains(&field.leads_to) && above.len() < DEEPEST {
            above.push(field.leads_to);
            if let Some(inner) = fields::find(field.leads_to) {
                fields_of(&inner, level + 1, recursive, above, out);
            }
            above.pop();
        }
    }
}

fn indent(text: &str, blanks: usize) -> String {
    let pad = " ".repeat(blanks);
    format!("{pad}{}", text.replace('\n', &format!("\n{pad}")))
}

/// Text in lines of at most so many letters, broken at blanks (mitchellh/go-wordwrap).
fn wrap(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut current, mut word, mut blanks) = (0_usize, String::new(), String::new());
    for c in text.chars() {
        if c == '\n' {
            if word.is_empty() {
                if current + blanks.len() <= limit {
                    out.push_str(&blanks);
                }
            } else {
                out.push_str(&blanks);
                out.push_str(&word);
            }
            blanks.clear();
            word.clear();
            out.push('\n');
            current = 0;
        } else if c.is_whitespace() && c != '\u{a0}' {
            if blanks.is_empty() || !word.is_empty() {
                current += blanks.len() + word.chars().count();
                out.push_str(&blanks);
                out.push_str(&word);
                blanks.clear();
                word.clear();
            }
            blanks.push(c);
        } else {
            word.push(c);
            let length = word.chars().count();
            if current + blanks.len() + length > limit && length < limit {
                out.push('\n');
                current = 0;
                blanks.clear();
            }
        }
    }
    if word.is_empty() {
        if current + blanks.len() <= limit {
            out.push_str(&blanks);
        }
    } else {
        out.push_str(&blanks);
        out.push_str(&word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(wrap("aaa bbb ccc", 7), "aaa bbb\nccc");
        assert_eq!(wrap("aaa\nbbb", 10), "aaa\nbbb");
        assert_eq!(indent("a\nb\n", 2), "  a\n  b\n  ");
    }

    #[test]
    fn fields_are_found_along_a_path() {
        let pod = fields::find("Pod").unwrap();
        let field = follow(&pod, &["spec", "containers", "image"]).unwrap();
        assert_eq!((field.name, field.kind), ("image", "string"));
        assert_eq!(follow(&pod, &["spec", "tolerations"]).map(|field| field.kind), Some("[]Toleration"));
        assert_eq!(follow(&pod, &["spec", "nope"]), None);
        let rule = fields::find("VirtualService").unwrap();
        assert_eq!(follow(&rule, &["spec", "http", "route", "weight"]).map(|field| field.kind), Some("integer"));
    }
}
