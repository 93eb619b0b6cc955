# The Korean of en/page.ftl; what the arguments are is said there.

## The request

page-nothing-sent = 아무것도 보내지 않았습니다.
page-direct = 중간에 프록시 없음: kube-proxy가 { $host }{ PARTICLE("을/를") } 무작위로 선택하고, 메시의 규칙은 적용되지 않음

## The route

page-no-virtual-host = Host 헤더와 일치하는 가상 호스트가 없음
page-route = 라우트 { $index } 일치
page-route-configuration = 라우트 구성 `{ $name }`
page-route-mismatch = 라우트 { $index } 불일치: { $reason }
page-route-named = 라우트 { $index } `{ $name }` 일치
page-route-named-mismatch = 라우트 { $index } `{ $name }` 불일치: { $reason }
page-virtual-host = 도메인 `{ $domain }`{ PARTICLE("으로/로") } 찾은 가상 호스트 `{ $name }`

## The cluster

page-cluster = 클러스터 `{ $name }`
page-mirror = 사본이 `{ $cluster }`{ PARTICLE("으로/로") } 가고, 그 응답은 버려짐
page-no-cluster = 클러스터 없음
page-weight = { $total } 중 { $drawn } 추첨: `{ $cluster }`, 가중치 { $weight }/{ $total }

## Faults, tries and hosts

page-attempt = 시도 { $attempt }: { $host }{ PARTICLE("으로/로") } 전송
page-attempt-answered = 시도 { $attempt }: { $status } 응답
page-attempt-unanswered = 시도 { $attempt } 실패: 응답 없음
page-breaker-full = 서킷 브레이커가 거부: { $breaker } 도달
page-ejection = { $host } 제외: { $detector }
page-fault-abort = 결함이 직접 { $status } 응답
page-fault-delay = 결함이 { $duration } 지연
page-fault-delay-abort = 결함이 { $duration } 지연 후 직접 { $status } 응답
page-host-active = { $host }(진행 중 { $count }건)
page-no-pick = 시도 { $attempt }: { $hosts } 중 선택할 것이 없음
page-no-pick-of-none = 시도 { $attempt }: 선택할 호스트가 없음
page-no-retry = 재시도하지 않음: { $reason }
page-pick = 시도 { $attempt }: { $hosts } 중 { $picked } 선택
page-retry = { $duration } 뒤 재시도: { $reason }
page-timer-set = { $timer } { $duration } 설정

## Answers

page-answer = { $status } { $flags } 응답
page-answer-details = { $status } { $flags } 응답({ $details })
page-app-answers = { $pod }{ PARTICLE("이/가") } { $duration } 뒤 { $status } 응답
page-app-passes-failure = { $pod }{ PARTICLE("이/가") } { $duration } 동안 일한 뒤, 자신의 호출이 실패하여 { $status } 응답
page-app-is-silent = { $pod }{ PARTICLE("이/가") } { $duration } 뒤에도 응답하지 않음

## Checks

page-check-fails = 실패
page-check-holds = 통과
page-check-since = { $seconds }초부터
page-check-so-far = { $seconds }초부터 지금까지
page-check-waits = 아직 알 수 없음
page-checks-asked = 검사를 수행하는 중 …
page-checks-none = 이 파일들에는 Check가 없습니다. 비율, 지연 시간, 제외, 파드 등 지켜져야 할 것을 `kind: Check`에 씁니다.
page-checks-run = 보내고 검사하기
page-checks-summary = { $holding }개 통과, { $failing }개 실패{ $waiting ->
    [0] .
   *[other] , { $waiting }개는 아직 알 수 없습니다.
}
