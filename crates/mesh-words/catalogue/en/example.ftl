# Sentences of the crate's own tests and documentation.

example-none = there is no { $name }, only { $other }
example-count = { $count ->
    [0] no pods
    [one] { $count } pod
   *[other] { $count } pods
}
example-list = { AND($names) }; { OR($names) }; { $names }
