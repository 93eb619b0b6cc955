# What Checks expect, and what was seen. Names of fields, statuses and flags stay as they are.

## What is expected: $figure is one of the figures below, $value and bounds are as they are written

check-at-least = { $figure } is at least { $value }
check-at-most = { $figure } is at most { $value }
check-between = { $figure } is between { $low } and { $high }
check-is = { $figure } is { $value }
check-unreadable = something that can be judged

## Figures: $what, $of and $which are selectors as they are written, such as `version: risky`

check-counted = { $what } ({ $which })
check-ejections = the number of ejections
check-endpoints = the number of ready endpoints of { $service }
check-exit-code = the exit code of `{ $line }`
# $figure: p50, p90, p95, p99 or mean
check-latency = the { $figure } latency
check-latency-of = the { $figure } latency of ({ $of })
check-output = the output of `{ $line }`
check-pods = the number of pods
check-requests = the number of requests
check-rps = the number of requests per second
check-share = the share of ({ $what })
check-share-of = the share of ({ $what }) among ({ $of })
check-tries = the number of tries

## What was seen

check-seen-latency = { $latency } (of { $of ->
    [one] { $of } request
   *[other] { $of } requests
})
check-seen-no-end = the command did not end within ten minutes
check-seen-no-request = no request was looked at
check-seen-no-service = there is no service `{ $service }`
check-seen-not-yet = not measured yet
# $low and $high: figures with their units
check-seen-seeds = { $low } to { $high } over { $seeds } seeds; it holds with { $holding } of them
check-seen-share = { $share } ({ $matching } of { $of })
check-seen-silence = nothing is printed
check-seen-unreadable = it cannot be judged as it is written

## Why nothing was sent

check-no-url = there is nothing to send: `send.request.url` is missing
