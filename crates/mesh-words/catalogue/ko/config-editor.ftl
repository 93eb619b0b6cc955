# The Korean of en/config-editor.ftl; what the arguments are is said there.

## Types

config-shape-any = 모든 값
config-shape-duration-or-ignore = Duration 또는 ignore
config-shape-figure = 수, 시간 또는 텍스트
config-shape-list = { $item }의 목록
config-shape-map = { $item }의 맵

## Completions

config-completion-default = { $shape }, 기본값 { $default }
config-completion-default-not-simulated = { $shape }, 기본값 { $default }, 시뮬레이션하지 않음
config-completion-label = 레이블
config-completion-not-simulated = { $shape }, 시뮬레이션하지 않음

## Renaming

config-rename-not-a-label = 서브셋 이름은 a-z, 0-9, `-`로 이루어지고, 글자나 숫자로 시작하고 끝나며, 63자까지입니다
config-rename-not-a-subset = 이름을 바꿀 수 있는 것은 서브셋뿐입니다. 서브셋 이름에 커서를 두세요
config-rename-taken = 이 호스트에 그 이름의 서브셋이 이미 있습니다. 다른 이름을 고르세요
