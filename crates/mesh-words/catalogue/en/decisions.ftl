# Why a request went where it went: the steps of a decision record, each a part of a sentence, as the command line tells
# them. The page has some of its own in page.ftl.

## The request and its steps

step-sends = { $client } sends { $method } { $url }
step-sends-copy = { $client } sends { $method } { $url } (mirrored copy)
# $step: what was decided; $resource and $path: the YAML that caused it, as `default/reviews` and `spec.http[0].route[1]`
step-of-field = { $step } [{ $resource } { $path }]
step-of-resource = { $step } [{ $resource }]
# The end of a list that is longer
step-more = { $count } more
step-direct = kube-proxy picked { $host }: no proxy on the way

## The connection: which filter chain took it

step-catch-all-bytes = no filter chain of listener { $listener } is for plain bytes: { $chain } passes the connection on past
    all rules
step-catch-all-server-name = no filter chain of listener { $listener } is for the server name { $server-name }: { $chain }
    passes the connection on past all rules
step-catch-all-tls = no filter chain of listener { $listener } is for TLS without a server name: { $chain } passes the
    connection on past all rules
step-chain-bytes = filter chain { $chain } of listener { $listener } takes plain bytes; its bytes are passed on unread
step-chain-ends-tls = filter chain { $chain } of listener { $listener } takes the server name { $server-name }; TLS ends
    there
step-chain-ends-tls-unnamed = filter chain { $chain } of listener { $listener } takes TLS without a server name; TLS ends
    there
step-chain-passes-tls = filter chain { $chain } of listener { $listener } takes the server name { $server-name }; TLS is
    passed on unread
step-chain-passes-tls-unnamed = filter chain { $chain } of listener { $listener } takes TLS without a server name; TLS is
    passed on unread

## The connection: why nothing took it, or no request was read

step-handshake-no-certificate = the handshake with filter chain { $chain } of listener { $listener } fails: it asks for a
    certificate, and the client shows none
step-handshake-plain-bytes = the handshake with filter chain { $chain } of listener { $listener } fails: it wants TLS, and
    the client sends plain bytes
step-handshake-untrusted = the handshake with filter chain { $chain } of listener { $listener } fails: it does not trust the
    client's certificate
step-https-redirect = httpsRedirect sends every plain request to https; an x-forwarded-proto of the client's own does not
    count
step-listener-overlapping = the proxy refuses listener { $listener }, because two of its filter chains are for the same
    server name: nothing listens there
step-listener-wildcard = the proxy refuses listener { $listener }, because in server name { $server-name } the * is not the
    whole first label, which Envoy does not support: nothing listens there
step-nothing-listens = nothing listens on port { $port }
step-reads-http-not-bytes = listener { $listener } reads plain HTTP there, and the client sends bytes that are no HTTP
step-reads-http-not-tls = listener { $listener } reads plain HTTP there, and the client sends TLS
# $reason: one of the sentences step-reset-…
step-reset = listener { $listener } resets the connection: { $reason }
# $known: server names that there are, and step-more
step-reset-names = listener { $listener } resets the connection: { $reason }; there are: { $known }
step-reset-no-server-name = the client's TLS asks for no server name (SNI), and no filter chain does without
step-reset-not-of-mesh = only TLS between Istio's own proxies is passed on to `{ $server-name }`, and the client's is not
step-reset-plain-bytes = the client sends plain bytes, and all filter chains ask for a server name of TLS
step-reset-server-name = no filter chain is for the server name (SNI) `{ $server-name }`
step-server-by-name = the server name { $server-name } has chosen the server, and only hosts of that one which have a rule
    count: the Host header { $authority } is looked up at no other
# $servers: as `spec.servers[1] of Gateway default/door`
step-written-server = there is { $servers } for it, of which nothing came: no rule fits it, or another Gateway's server took
    its place

## The connection: TLS that the cluster begins

step-tls-begun = the cluster begins TLS of its own; its server name: { $server-name }
step-tls-begun-of-host = the cluster begins TLS of its own; its server name: that of the Host header
step-tls-begun-unnamed = the cluster begins TLS of its own; its server name: none
step-tls-wrapped = the cluster begins TLS of its own around the client's TLS; its server name: { $server-name }
step-tls-wrapped-of-host = the cluster begins TLS of its own around the client's TLS; its server name: that of the Host
    header
step-tls-wrapped-unnamed = the cluster begins TLS of its own around the client's TLS; its server name: none

## The route

step-no-route-configuration = the route configuration that the listener names is not there
step-no-virtual-host = no virtual host takes { $domain }
step-route-configuration = route configuration { $name }
step-virtual-host = virtual host { $name } takes { $domain }
step-header-removed = the proxy takes { $header } away before it routes; the client sent { $sent }
step-header-replaced = the proxy itself sets { $header } to { $value }; the client sent { $sent }
step-header-set = the proxy itself sets { $header } to { $value }
# $index: the place of the route in its virtual host, from 0
step-route = route { $index } matched
# $reason: one of the sentences step-mismatch-…
step-route-mismatch = route { $index }: { $reason }
# A route behind the one that matched
step-route-not-reached = route { $index } is not looked at: the first that matches takes the request
step-route-named = route { $index } ({ $name }) matched
step-route-named-mismatch = route { $index } ({ $name }): { $reason }
# $value is what the request has there
step-mismatch-header = the header `{ $header }` does not match: it is `{ $value }`
step-mismatch-no-header = the header `{ $header }` does not match: the request has none
step-mismatch-path = the path does not match
step-mismatch-path-exact = the path { $path } is not { $wanted }
step-mismatch-path-prefix = the path { $path } does not begin with { $wanted }
step-mismatch-path-segments = the path { $path } is not below { $wanted }
step-mismatch-path-regex = the path { $path } does not match the pattern { $wanted }
step-mismatch-pattern = its pattern cannot be used
step-mismatch-query-parameter = the query parameter `{ $parameter }` does not match
step-mismatch-share = its share of requests was not drawn
step-mismatch-some-header = a header does not match
step-mismatch-some-query-parameter = a query parameter does not match

## The cluster, and the request as it leaves for it

step-cluster = cluster { $name }
# $reason: one of the sentences no-cluster-…
step-no-cluster = there is no cluster { $name }: { $reason }
step-weight = drew { $drawn } of { $total }: { $cluster }, weight { $weight }
# $parts: one or several of the sentences step-hash-header, step-hash-cookie, …
step-hash = the hash of { AND($parts) } chooses the host
step-hash-address = the client's address ({ $value })
step-hash-cookie = the cookie { $name } ({ $value })
step-hash-header = the header { $name } ({ $value })
step-hash-made-cookie = the cookie { $name } ({ $value }, which the proxy makes and gives to the client)
step-hash-query-parameter = the query parameter { $name } ({ $value })
# $parts: one or several of the sentences step-hash-no-…
step-hash-nothing = the request has { AND($parts) } to hash: its host is drawn
step-hash-no-address = no client's address
step-hash-no-cookie = no cookie { $name }
step-hash-no-header = no header { $name }
step-hash-no-query-parameter = no query parameter { $name }
# $changes: one or several of the sentences step-leaves-…
step-leaves = leaves with { $changes }
step-leaves-header = { $header }: { $to } in place of { $from }
step-leaves-header-added = { $header }: { $to }
step-leaves-header-removed = no { $header }
step-leaves-host = the Host { $to } in place of { $from }
step-leaves-host-as-it-came = its Host { $host } as it came
step-leaves-path = the path { $to } in place of { $from }
step-leaves-path-as-it-came = its path { $path } as it came
step-mirror = mirrored to { $cluster }

## Faults, tries and hosts

step-fault-abort = fault: aborted with { $status }
step-fault-delay = fault: delayed by { $seconds } s
# $hosts: those that the load balancer chose from
step-pick = try { $attempt }: picked { $picked } of { $hosts }
step-pick-of-none = try { $attempt }: picked { $picked } of no hosts
step-no-pick = try { $attempt }: picked none of { $hosts }
# $reason: one of the sentences no-hosts-…
step-no-hosts = there is no host to pick: { $reason }
step-no-pick-of-none = try { $attempt }: picked none of no hosts
step-host-ejected = { $host } (ejected)
step-attempt = try { $attempt } sent to { $host }
step-attempt-answered = try { $attempt } answered { $status }
step-attempt-unanswered = try { $attempt } ended: no answer
step-breaker-full = circuit breaker full: { $breaker }
# $detector: Envoy's, as consecutive_5xx
step-ejection = { $host } ejected: { $detector }
# $detector: Envoy's, as consecutive_5xx
step-ejection-refused = { $host } not ejected: { $detector } fired, but maxEjectionPercent keeps it in
# $count failures in a row of the $threshold from which on a host is ejected
step-kept = { $host } not ejected: { $count } of { $threshold } failures in a row
# $status of the answer at $seconds that they are counted from
step-kept-set-back = { $host } not ejected: { $count } of { $threshold } failures in a row; a { $status } at { $seconds } s
    set it back
step-not-watched = { $host } not ejected: no outlierDetection of this client watches it
# $reason: one of the sentences below
step-no-retry = not retried: { $reason }
step-retry = retried after { $seconds } s: { $reason }
step-retry-asked = the retry policy asks for it
# $conditions: those of retryOn, with the statuses among them; $status is what the try was answered
step-retry-not-asked = its retryOn ({ $conditions }) does not name a { $status }
step-retry-not-asked-unanswered = its retryOn ({ $conditions }) does not name a try that gets no answer
step-retry-none = this route has no retries
step-retry-timed-out = the timeout of the route is used up
step-retry-limit = no retry is left
step-retry-overflow = the circuit breaker for retries is full
# $timer: one of the names below
step-timer-ran-out = { $timer } ran out
step-timer-set = { $timer } set to { $seconds } s
step-timer-back-off = retry back-off
step-timer-fault-delay = fault delay
step-timer-per-try-timeout = per-try timeout
step-timer-route-timeout = route timeout

## Answers

step-answer = answered { $status } { $flags }
step-answer-details = answered { $status } { $flags } ({ $details })
step-app-answers = { $pod } answers { $status } after { $seconds } s
step-app-passes-failure = { $pod } works for { $seconds } s; a call of its own fails, so that it answers { $status }
step-app-is-silent = { $pod } does not answer
step-passed-on = bytes were passed on, and the other side answered { $status } in them, which the proxy does not read
