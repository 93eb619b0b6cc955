# The Korean of en/rules-o-to-r.ftl; what the arguments are is said there.

## originated-tls (MP0166, MP0167)

originated-tls-in-nameless-tls = { $host }의 포트 { $port }{ PARTICLE("은/는") } 이미 TLS입니다. 이 설정은 TLS를 TLS로 감싸고, 바깥 TLS에는 서버 이름이 없습니다. 평문 포트에만 쓰거나(portLevelSettings) 그 포트를 평문 HTTP로 호출하세요.
originated-tls-in-tls = { $host }의 포트 { $port }{ PARTICLE("은/는") } 이미 TLS입니다. 이 설정은 TLS를 TLS로 감쌉니다. 평문 포트에만 쓰거나(portLevelSettings) 그 포트를 평문 HTTP로 호출하세요.
originated-tls-to-port-80 = { $host }의 포트 80에 TLS를 보냅니다. 이 설정은 보내는 내용을 바꿀 뿐, 보내는 곳은 바꾸지 않습니다. ServiceEntry에서 이 포트에 targetPort: 443을 주세요.

## others

others-many = { $names } 등

## overlapping-gateway-hosts (KIA0301)

overlapping-gateway-hosts = { $names }{ PARTICLE("을/를") } 보세요.
overlapping-gateway-hosts-server = { $gateway }(서버 { $server })

## overlapping-rules (KIA0201)

overlapping-rules = 같은 호스트와 서브셋에 DestinationRule이 둘 이상 있습니다. { $names }{ PARTICLE("을/를") } 보세요. 둘 다 정한 것은 더 오래된 쪽이 적용됩니다.

## overridden-mutual-tls (KIA0204)

overridden-mutual-tls = { $names }의 설정은 { $host }에 적용되지 않습니다. trafficPolicy.tls 아래에 다시 쓰세요.

## overridden-root-field (MP0185)

overridden-root-field = 위임받은 { $delegate }의 { $places }에는 이것이 적용되지 않습니다. 자체 { $field }{ PARTICLE("이/가") } 있고, 둘은 병합되지 않습니다. 필요한 것을 거기에 다시 쓰세요.

## overwritten-header (MP0171)

overwritten-header-client-certificate = 이 매치 조건은 맞을 일이 없습니다. 클라이언트의 x-forwarded-client-cert는 라우트를 고르기 전에 버려집니다. 게이트웨이는 인증서를 요구하는 곳(tls.mode MUTUAL)에서만 이 헤더를 씁니다.
overwritten-header-forwarded-protocol = 게이트웨이는 라우팅 전에 연결에 맞춰 x-forwarded-proto를 직접 씁니다. 값은 http이고, TLS라면 https입니다. numTrustedProxies를 설정하지 않으면 클라이언트나 로드 밸런서가 보낸 값은 사라집니다.
overwritten-header-request-id = 게이트웨이는 라우팅 전에 x-request-id를 바꿉니다. 이 매치 조건은 클라이언트가 보낸 값을 볼 수 없습니다. 직접 정한 헤더로 매치하세요.

## path-of-no-request (MP0191)

path-of-no-request-no-slash = 이렇게 시작하는 경로의 요청은 없습니다. 모든 경로는 슬래시로 시작합니다. /{ $path }{ PARTICLE("으로/로") } 쓰세요.
path-of-no-request-query = 이런 경로의 요청은 없습니다. ? 뒤는 queryParams로 비교하고, # 뒤는 브라우저 밖으로 나가지 않습니다.

## plain-star (MP0189)

plain-star = 여기서 *는 그냥 문자입니다. 그 문자가 들어 있는 것만 받습니다.
plain-star-paths-below = 접두사는 그 아래의 모든 경로를 받습니다. { $prefix }{ PARTICLE("으로/로") } 쓰세요.
plain-star-prefix = 그렇게 시작하는 모든 것을 받으려면 prefix: { $prefix }{ PARTICLE("을/를") } 쓰세요.
plain-star-regex = 의도한 것을 regex로 쓰세요.
plain-star-regular-expression = 의도한 것을 RegularExpression으로 쓰세요.
plain-star-shorter-prefix = 접두사는 그렇게 시작하는 모든 것을 받습니다. { $prefix }{ PARTICLE("으로/로") } 쓰세요.

## port-of-no-server (MP0162)

port-of-no-server = 맞을 일이 없습니다. Gateway의 어떤 서버에도 포트 { $port }{ PARTICLE("이/가") } 없고 { $ports }만 있습니다.
port-of-no-server-of-pod = 맞을 일이 없습니다. { $port }{ PARTICLE("은/는") } 게이트웨이 파드의 포트이고, 규칙은 서버의 포트와 비교합니다. { $meant }{ PARTICLE("으로/로") } 쓰세요.

## port-of-no-service (MP0181)

port-of-no-service = { $hosts }{ PARTICLE("을/를") } 포트 { $port }{ PARTICLE("으로/로") } 호출하는 쪽이 없습니다. 있는 포트는 { $ports }입니다. 이 포트가 아닌 곳에서는 규칙이 빠지고, 규칙이 하나도 없으면 요청은 호스트 자체로 갑니다.

## port-protocol-names (KIA0601, KIA0602)

port-protocol-names-change = `{ $name }`{ PARTICLE("으로/로") } 바꾸기
port-protocol-names-form = 따라서 { $protocol }{ PARTICLE("이나/나") } { $protocol }-이름 형식으로 씁니다. 적용되는 것은 `protocol`입니다.
port-protocol-names-unknown = { $protocol }{ PARTICLE("은/는") } Istio가 아는 프로토콜이 아닙니다.

## redirect-to-nowhere (MP0168)

redirect-to-nowhere = 클라이언트를 HTTPS로 보내는데, 이 게이트웨이에는 { $host }{ PARTICLE("을/를") } TLS로 제공하는 서버가 없습니다. 추가하거나 리디렉션을 지우세요. TLS를 종료하는 로드 밸런서 뒤에서는 리디렉션이 끝나지 않습니다.

## regex-after-prefix (MP0186)

regex-after-prefix = 여기에는 닿을 일이 없습니다. HTTPRoute에서는 어디에 쓰든 접두사가 정규식보다 먼저이고, { $place }(접두사 { $prefix }){ PARTICLE("이/가") } 이 조건에 맞는 것을 모두 가져갑니다. 더 긴 접두사로 쓰세요.

## removed-header (MP0170)

removed-header = 이 매치 조건은 맞을 일이 없습니다. 프록시가 라우팅 전에 클라이언트의 { $header }{ PARTICLE("을/를") } 제거합니다. 직접 정한 헤더로 매치하세요.

## repeated-destination (KIA1105)

repeated-destination = 가중치는 더해집니다.

## repeated-service-entry (KIA1211)

repeated-service-entry = { $names }에도 { $host }:{ $port }{ PARTICLE("이/가") } 있습니다.

## replaced-block (MP0119)

replaced-block = 서브셋 { $subset }의 { $block }{ PARTICLE("이/가") } 규칙의 것을 통째로 대신합니다. { $fields }{ PARTICLE("은/는") } 더 이상 적용되지 않습니다. 필요한 것을 여기에 다시 쓰세요.

## retry-timing (MP0111, MP0112, MP0116)

retry-timing-answers = retryOn이 없으면 연결 실패와 거부된 스트림만 재시도합니다. 서비스가 응답한 503은 그대로 전달됩니다. 재시도하려면 retryOn: 5xx를 추가하세요.
retry-timing-cut-off = perTryTimeout으로 끊긴 시도는 재시도되지 않습니다. retryOn에 5xx, gateway-error, reset이 모두 없습니다. retryOn에 reset을 추가하세요.
retry-timing-cut-off-by-default = perTryTimeout으로 끊긴 시도는 재시도되지 않습니다. Istio의 기본 retryOn에는 5xx, gateway-error, reset이 모두 없습니다. retryOn에 reset을 추가하세요.
retry-timing-too-short = 규칙의 타임아웃 안에는 perTryTimeout을 다 쓰는 시도가 { $fitting }번만 들어가고, attempts가 요구하는 { $wanted }번은 들어가지 않습니다. timeout을 늘리거나 perTryTimeout을 줄이세요.

## rewrite-slashes (MP0114)

rewrite-slashes = 접두사만 바뀝니다. { $prefix }{ $rest }{ PARTICLE("이/가") } { $target }{ $rest }{ PARTICLE("이/가") } 됩니다. { $prefix }{ PARTICLE("과/와") } { $target }{ PARTICLE("을/를") } 둘 다 슬래시로 끝내거나, 둘 다 슬래시 없이 쓰세요.
rewrite-slashes-root = 접두사 /만 바뀝니다. /x가 { $target }x가 됩니다. { $target }{ PARTICLE("을/를") } 슬래시로 끝내세요.

## rewritten-regex (MP0194)

rewritten-regex = { $regex }{ PARTICLE("과/와") } 일치하는 경로는 통째로 { $target }{ PARTICLE("이/가") } 됩니다. 정규식은 나머지를 남기지 않습니다. 일부를 남기려면 uriRegexRewrite를 쓰세요.

## route-parents (KIA1401)

route-parents-closed = { $gateway }의 어떤 리스너도 { $namespace }의 라우트를 받지 않습니다.
route-parents-none = { $group }의 Gateway { $gateway }{ PARTICLE("이/가") } 없습니다.

## route-timing (MP0106, MP0108, MP0115)

route-timing-abort = 주입된 중단은 라우터에 닿기 전에 응답합니다. 그래서 이 규칙의 재시도는 적용되지 않습니다. 재시도를 시험하려면 다음 홉에 결함을 주입하세요.
route-timing-delay = 주입된 지연은 이 규칙의 타임아웃이 시작되기 전에 지나갑니다. 그 지연으로는 타임아웃이 나지 않습니다. 타임아웃을 시험하려면 다음 홉에 결함을 주입하세요.
route-timing-no-percentage = percentage가 없으면 이 결함은 어떤 요청에도 주입되지 않습니다. percentage: {"{"}value: 100{"}"}을 추가하세요.
route-timing-no-value = 값 없는 percentage는 0이라서 이 결함은 어떤 요청에도 주입되지 않습니다. {"{"}value: 100{"}"}으로 쓰세요.
route-timing-per-try = perTryTimeout이 모든 시도를 아우르는 규칙의 타임아웃보다 짧지 않습니다. 끊겨서 재시도되는 시도가 없습니다. perTryTimeout을 줄이거나 타임아웃을 늘리세요.

## rules-of-another-kind (MP0160)

rules-of-another-kind-auto-passthrough = 어떤 서버도 이 { $list } 규칙을 보지 않습니다. Gateway { $gateway }의 포트 { $port }{ PARTICLE("은/는") } AUTO_PASSTHROUGH라서 Istio 프록시 자신의 SNI와 ALPN만 봅니다.
rules-of-another-kind-http = 어떤 서버도 이 { $list } 규칙을 보지 않습니다. Gateway { $gateway }의 포트 { $port }{ PARTICLE("은/는") } 평문 HTTP입니다. http 규칙을 쓰세요.
rules-of-another-kind-https = 어떤 서버도 이 { $list } 규칙을 보지 않습니다. Gateway { $gateway }의 포트 { $port }{ PARTICLE("은/는") } TLS를 직접 종료하고 HTTP를 읽습니다. http 규칙을 쓰거나, SNI를 보고 TLS를 그대로 전달하게 하세요(tls.mode PASSTHROUGH).
rules-of-another-kind-passthrough = 어떤 서버도 이 { $list } 규칙을 보지 않습니다. Gateway { $gateway }의 포트 { $port }{ PARTICLE("은/는") } TLS를 읽지 않고 그대로 전달합니다(PASSTHROUGH). sniHosts가 있는 tls 규칙을 쓰거나, TLS를 종료하게 하세요(tls.mode SIMPLE).
rules-of-another-kind-tcp = 어떤 서버도 이 { $list } 규칙을 보지 않습니다. Gateway { $gateway }의 포트 { $port }{ PARTICLE("은/는") } 바이트를 그대로 전달합니다. tcp 규칙을 쓰세요.
rules-of-another-kind-tls = 어떤 서버도 이 { $list } 규칙을 보지 않습니다. Gateway { $gateway }의 포트 { $port }{ PARTICLE("은/는") } 프로토콜이 TLS이고 TLS를 종료하므로 남는 것은 바이트입니다. tcp 규칙을 쓰거나, http 규칙을 위해 프로토콜을 HTTPS로 하세요.
rules-of-another-kind-then-404 = 다른 규칙이 그 호스트를 제공하지 않으면 요청은 404를 받습니다.
rules-of-another-kind-then-nothing = 다른 규칙이 그 호스트를 제공하지 않으면 연결을 받는 것이 없습니다.

## rules-under-wildcard (KIA0201)

rules-under-wildcard = { $names }{ PARTICLE("을/를") } 보세요. 와일드카드와 그 아래의 호스트 중에서는 더 좁은 규칙만, 통째로 적용됩니다.
