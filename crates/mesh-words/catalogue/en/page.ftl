# The steps of a decision record as the page tells them, where it has a sentence of its own: beside its time and its icon.
# Those of decisions.ftl stand for the others.

## The request

page-nothing-sent = Nothing was sent.
page-direct = no proxy on the way: kube-proxy picks { $host } at random, no rule of the mesh applies

## The route

page-no-virtual-host = no virtual host matches the Host header
# $index: the place of the route in its virtual host, from 0
page-route = route { $index } matches
page-route-configuration = route configuration `{ $name }`
# $reason: one of the sentences step-mismatch-…
page-route-mismatch = route { $index } does not match: { $reason }
page-route-named = route { $index } `{ $name }` matches
page-route-named-mismatch = route { $index } `{ $name }` does not match: { $reason }
page-virtual-host = virtual host `{ $name }` by its domain `{ $domain }`

## The cluster

page-cluster = cluster `{ $name }`
page-mirror = a copy goes to `{ $cluster }`, its answer is thrown away
page-no-cluster = no cluster
page-weight = drew { $drawn } of { $total }: `{ $cluster }`, whose weight is { $weight } of { $total }

## Faults, tries and hosts: $duration is as `12.5 ms`

page-attempt = try { $attempt } goes to { $host }
page-attempt-answered = try { $attempt } is answered { $status }
page-attempt-unanswered = try { $attempt } fails: no answer
page-breaker-full = the circuit breaker refuses it: { $breaker } is reached
# $detector: Envoy's, as consecutive_5xx
page-ejection = ejects { $host }: { $detector }
page-fault-abort = the fault answers { $status } itself
page-fault-delay = the fault waits { $duration }
page-fault-delay-abort = the fault waits { $duration } and answers { $status } itself
# $count: requests that are on their way to it
page-host-active = { $host } ({ $count } active)
page-no-pick = try { $attempt }: none to pick of { $hosts }
page-no-pick-of-none = try { $attempt }: no host to pick from
# $reason: one of the sentences step-retry-…
page-no-retry = does not try again: { $reason }
# $hosts: those that the load balancer chose from
page-pick = try { $attempt }: picks { $picked } of { $hosts }
page-retry = tries again after { $duration }: { $reason }
# $timer: one of the names step-timer-…
page-timer-set = { $timer } set to { $duration }

## Answers

page-answer = answers { $status } { $flags }
page-answer-details = answers { $status } { $flags } ({ $details })
page-app-answers = { $pod } answers { $status } after { $duration }
page-app-passes-failure = { $pod } works for { $duration }; a call of its own fails, so that it answers { $status }
page-app-is-silent = { $pod } gives no answer after { $duration }

## Checks

page-check-fails = does not hold
page-check-holds = holds
# $seconds of simulated time
page-check-since = since { $seconds } s
page-check-so-far = so far, since { $seconds } s
page-check-waits = not known yet
page-checks-asked = The checks are carried out …
page-checks-none = These files have no Check. `kind: Check` says what must hold: shares, latencies, ejections, pods.
page-checks-run = Send and check
page-checks-summary = { $holding ->
    [one] { $holding } holds
   *[other] { $holding } hold
}, { $failing ->
    [one] { $failing } does not
   *[other] { $failing } do not
}{ $waiting ->
    [0] .
    [one] , { $waiting } is not known yet.
   *[other] , { $waiting } are not known yet.
}
