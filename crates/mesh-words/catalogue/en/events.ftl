# What happened to the mesh while it ran, why a run ended, and why a command was not done.

## Events

# $detector: Envoy's, as consecutive_5xx; $count: how often the base ejection time; $seconds: what that makes
event-ejection = { $client } ejects { $host } for at least { $seconds } s ({ $count } x baseEjectionTime): { $detector }
event-ejection-logged = { $client } would eject { $host }: { $detector }, but is told to enforce none
event-ejection-refused = { $client } may not eject { $host } ({ $detector }): maxEjectionPercent
# With this a run begins
event-first-push = { $count ->
    [one] first configuration for { $count } proxy
   *[other] first configuration for { $count } proxies
}
# The fields are those of connectionPool
event-overflow = the proxy of { $client } refuses a request to { $cluster } (UO): { $breaker ->
    [max_connections] maxConnections
    [max_pending_requests] http1MaxPendingRequests
    [max_requests] http2MaxRequests
    [max_retries] maxRetries
   *[other] { $breaker }
} is reached
# $kind: Normal or Warning; the rest is the cluster's own
event-kubernetes = { $kind } { $reason } { $object }: { $message }
# $change: one of the sentences node-…
event-node = { $node }: { $change }
# $change: one of the sentences pod-…
event-pod = { $pod }: { $change }
event-push = { $count ->
    [one] new configuration for { $count } proxy
   *[other] new configuration for { $count } proxies
}
event-unejection = { $client } takes { $host } back

## What becomes of a pod

pod-added = added
pod-answers = answers { $status }
pod-hangs = hangs
pod-healed = healed
# $image as the pod names it; $command starts the pod again
pod-keeps-image = runs { $image } as it was before it was built anew; { $command } puts the new one to work
pod-killed = killed
pod-not-ready = not ready
pod-ready = ready
pod-removed = removed
pod-slowed = slowed by { $milliseconds } ms

## What becomes of a node

node-added = added
node-cordoned = cordoned
node-not-ready = NotReady
node-ready = Ready
node-removed = removed
node-uncordoned = uncordoned

## Steps of a Timeline: $pods are labels as app=a,version=b, $object as kubectl names it

step-apply = { $object } is applied
step-cut = nothing passes from { $from } to { $to }
step-delete = { $object } is deleted
step-fail = { $pods } answer { $status }
step-hang = { $pods } hang
step-heal-all = everything is healed
step-heal-pods = { $pods } are healed
step-kill = { $pods } are killed
step-mend = requests pass again from { $from } to { $to }
step-run = $ { $line }
step-slow = { $pods } are slowed by { $milliseconds } ms

## Why a run ended before its time

# $reason: one of the sentences below
stopped = stopped at { $seconds } simulated seconds: { $reason }
stopped-bytes = its state would take more than { $count } bytes
stopped-cancelled = nobody waits for it any more
stopped-mebibytes = its state would take more than { $count } MiB
stopped-steps = the limit of { $count } steps is used up

## Why a command was not done

command-no-pod = there is no pod `{ $pod }`; `kubectl get pods` lists them
request-headers = the headers are more than { $count }, or have more than { $kibibytes } KiB; send fewer
