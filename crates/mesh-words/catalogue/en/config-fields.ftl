# What is said of keys, and the titles of fixes.

## Fields that are known

config-field-not-simulated = `{ $field }` is valid, but the playground does not simulate it
config-field-one-of = only one of { $fields } may be set; remove `{ $field }` (`{ $last }` counts)
config-field-selector-labels =
    a selector of this kind is the labels themselves: write them without `matchLabels`, one level up

## Fields that are unknown: $owner is what lacks it, a name of the reference such as HTTPRoute, or config-object

config-field-unknown-beside =
    { $owner } has no field `{ $field }`; it belongs beside `{ $beside }`: `{ $path }`
config-field-unknown-kind = { $owner } has no field `{ $field }`; it belongs in a { $kind }: `spec.{ $field }`
config-field-unknown-level =
    { $owner } has no field `{ $field }`; what it holds belongs one level up, where `{ $field }` stands
config-field-unknown-name = { $owner } has no field `{ $field }`; did you mean `{ $near }`?
config-field-unknown-nothing = { $owner } has no field `{ $field }`; it has no effect: remove it
config-field-unknown-today = { $owner } has no field `{ $field }` any more; it is `{ $path }` today
config-field-unknown-under =
    { $owner } has no field `{ $field }`; it belongs under `{ $key }`: `{ $path }`
config-field-unknown-up = { $owner } has no field `{ $field }`; it belongs one level up: `{ $path }`
# Any object of Kubernetes, where another name would be one of the reference.
config-object = the object

## Titles of fixes

config-fix-change-to = Change to `{ $text }`
config-fix-list = Make it a list
config-fix-move-to = Move to `{ $path }`
config-fix-remove-around = Remove what is around the YAML
config-fix-remove-level = Remove the level `{ $field }`
