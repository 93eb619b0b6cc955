//! `kubectl get` (`k8s.io/kubectl/pkg/cmd/get`).

use std::collections::BTreeMap;

use mesh_cluster::api::{ApiResource, Verb};
use serde_json::Value;

use super::call::Call;
use super::columns;
use super::failure::{Failure, error};
use super::infos::{Found, Info, Query, find, namespace};
use super::json_path::{JsonPath, relaxed};
use super::output::{Format, list_of};
use super::resources::called;
use super::tab_writer::TabWriter;
use super::{Ran, wall};
use crate::{Context, Program, Step, json};

pub(super) fn run(call: &Call, context: &mut Context<'_>) -> Result<Ran, Failure> {
    if call.has("raw") {
        return super::raw::get(call, context);
    }
    let watches = call.is("watch") || call.is("watch-only");
    if call.is("output-watch-events") && !watches {
        return error("--output-watch-events option can only be used with --watch or --watch-only");
    }
    let format = Format::of(call)?;
    if call.arguments.is_empty() && !call.has("filename") && !call.has("kustomize") {
        context.err(
            "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of supported resources.\n\n",
        );
        return call.usage(
            "Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource \
             (e.g. kubectl explain pods).",
        );
    }
    let mut failed_to_sort = false;
    let sort_by = match call.text("sort-by") {
        "" => None,
        text => match relaxed(text).and_then(|text| JsonPath::parse(&text)) {
            Ok(path) => Some(path),
            // The printer of tables keeps to itself that it cannot sort.
            Err(_) if format.is_human() && !watches => {
                failed_to_sort = true;
                None
            }
            Err(why) => return error(why),
        },
    };
    let query = Query {
        arguments: call.arguments.clone(),
        labels: call.text("selector").to_owned(),
        fields: call.text("field-selector").to_owned(),
        all: true,
        all_namespaces: call.is("all-namespaces"),
        names_only: false,
    };
    let mut found = find(call, &query, context)?;
    if call.is("ignore-not-found") {
        found.failures.retain(|failure| !failure.is_not_found());
    }
    let table = Table::new(call, &format, &found);
    if watches {
        return watch(call, found, format, table, context);
    }
    if !format.is_human() {
        return generic(call, found, &format, sort_by.as_ref(), context);
    }
    if let Some(path) = &sort_by {
        for group in groups(&found.infos) {
            failed_to_sort |= !group.is_empty() && group.iter().all(|info| path.find(&info.object).is_empty());
        }
        sort(&mut found.infos, path);
    }
    if failed_to_sort {
        // A table that cannot be sorted is not printed at all.
        found.infos.clear();
    }
    let text = table.text(&found.infos, wall(context));
    context.out(&text);
    if text.is_empty() && !call.is("ignore-not-found") && found.failures.is_empty() {
        let namespaced = !call.is("all-namespaces") && found.listed.iter().all(|resource| resource.namespaced);
        let place = namespace(call, context);
        context.err(&if namespaced {
            format!("No resources found in {place} namespace.\n")
        } else {
            "No resources found\n".to_owned()
        });
    }
    found.infos.clear();
    found.all().map(|_| Ran::Done(0))
}

/// Objects in a format that is no table.
fn generic(
    call: &Call,
    found: Found,
    format: &Format,
    sort_by: Option<&JsonPath>,
    context: &mut Context<'_>,
) -> Result<Ran, Failure> {
    let Found { mut infos, failures, single, .. } = found;
    if single && !failures.is_empty() {
        return Found { failures, ..Found::default() }.all().map(|_| Ran::Done(0));
    }
    if infos.is_empty() && call.is("ignore-not-found") {
        return Ok(Ran::Done(0));
    }
    if let Some(path) = sort_by {
        sort(&mut infos, path);
    }
    let text = match (format, infos.as_slice()) {
        (Format::Name, infos) => infos.iter().map(|info| info.called() + "\n").collect(),
        (_, [info]) if single => format.show(&info.object, Some(info), call)?,
        _ => {
            let objects = infos.into_iter().map(|info| info.object).collect();
            format.show(&list_of(objects), None, call)?
        }
    };
    context.out(&text);
    Found { failures, ..Found::default() }.all().map(|_| Ran::Done(0))
}

/// Objects of one resource that stand next to each other.
fn groups(infos: &[Info]) -> Vec<&[Info]> {
    infos.chunk_by(|a, b| a.resource == b.resource).collect()
}

/// Sorts objects by what a path finds, those of each resource by themselves.
pub(super) fn sort(infos: &mut [Info], path: &JsonPath) {
    let mut begin = 0;
    while begin < infos.len() {
        let resource = infos.get(begin).map(|info| info.resource);
        let end = infos
            .iter()
            .skip(begin)
            .position(|info| Some(info.resource) != resource)
            .map_or(infos.len(), |length| begin + length);
        if let Some(group) = infos.get_mut(begin..end) {
            group.sort_by(|a, b| compare(path.find(&a.object).first().copied(), path.find(&b.object).first().copied()));
        }
        begin = end;
    }
}

/// As kubectl's `RuntimeSort` compares two texts or two numbers. What it compares with nothing else in common stands in a fixed
/// order, so that the order is one whatever stands in a list: amounts before other texts.
fn compare(a: Option<&Value>, b: Option<&Value>) -> std::cmp::Ordering {
    let amount = |value: Option<&Value>| value.and_then(Value::as_str).and_then(super::quantity::parse);
    let rank = |value: Option<&Value>| match value {
        None => 0,
        Some(Value::Number(_)) => 1,
        Some(Value::String(_)) if amount(value).is_some() => 2,
        Some(Value::String(_)) => 3,
        Some(_) => 4,
    };
    rank(a).cmp(&rank(b)).then_with(|| match (a, b) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            let [a, b] = [a, b].map(|number| number.as_f64().unwrap_or_default());
            a.total_cmp(&b)
        }
        (Some(Value::String(text)), Some(Value::String(other))) => match (amount(a), amount(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => text.cmp(other),
        },
        _ => std::cmp::Ordering::Equal,
    })
}

/// How a table is printed.
#[derive(Clone, Debug)]
struct Table {
    wide: bool,
    headings: bool,
    namespaces: bool,
    kinds: bool,
    labels: bool,
    label_columns: Vec<String>,
    events: bool,
}

impl Table {
    fn new(call: &Call, format: &Format, found: &Found) -> Self {
        let first = found.infos.first().map(|info| info.resource);
        // A table without rows counts too: `get deploy,pods` names the kind of pods when there are no deployments.
        let several = found.infos.iter().any(|info| Some(info.resource) != first)
            || found.listed.iter().any(|resource| Some(resource) != found.listed.first());
        Table {
            wide: matches!(format, Format::Wide),
            headings: !call.is("no-headers"),
            namespaces: call.is("all-namespaces"),
            kinds: call.is("show-kind") || several,
            labels: call.is("show-labels"),
            label_columns: call.list("label-columns"),
            events: call.is("output-watch-events"),
        }
    }

    /// Tables of the objects, one for each resource.
    fn text(&self, infos: &[Info], now: i128) -> String {
        let tables: Vec<String> = groups(infos)
            .into_iter()
            .map(|group| {
                let rows: String = group.iter().map(|info| self.row(info, now, "")).collect();
                let headings = group.first().map_or(String::new(), |info| self.heading(&info.resource));
                TabWriter::of_tables().align(&(headings + &rows))
            })
            .collect();
        tables.join(if self.headings { "\n" } else { "" })
    }

    fn columns(&self, resource: &ApiResource) -> impl Iterator<Item = &'static columns::Column> + use<'_> {
        columns::of(resource).iter().filter(|column| self.wide || !column.wide)
    }

    fn heading(&self, resource: &ApiResource) -> String {
        if !self.headings {
            return String::new();
        }
        let mut cells: Vec<String> = Vec::new();
        if self.events {
            cells.push("EVENT".to_owned());
        }
        if self.namespaces && resource.namespaced {
            cells.push("NAMESPACE".to_owned());
        }
        cells.extend(self.columns(resource).map(|column| column.heading.to_owned()));
        for label in &self.label_columns {
            cells.push(label.rsplit('/').next().unwrap_or_default().to_uppercase());
        }
        if self.labels {
            cells.push("LABELS".to_owned());
        }
        cells.join("\t") + "\n"
    }

    fn row(&self, info: &Info, now: i128, event: &str) -> String {
        let mut cells: Vec<String> = Vec::new();
        if self.events {
            cells.push(event.to_owned());
        }
        if self.namespaces && info.resource.namespaced {
            cells.push(json::namespace(&info.object).to_owned());
        }
        for column in self.columns(&info.resource) {
            let cell = (column.cell)(&info.object, now);
            let cell = match cell.find(['\n', '\r', '\u{c}']) {
                Some(at) => cell.get(..at).unwrap_or_default().to_owned() + " ...",
                None => cell,
            };
            cells.push(if column.heading == "NAME" && self.kinds { called(&info.resource, &cell) } else { cell });
        }
        for label in &self.label_columns {
            cells.push(json::at(&info.object, "metadata.labels").get(label).map(json::shown).unwrap_or_default());
        }
        if self.labels {
            cells.push(columns::labels(&info.object, "metadata.labels"));
        }
        cells.join("\t") + "\n"
    }
}

/// `get -w`, until it is ended.
#[derive(Clone, Debug)]
struct Watch {
    call: Call,
    resource: ApiResource,
    verb: Verb,
    format: Format,
    table: Table,
    writer: TabWriter,
    /// What has been shown of each object: its version and its last state.
    known: BTreeMap<(String, String), (String, Info)>,
    headed: bool,
    until: Option<u64>,
}

fn watch(call: &Call, found: Found, format: Format, table: Table, context: &mut Context<'_>) -> Result<Ran, Failure> {
    let Found { infos, failures, listed, .. } = found;
    if !failures.is_empty() {
        return Found { failures, ..Found::default() }.all().map(|_| Ran::Done(0));
    }
    let resource = match (listed.as_slice(), infos.as_slice()) {
        ([resource], _) => *resource,
        ([], [info]) => info.resource,
        ([], []) => return Ok(Ran::Done(0)),
        ([], _) => return error("watch is only supported on individual resources and resource collections"),
        _ => return error("you may only specify a single resource type"),
    };
    let name = if listed.is_empty() { infos.first().map(|info| info.name.clone()) } else { None };
    let fields = match &name {
        Some(name) => format!("metadata.name={name}"),
        None => call.text("field-selector").to_owned(),
    };
    let everywhere = call.is("all-namespaces") || !resource.namespaced;
    let verb = Verb::List {
        resource: resource.resource(),
        namespace: (!everywhere).then(|| namespace(call, context)),
        labels: call.text("selector").to_owned(),
        fields,
    };
    let until = super::request_timeout(call)?.map(|timeout| context.now().saturating_add(timeout));
    let mut watch = Watch {
        call: call.clone(),
        resource,
        verb,
        format,
        table,
        writer: TabWriter::of_tables(),
        known: BTreeMap::new(),
        headed: false,
        until,
    };
    for info in infos {
        if !call.is("watch-only") {
            watch.show(&info, "ADDED", context)?;
        }
        watch.remember(info);
    }
    Ok(Ran::On(Box::new(watch)))
}

fn version(object: &Value) -> String {
    match json::text(object, "metadata.resourceVersion") {
        "" => object.to_string(),
        version => version.to_owned(),
    }
}

impl Watch {
    fn remember(&mut self, info: Info) {
        let key = (json::namespace(&info.object).to_owned(), info.name.clone());
        self.known.insert(key, (version(&info.object), info));
    }

    fn show(&mut self, info: &Info, event: &str, context: &mut Context<'_>) -> Result<(), Failure> {
        if !self.format.is_human() {
            let text = self.format.show(&info.object, Some(info), &self.call)?;
            let separator = if matches!(self.format, Format::Yaml) && self.headed { "---\n" } else { "" };
            self.headed = true;
            context.out(&format!("{separator}{text}"));
            return Ok(());
        }
        let mut text = if self.headed { String::new() } else { self.table.heading(&self.resource) };
        self.headed = true;
        text.push_str(&self.table.row(info, wall(context), event));
        let text = self.writer.align(&text);
        context.out(&text);
        Ok(())
    }

    fn look(&mut self, context: &mut Context<'_>) -> Result<(), Failure> {
        let answer = context.server.call(&self.verb)?;
        let mut gone: Vec<(String, String)> = self.known.keys().cloned().collect();
        for object in json::items(&answer, "items") {
            let info = Info::of(self.resource, object.clone());
            let key = (json::namespace(object).to_owned(), info.name.clone());
            gone.retain(|known| *known != key);
            let event = match self.known.get(&key) {
                Some((seen, _)) if *seen == version(object) => continue,
                Some((_, seen)) if json::text(&seen.object, "metadata.uid") != json::text(object, "metadata.uid") => {
                    "ADDED"
                }
                Some(_) => "MODIFIED",
                None => "ADDED",
            };
            self.show(&info, event, context)?;
            self.remember(info);
        }
        for key in gone {
            if let Some((_, info)) = self.known.remove(&key) {
                self.show(&info, "DELETED", context)?;
            }
        }
        Ok(())
    }
}

impl Program for Watch {
    fn step(&mut self, context: &mut Context<'_>) -> Step {
        if let Err(failure) = self.look(context) {
            return super::fail(&failure, context);
        }
        if self.until.is_some_and(|until| context.now() >= until) {
            return Step::Done(0);
        }
        Step::Wait { until: self.until, on_change: true }
    }

    fn fork(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
}
