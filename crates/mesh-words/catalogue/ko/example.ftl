# The Korean of en/example.ftl: sentences of the crate's own tests and documentation.

example-none = { $name }{ PARTICLE("은/는") } 없고 { $other }{ PARTICLE("이/가") } 있습니다
example-count = { $count ->
    [0] 파드 없음
   *[other] 파드 { $count }개
}
example-list = { AND($names) }, { OR($names) }, { $names }{ PARTICLE("을/를") } 봅니다
