# What is said of objects, their kinds and whole files.

## Objects

config-object-no-kind =
    an object without `kind`; add `apiVersion` and `kind` lines, such as `networking.istio.io/v1` and `VirtualService`
config-object-no-name = an object without a name; add `metadata: {"{"}name: …{"}"}`
config-object-none = this is no object; begin with `apiVersion`, `kind` and `metadata` lines

## Kinds

# $version: an apiVersion.
config-kind-ignored = { $kind } is kept, but ignored: the playground does not simulate it
config-kind-ignored-of-group =
    { $kind } of `{ $version }` is kept, but ignored: the playground does not simulate it
config-kind-near-name = the kind `{ $kind }` is ignored; did you mean `{ $near }`?
config-kind-near-version = { $kind } of `{ $version }` is ignored; did you mean `{ $near }`?

## Kinds that Istio had once

# $cure: one of config-successor-….
config-kind-former = { $kind } of `{ $version }` is a kind that Istio no longer has: { $cure }
config-successor-authentication =
    write a PeerAuthentication for mutual TLS, and a RequestAuthentication for tokens
config-successor-authorization = write an AuthorizationPolicy
config-successor-destination-policy = write a DestinationRule with a `trafficPolicy`
config-successor-egress-rule = write a ServiceEntry
config-successor-ingress-rule = write a Gateway, and a VirtualService that is bound to it
config-successor-mixer =
    it was Mixer's; write a Telemetry for metrics and logs, an AuthorizationPolicy for what is let through
config-successor-route-rule =
    write a VirtualService for where the requests go, and a DestinationRule for the subsets that it names

## Templates: $mark is what is left of one

config-template-braces =
    `{ $mark }` is left in from a template: fill it in, or render the template, and take what that gives
config-template-dollar =
    `{ $mark }` is a placeholder that nobody has substituted: fill it in, or run `envsubst` (or what the template is for)
config-template-helm =
    `{ $mark }` is Helm's: this is a template, no manifest; render it with `helm template` and take what that prints

## Files that are no manifests

config-file-chart =
    this is the Chart.yaml of a Helm chart, no manifest: it is left out; render the chart with `helm template`
config-file-compose = this is a file of Docker Compose, no manifest: it is left out; nothing of it is in a mesh
config-file-json-patch =
    this is a JSON patch of Kustomize, no manifest: it is left out; build it with `kubectl kustomize`
config-file-kustomization =
    this is a kustomization, no manifest: it is left out; build it with `kubectl kustomize`
config-file-no-object =
    nothing in this file is a Kubernetes object: it is left out; an object has `apiVersion`, `kind` and `metadata`
config-file-pipeline =
    this is a pipeline of a build server, no manifest: it is left out; nothing of it is in a mesh
config-file-values =
    this is the values of a Helm chart, no manifest: it is left out; render the chart with `helm template`
config-file-workflow =
    this is a workflow of a build server, no manifest: it is left out; nothing of it is in a mesh

## Text around YAML

config-excerpt-markdown =
    Markdown around the YAML: only what stands between the fences is read; remove the rest
config-excerpt-shell = a shell command around the YAML: only what it hands on is read; remove the rest

## Limits

config-limit-bytes = more than { $mebibytes } MiB of text; the rest is not read: split the scenario
config-limit-combinations =
    Left out: its hosts, ports, conditions and endpoints multiply to more than is simulated. Split it.
config-limit-documents = more than { $most } documents; the rest is not read: split the scenario
config-limit-findings = more than { $most } findings in this object; the rest is not listed
