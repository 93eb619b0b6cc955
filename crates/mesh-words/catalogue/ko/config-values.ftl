# The Korean of en/config-values.ftl; what the arguments are is said there.

## The sentence

config-value-expected = { $expected }{ PARTICLE("이/가") } 와야 하는데 { $found }{ PARTICLE("이/가") } 있습니다. { $cure }

## What was expected

config-expected-base64 = base64로 쓴 바이트
config-expected-boolean = `true`나 `false`
config-expected-duration = `1.5s` 같은 시간
config-expected-duration-with-units = `1.5s`, `250ms`, `1h30m` 같은 시간
config-expected-finite-number = 유한한 수
config-expected-int-or-string = 정수나 텍스트
config-expected-int-or-string-of-32-bits = 32비트 수나 텍스트
config-expected-latency = 시간이나 `{"{"}min, max{"}"}`, 또는 `{"{"}p50, p90, p99{"}"}`처럼 커지는 백분위수
config-expected-list = 목록
config-expected-mapping = 매핑
config-expected-mapping-of = 매핑({ $name })
config-expected-number = 수
config-expected-one-of = { $names } 중 하나
config-expected-selector = `true`나 고를 대상의 매핑
config-expected-single-value = 단일 값
config-expected-status = 100~599의 상태 코드나 `5xx` 같은 묶음, 또는 응답이 없다는 뜻의 `0`
config-expected-text = 텍스트
config-expected-whole-number = { $least }부터 { $most }까지의 정수

## What was found

config-found-boolean = 불리언
config-found-list = 목록
config-found-mapping = 매핑
config-found-nothing = 빈 값
config-found-number = 수
config-found-text = 텍스트

## What to do

config-cure-add-unit = `{ $number }s`나 `{ $number }ms`처럼 단위를 붙이세요
config-cure-base64 = 인코딩하거나 `string`으로 쓰세요
config-cure-choose-value = { $name }의 값에서 고르세요
config-cure-dashes = 항목마다 앞에 `- `를 붙이세요
config-cure-did-you-mean = 혹시 `{ $near }`입니까?
config-cure-duration-units = 단위는 h, m, s, ms, us, ns입니다
config-cure-latency = `20ms`처럼 셋 중 하나를 쓰세요
config-cure-line-of-key = 키와 같은 줄에 쓰세요
config-cure-lines = `key: value` 줄로 쓰세요
config-cure-no-quotes = 따옴표 없이 쓰세요
config-cure-number = 수를 쓰세요
config-cure-quote-name = 이름이라면 따옴표로 감싸세요
config-cure-quote-text = 텍스트라면 따옴표로 감싸세요
config-cure-quotes = 따옴표로 감싸세요: `{ $quoted }`
config-cure-selector = 전부라면 `true`를 쓰세요
config-cure-smaller-number = 더 작은 수를 쓰세요
config-cure-status = `503`이나 `5xx`처럼 쓰세요
config-cure-such-a-number = 그런 수를 쓰세요
config-cure-zero-unit = `0s`처럼 단위를 붙이세요

## Names and labels that are too long

config-too-long-field = { $field }: { $most }자까지인데 { $length }자입니다. 줄이세요
config-too-long-label-key = 레이블의 키: { $most }자까지인데 { $length }자입니다. 줄이세요
config-too-long-label-value = 레이블의 값: { $most }자까지인데 { $length }자입니다. 줄이세요
config-too-many-labels = { $field }: 레이블이 { $count }개인데, 플레이그라운드는 { $most }개까지 받습니다. 몇 개를 빼세요

## Values of the playground's own kinds

config-own-between = `[7, 13]`처럼 작은 값부터 두 개를 쓰세요
config-own-call-without-url = `url`이 없는 호출입니다. `http://reviews:9080/`처럼 쓰세요
config-own-check-count = 검사는 요청을 1건부터 { $most }건까지 보냅니다
config-own-check-empty = 기대하는 것이 없어 아무것도 확인하지 않습니다. `expect`를 쓰세요
config-own-concurrency = 1 이상을 쓰거나, 제한이 없으면 빼세요
config-own-cut = 끊으려면 양쪽 끝이 필요합니다. 호출하는 앱 `from`과 호출받는 앱 `to`를 쓰세요
config-own-expect-no-bound = 값의 기준이 없습니다. `is`, `between`, `atLeast`, `atMost` 중 하나를 쓰세요
config-own-expect-nothing = 지표가 없습니다. `share`, `latency`, `requests`, `ejections` 등을 쓰세요
config-own-expect-service = 서비스가 필요합니다. `service: reviews`처럼 쓰세요
config-own-expression = { $most }바이트 이하의 식을 쓰세요
config-own-latency-bound = 지연 시간은 `250ms` 같은 시간과 비교합니다
config-own-number-bound = 이 지표는 수와 비교합니다
config-own-one-or-more = 1 이상을 쓰세요
config-own-open-and-closed-loop = `rate`(개방 루프)와 `connections`(폐쇄 루프)는 함께 쓸 수 없습니다. 하나를 지우세요(`rate` 쪽이 적용됩니다)
config-own-part = 0에서 1 사이의 비율을 쓰세요. 예: `0.5`
config-own-rate = 요청률은 초당 0건 이상, 1000000건까지입니다
config-own-seeds = 검사는 시드 1개부터 { $most }개까지로 시험합니다
config-own-send-without-url = 보내려면 URL이 필요합니다. `http://reviews:9080/` 같은 주소로 `request: {"{"}url: …{"}"}`을 쓰세요
config-own-share = 비율은 0부터 100까지의 퍼센트입니다
config-own-speed = `1`처럼 0보다 큰 수를 쓰세요
config-own-status = 상태 코드는 200부터 599까지의 수입니다
config-own-window = 구간의 끝이 시작보다 뒤가 아닙니다. 더 늦은 시각을 쓰거나 빼세요
