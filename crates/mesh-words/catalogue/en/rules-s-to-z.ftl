# What the rules of lint say, those whose files begin with s to z. In brackets the codes of their findings; the help page of
# a code tells more.

## server-names-of-service (MP0165)

server-names-of-service =
    What this rule does not match no longer reaches port { $port } of { $service }: without SNI, with another one or in plain
    text it goes past the Service.
server-names-of-service-for-some =
    Of the clients that it is for, what this rule does not match no longer reaches port { $port } of { $service }: without
    SNI, with another one or in plain text it goes past the Service.

## server-without-rules (MP0161)

# $list: which rules of a VirtualService, tls or tcp.
server-without-rules-connections =
    No VirtualService has { $list } rules for these hosts: connections are reset, or nothing listens at all.
server-without-rules-https =
    No VirtualService has http rules for these hosts: the handshake is good, and every request is answered 404.

## shadowed-route (MP0101)

# $place, $taker, $takers: rules, as spec.http[1].
shadowed-route =
    Rule { $place } never gets a request: { $taker } comes first and takes all that it matches. Move it above, or narrow
    { $taker }.
shadowed-route-by-several =
    Rule { $place } never gets a request: { $takers } come first and take together all that it matches. Move it above them,
    or narrow them.

## share-of-weights (MP0126)

# $place: a rule, as spec.http[1].
share-of-weights = The weights of { $place } add up to { $sum }, not 100. The shares are { $shares }.
# One of those shares. $destination: the name of a subset, or a host.
share-of-weights-share = { $destination } { $percent } %

## shared-certificate (MP0172)

# $certificate: the name of a Secret.
shared-certificate =
    { $certificate } is shown on port { $port } by { $servers } too: a browser that is connected to one of them asks for the
    hosts of the other on the same connection, and is answered 404. Serve these hosts in one server.
# One of those servers. $server: the name of its port, or of a listener.
shared-certificate-server = { $server } of Gateway { $gateway }

## shared-gateway-host (KIA1106)

# Both stand after Kiali's sentence and a colon.
shared-gateway-host-same =
    see { $names } for { $host } on gateway { $gateway }; their rules are merged, the oldest first.
shared-gateway-host-wildcard =
    see { $names } on gateway { $gateway }; a host follows the narrower one alone.

## sidecar-of-the-mesh (KIA1006)

# Stands after Kiali's sentence, that the Sidecar should have no workloadSelector, and a colon.
sidecar-of-the-mesh = with it this one is only for pods of { $namespace }.

## source-of-nobody (MP0192, MP0193)

# $pod: one of the last three.
source-of-nobody-at-gateway =
    This never holds: at a gateway it is held against the gateway's own pod, which is none { $pod }, not against whoever
    sends. The rule is left out.
source-of-nobody-beside-gateways =
    This does not count: beside gateways in one match nobody looks at where the request comes from. Leave gateways out, or
    give the gateway a match of its own.
# $pod: one of the last three.
source-of-nobody-no-pod =
    This holds for nobody: there is no pod { $pod }. The rule is left out for all clients.
source-of-nobody-pod-in = in namespace { $namespace }
source-of-nobody-pod-with = with { $labels }
source-of-nobody-pod-with-in = with { $labels } in namespace { $namespace }

## subset-without-labels (KIA0209)

# Stands after Kiali's sentence and a colon.
subset-without-labels =
    { $subset } takes every pod of { $host }. Give it the labels of the version it stands for.

## unchained-rule (MP0123)

unchained-rule =
    The rules of VirtualService { $virtual_service } for { $host } are not looked at here: a request meets the rules of the
    host that was called, once. Repeat them in this rule.

## unconsulted-rule (MP0110)

unconsulted-rule-at-gateways =
    No client ever consults this VirtualService: its host is called from inside the mesh only, and gateways binds it to
    gateways alone. Add mesh to gateways.
unconsulted-rule-never-called =
    No client ever consults this VirtualService: no Traffic and no App calls its host from inside the mesh. Rules work in
    the caller's proxy; for traffic through a gateway name it under gateways.
unconsulted-rule-without-sidecar =
    No client ever consults this VirtualService: only callers without a sidecar call its host. Rules work in the caller's
    proxy: let the callers have one, or send through a gateway and name it under gateways.

## unexposed-port (KIA0701)

# Stands after Kiali's sentence and a colon. $port: the number or the name of a port.
unexposed-port =
    no workload of this Service listens on { $port }. Correct targetPort, or containerPort.

## unknown-backend (KIA1402)

# Both stand after Kiali's sentence and a colon.
unknown-backend-none = there is no Service { $service } in namespace { $namespace }.
# $routes: the namespace of the HTTPRoutes.
unknown-backend-not-granted =
    no ReferenceGrant in namespace { $namespace } lets HTTPRoutes of { $routes } name { $service }.

## unknown-delegate (MP0184)

unknown-delegate-none =
    The rule is left out: there is no VirtualService { $delegate } to delegate to. Its requests fall to the rules after it,
    else to 404 NR.
unknown-delegate-not-exported =
    The rule is left out: VirtualService { $delegate } is not exported to namespace { $namespace }. Its requests fall to the
    rules after it, else to 404 NR.
unknown-delegate-with-hosts =
    The rule is left out: VirtualService { $delegate } has hosts, and a delegate has none. Its requests fall to the rules
    after it, else to 404 NR.

## unknown-egress-host (KIA1004)

# Stands after Kiali's sentence and a colon.
unknown-egress-host =
    name a host of that namespace in full, as namespace/name.namespace.svc.cluster.local.

## unknown-export-namespace (KIA0005)

# Stands after Kiali's sentence and a colon. $kind: as VirtualService.
unknown-export-namespace =
    nothing is in { $namespace }, so nobody sees this { $kind } there.

## unknown-match-gateway (KIA1102)

# Stands after Kiali's sentence and a colon.
unknown-match-gateway = there is no Gateway { $gateway }, so this match never holds.

## unknown-mesh-host (MP0125)

unknown-mesh-host-elsewhere =
    No Service and no ServiceEntry has the host { $host }: no client of the mesh finds it. Define a ServiceEntry, or bind the
    rule to a gateway.
unknown-mesh-host-in-cluster =
    No Service and no ServiceEntry has the host { $host }: no client of the mesh finds it. Correct the name or its namespace.
# $meant: the host in full.
unknown-mesh-host-not-completed =
    { $host } is taken as it is: only names without dots are completed. Write { $meant }.

## unmatched-rest (MP0124)

unmatched-rest =
    Requests to { $host } that no rule takes are answered 404 NR: each rule has a match. Add a last rule without one.

## unpropagated-header (MP0109)

unpropagated-header =
    This match never holds for calls of { $apps }: the app does not pass { $header } on. Add it to the App's
    propagateHeaders.

## unsent-extras (MP0195)

# $answer: redirect or directResponse. $fields: as timeout.
unsent-extras = Beside { $answer } nothing is sent on, so this does not count: { $fields }.

## unserved-scheduler (MP0203)

unserved-scheduler =
    No scheduler named { $name } runs: these pods wait without a word, Pending without an event. Start it, or leave schedulerName
    out.

## unstarted-pods (MP0118)

unstarted-pods-none =
    Not started: the playground starts at most 10,000 pods, within 50,000 endpoints plus 20 for each Service.
unstarted-pods-some =
    Only { $started } of { $wanted } pods are started: the playground starts at most 1,000 of one workload and 10,000 in all,
    within 50,000 endpoints plus 20 for each Service. Lower replicas.

## unused-namespace (MP0120)

# $owner: the namespace of the service.
unused-namespace =
    No client looks in namespace { $namespace } for rules of { $host }: it has no pods, and the service is in { $owner }. Move
    the rule there.

## weighted-destinations (MP0103, MP0105)

# $place: a rule, as spec.http[1].
weighted-destinations-only =
    The requests of { $place } are answered 503 UH: the selector of Service { $service } finds no pod.
weighted-destinations-service =
    { $percent } % of the requests of { $place } are answered 503 UH: the selector of Service { $service } finds no pod. The
    other destinations do not take its share over.
weighted-destinations-sticky-destination =
    consistentHash does not keep a user on one destination here: { $place } draws the destination by weight first. Route by a
    header to keep users on a version.
weighted-destinations-sticky-subset =
    consistentHash does not keep a user on one subset here: { $place } draws the subset by weight first. Route by a header to
    keep users on a version.
weighted-destinations-subset =
    { $percent } % of the requests of { $place } are answered 503 UH: no pod of { $host } is in subset { $subset }. The other
    destinations do not take its share over.

## written-by-controllers (MP0152)

written-by-controllers-canary =
    Flagger starts pods of { $deployment } for a release alone: between two, { $deployment }-primary takes the traffic of
    Canary { $canary }.
written-by-controllers-rollout =
    Argo Rollouts ends the pods of { $deployment }: Rollout { $rollout } takes its place.
written-by-controllers-weights =
    Argo Rollouts sets the weights: between two releases of Rollout { $rollout } all requests go to the stable side.

## unknown_subset: IST0101

unknown-subset-change = Change the subset { $subset } to { $near }
