# The Korean of en/config-fields.ftl; what the arguments are is said there.

## Fields that are known

config-field-not-simulated = `{ $field }`{ PARTICLE("은/는") } 올바르지만 플레이그라운드가 시뮬레이션하지 않습니다
config-field-one-of = { $fields } 중 하나만 쓸 수 있습니다. `{ $field }`{ PARTICLE("을/를") } 지우세요(`{ $last }` 쪽이 적용됩니다)
config-field-selector-labels = 이런 셀렉터는 레이블 자체입니다. `matchLabels` 없이 한 단계 위에 쓰세요

## Fields that are unknown

config-field-unknown-beside = { $owner }에는 `{ $field }` 필드가 없습니다. `{ $beside }` 옆에 쓰세요: `{ $path }`
config-field-unknown-kind = { $owner }에는 `{ $field }` 필드가 없습니다. { $kind }에 속합니다: `spec.{ $field }`
config-field-unknown-level = { $owner }에는 `{ $field }` 필드가 없습니다. 그 안의 내용을 한 단계 위, `{ $field }` 자리에 쓰세요
config-field-unknown-name = { $owner }에는 `{ $field }` 필드가 없습니다. 혹시 `{ $near }`입니까?
config-field-unknown-nothing = { $owner }에는 `{ $field }` 필드가 없습니다. 아무 효과가 없으니 지우세요
config-field-unknown-today = { $owner }에는 이제 `{ $field }` 필드가 없습니다. 지금은 `{ $path }`입니다
config-field-unknown-under = { $owner }에는 `{ $field }` 필드가 없습니다. `{ $key }` 아래에 쓰세요: `{ $path }`
config-field-unknown-up = { $owner }에는 `{ $field }` 필드가 없습니다. 한 단계 위에 쓰세요: `{ $path }`
config-object = 이 오브젝트

## Titles of fixes

config-fix-change-to = `{ $text }`{ PARTICLE("으로/로") } 바꾸기
config-fix-list = 목록으로 만들기
config-fix-move-to = `{ $path }`{ PARTICLE("으로/로") } 옮기기
config-fix-remove-around = YAML 바깥의 내용 지우기
config-fix-remove-level = `{ $field }` 단계 없애기
