### What the lint rules say whose files begin with a to n; a group for each rule.

## ambiguous_outbound_mode

# After Kiali's own words and a colon.
ambiguous-outbound-mode = Istio takes it for REGISTRY_ONLY. Write the mode.

## certificate_depth

# $wildcard: as *.example.com
certificate-depth = The server's { $wildcard } takes this host, a certificate for { $wildcard } does not: such names go one
    level down only.

## colliding_servers

# $owner: as "port 443 of Gateway shop/edge"; $lost: hosts
colliding-servers-left-out = This server is left out whole, as { $owner } has { $host } already: { $lost } is lost with it.
colliding-servers-refused = Nothing answers on port { $port } any more: Gateway { $gateway } has { $host } too, for other
    namespaces. Istio sends both, and Envoy refuses a listener with one server name twice.

## destination_under_wildcard

destination-under-wildcard-route = No cluster has the name { $host }: the ServiceEntry for { $wildcard } makes one for the
    wildcard alone. Its requests are answered 503 NC. Add { $host } to the hosts of a ServiceEntry.
destination-under-wildcard-mirror = No cluster has the name { $host }: the ServiceEntry for { $wildcard } makes one for the
    wildcard alone. Its copies are lost. Add { $host } to the hosts of a ServiceEntry.

## dotted_short_name

# $full: the host's full name
dotted-short-name = { $host } is taken as it is, so it is nobody's name: only names without dots are completed. Write
    { $full }.

## dropped_delegate_rule

# $rules: each as in dropped-delegate-rule-root
dropped-delegate-rule-whole = Under { $rules } this rule is dropped whole: this match does not fit into a match of the root,
    and takes the others, which fit, with it. Give it a rule of its own.
dropped-delegate-rule-never = This rule is never there: what this match asks for does not fit into any match of { $rules }.
    Where the root's match is a prefix, write a path below it; where it is exact or a regular expression, leave the path out.
# A part of other sentences. $service: a VirtualService
dropped-delegate-rule-root = spec.http[{ $index }] of { $service }

## ejection_percent

# $hosts: how many; $share: of one of them, in percent; $percent: what maxEjectionPercent is; $least: what it should be
ejection-percent-low = No host can ever be ejected: the first of { $hosts } { $hosts ->
        [one] host
       *[other] hosts
    } would be { $share } % of them, and maxEjectionPercent { $percent } is less. Set it to { $least } or more.
ejection-percent-low-default = No host can ever be ejected: the first of { $hosts } { $hosts ->
        [one] host
       *[other] hosts
    } would be { $share } % of them, and maxEjectionPercent { $percent }, the default, is less. Set it to { $least } or more.
ejection-percent-low-of-subset = No host of subset { $subset } can ever be ejected: the first of { $hosts } { $hosts ->
        [one] host
       *[other] hosts
    } would be { $share } % of them, and maxEjectionPercent { $percent } is less. Set it to { $least } or more.
ejection-percent-low-default-of-subset = No host of subset { $subset } can ever be ejected: the first of { $hosts } { $hosts ->
        [one] host
       *[other] hosts
    } would be { $share } % of them, and maxEjectionPercent { $percent }, the default, is less. Set it to { $least } or more.
ejection-percent-all = All { $hosts } { $hosts ->
        [one] host
       *[other] hosts
    } may be ejected at once: requests are then answered 503 UH.
ejection-percent-all-of-subset = All { $hosts } { $hosts ->
        [one] host
       *[other] hosts
    } of subset { $subset } may be ejected at once: requests are then answered 503 UH.

## empty_subset

# After Kiali's own words and a colon.
empty-subset-routed = no pod of { $host } carries those of { $subset }, only pods of others. Requests to it are answered
    503 UH.
# After Kiali's own words and a colon.
empty-subset-unrouted = no pod of { $host } carries those of { $subset }, only pods of others. No route names it yet.

## gateway_addresses

# After Kiali's own words and a colon. $names: of Gateways
gateway-addresses = see { $names }.

## gateway_class

# After Kiali's own words and a colon.
gateway-class = Istio starts nothing for { $class }. Its own class is istio.

## gateway_elsewhere

# $names: of Gateways, with their namespaces
gateway-elsewhere = A name alone means a Gateway of namespace { $namespace }, which has none of that name: the rules are bound
    to nothing. Write { $names }.

## gateway_errors

# $errors: what consecutiveGatewayErrors is; $most: what consecutive5xxErrors is
gateway-errors-later = consecutiveGatewayErrors { $errors } never acts: a gateway error is a 5xx too, and consecutive5xxErrors
    { $most } ejects earlier. Choose fewer, or set consecutive5xxErrors: 0.
gateway-errors-later-than-default = consecutiveGatewayErrors { $errors } never acts: a gateway error is a 5xx too, and
    consecutive5xxErrors { $most }, the default, ejects earlier. Choose fewer, or set consecutive5xxErrors: 0.
gateway-errors-together = consecutiveGatewayErrors { $errors } never acts: a gateway error is a 5xx too, and
    consecutive5xxErrors { $most } ejects at the same time. Choose fewer, or set consecutive5xxErrors: 0.
gateway-errors-together-with-default = consecutiveGatewayErrors { $errors } never acts: a gateway error is a 5xx too, and
    consecutive5xxErrors { $most }, the default, ejects at the same time. Choose fewer, or set consecutive5xxErrors: 0.

## gateway_listeners

# After Kiali's own words and a colon.
gateway-listeners-twice = another one of this Gateway is for { $host }, { $port } and { $protocol } too.
# After Kiali's own words and a colon.
gateway-listeners-twice-for-all = another one of this Gateway is for all hosts, { $port } and { $protocol } too.
# After Kiali's own words and a colon. $names: of Gateways
gateway-listeners-others = see { $names }.

## hidden_rule

# $rule: the name of a DestinationRule; $lost: what it has, $count things
hidden-rule = For clients in { $namespace } this rule hides { $rule }: its { $lost } { $count ->
        [one] does
       *[other] do
    } not hold for them. Repeat what should.
# A part of the list in hidden-rule.
hidden-rule-subset = subset { $name }

## hidden_wildcard_rule

# $names: of VirtualServices
hidden-wildcard-rule = A request to { $host } that no rule here takes is answered 404 NR: the rules of { $names } for
    { $wildcard } are not tried after these, because the narrower host takes all paths. Repeat them here, or add a last rule
    without a match.

## http_rules_without_http

# $count: how many ports there are
http-rules-without-http-tls = No sidecar looks at these rules: port { $port } of { $host } speaks TLS and not HTTP{ $count ->
        [one] {""}
       *[other] , nor does any other
    }. What is encrypted is passed on by its server name alone.
http-rules-without-http-entry = No sidecar looks at these rules: port { $port } of { $host } does not speak HTTP by its
    protocol{ $count ->
        [one] {""}
       *[other] , nor does any other
    }. Write tcp rules.
http-rules-without-http-service = No sidecar looks at these rules: port { $port } of { $host } does not speak HTTP by its name
    or appProtocol{ $count ->
        [one] {""}
       *[other] , nor does any other
    }. Name it http-…, or write tcp or tls rules.
http-rules-without-http-match = This match never holds: port { $port } speaks TLS, and what is encrypted is passed on by its
    server name alone.

## inferred_port

# $called: port numbers
inferred-port = { $host } has only port { $port }, but a sidecar sends on to the port that was called ({ $called }): such
    requests are answered 503 NC. Add port: {"{"}number: { $port }{"}"}.

## ingress_left_out

ingress-left-out-off = Istio leaves Ingress { $name } to others: `ingressControllerMode` is OFF. It takes those whose
    IngressClass has the controller `istio.io/ingress-controller`.
ingress-left-out-class = Istio leaves Ingress { $name } to others: it is of the class `{ $class }`. It takes those whose
    IngressClass has the controller `istio.io/ingress-controller`.
ingress-left-out-controller = Istio leaves Ingress { $name } to others: its class is for the controller `{ $controller }`. It
    takes those whose IngressClass has the controller `istio.io/ingress-controller`.
ingress-left-out-unknown-class = Istio leaves Ingress { $name } to others: there is no IngressClass `{ $class }`. It takes
    those whose IngressClass has the controller `istio.io/ingress-controller`.
ingress-left-out-no-class = Istio leaves Ingress { $name } to others: it names no class. It takes those whose IngressClass has
    the controller `istio.io/ingress-controller`.
ingress-left-out-default-backend = Istio leaves out `defaultBackend`: what no rule takes is answered 404. Write a rule without
    a host.
ingress-left-out-secret = Istio leaves out this entry: it has no `secretName`, so nobody listens for its hosts on 443.
ingress-left-out-rule = Istio leaves out this rule: it has no `http`.
ingress-left-out-backend = Istio leaves out this path: its backend is no Service.
# $port: a name
ingress-left-out-port = Istio leaves out this path: Service { $service } has no port of the name `{ $port }`.

## inherited_policy

# $settings: names of fields
inherited-policy-port = Settings of a port replace the policy around them: for this port Istio's defaults hold for
    { $settings }. Repeat what should hold.
inherited-policy-subset = The policy of subset { $subset } applies to no request: no VirtualService routes to the subset.

## left_out_weight

# $sum: the weights of the others; $rest: what they leave of 100
left-out-weight = No request goes to { $host }: a weight that is left out is 0 beside the others, which have all { $sum }.
    Write weight: { $rest }.
left-out-weight-beside-all = No request goes to { $host }: a weight that is left out is 0 beside the others, which have all
    { $sum }. Write its share as weight, and less for the others.
left-out-weight-of-subset = No request goes to subset { $subset } of { $host }: a weight that is left out is 0 beside the
    others, which have all { $sum }. Write weight: { $rest }.
left-out-weight-of-subset-beside-all = No request goes to subset { $subset } of { $host }: a weight that is left out is 0
    beside the others, which have all { $sum }. Write its share as weight, and less for the others.
left-out-weight-in-http-route = { $backend } gets 1 of { $count } requests: a weight that is left out is 1 in an HTTPRoute.
    Write its share.

## locality_failover

# $localities: how many
locality-failover = With outlierDetection a client sends to the pods of { $host } in its own locality alone while they are
    healthy ({ $localities } localities). Set loadBalancer.localityLbSetting: enabled: false spreads over all.

## lone_weight

# After Kiali's own words and a colon.
lone-weight = remove it, or add the destination of the other { $rest } %.

## mirror_of_nothing

mirror-of-nothing = Nothing is copied: there is no mirror that this could be the share of.
mirror-of-nothing-of-several = This does not count for mirrors: each of them has a percentage of its own, else all requests
    are copied.
mirror-of-nothing-without-value = Nothing is copied: a share without a value is 0 %, and makes no mirror. Write value: 100.

## mirror_to_itself

mirror-to-itself = { $percent } % of the requests are copied to where the rule sends them already: the same pods get them
    twice. Mirror to another subset or host.

## mistaken_analyzers

mistaken-analyzers-subset = istioctl is wrong here with IST0101: subset { $subset } is that of DestinationRule { $rule }, whose
    host { $wildcard } covers { $host }. It compares names only (istio/istio#36237).
mistaken-analyzers-endpoints = istioctl is wrong here with IST0173: endpoints of ServiceEntry { $entry } carry the labels of
    { $subset }. It asks for pods only (istio/istio#57590).
mistaken-analyzers-wildcard = istioctl is wrong here with IST0174: { $wildcard } covers { $host }, and the rule holds for it.
    It looks for a service of the wildcard's own name (istio/istio#56133).
mistaken-analyzers-port = istioctl is wrong here with IST0162: the Service has port { $port }, whose protocol is TCP where none
    is written. istioctl reads the file without what Kubernetes fills in (istio/istio#51257).

## multiplied_retries

multiplied-retries = Retries multiply: one request to { $app } may reach { $host } { $times } times, since each of its
    { $first_tries } tries makes up to { $next_tries }. Retry at one hop only.
