# The Korean of en/events.ftl; what the arguments are is said there.

## Events

event-ejection = { $client }{ PARTICLE("이/가") } { $host }{ PARTICLE("을/를") } { $seconds }초 이상({ $count } x baseEjectionTime) 제외함: { $detector }
event-ejection-logged = { $client }{ PARTICLE("이/가") } { $host }{ PARTICLE("을/를") } 제외할 상황: { $detector }. 그러나 아무것도 제외하지 말라고 설정됨
event-ejection-refused = { $client }{ PARTICLE("은/는") } { $host }{ PARTICLE("을/를") } 제외할 수 없음({ $detector }): maxEjectionPercent
event-first-push = 프록시 { $count }개의 첫 설정
event-overflow = { $client }의 프록시가 { $cluster }{ PARTICLE("으로/로") } 가는 요청을 거부(UO): { $breaker ->
    [max_connections] maxConnections
    [max_pending_requests] http1MaxPendingRequests
    [max_requests] http2MaxRequests
    [max_retries] maxRetries
   *[other] { $breaker }
} 도달
event-kubernetes = { $kind } { $reason } { $object }: { $message }
event-node = { $node }: { $change }
event-pod = { $pod }: { $change }
event-push = 프록시 { $count }개의 새 설정
event-unejection = { $client }{ PARTICLE("이/가") } { $host }{ PARTICLE("을/를") } 복귀시킴

## What becomes of a pod

pod-added = 추가됨
pod-answers = { $status }{ PARTICLE("으로/로") } 응답
pod-hangs = 멈춤
pod-healed = 회복됨
pod-keeps-image = 새로 빌드하기 전의 { $image }{ PARTICLE("을/를") } 실행 중. { $command }{ PARTICLE("으로/로") } 새 이미지를 적용하세요
pod-killed = 종료시킴
pod-not-ready = 준비되지 않음
pod-ready = 준비됨
pod-removed = 제거됨
pod-slowed = { $milliseconds } ms 느려짐

## What becomes of a node

node-added = 추가됨
node-cordoned = 스케줄 차단됨
node-not-ready = NotReady
node-ready = Ready
node-removed = 제거됨
node-uncordoned = 스케줄 차단 해제됨

## Steps of a Timeline

step-apply = { $object } 적용
step-cut = { $from }에서 { $to }{ PARTICLE("으로/로") } 아무것도 통과하지 않음
step-delete = { $object } 삭제
step-fail = { $pods }{ PARTICLE("이/가") } { $status }{ PARTICLE("으로/로") } 응답
step-hang = { $pods }{ PARTICLE("이/가") } 멈춤
step-heal-all = 모두 회복됨
step-heal-pods = { $pods }{ PARTICLE("이/가") } 회복됨
step-kill = { $pods }{ PARTICLE("을/를") } 종료시킴
step-mend = { $from }에서 { $to }{ PARTICLE("으로/로") } 요청이 다시 통과
step-run = $ { $line }
step-slow = { $pods }{ PARTICLE("이/가") } { $milliseconds } ms 느려짐

## Why a run ended before its time

stopped = 시뮬레이션 시간 { $seconds }초에 멈춤: { $reason }
stopped-bytes = 상태가 { $count }바이트를 넘습니다
stopped-cancelled = 결과를 기다리는 쪽이 더는 없습니다
stopped-mebibytes = 상태가 { $count } MiB를 넘습니다
stopped-steps = 한도인 { $count }스텝을 다 썼습니다

## Why a command was not done

command-no-pod = 파드 `{ $pod }`{ PARTICLE("이/가") } 없습니다. `kubectl get pods`로 목록을 볼 수 있습니다
request-headers = 헤더가 { $count }개를 넘거나 { $kibibytes } KiB를 넘습니다. 줄여서 보내세요
