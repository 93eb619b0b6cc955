# What is said of values that are not what their place needs.

## The sentence: $expected, $found and $cure are parts of the groups below

# $found: one of config-found-…, or what is written, in backticks.
config-value-expected = expected { $expected }, found { $found }; { $cure }

## What was expected

config-expected-base64 = bytes in base64
config-expected-boolean = `true` or `false`
config-expected-duration = a duration such as `1.5s`
config-expected-duration-with-units = a duration such as `1.5s`, `250ms` or `1h30m`
config-expected-finite-number = a finite number
config-expected-int-or-string = a whole number or a text
config-expected-int-or-string-of-32-bits = a number of 32 bits or a text
config-expected-latency =
    a duration, `{"{"}min, max{"}"}` or ascending percentiles such as `{"{"}p50, p90, p99{"}"}`
config-expected-list = a list
config-expected-mapping = a mapping
# $name: a name of Istio's or Kubernetes' reference, such as HTTPRoute, or config-object.
config-expected-mapping-of = a mapping ({ $name })
config-expected-number = a number
config-expected-one-of = one of { $names }
config-expected-selector = `true`, or a mapping of what is picked out
config-expected-single-value = a single value
config-expected-status = a status from 100 to 599, `5xx` for all that begin so, or `0` for no answer
config-expected-text = text
config-expected-whole-number = a whole number from { $least } to { $most }

## What was found

config-found-boolean = a boolean
config-found-list = a list
config-found-mapping = a mapping
config-found-nothing = nothing
config-found-number = a number
config-found-text = text

## What to do

config-cure-add-unit = add a unit, such as `{ $number }s` or `{ $number }ms`
config-cure-base64 = encode them, or write `string`
# $name: a name of the reference.
config-cure-choose-value = choose a value of { $name }
config-cure-dashes = put `- ` before each item
config-cure-did-you-mean = did you mean `{ $near }`?
config-cure-duration-units = units are h, m, s, ms, us and ns
config-cure-latency = write one of the three, such as `20ms`
config-cure-line-of-key = write it on the line of its key
config-cure-lines = write `key: value` lines
config-cure-no-quotes = write it without quotes
config-cure-number = write a number
config-cure-quote-name = put it in quotes if it is a name
config-cure-quote-text = put it in quotes if it is a text
config-cure-quotes = put it in quotes: `{ $quoted }`
config-cure-selector = write `true` for all of them
config-cure-smaller-number = write a smaller number
config-cure-status = write it such as `503` or `5xx`
config-cure-such-a-number = write such a number
config-cure-zero-unit = add a unit, such as `0s`

## Names and labels that are too long

config-too-long-field = { $field }: must be no more than { $most } characters, not { $length }; shorten it
config-too-long-label-key = a label’s key: must be no more than { $most } characters, not { $length }; shorten it
config-too-long-label-value =
    a label’s value: must be no more than { $most } characters, not { $length }; shorten it
config-too-many-labels = { $field }: { $count } labels, where the playground takes { $most }; leave some out

## Values of the playground's own kinds

config-own-between = two values, the lower one first, such as `[7, 13]`
config-own-call-without-url = a call without a `url`; write such as `http://reviews:9080/`
config-own-check-count = a check sends 1 to { $most } requests
config-own-check-empty = it expects nothing, so it shows nothing; write `expect`
config-own-concurrency = write 1 or more, or leave it out for no limit
config-own-cut = a cut needs both ends: `from`, the app that calls, and `to`, the app that is called
config-own-expect-no-bound = nothing bounds the figure; write `is`, `between`, `atLeast` or `atMost`
config-own-expect-nothing = no figure is named; write such as `share`, `latency`, `requests` or `ejections`
config-own-expect-service = a service is needed; write such as `service: reviews`
config-own-expression = write an expression of { $most } bytes at most
config-own-latency-bound = a latency is held against a duration, such as `250ms`
config-own-number-bound = this figure is held against a number
config-own-one-or-more = write 1 or more
config-own-open-and-closed-loop =
    `rate` (open loop) and `connections` (closed loop) exclude each other; remove one (`rate` counts)
config-own-part = write a share from 0 to 1, such as `0.5`
config-own-rate = a rate is 0 or more requests per second, 1000000 at most
config-own-seeds = a check is tried with 1 to { $most } seeds
config-own-send-without-url = what is sent needs a URL; write `request: {"{"}url: …{"}"}`, such as `http://reviews:9080/`
config-own-share = a share is a percentage from 0 to 100
config-own-speed = write a number above 0, such as `1`
config-own-status = a status is a number from 200 to 599
config-own-window = the end of the window is not behind its start; write a later time, or leave it out
