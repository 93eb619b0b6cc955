# The Korean of en/story.ftl; what the arguments are is said there.

## The verdict

story-answered = { $host }에서 { $status }, { $duration }
story-answered-flags = { $host }에서 { $status } { $flags }, { $duration }
story-answered-itself = { $client }의 프록시가 직접 { $status } { $flags }, { $duration } 뒤
story-no-answer = { $duration } 뒤에도 응답 없음({ $flags })
story-running = 아직 응답 없음

## What decided it

story-at-hop = { $hop }: { $why }
story-why-abort = 앱 대신 결함이 { $status }{ PARTICLE("으로/로") } 응답
story-why-app = { $pod } 자신이 { $status }{ PARTICLE("으로/로") } 응답
story-why-app-is-silent = { $pod }{ PARTICLE("이/가") } 응답하지 않음
story-why-breaker = 서킷 브레이커가 거부: { $breaker } 도달
story-why-delay = 결함이 { $duration } 동안 지연시킴
story-why-ejected = 호스트 { $count }개가 제외됨: 나머지가 그 요청을 나눠 받음
story-why-match = { $route }의 매치 조건에 맞음
story-why-no-hosts = 정상 호스트 없음: { $reason }
story-why-none-healthy = 보낼 정상 호스트가 없음
story-why-no-route = 요청을 받는 라우트가 없음
story-why-no-virtual-host = Host 헤더에 맞는 가상 호스트가 없음
story-why-retried = 시도 { $attempt }{ PARTICLE("이/가") } 처음으로 성공
story-why-timed-out = { $timer } 만료
story-why-weight = { $total } 중 { $drawn } 추첨 → { $name }(가중치 { $weight })

## A hop

story-nothing = 라우트 { $routes }개, 호스트 { $hosts }개: 결정할 것 없음
story-nothing-but-a-call = 결정할 것 없음: 뒤쪽 호출이 실패
story-nothing-direct = 중간에 프록시 없음: 결정할 것 없음
story-needs = { $from }~{ $to } 필요
story-drew = { $drawn } 추첨 → 여기
story-taken = ✓ 선택됨
story-not-reached = 확인하지 않음
story-host-active = 진행 중 { $count }건
story-host-ejected = 제외됨, { $duration } 남음
story-host-ejected-now = 제외됨
story-host-out-for = 이 클라이언트에서는 사용 중. { $client }에서만 제외됨
story-route-not-reached = 확인하지 않음: 처음 일치한 라우트가 요청을 받음
story-route-matches = 매치 조건이 요청과 일치함
