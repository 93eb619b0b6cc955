//! What was found, kept for the next edit.

use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_config::{Diagnostic, Resource, Span};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::say;

use crate::LEFT_OUT;
use crate::context::{Context, PODS, finding_on};
use crate::findings::MOST_OF_RESOURCE;
use crate::rules::{self, Rule, Scope};
use crate::validate;

/// Findings of the last edit: what one leaves as it is is not judged again.
#[derive(Debug, Default)]
pub struct Memo {
    /// What the mesh itself keeps.
    pub(crate) mesh: mesh_control::Memo,
    /// What was judged. Held, so that no other content gets the key of one.
    resources: Vec<Arc<Resource>>,
    cluster: Arc<Cluster>,
    /// What Istio's validation says of each resource.
    validation: ByContent,
    /// What each rule says, in the order of the rules.
    rules: Vec<Findings>,
    judged: usize,
}

/// What was found in resources, by their content.
type ByContent = OrderedMap<Key, Known>;

type Key = (usize, usize);

/// What was found in a resource when it stood somewhere.
#[derive(Debug)]
struct Known {
    place: Span,
    findings: Vec<Diagnostic>,
}

/// What a rule found.
#[derive(Debug, Default)]
struct Findings {
    in_resources: ByContent,
    /// In no resource: in something that is read from several.
    others: Vec<Diagnostic>,
}

impl Memo {
    /// Says what runs now: pods and Services of the meshes that follow keep the addresses that they have in it.
    pub fn live(&mut self, cluster: &Arc<Cluster>) {
        self.mesh.live(cluster);
    }

    /// Says that nothing runs: addresses are given out in document order again.
    pub fn begin_anew(&mut self) {
        self.mesh.begin_anew();
    }

    /// How many resources were judged so far: the steps that edits have cost.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.judged
    }

    /// All findings of some resources, no two of one content, and their cluster; forgets what it knew of others.
    pub(crate) fn findings(&mut self, resources: &[Arc<Resource>], cluster: &Arc<Cluster>) -> Vec<Diagnostic> {
        let before = std::mem::replace(&mut self.resources, resources.to_vec());
        let edit = Edit::new(&before, resources, !Arc::ptr_eq(cluster, &self.cluster));
        self.cluster = Arc::clone(cluster);
        self.judged += edit.fresh.len();
        let context = Context::new(resources, cluster);
        let fresh = context.judging(edit.fresh.iter().copied());
        self.validation.retain(|content, _| edit.places.contains_key(content));
        for resource in &edit.fresh {
            add(&mut self.validation, resource, validate(resource));
        }
        let mut found = edit.in_place(&self.validation);
        self.rules.resize_with(rules::all().count(), Findings::default);
        for (rule, findings) in rules::all().zip(&mut self.rules) {
            edit.update(rule, findings, &context, &fresh);
            found.extend(edit.in_place(&findings.in_resources));
            found.extend(findings.others.iter().cloned());
        }
        found
    }
}

/// As [`add`] for one finding of a rule; those beyond [`MOST_OF_RESOURCE`] are said to be there by one in their place.
fn add_one(known: &mut ByContent, resource: &Resource, finding: Diagnostic) {
    let nothing = Known { place: resource.span, findings: Vec::new() };
    let known = known.entry(resource.content.key()).or_insert(nothing);
    let is_alike = |other: &&Diagnostic| other.severity == finding.severity;
    // Counted only where there are many.
    let before =
        if known.findings.len() < MOST_OF_RESOURCE { 0 } else { known.findings.iter().filter(is_alike).count() };
    if before < MOST_OF_RESOURCE {
        known.findings.push(finding);
    } else if before == MOST_OF_RESOURCE {
        let message = say!(
            "findings-left-out-of-resource",
            most = MOST_OF_RESOURCE,
            code = &finding.code,
            kind = &resource.kind,
            name = resource.qualified_name(),
        );
        known.findings.push(finding_on(LEFT_OUT, finding.severity, resource, message));
    }
}

fn add(known: &mut ByContent, resource: &Resource, findings: Vec<Diagnostic>) {
    if !findings.is_empty() {
        let nothing = Known { place: resource.span, findings: Vec::new() };
        known.entry(resource.content.key()).or_insert(nothing).findings.extend(findings);
    }
}

/// What differs from the last time.
struct Edit<'a> {
    /// Where each content stands now.
    places: OrderedMap<Key, Span>,
    /// Resources that were not there.
    fresh: Vec<&'a Resource>,
    /// Kinds of which a resource came or went, or goes before another one now.
    kinds: OrderedSet<&'a str>,
    by_place: OrderedMap<Span, &'a Resource>,
}

impl<'a> Edit<'a> {
    fn new(before: &'a [Arc<Resource>], resources: &'a [Arc<Resource>], other_pods: bool) -> Self {
        let known: OrderedSet<Key> = before.iter().map(|resource| resource.content.key()).collect();
        let mut kinds: OrderedMap<&str, (Vec<Key>, Vec<Key>)> = OrderedMap::new();
        for resource in before {
            kinds.entry(&resource.kind).or_default().0.push(resource.content.key());
        }
        for resource in resources {
            kinds.entry(&resource.kind).or_default().1.push(resource.content.key());
        }
        let differs = |(before, now): &(Vec<Key>, Vec<Key>)| before != now;
        let mut changed: OrderedSet<&str> =
            kinds.into_iter().filter(|(_, keys)| differs(keys)).map(|(kind, _)| kind).collect();
        if other_pods {
            changed.insert(PODS);
        }
        let is_fresh = |resource: &&Resource| !known.contains(&resource.content.key());
        Self {
            places: resources.iter().map(|resource| (resource.content.key(), resource.span)).collect(),
            fresh: resources.iter().map(|resource| &**resource).filter(is_fresh).collect(),
            kinds: changed,
            by_place: resources.iter().map(|resource| (resource.span, &**resource)).collect(),
        }
    }

    /// Runs a rule on what it has to judge again.
    fn update(&self, rule: Rule, findings: &mut Findings, context: &Context<'_>, fresh: &Context<'_>) {
        let is_touched = |kinds: &[&str]| kinds.iter().any(|kind| self.kinds.contains(kind));
        let found = match rule.scope {
            Scope::Among { kinds } if !is_touched(kinds) => return,
            Scope::Each { beside } if !is_touched(beside) => {
                findings.in_resources.retain(|content, _| self.places.contains_key(content));
                (rule.check)(fresh)
            }
            Scope::Among { .. } | Scope::Each { .. } => {
                *findings = Findings::default();
                (rule.check)(context)
            }
        };
        for finding in found {
            match self.resource_at(finding.span) {
                Some(resource) => add_one(&mut findings.in_resources, resource, finding),
                None => findings.others.push(finding),
            }
        }
    }

    /// The resource that a place is in.
    fn resource_at(&self, place: Span) -> Option<&'a Resource> {
        let (whole, resource) = self.by_place.range(..=Span { end: u32::MAX, ..place }).next_back()?;
        (whole.file == place.file && place.end <= whole.end).then_some(*resource)
    }

    /// What is known, where its resources stand now.
    fn in_place(&self, known: &ByContent) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (content, known) in known {
            let Some(now) = self.places.get(content) else { continue };
            let place = |span: Span| Span {
                file: now.file,
                start: span.start - known.place.start + now.start,
                end: span.end - known.place.start + now.start,
            };
            found.extend(known.findings.iter().cloned().map(|mut finding| {
                finding.relocate(place);
                finding
            }));
        }
        found
    }
}

#[cfg(test)]
mod tests;
