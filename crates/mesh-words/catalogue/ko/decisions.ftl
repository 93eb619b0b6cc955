# The Korean of en/decisions.ftl; what the arguments are is said there. Steps are short: they end as nouns, reasons too.

## The request and its steps

step-sends = { $client }{ PARTICLE("이/가") } { $method } { $url } 전송
step-sends-copy = { $client }{ PARTICLE("이/가") } { $method } { $url } 전송(미러링된 사본)
step-of-field = { $step } [{ $resource } { $path }]
step-of-resource = { $step } [{ $resource }]
step-more = 외 { $count }개
step-direct = kube-proxy가 { $host } 선택: 중간에 프록시 없음

## The connection: which filter chain took it

step-catch-all-bytes = 리스너 { $listener }에 평문 바이트용 필터 체인이 없음: { $chain }{ PARTICLE("이/가") } 모든 규칙을 지나쳐 연결을 전달
step-catch-all-server-name = 리스너 { $listener }에 서버 이름 { $server-name }용 필터 체인이 없음: { $chain }{ PARTICLE("이/가") } 모든 규칙을 지나쳐 연결을 전달
step-catch-all-tls = 리스너 { $listener }에 서버 이름 없는 TLS용 필터 체인이 없음: { $chain }{ PARTICLE("이/가") } 모든 규칙을 지나쳐 연결을 전달
step-chain-bytes = 리스너 { $listener }의 필터 체인 { $chain }{ PARTICLE("이/가") } 평문 바이트를 받음. 내용을 읽지 않고 전달
step-chain-ends-tls = 리스너 { $listener }의 필터 체인 { $chain }{ PARTICLE("이/가") } 서버 이름 { $server-name }{ PARTICLE("을/를") } 받음. 여기서 TLS 종료
step-chain-ends-tls-unnamed = 리스너 { $listener }의 필터 체인 { $chain }{ PARTICLE("이/가") } 서버 이름 없는 TLS를 받음. 여기서 TLS 종료
step-chain-passes-tls = 리스너 { $listener }의 필터 체인 { $chain }{ PARTICLE("이/가") } 서버 이름 { $server-name }{ PARTICLE("을/를") } 받음. TLS를 읽지 않고 그대로 전달
step-chain-passes-tls-unnamed = 리스너 { $listener }의 필터 체인 { $chain }{ PARTICLE("이/가") } 서버 이름 없는 TLS를 받음. TLS를 읽지 않고 그대로 전달

## The connection: why nothing took it, or no request was read

step-handshake-no-certificate = 리스너 { $listener }의 필터 체인 { $chain }{ PARTICLE("과/와") }의 핸드셰이크 실패: 인증서를 요구하는데 클라이언트가 제시하지 않음
step-handshake-plain-bytes = 리스너 { $listener }의 필터 체인 { $chain }{ PARTICLE("과/와") }의 핸드셰이크 실패: TLS를 요구하는데 클라이언트가 평문 바이트를 보냄
step-handshake-untrusted = 리스너 { $listener }의 필터 체인 { $chain }{ PARTICLE("과/와") }의 핸드셰이크 실패: 클라이언트의 인증서를 신뢰하지 않음
step-https-redirect = httpsRedirect가 모든 평문 요청을 https로 보냄. 클라이언트가 직접 보낸 x-forwarded-proto는 무시
step-listener-overlapping = 프록시가 리스너 { $listener }{ PARTICLE("을/를") } 거부: 필터 체인 두 개의 서버 이름이 같음. 이 포트는 수신하지 않음
step-listener-wildcard = 프록시가 리스너 { $listener }{ PARTICLE("을/를") } 거부: 서버 이름 { $server-name }의 *가 첫 레이블 전체가 아니라서 Envoy가 지원하지 않음. 이 포트는 수신하지 않음
step-nothing-listens = 포트 { $port }에서 수신하는 것이 없음
step-reads-http-not-bytes = 리스너 { $listener }{ PARTICLE("은/는") } 평문 HTTP를 읽는데, 클라이언트가 HTTP가 아닌 바이트를 보냄
step-reads-http-not-tls = 리스너 { $listener }{ PARTICLE("은/는") } 평문 HTTP를 읽는데, 클라이언트가 TLS를 보냄
step-reset = 리스너 { $listener }{ PARTICLE("이/가") } 연결을 재설정: { $reason }
step-reset-names = 리스너 { $listener }{ PARTICLE("이/가") } 연결을 재설정: { $reason }. 있는 것: { $known }
step-reset-no-server-name = 클라이언트의 TLS에 서버 이름(SNI)이 없는데, 서버 이름 없이 받는 필터 체인이 없음
step-reset-not-of-mesh = Istio 프록시 사이의 TLS만 `{ $server-name }`{ PARTICLE("으로/로") } 전달하는데, 클라이언트의 TLS는 그것이 아님
step-reset-plain-bytes = 클라이언트가 평문 바이트를 보내는데, 모든 필터 체인이 TLS 서버 이름을 요구함
step-reset-server-name = 서버 이름(SNI) `{ $server-name }`{ PARTICLE("을/를") } 받는 필터 체인이 없음
step-server-by-name = 서버 이름 { $server-name }{ PARTICLE("으로/로") } 서버가 정해졌고, 그 서버의 호스트 중 규칙이 있는 것만 적용됨: Host 헤더 { $authority }{ PARTICLE("은/는") } 다른 서버에서 찾지 않음
step-written-server = 이를 위한 { $servers }{ PARTICLE("이/가") } 있지만 아무것도 만들어지지 않음: 맞는 규칙이 없거나 다른 Gateway의 서버가 자리를 차지함

## The connection: TLS that the cluster begins

step-tls-begun = 클러스터가 자체 TLS를 시작. 서버 이름: { $server-name }
step-tls-begun-of-host = 클러스터가 자체 TLS를 시작. 서버 이름: Host 헤더의 이름
step-tls-begun-unnamed = 클러스터가 자체 TLS를 시작. 서버 이름: 없음
step-tls-wrapped = 클러스터가 클라이언트의 TLS를 자체 TLS로 한 번 더 감쌈. 서버 이름: { $server-name }
step-tls-wrapped-of-host = 클러스터가 클라이언트의 TLS를 자체 TLS로 한 번 더 감쌈. 서버 이름: Host 헤더의 이름
step-tls-wrapped-unnamed = 클러스터가 클라이언트의 TLS를 자체 TLS로 한 번 더 감쌈. 서버 이름: 없음

## The route

step-no-route-configuration = 리스너가 지정한 라우트 구성이 없음
step-no-virtual-host = { $domain }{ PARTICLE("을/를") } 받는 가상 호스트가 없음
step-route-configuration = 라우트 구성 { $name }
step-virtual-host = 가상 호스트 { $name }{ PARTICLE("이/가") } { $domain }{ PARTICLE("을/를") } 받음
step-header-removed = 프록시가 라우팅 전에 { $header }{ PARTICLE("을/를") } 제거. 클라이언트가 보낸 값은 { $sent }
step-header-replaced = 프록시가 { $header }{ PARTICLE("을/를") } { $value }{ PARTICLE("으로/로") } 직접 설정. 클라이언트가 보낸 값은 { $sent }
step-header-set = 프록시가 { $header }{ PARTICLE("을/를") } { $value }{ PARTICLE("으로/로") } 직접 설정
step-route = 라우트 { $index } 일치
step-route-mismatch = 라우트 { $index }: { $reason }
step-route-not-reached = 라우트 { $index }{ PARTICLE("은/는") } 확인하지 않음: 처음 일치한 라우트가 요청을 받음
step-route-named = 라우트 { $index }({ $name }) 일치
step-route-named-mismatch = 라우트 { $index }({ $name }): { $reason }
step-mismatch-header = 헤더 `{ $header }` 불일치: 값이 `{ $value }`
step-mismatch-no-header = 헤더 `{ $header }` 불일치: 요청에 없음
step-mismatch-path = 경로 불일치
step-mismatch-path-exact = 경로 { $path }{ PARTICLE("이/가") } { $wanted }{ PARTICLE("이/가") } 아님
step-mismatch-path-prefix = 경로 { $path }{ PARTICLE("이/가") } { $wanted }{ PARTICLE("으로/로") } 시작하지 않음
step-mismatch-path-segments = 경로 { $path }{ PARTICLE("이/가") } { $wanted } 아래에 있지 않음
step-mismatch-path-regex = 경로 { $path }{ PARTICLE("이/가") } 패턴 { $wanted }{ PARTICLE("과/와") } 일치하지 않음
step-mismatch-pattern = 쓸 수 없는 패턴임
step-mismatch-query-parameter = 쿼리 파라미터 `{ $parameter }` 불일치
step-mismatch-share = 추첨에서 이 라우트의 비율에 들지 않음
step-mismatch-some-header = 헤더 하나가 불일치
step-mismatch-some-query-parameter = 쿼리 파라미터 하나가 불일치

## The cluster, and the request as it leaves for it

step-cluster = 클러스터 { $name }
step-no-cluster = 클러스터 { $name } 없음: { $reason }
step-weight = { $total } 중 { $drawn } 추첨: { $cluster }, 가중치 { $weight }
step-hash = { AND($parts) }의 해시로 호스트 결정
step-hash-address = 클라이언트의 주소({ $value })
step-hash-cookie = 쿠키 { $name }({ $value })
step-hash-header = 헤더 { $name }({ $value })
step-hash-made-cookie = 쿠키 { $name }({ $value }, 프록시가 만들어 클라이언트에 줌)
step-hash-query-parameter = 쿼리 파라미터 { $name }({ $value })
step-hash-nothing = 해시할 것이 없음({ AND($parts) }): 호스트를 추첨
step-hash-no-address = 클라이언트 주소 없음
step-hash-no-cookie = 쿠키 { $name } 없음
step-hash-no-header = 헤더 { $name } 없음
step-hash-no-query-parameter = 쿼리 파라미터 { $name } 없음
step-leaves = 나갈 때: { $changes }
step-leaves-header = { $header }: { $from } 대신 { $to }
step-leaves-header-added = { $header }: { $to }
step-leaves-header-removed = { $header } 없음
step-leaves-host = Host { $from } 대신 { $to }
step-leaves-host-as-it-came = Host { $host } 그대로
step-leaves-path = 경로 { $from } 대신 { $to }
step-leaves-path-as-it-came = 경로 { $path } 그대로
step-mirror = { $cluster }{ PARTICLE("으로/로") } 미러링

## Faults, tries and hosts

step-fault-abort = 결함: { $status }{ PARTICLE("으로/로") } 중단
step-fault-delay = 결함: { $seconds }초 지연
step-pick = 시도 { $attempt }: { $hosts } 중 { $picked } 선택
step-pick-of-none = 시도 { $attempt }: 호스트가 없는데 { $picked } 선택
step-no-pick = 시도 { $attempt }: { $hosts } 중 선택된 것 없음
step-no-hosts = 선택할 호스트 없음: { $reason }
step-no-pick-of-none = 시도 { $attempt }: 호스트가 없어 선택된 것 없음
step-host-ejected = { $host }(제외됨)
step-attempt = 시도 { $attempt }: { $host }{ PARTICLE("으로/로") } 전송
step-attempt-answered = 시도 { $attempt }: { $status } 응답
step-attempt-unanswered = 시도 { $attempt } 종료: 응답 없음
step-breaker-full = 서킷 브레이커가 가득 참: { $breaker }
step-ejection = { $host } 제외: { $detector }
step-ejection-refused = { $host } 제외하지 않음: { $detector }{ PARTICLE("이/가") } 감지했지만 maxEjectionPercent가 막음
step-kept = { $host } 제외하지 않음: 연속 실패 { $threshold }번 중 { $count }번
step-kept-set-back = { $host } 제외하지 않음: 연속 실패 { $threshold }번 중 { $count }번. { $seconds }초의 { $status } 응답으로 처음부터 다시 셈
step-not-watched = { $host } 제외하지 않음: 이 클라이언트에는 그것을 살피는 outlierDetection이 없음
step-no-retry = 재시도하지 않음: { $reason }
step-retry = { $seconds }초 뒤 재시도: { $reason }
step-retry-asked = 재시도 정책에 따름
step-retry-not-asked = retryOn({ $conditions })에 { $status }{ PARTICLE("이/가") } 없음
step-retry-not-asked-unanswered = retryOn({ $conditions })에 응답 없는 시도가 없음
step-retry-none = 이 라우트에는 재시도가 없음
step-retry-timed-out = 라우트의 타임아웃을 다 씀
step-retry-limit = 남은 재시도가 없음
step-retry-overflow = 재시도용 서킷 브레이커가 가득 참
step-timer-ran-out = { $timer } 만료
step-timer-set = { $timer } { $seconds }초 설정
step-timer-back-off = 재시도 백오프
step-timer-fault-delay = 결함 지연
step-timer-per-try-timeout = 시도별 타임아웃
step-timer-route-timeout = 라우트 타임아웃

## Answers

step-answer = { $status } { $flags } 응답
step-answer-details = { $status } { $flags } 응답({ $details })
step-app-answers = { $pod }{ PARTICLE("이/가") } { $seconds }초 뒤 { $status } 응답
step-app-passes-failure = { $pod }{ PARTICLE("이/가") } { $seconds }초 동안 일한 뒤, 자신의 호출이 실패하여 { $status } 응답
step-app-is-silent = { $pod }{ PARTICLE("이/가") } 응답하지 않음
step-passed-on = 바이트를 전달했고, 상대가 그 안에서 { $status }{ PARTICLE("으로/로") } 응답했지만 프록시는 읽지 않음
