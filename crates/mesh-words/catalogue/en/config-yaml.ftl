# What is said of a text that cannot be read as YAML.

## Words and quotes

config-yaml-alias-of-itself = an alias inside the value that it stands for; write the value out
config-yaml-bad-key = a key must be a single word or text; put it in quotes
config-yaml-duplicate-key = `{ $key }` is there twice; remove one of them (the last counts)
config-yaml-lone-star = `*` without quotes begins an alias to YAML; put it in quotes: `"*"`
config-yaml-no-anchor = `*{ $name }` refers to no anchor; put `&{ $name }` before a value above, or quote the text
config-yaml-no-colon = a key without `:`; write `key: value`
config-yaml-open-quote = a quote that is never closed; add the closing quote
config-yaml-reserved-character = `{ $character }` cannot begin a value; put the value in quotes
config-yaml-second-colon =
    a second `: ` on one line; put the value in quotes, or move the inner key to a line of its own
config-yaml-unknown-escape =
    an escape that YAML does not know; write `\\` for a backslash, or use single quotes
# $text: what is written, such as `*.example.com`; $quoted: the same in quotes.
config-yaml-unquoted-star = `{ $text }` without quotes is an alias to YAML; put it in quotes: `{ $quoted }`

## Lines

config-yaml-indentation = this line is indented like none above it; move it under the key it belongs to
config-yaml-key-expected =
    a key was expected here; check the indentation and that the line above ends its value
config-yaml-list-and-keys = a list and keys are mixed here; indent the `- ` under its key
config-yaml-tab = a tab in the indentation; YAML takes only spaces: replace it by spaces

## Brackets

config-yaml-closing-bracket = a closing bracket without an opening one; remove it
config-yaml-dash-in-brackets = `- ` inside brackets; write the items with commas
# $open, $close: a bracket or brace.
config-yaml-open-bracket = `{ $open }` that is never closed; add `{ $close }`
config-yaml-separator = `,` or `{ $close }` was expected here

## Limits, and the rest

# $problem: what the reader of YAML says, in English.
config-yaml-other = this is not YAML: { $problem }
config-yaml-too-deep = nested deeper than { $most } levels; the document is not read: flatten it
config-yaml-too-many-copies =
    aliases stand for too many values; the document is not read: write out what is needed
