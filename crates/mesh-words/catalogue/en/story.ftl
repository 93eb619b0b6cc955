# A request's story: the verdict, what decided it, and the few words beside its lines.

## The verdict: $duration is as `12.5 ms`

story-answered = { $status } from { $host } in { $duration }
story-answered-flags = { $status } { $flags } from { $host } in { $duration }
# Nobody but the proxy answered
story-answered-itself = { $status } { $flags } from { $client }'s own proxy after { $duration }
story-no-answer = no answer after { $duration } ({ $flags })
story-running = not answered yet

## What decided it

# $hop: who sent it, as `webapp`, where that was not the caller itself
story-at-hop = { $hop }: { $why }
story-why-abort = a fault answers { $status } in the place of the app
story-why-app = { $pod } itself answers { $status }
story-why-app-is-silent = { $pod } gives no answer
story-why-breaker = a circuit breaker refuses it: { $breaker } is reached
story-why-delay = a fault holds it for { $duration }
story-why-ejected = { $count ->
    [one] one host is ejected: the others share its requests
   *[other] { $count } hosts are ejected: the others share their requests
}
story-why-match = { $route } takes it by its match
story-why-no-hosts = no healthy host: { $reason }
story-why-none-healthy = no healthy host to send it to
story-why-no-route = none of the routes takes it
story-why-no-virtual-host = no virtual host is for its Host header
story-why-retried = try { $attempt } is the first that succeeds
story-why-timed-out = the { $timer } ran out
story-why-weight = drew { $drawn } of { $total } → { $name } (weight { $weight })

## A hop

story-nothing = { $routes ->
    [one] 1 route
   *[other] { $routes } routes
}, { $hosts ->
    [one] 1 host
   *[other] { $hosts } hosts
}: nothing to decide
story-nothing-but-a-call = nothing to decide: a call further on failed
story-nothing-direct = no proxy on the way: nothing to decide
# $weight of a destination, $from and $to on the line from 0 to the sum of the weights
story-needs = needs { $from } to { $to }
story-drew = drew { $drawn } → here
story-taken = ✓ taken
story-not-reached = not looked at
story-host-active = { $count } active
# $duration until outlier detection may let it in again
story-host-ejected = ejected, { $duration } left
story-host-ejected-now = ejected
# $client: another one, whose outlier detection has put it out
story-host-out-for = in for this client; out only for { $client }
story-route-not-reached = not looked at: the first route that matches takes the request
story-route-matches = its match takes the request
