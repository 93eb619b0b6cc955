# What the rules of lint say, those whose files begin with o to r. In brackets the codes of their findings; the help page of
# a code tells more.

## originated-tls (MP0166, MP0167)

originated-tls-in-nameless-tls =
    Port { $port } of { $host } speaks TLS already: this wraps TLS in TLS, and the outer one names no server. Say it for the
    plain port alone (portLevelSettings), or call that port in plain HTTP.
originated-tls-in-tls =
    Port { $port } of { $host } speaks TLS already: this wraps TLS in TLS. Say it for the plain port alone
    (portLevelSettings), or call that port in plain HTTP.
originated-tls-to-port-80 =
    TLS is spoken to port 80 of { $host }: this changes what is sent, not where to. Give the port targetPort: 443 in its
    ServiceEntry.

## others

# A list of which only the first are named.
others-many = { $names } and others

## overlapping-gateway-hosts (KIA0301)

# Stands after Kiali's sentence and a colon.
overlapping-gateway-hosts = see { $names }.
# One of those names. $server is the place of a server in its Gateway, counted from 1.
overlapping-gateway-hosts-server = { $gateway } (server { $server })

## overlapping-rules (KIA0201)

overlapping-rules =
    More than one DestinationRule for the same host and subset: see { $names }. Of what both say the older one's holds.

## overridden-mutual-tls (KIA0204)

# Stands after Kiali's sentence, that the settings are overridden, and a colon. $names: those of DestinationRules.
overridden-mutual-tls = those of { $names } do not hold for { $host }. Repeat them under trafficPolicy.tls.

## overridden-root-field (MP0185)

# $places: rules, as spec.http[0]. $field: the name of a field, as headers.
overridden-root-field =
    For { $places } of delegate { $delegate } this does not count: it has { $field } of its own, and the two are not merged.
    Repeat there what should hold.

## overwritten-header (MP0171)

overwritten-header-client-certificate =
    This match never holds: x-forwarded-client-cert of a client is dropped before routes are matched. A gateway writes it
    only where it asks for a certificate (tls.mode MUTUAL).
overwritten-header-forwarded-protocol =
    The gateway writes x-forwarded-proto itself before it routes, as the connection is: http, or https with TLS. What a
    client or a load balancer sent is gone, unless numTrustedProxies is set.
overwritten-header-request-id =
    The gateway replaces x-request-id before it routes: this match never sees what the client sent. Match a header of your
    own.

## path-of-no-request (MP0191)

path-of-no-request-no-slash =
    No request has a path that begins so: each begins with a slash. Write /{ $path }.
path-of-no-request-query =
    No request has such a path: what stands behind the ? is compared by queryParams, and a # never leaves the browser.

## plain-star (MP0189)

# One of the others stands after it.
plain-star = The * is a plain letter here: this takes only what holds one.
plain-star-paths-below = A prefix takes all paths below it: write { $prefix }.
plain-star-prefix = Write prefix: { $prefix } for all that begins with it.
plain-star-regex = Write what is meant as a regex.
plain-star-regular-expression = Write what is meant as a RegularExpression.
plain-star-shorter-prefix = A prefix takes all that begins with it: write { $prefix }.

## port-of-no-server (MP0162)

port-of-no-server = This never holds: no server of the Gateway has port { $port }, only { $ports }.
# $meant: the number of a port.
port-of-no-server-of-pod =
    This never holds: { $port } is the port of the gateway's pod, and rules are held against that of the server. Write
    { $meant }.

## port-of-no-service (MP0181)

port-of-no-service =
    Nobody calls { $hosts } on port { $port }: it has { $ports }. The rule is left out where this is not the port, and
    without any rule the requests go to the host itself.

## port-protocol-names (KIA0601, KIA0602)

# What a fix does.
port-protocol-names-change = Change to `{ $name }`
# Stands after Kiali's sentence and a comma.
port-protocol-names-form = so { $protocol } or { $protocol }-something; what counts is `protocol`.
# Stands after Kiali's sentence and a colon.
port-protocol-names-unknown = { $protocol } is none of those that Istio knows.

## redirect-to-nowhere (MP0168)

redirect-to-nowhere =
    Clients are sent to HTTPS, and no server of this gateway serves { $host } with TLS. Add one, or remove the redirect:
    behind a load balancer that ends TLS it never ends.

## regex-after-prefix (MP0186)

# $place: a match, as spec.rules[0].matches[1].
regex-after-prefix =
    This is never reached: in an HTTPRoute prefixes go before regular expressions, wherever they stand, and { $place }
    (prefix { $prefix }) takes all that it matches. Write it as a longer prefix.

## removed-header (MP0170)

removed-header =
    This match never holds: the proxy removes { $header } of a client before it routes. Match a header of your own.

## repeated-destination (KIA1105)

# Stands after Kiali's sentence, that another route destination names the same host and subset, and a colon.
repeated-destination = their weights add up.

## repeated-service-entry (KIA1211)

# Stands after Kiali's sentence and a colon.
repeated-service-entry = { $names } has { $host }:{ $port } too.

## replaced-block (MP0119)

# $block: as connectionPool. $fields: the paths of fields, as tcp.maxConnections; $count is their number.
replaced-block =
    The { $block } of subset { $subset } replaces that of the rule whole: { $count ->
        [one] { $fields } no longer holds
       *[other] { $fields } no longer hold
    }. Repeat what should hold.

## retry-timing (MP0111, MP0112, MP0116)

retry-timing-answers =
    Without retryOn these retries are for failed connections and refused streams: a 503 that the service answers is handed
    on as it is. Add retryOn: 5xx to retry it.
retry-timing-cut-off =
    A try that perTryTimeout cuts off is not retried: retryOn has none of 5xx, gateway-error and reset. Add reset to
    retryOn.
retry-timing-cut-off-by-default =
    A try that perTryTimeout cuts off is not retried: Istio's default retryOn has none of 5xx, gateway-error and reset. Add
    reset to retryOn.
# $fitting and $wanted: numbers of tries.
retry-timing-too-short =
    The timeout of the rule leaves time for { $fitting ->
        [one] { $fitting } full try
       *[other] { $fitting } full tries
    } of perTryTimeout, not for the { $wanted } that attempts asks for. Lengthen timeout, or shorten perTryTimeout.

## rewrite-slashes (MP0114)

# $rest: the rest of a path behind the prefix, x or /x.
rewrite-slashes =
    Only the prefix is replaced: { $prefix }{ $rest } becomes { $target }{ $rest }. End both { $prefix } and { $target } with
    a slash, or neither.
rewrite-slashes-root =
    Only the prefix / is replaced: /x becomes { $target }x. End { $target } with a slash.

## rewritten-regex (MP0194)

rewritten-regex =
    Each path that { $regex } matches becomes { $target } whole: a regular expression leaves no rest. To keep a part of it
    use uriRegexRewrite.

## route-parents (KIA1401)

# Both stand after Kiali's sentence and a colon.
route-parents-closed = no listener of { $gateway } takes routes of { $namespace }.
# $group: the API group of Kubernetes' Gateways.
route-parents-none = there is no Gateway { $gateway } of { $group }.

## route-timing (MP0106, MP0108, MP0115)

route-timing-abort =
    An injected abort is answered before the router: the retries of this rule do not apply to it. Inject the fault on the
    next hop to test retries.
route-timing-delay =
    The injected delay passes before the timeout of this rule begins: the timeout will not fire on it. Inject the fault on
    the next hop to test the timeout.
route-timing-no-percentage =
    Without a percentage this fault is injected into no request. Add percentage: {"{"}value: 100{"}"}.
route-timing-no-value =
    A percentage without a value is 0: this fault is injected into no request. Write {"{"}value: 100{"}"}.
route-timing-per-try =
    perTryTimeout is not shorter than the rule's timeout, which spans all tries: no try is ever cut off and retried. Shorten
    it or lengthen the timeout.

## rules-of-another-kind (MP0160)

# $list: which rules of a VirtualService, http, tls or tcp.
rules-of-another-kind-auto-passthrough =
    No server looks at these { $list } rules: port { $port } of Gateway { $gateway } is AUTO_PASSTHROUGH, which goes by the
    SNI and ALPN of Istio's own proxies alone.
rules-of-another-kind-http =
    No server looks at these { $list } rules: port { $port } of Gateway { $gateway } is plain HTTP; write http rules.
rules-of-another-kind-https =
    No server looks at these { $list } rules: port { $port } of Gateway { $gateway } ends TLS itself and reads HTTP; write
    http rules, or let it pass TLS on by SNI (tls.mode PASSTHROUGH).
rules-of-another-kind-passthrough =
    No server looks at these { $list } rules: port { $port } of Gateway { $gateway } passes TLS on unread (PASSTHROUGH); write
    tls rules with sniHosts, or let it end TLS (tls.mode SIMPLE).
rules-of-another-kind-tcp =
    No server looks at these { $list } rules: port { $port } of Gateway { $gateway } passes bytes on; write tcp rules.
rules-of-another-kind-tls =
    No server looks at these { $list } rules: port { $port } of Gateway { $gateway } has protocol TLS and ends it, so what is
    left are bytes; write tcp rules, or give it protocol HTTPS for http rules.
# These two stand after one of the others.
rules-of-another-kind-then-404 = Where no other rule serves its hosts, requests are answered 404.
rules-of-another-kind-then-nothing = Where no other rule serves its hosts, nothing takes the connections.

## rules-under-wildcard (KIA0201)

# Stands after Kiali's sentence and a colon.
rules-under-wildcard =
    see { $names }. Of a wildcard and a host below it only the narrower rule counts, whole.
