# The Korean of en/config-yaml.ftl; what the arguments are is said there.

## Words and quotes

config-yaml-alias-of-itself = 별칭이 자신이 가리키는 값 안에 있습니다. 값을 그대로 쓰세요
config-yaml-bad-key = 키는 한 단어나 텍스트여야 합니다. 따옴표로 감싸세요
config-yaml-duplicate-key = `{ $key }`{ PARTICLE("이/가") } 두 번 있습니다. 하나를 지우세요(마지막 것이 적용됩니다)
config-yaml-lone-star = 따옴표 없는 `*`는 YAML에서 별칭의 시작입니다. 따옴표로 감싸세요: `"*"`
config-yaml-no-anchor = `*{ $name }`에 해당하는 앵커가 없습니다. 위쪽 값 앞에 `&{ $name }`{ PARTICLE("을/를") } 붙이거나 텍스트를 따옴표로 감싸세요
config-yaml-no-colon = 키에 `:`이 없습니다. `key: value` 형식으로 쓰세요
config-yaml-open-quote = 닫히지 않은 따옴표입니다. 닫는 따옴표를 추가하세요
config-yaml-reserved-character = 값은 `{ $character }`{ PARTICLE("으로/로") } 시작할 수 없습니다. 값을 따옴표로 감싸세요
config-yaml-second-colon = 한 줄에 `: `이 두 번 있습니다. 값을 따옴표로 감싸거나, 안쪽 키를 별도의 줄로 옮기세요
config-yaml-unknown-escape = YAML이 모르는 이스케이프입니다. 백슬래시는 `\\`로 쓰거나 작은따옴표를 쓰세요
config-yaml-unquoted-star = 따옴표 없는 `{ $text }`{ PARTICLE("은/는") } YAML에서 별칭입니다. 따옴표로 감싸세요: `{ $quoted }`

## Lines

config-yaml-indentation = 이 줄의 들여쓰기와 같은 줄이 위에 없습니다. 속한 키 아래로 맞추세요
config-yaml-key-expected = 여기에는 키가 와야 합니다. 들여쓰기와 윗줄의 값이 끝났는지 확인하세요
config-yaml-list-and-keys = 목록과 키가 섞여 있습니다. `- `를 키 아래로 들여쓰세요
config-yaml-tab = 들여쓰기에 탭이 있습니다. YAML은 공백만 받습니다. 공백으로 바꾸세요

## Brackets

config-yaml-closing-bracket = 여는 괄호 없이 닫는 괄호가 있습니다. 지우세요
config-yaml-dash-in-brackets = 괄호 안에 `- `가 있습니다. 항목을 쉼표로 구분하세요
config-yaml-open-bracket = `{ $open }`{ PARTICLE("이/가") } 닫히지 않았습니다. `{ $close }`{ PARTICLE("을/를") } 추가하세요
config-yaml-separator = 여기에는 `,`나 `{ $close }`{ PARTICLE("이/가") } 와야 합니다

## Limits, and the rest

config-yaml-other = YAML이 아닙니다: { $problem }
config-yaml-too-deep = { $most }단계보다 깊이 중첩되어 문서를 읽지 않습니다. 얕게 만드세요
config-yaml-too-many-copies = 별칭이 가리키는 값이 너무 많아 문서를 읽지 않습니다. 필요한 것을 그대로 쓰세요
