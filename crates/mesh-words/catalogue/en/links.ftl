# Why a link to a scenario cannot be opened. `1.` is what every link begins with.

## Links

link-content = This link does not hold a scenario: { $problem }. Ask for a new link.
# Stands in link-content.
link-content-packing = its packing is broken
link-cut-off = This link was cut off on its way: its end is missing.
    Copy it again as a whole, from `1.` to its last character.
link-damaged = This link was changed on its way: its checksum does not fit.
    Copy it again as a whole, from `1.` to its last character.
# A format comes with dictionaries of its own for packing text; $dictionary is the number of one.
link-dictionary = This link is of format `1, dictionary { $dictionary }`, and this playground reads format 1:
    a newer one made it. Open it there, reload the page if this one was updated, or ask for a new link.
link-format = This link is of format `{ $format }`, and this playground reads format 1: a newer one made it.
    Open it there, reload the page if this one was updated, or ask for a new link.
# $name of a request, as `users/214`; $seconds that the run has
link-never-sent = No request `{ $name }` is sent in the { $seconds } s of this run.
link-no-such-request = Nothing sends a request `{ $name }` here: it is the name of a Traffic and a number, as `{ $example }`,
    or `send/1` for one that was sent by hand.
link-no-traffic = Nothing sends a request `{ $name }` here: there is no Traffic.
link-not-reached = This run stops at { $seconds } s, before request `{ $name }` is sent.
link-not-sent-yet = This request has not been sent yet.
link-send-not-kept = `{ $name }` was sent by hand, which this link does not hold: send it again below.
link-none = This is no link to a scenario: one begins with `1.` and goes on in letters and digits.
    Copy it again as a whole.
link-too-large = This link is larger than 64 KiB, or holds more than 1 MiB of text. Save the scenario instead.
