# The Korean of en/command-line.ftl; what the arguments are is said there.

## Flags, and fields of the API

flag-addr = --addr: { $address }에서 수신할 수 없습니다: { $error }
flag-alpn = `{ $text }`{ PARTICLE("은/는") } ALPN 프로토콜 목록이 아닙니다. h2,http/1.1처럼 최대 { $most }개를 쓰세요
flag-bytes = `{ $text }`{ PARTICLE("은/는") } 메모리 크기가 아닙니다. 256MiB나 1GiB처럼 쓰세요
flag-client-cert = `{ $text }`{ PARTICLE("은/는") } 클라이언트 인증서가 아닙니다. none, untrusted, valid 중 하나를 쓰세요. 쓰지 않으면 valid입니다
flag-client-ip = `{ $text }`{ PARTICLE("은/는") } 클라이언트의 주소가 아닙니다. 203.0.113.9처럼 IPv4나 IPv6 주소를 쓰세요
flag-duration = `{ $text }`{ PARTICLE("은/는") } 시간이 아닙니다. 250ms, 1.5s, 2m, 1h처럼 쓰세요
flag-duration-longest = `{ $text }`{ PARTICLE("은/는") } 1년보다 깁니다
flag-frame-ancestors = `{ $source }`{ PARTICLE("은/는") } 출처가 아닙니다. *, 'none', 'self', https:, https://docs.example.com 등을 공백으로 구분해 쓰세요
flag-frame-ancestors-nobody = 아무도 지정하지 않았습니다. 임베드를 막으려면 따옴표까지 포함해 'none'을 쓰세요
flag-frame-ancestors-none = 'none'은 단독으로만 쓸 수 있습니다
flag-header = `{ $text }`{ PARTICLE("은/는") } 헤더가 아닙니다. 'name: value' 형식으로 쓰세요
flag-lang = `{ $text }`{ PARTICLE("은/는") } 없는 언어입니다. en이나 ko를 쓰세요
flag-origin-query = `?`나 `#`이 들어 있습니다. 그 뒤에서는 링크를 찾지 못합니다. `https://playground.example`처럼 쓰세요
flag-origin-scheme = http://나 https://로 시작하지 않습니다. `https://playground.example`처럼 쓰세요
flag-sni = `{ $text }`{ PARTICLE("은/는") } SNI가 아닙니다. shop.example.com처럼 포트 없는 호스트 이름을 쓰거나, SNI 없이 보내려면 비워 두세요
flag-timeout-longest = `{ $text }`{ PARTICLE("은/는") } 하루보다 깁니다
flag-timeout-zero = 0일 수 없습니다. 10s처럼 쓰세요
flag-wrong = { $flag }: { $problem }

## check

command-check-expected = { $expected }: { $seen }
command-check-fails = { $name } 실패({ $seconds }초)
command-check-holds = { $name } 통과({ $seconds }초)
command-check-missed = { AND($routes) }의 요청을 살펴본 검사가 없습니다.
command-check-none = 이 파일들에 Check가 없어 아무것도 검사하지 않았습니다.
command-check-summary = 검사 { $holding }개 통과, { $failing }개 실패

## compare

command-compare-elsewhere = { $count }건이 다른 버전으로 갑니다:
command-compare-failed = 실패
command-compare-failing = { $count }건이 이제 실패합니다:
command-compare-healed = { $count }건이 이제 성공합니다:
command-compare-more = 외 { $count }건
command-compare-otherwise = { $count }건의 응답이 달라집니다:
command-compare-success = 성공
command-compare-summary = 같은 추첨으로 { $seconds }초 동안 요청 { $requests }건: { $changed ->
    [0] 결과가 모두 같습니다.
   *[other] { $changed }건의 결과가 다릅니다.
}

## Files

command-files-none = { $folder }에 YAML 파일(.yaml, .yml)이 없습니다
command-files-outside = 링크에 `{ $name }` 파일이 들어 있는데, 폴더 밖을 가리킵니다
command-files-too-large = { $name }: 시나리오의 텍스트는 모두 합쳐 8 MiB까지입니다. 필요 없는 것을 빼세요
command-files-utf8 = { $name }: UTF-8 텍스트가 아닙니다({ $position }번째 바이트). UTF-8로 저장하세요
command-output = 표준 출력: { $error }

## lint

command-lint-fix = 수정: { $title }
command-lint-summary = 오류 { $errors }개, 경고 { $warnings }개, 정보 { $remarks }개

## open

command-open-stored = 이 링크에는 파일이 들어 있지 않습니다. 파일은 `#1.`이나 `/c/1.`이 있는 링크에만 들어 있습니다.
    저장된 시나리오(`/s/…`)는 링크 뒤에 `.yaml`을 붙여 내려받으세요

## render

command-render-language = ko
command-render-format = { $file }: 그래프는 .svg, .png, .mmd, .dot, .json으로 씁니다. 이름으로 알 수 없으면 --as로 정하세요
command-render-no-size = 그림의 크기가 없습니다
command-render-title = { $seconds }초 뒤의 트래픽

## route: lines of a table begin with these

command-route-answer = 응답
command-route-cluster = 클러스터
command-route-filter-chain = 필터 체인
command-route-none = (없음)
command-route-route = 라우트
command-route-sent = 업스트림으로 전송
command-route-virtual-host = 가상 호스트

## route

command-route-in-tls = TLS, SNI { $sni }
command-route-in-tls-without-sni = TLS, SNI 없음
command-route-more-lines = … 외 { $count }줄

## serve

command-serve-log = RUST_LOG: { $error }. info나 warn을 쓰세요
command-serve-signals = 시그널을 받을 수 없습니다: { $error }
command-serve-start = 시작할 수 없습니다: { $error }

## simulate: the columns of a table

command-simulate-column-codes = 코드
command-simulate-column-flags = 플래그
command-simulate-column-from = 출발지
command-simulate-column-requests = 요청
command-simulate-column-service = 서비스
command-simulate-column-to = 목적지
command-simulate-column-tries = 시도

## simulate

command-simulate-more-events = … 외 이벤트 { $count }개
command-simulate-stopped = { $stopped }. 한도는 --max-steps와 --max-memory로 정합니다
command-simulate-summary = 시뮬레이션 시간 { $seconds }초 동안 요청 { $requests }건, 다이제스트 { $digest }

command-shell-input = 표준 입력을 읽을 수 없습니다: { $error }
command-shell-stopped = 셸이 { $time }초에서 끝납니다. 주어진 작업량을 다 썼습니다(--max-steps, --max-memory).
command-shell-answers = { $seconds }초 동안 요청이 받은 응답: { AND($answers) }.
