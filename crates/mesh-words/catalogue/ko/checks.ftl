# The Korean of en/checks.ftl; what the arguments are is said there.

## What is expected

check-at-least = { $figure }{ PARTICLE("은/는") } { $value } 이상
check-at-most = { $figure }{ PARTICLE("은/는") } { $value } 이하
check-between = { $figure }{ PARTICLE("은/는") } { $low } 이상 { $high } 이하
check-is = { $figure }{ PARTICLE("은/는") } { $value }
check-unreadable = 판정할 수 있는 내용

## Figures

check-counted = { $what }({ $which })
check-ejections = 제외 횟수
check-endpoints = { $service }의 준비된 엔드포인트 수
check-exit-code = `{ $line }`의 종료 코드
check-latency = { $figure } 지연 시간
check-latency-of = ({ $of })의 { $figure } 지연 시간
check-output = `{ $line }`의 출력
check-pods = 파드 수
check-requests = 요청 수
check-rps = 초당 요청 수
check-share = ({ $what })의 비율
check-share-of = ({ $of }) 중 ({ $what })의 비율
check-tries = 시도 횟수

## What was seen

check-seen-latency = { $latency }(요청 { $of }건 기준)
check-seen-no-end = 명령이 10분 안에 끝나지 않음
check-seen-no-request = 살펴본 요청이 없음
check-seen-no-service = 서비스 `{ $service }` 없음
check-seen-not-yet = 아직 측정되지 않음
check-seen-seeds = 시드 { $seeds }개에서 { $low } ~ { $high }, 그중 { $holding }개에서 통과
check-seen-share = { $share }({ $of }건 중 { $matching }건)
check-seen-silence = 아무것도 출력되지 않음
check-seen-unreadable = 쓰여 있는 대로는 판정할 수 없음

## Why nothing was sent

check-no-url = 보낼 것이 없습니다. `send.request.url`이 빠졌습니다
