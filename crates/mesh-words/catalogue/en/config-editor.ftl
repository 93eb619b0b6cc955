# What the editor says of fields and names.

## Types: $item is another type, or a name of the reference

config-shape-any = any
config-shape-duration-or-ignore = Duration or ignore
config-shape-figure = number, duration or text
config-shape-list = list of { $item }
config-shape-map = map of { $item }

## Completions: $shape is a type, $default a value or a note of the field table

config-completion-default = { $shape }, default { $default }
config-completion-default-not-simulated = { $shape }, default { $default }, not simulated
config-completion-label = label
config-completion-not-simulated = { $shape }, not simulated

## Renaming

config-rename-not-a-label =
    a subset's name is made of a-z, 0-9 and `-`, begins and ends with a letter or digit, and has 63 characters at most
config-rename-not-a-subset = only subsets can be renamed: put the cursor on the name of one
config-rename-taken = the host has a subset of that name already: choose another one
