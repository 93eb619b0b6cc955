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
config-expected-single-value = a single value
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
config-cure-smaller-number = write a smaller number
config-cure-such-a-number = write such a number
config-cure-zero-unit = add a unit, such as `0s`

## Names and labels that are too long

config-too-long-field = { $field }: must be no more than { $most } characters, not { $length }; shorten it
config-too-long-label-key = a label’s key: must be no more than { $most } characters, not { $length }; shorten it
config-too-long-label-value =
    a label’s value: must be no more than { $most } characters, not { $length }; shorten it
config-too-many-labels = { $field }: { $count } labels, where the playground takes { $most }; leave some out

## Values of the playground's own kinds

config-own-call-without-url = a call without a `url`; write such as `http://reviews:9080/`
config-own-concurrency = write 1 or more, or leave it out for no limit
config-own-one-or-more = write 1 or more
config-own-open-and-closed-loop =
    `rate` (open loop) and `connections` (closed loop) exclude each other; remove one (`rate` counts)
config-own-rate = a rate is 0 or more requests per second, 1000000 at most
config-own-share = a share is a percentage from 0 to 100
config-own-speed = write a number above 0, such as `1`
config-own-status = a status is a number from 200 to 599
