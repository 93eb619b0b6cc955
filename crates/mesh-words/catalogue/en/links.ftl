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
link-none = This is no link to a scenario: one begins with `1.` and goes on in letters and digits.
    Copy it again as a whole.
link-too-large = This link is larger than 64 KiB, or holds more than 1 MiB of text. Save the scenario instead.
