### The Korean of en/rules-a-to-n.ftl; what the arguments are is said there.

## ambiguous_outbound_mode

ambiguous-outbound-mode = Istio는 REGISTRY_ONLY로 받아들입니다. 모드를 쓰세요.

## certificate_depth

certificate-depth = 서버의 { $wildcard }{ PARTICLE("은/는") } 이 호스트를 받지만, { $wildcard }의 인증서는 맞지 않습니다. 인증서의 와일드카드는 한 단계 아래의 이름까지만 맞습니다.

## colliding_servers

colliding-servers-left-out = 이 서버는 통째로 빠집니다. { $owner }에 이미 { $host }{ PARTICLE("이/가") } 있습니다. { $lost }도 함께 사라집니다.
colliding-servers-refused = 포트 { $port }에서 더는 아무것도 응답하지 않습니다. Gateway { $gateway }에도 다른 네임스페이스용으로 { $host }{ PARTICLE("이/가") } 있습니다. Istio는 둘 다 보내고, Envoy는 서버 이름이 두 번 있는 리스너를 거부합니다.

## destination_under_wildcard

destination-under-wildcard-route = { $host }{ PARTICLE("이라는/라는") } 이름의 클러스터가 없습니다. { $wildcard }의 ServiceEntry는 와일드카드용 하나만 만듭니다. 여기로 가는 요청은 503 NC를 받습니다. ServiceEntry의 hosts에 { $host }{ PARTICLE("을/를") } 추가하세요.
destination-under-wildcard-mirror = { $host }{ PARTICLE("이라는/라는") } 이름의 클러스터가 없습니다. { $wildcard }의 ServiceEntry는 와일드카드용 하나만 만듭니다. 여기로 가는 사본은 사라집니다. ServiceEntry의 hosts에 { $host }{ PARTICLE("을/를") } 추가하세요.

## dotted_short_name

dotted-short-name = { $host }{ PARTICLE("은/는") } 그대로 쓰이므로 이런 이름을 가진 것이 없습니다. 점이 없는 이름만 전체 이름으로 완성됩니다. { $full }{ PARTICLE("으로/로") } 쓰세요.

## dropped_delegate_rule

dropped-delegate-rule-whole = { $rules } 아래에서 이 규칙은 통째로 빠집니다. 이 매치 조건이 루트의 매치 조건에 들어맞지 않아, 들어맞는 다른 조건까지 함께 빠집니다. 별도의 규칙으로 만드세요.
dropped-delegate-rule-never = 이 규칙은 아예 만들어지지 않습니다. 이 매치 조건이 요구하는 것이 { $rules }의 어떤 매치 조건에도 들어맞지 않습니다. 루트의 조건이 접두사라면 그 아래 경로를 쓰고, 완전 일치나 정규식이라면 경로를 빼세요.
dropped-delegate-rule-root = { $service }의 spec.http[{ $index }]

## ejection_percent

ejection-percent-low = 어떤 호스트도 제외될 수 없습니다. 호스트 { $hosts }개 중 하나만 제외해도 { $share }%인데, maxEjectionPercent { $percent }{ PARTICLE("이/가") } 그보다 작습니다. { $least } 이상으로 설정하세요.
ejection-percent-low-default = 어떤 호스트도 제외될 수 없습니다. 호스트 { $hosts }개 중 하나만 제외해도 { $share }%인데, 기본값인 maxEjectionPercent { $percent }{ PARTICLE("이/가") } 그보다 작습니다. { $least } 이상으로 설정하세요.
ejection-percent-low-of-subset = 서브셋 { $subset }의 어떤 호스트도 제외될 수 없습니다. 호스트 { $hosts }개 중 하나만 제외해도 { $share }%인데, maxEjectionPercent { $percent }{ PARTICLE("이/가") } 그보다 작습니다. { $least } 이상으로 설정하세요.
ejection-percent-low-default-of-subset = 서브셋 { $subset }의 어떤 호스트도 제외될 수 없습니다. 호스트 { $hosts }개 중 하나만 제외해도 { $share }%인데, 기본값인 maxEjectionPercent { $percent }{ PARTICLE("이/가") } 그보다 작습니다. { $least } 이상으로 설정하세요.
ejection-percent-all = 호스트 { $hosts }개가 한꺼번에 모두 제외될 수 있습니다. 그러면 요청은 503 UH를 받습니다.
ejection-percent-all-of-subset = 서브셋 { $subset }의 호스트 { $hosts }개가 한꺼번에 모두 제외될 수 있습니다. 그러면 요청은 503 UH를 받습니다.

## empty_subset

empty-subset-routed = { $host }의 파드 중에 { $subset }의 레이블을 가진 것이 없고, 다른 서브셋의 파드만 있습니다. 여기로 가는 요청은 503 UH를 받습니다.
empty-subset-unrouted = { $host }의 파드 중에 { $subset }의 레이블을 가진 것이 없고, 다른 서브셋의 파드만 있습니다. 아직 어떤 라우트도 이 서브셋을 쓰지 않습니다.

## gateway_addresses

gateway-addresses = { $names }{ PARTICLE("을/를") } 보세요.

## gateway_class

gateway-class = Istio는 { $class }{ PARTICLE("을/를") } 위해 아무것도 시작하지 않습니다. Istio의 클래스는 istio입니다.

## gateway_elsewhere

gateway-elsewhere = 이름만 쓰면 네임스페이스 { $namespace }의 Gateway를 뜻하는데, 거기에는 그런 이름의 것이 없습니다. 규칙이 어디에도 연결되지 않습니다. { $names }{ PARTICLE("으로/로") } 쓰세요.

## gateway_errors

gateway-errors-later = consecutiveGatewayErrors { $errors }{ PARTICLE("은/는") } 작동할 일이 없습니다. 게이트웨이 오류도 5xx이므로 consecutive5xxErrors { $most }{ PARTICLE("이/가") } 먼저 제외합니다. 더 작게 정하거나 consecutive5xxErrors: 0으로 설정하세요.
gateway-errors-later-than-default = consecutiveGatewayErrors { $errors }{ PARTICLE("은/는") } 작동할 일이 없습니다. 게이트웨이 오류도 5xx이므로 기본값인 consecutive5xxErrors { $most }{ PARTICLE("이/가") } 먼저 제외합니다. 더 작게 정하거나 consecutive5xxErrors: 0으로 설정하세요.
gateway-errors-together = consecutiveGatewayErrors { $errors }{ PARTICLE("은/는") } 작동할 일이 없습니다. 게이트웨이 오류도 5xx이므로 consecutive5xxErrors { $most }{ PARTICLE("이/가") } 동시에 제외합니다. 더 작게 정하거나 consecutive5xxErrors: 0으로 설정하세요.
gateway-errors-together-with-default = consecutiveGatewayErrors { $errors }{ PARTICLE("은/는") } 작동할 일이 없습니다. 게이트웨이 오류도 5xx이므로 기본값인 consecutive5xxErrors { $most }{ PARTICLE("이/가") } 동시에 제외합니다. 더 작게 정하거나 consecutive5xxErrors: 0으로 설정하세요.

## gateway_listeners

gateway-listeners-twice = 이 Gateway의 다른 리스너도 { $host }, { $port }, { $protocol }{ PARTICLE("을/를") } 다룹니다.
gateway-listeners-twice-for-all = 이 Gateway의 다른 리스너도 모든 호스트, { $port }, { $protocol }{ PARTICLE("을/를") } 다룹니다.
gateway-listeners-others = { $names }{ PARTICLE("을/를") } 보세요.

## hidden_rule

hidden-rule = { $namespace }의 클라이언트에게 이 규칙은 { $rule }{ PARTICLE("을/를") } 가립니다. 그 안의 { $lost }{ PARTICLE("은/는") } 이 클라이언트에 적용되지 않습니다. 필요한 것을 여기에 다시 쓰세요.
hidden-rule-subset = 서브셋 { $name }

## hidden_wildcard_rule

hidden-wildcard-rule = 여기의 어떤 규칙에도 맞지 않는 { $host } 요청은 404 NR을 받습니다. 더 좁은 호스트가 모든 경로를 가져가므로, { $wildcard }에 대한 { $names }의 규칙은 그다음에 시도되지 않습니다. 여기에 다시 쓰거나, 매치 조건 없는 마지막 규칙을 추가하세요.

## http_rules_without_http

http-rules-without-http-tls = 어떤 사이드카도 이 규칙을 보지 않습니다. { $host }의 포트 { $port }{ PARTICLE("은/는") } HTTP가 아니라 TLS입니다{ $count ->
    [one] {""}
   *[other] . 다른 포트도 HTTP가 아닙니다
}. 암호화된 것은 서버 이름만 보고 전달합니다.
http-rules-without-http-entry = 어떤 사이드카도 이 규칙을 보지 않습니다. { $host }의 포트 { $port }{ PARTICLE("은/는") } 프로토콜이 HTTP가 아닙니다{ $count ->
    [one] {""}
   *[other] . 다른 포트도 마찬가지입니다
}. tcp 규칙을 쓰세요.
http-rules-without-http-service = 어떤 사이드카도 이 규칙을 보지 않습니다. { $host }의 포트 { $port }{ PARTICLE("은/는") } 이름이나 appProtocol로 보아 HTTP가 아닙니다{ $count ->
    [one] {""}
   *[other] . 다른 포트도 마찬가지입니다
}. 이름을 http-…로 짓거나, tcp나 tls 규칙을 쓰세요.
http-rules-without-http-match = 이 매치 조건은 맞을 일이 없습니다. 포트 { $port }{ PARTICLE("은/는") } TLS이고, 암호화된 것은 서버 이름만 보고 전달합니다.

## inferred_port

inferred-port = { $host }에는 포트 { $port }만 있는데, 사이드카는 호출된 포트({ $called })로 보냅니다. 그런 요청은 503 NC를 받습니다. port: {"{"}number: { $port }{"}"}을 추가하세요.

## ingress_left_out

ingress-left-out-off = Istio는 Ingress { $name }{ PARTICLE("을/를") } 다른 컨트롤러에 맡깁니다. `ingressControllerMode`가 OFF입니다. Istio는 IngressClass의 컨트롤러가 `istio.io/ingress-controller`인 것을 받습니다.
ingress-left-out-class = Istio는 Ingress { $name }{ PARTICLE("을/를") } 다른 컨트롤러에 맡깁니다. 클래스가 `{ $class }`입니다. Istio는 IngressClass의 컨트롤러가 `istio.io/ingress-controller`인 것을 받습니다.
ingress-left-out-controller = Istio는 Ingress { $name }{ PARTICLE("을/를") } 다른 컨트롤러에 맡깁니다. 클래스의 컨트롤러가 `{ $controller }`입니다. Istio는 IngressClass의 컨트롤러가 `istio.io/ingress-controller`인 것을 받습니다.
ingress-left-out-unknown-class = Istio는 Ingress { $name }{ PARTICLE("을/를") } 다른 컨트롤러에 맡깁니다. IngressClass `{ $class }`{ PARTICLE("이/가") } 없습니다. Istio는 IngressClass의 컨트롤러가 `istio.io/ingress-controller`인 것을 받습니다.
ingress-left-out-no-class = Istio는 Ingress { $name }{ PARTICLE("을/를") } 다른 컨트롤러에 맡깁니다. 클래스가 없습니다. Istio는 IngressClass의 컨트롤러가 `istio.io/ingress-controller`인 것을 받습니다.
ingress-left-out-default-backend = Istio는 `defaultBackend`를 무시합니다. 어떤 규칙에도 맞지 않는 요청은 404를 받습니다. 호스트 없는 규칙을 쓰세요.
ingress-left-out-secret = Istio는 이 항목을 무시합니다. `secretName`이 없어서 443에서 그 호스트를 받는 것이 없습니다.
ingress-left-out-rule = Istio는 이 규칙을 무시합니다. `http`가 없습니다.
ingress-left-out-backend = Istio는 이 경로를 무시합니다. 백엔드가 Service가 아닙니다.
ingress-left-out-port = Istio는 이 경로를 무시합니다. Service { $service }에 이름이 `{ $port }`인 포트가 없습니다.

## inherited_policy

inherited-policy-port = 포트의 설정은 바깥 정책을 대신합니다. 이 포트에서 { $settings }{ PARTICLE("은/는") } Istio의 기본값이 적용됩니다. 필요한 것을 여기에 다시 쓰세요.
inherited-policy-subset = 서브셋 { $subset }의 정책은 어떤 요청에도 적용되지 않습니다. 이 서브셋으로 라우팅하는 VirtualService가 없습니다.

## left_out_weight

left-out-weight = { $host }{ PARTICLE("으로/로") }는 요청이 가지 않습니다. 다른 가중치들이 모두 합쳐 { $sum }이므로, 쓰지 않은 가중치는 0입니다. weight: { $rest }{ PARTICLE("을/를") } 쓰세요.
left-out-weight-beside-all = { $host }{ PARTICLE("으로/로") }는 요청이 가지 않습니다. 다른 가중치들이 { $sum }{ PARTICLE("을/를") } 모두 가져가므로, 쓰지 않은 가중치는 0입니다. 이것의 비율을 weight로 쓰고 다른 것을 줄이세요.
left-out-weight-of-subset = { $host }의 서브셋 { $subset }{ PARTICLE("으로/로") }는 요청이 가지 않습니다. 다른 가중치들이 모두 합쳐 { $sum }이므로, 쓰지 않은 가중치는 0입니다. weight: { $rest }{ PARTICLE("을/를") } 쓰세요.
left-out-weight-of-subset-beside-all = { $host }의 서브셋 { $subset }{ PARTICLE("으로/로") }는 요청이 가지 않습니다. 다른 가중치들이 { $sum }{ PARTICLE("을/를") } 모두 가져가므로, 쓰지 않은 가중치는 0입니다. 이것의 비율을 weight로 쓰고 다른 것을 줄이세요.
left-out-weight-in-http-route = { $backend }{ PARTICLE("은/는") } 요청 { $count }건 중 1건을 받습니다. HTTPRoute에서 쓰지 않은 가중치는 1입니다. 비율을 쓰세요.

## locality_failover

locality-failover = outlierDetection이 있으면 클라이언트는 { $host }의 파드가 정상인 동안 자기 로컬리티의 파드로만 보냅니다(로컬리티 { $localities }개). loadBalancer.localityLbSetting을 설정하세요. enabled: false는 전체에 분산합니다.

## lone_weight

lone-weight = 지우거나, 나머지 { $rest }%의 목적지를 추가하세요.

## mirror_of_nothing

mirror-of-nothing = 아무것도 복사되지 않습니다. 이 비율이 적용될 미러가 없습니다.
mirror-of-nothing-of-several = 이것은 mirrors에 적용되지 않습니다. 각 미러에 자기 percentage가 있고, 없으면 모든 요청이 복사됩니다.
mirror-of-nothing-without-value = 아무것도 복사되지 않습니다. 값 없는 비율은 0%라서 미러가 생기지 않습니다. value: 100을 쓰세요.

## mirror_to_itself

mirror-to-itself = 요청의 { $percent }%{ PARTICLE("이/가") } 규칙이 이미 보내는 곳으로 복사됩니다. 같은 파드가 두 번 받습니다. 다른 서브셋이나 호스트로 미러링하세요.

## mistaken_analyzers

mistaken-analyzers-subset = 여기서는 istioctl의 IST0101이 틀렸습니다. 서브셋 { $subset }{ PARTICLE("은/는") } DestinationRule { $rule }의 것이고, 그 호스트 { $wildcard }{ PARTICLE("은/는") } { $host }{ PARTICLE("을/를") } 포함합니다. istioctl은 이름만 비교합니다(istio/istio#36237).
mistaken-analyzers-endpoints = 여기서는 istioctl의 IST0173이 틀렸습니다. ServiceEntry { $entry }의 엔드포인트에 { $subset }의 레이블이 있습니다. istioctl은 파드만 찾습니다(istio/istio#57590).
mistaken-analyzers-wildcard = 여기서는 istioctl의 IST0174가 틀렸습니다. { $wildcard }{ PARTICLE("은/는") } { $host }{ PARTICLE("을/를") } 포함하고, 규칙이 적용됩니다. istioctl은 와일드카드 자체를 이름으로 가진 서비스를 찾습니다(istio/istio#56133).
mistaken-analyzers-port = 여기서는 istioctl의 IST0162가 틀렸습니다. Service에는 포트 { $port }{ PARTICLE("이/가") } 있고, 쓰지 않은 프로토콜은 TCP입니다. istioctl은 Kubernetes가 채우는 것 없이 파일을 읽습니다(istio/istio#51257).

## multiplied_retries

multiplied-retries = 재시도는 곱해집니다. { $app }{ PARTICLE("으로/로") } 가는 요청 하나가 { $host }에 { $times }번까지 닿을 수 있습니다. { $first_tries }번의 시도가 각각 { $next_tries }번까지 시도합니다. 한 홉에서만 재시도하세요.
