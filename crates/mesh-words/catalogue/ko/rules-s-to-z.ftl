# The Korean of en/rules-s-to-z.ftl; what the arguments are is said there.

## server-names-of-service (MP0165)

server-names-of-service = 이 규칙과 일치하지 않는 것은 더 이상 { $service }의 포트 { $port }에 닿지 않습니다. SNI가 없거나, 다르거나, 평문이면 Service를 지나쳐 갑니다.
server-names-of-service-for-some = 이 규칙이 적용되는 클라이언트 중, 규칙과 일치하지 않는 것은 더 이상 { $service }의 포트 { $port }에 닿지 않습니다. SNI가 없거나, 다르거나, 평문이면 Service를 지나쳐 갑니다.

## server-without-rules (MP0161)

server-without-rules-connections = 이 호스트에 { $list } 규칙을 가진 VirtualService가 없습니다. 연결이 재설정되거나, 수신하는 것이 아예 없습니다.
server-without-rules-https = 이 호스트에 http 규칙을 가진 VirtualService가 없습니다. 핸드셰이크는 되지만 모든 요청이 404를 받습니다.

## shadowed-route (MP0101)

shadowed-route = 규칙 { $place }{ PARTICLE("은/는") } 요청을 받을 일이 없습니다. { $taker }{ PARTICLE("이/가") } 먼저이고, 맞는 것을 모두 가져갑니다. 위로 옮기거나 { $taker }{ PARTICLE("을/를") } 좁히세요.
shadowed-route-by-several = 규칙 { $place }{ PARTICLE("은/는") } 요청을 받을 일이 없습니다. { $takers }{ PARTICLE("이/가") } 먼저이고, 함께 맞는 것을 모두 가져갑니다. 그 위로 옮기거나 그것들을 좁히세요.

## share-of-weights (MP0126)

share-of-weights = { $place }의 가중치 합이 100이 아니라 { $sum }입니다. 비율은 { $shares }입니다.
share-of-weights-share = { $destination } { $percent }%

## shared-certificate (MP0172)

shared-certificate = 포트 { $port }에서 { $servers }도 { $certificate }{ PARTICLE("을/를") } 보여 줍니다. 한쪽에 연결된 브라우저는 같은 연결로 다른 쪽의 호스트를 요청하고, 404를 받습니다. 이 호스트들을 한 서버에서 제공하세요.
shared-certificate-server = Gateway { $gateway }의 { $server }

## shared-gateway-host (KIA1106)

shared-gateway-host-same = 게이트웨이 { $gateway }의 { $host }에 대해 { $names }{ PARTICLE("을/를") } 보세요. 규칙은 오래된 것부터 병합됩니다.
shared-gateway-host-wildcard = 게이트웨이 { $gateway }의 { $names }{ PARTICLE("을/를") } 보세요. 호스트는 더 좁은 쪽만 따릅니다.

## sidecar-of-the-mesh (KIA1006)

sidecar-of-the-mesh = 그것이 있으면 이 Sidecar는 { $namespace }의 파드에만 적용됩니다.

## source-of-nobody (MP0192, MP0193)

source-of-nobody-at-gateway = 맞을 일이 없습니다. 게이트웨이에서는 보낸 쪽이 아니라 게이트웨이 자신의 파드와 비교하는데, { $pod } 파드가 아닙니다. 규칙이 빠집니다.
source-of-nobody-beside-gateways = 이것은 적용되지 않습니다. 한 매치 조건 안에 gateways가 있으면 요청이 어디서 왔는지는 보지 않습니다. gateways를 빼거나, 게이트웨이에 별도의 매치 조건을 주세요.
source-of-nobody-no-pod = 맞을 일이 없습니다. { $pod } 파드가 없습니다. 모든 클라이언트에서 규칙이 빠집니다.
source-of-nobody-pod-in = 네임스페이스 { $namespace }의
source-of-nobody-pod-with = { $labels } 레이블의
source-of-nobody-pod-with-in = 네임스페이스 { $namespace }의 { $labels } 레이블을 가진

## subset-without-labels (KIA0209)

subset-without-labels = { $subset }{ PARTICLE("은/는") } { $host }의 모든 파드를 받습니다. 나타내려는 버전의 레이블을 주세요.

## unchained-rule (MP0123)

unchained-rule = 여기서는 { $host }에 대한 VirtualService { $virtual_service }의 규칙을 보지 않습니다. 요청은 호출된 호스트의 규칙을 한 번만 거칩니다. 이 규칙에 다시 쓰세요.

## unconsulted-rule (MP0110)

unconsulted-rule-at-gateways = 이 VirtualService를 보는 클라이언트가 없습니다. 호스트는 메시 안에서만 호출되는데, gateways는 게이트웨이에만 연결합니다. gateways에 mesh를 추가하세요.
unconsulted-rule-never-called = 이 VirtualService를 보는 클라이언트가 없습니다. 메시 안에서 이 호스트를 호출하는 Traffic도 App도 없습니다. 규칙은 호출하는 쪽의 프록시에서 작동합니다. 게이트웨이를 지나는 트래픽이라면 gateways에 지정하세요.
unconsulted-rule-without-sidecar = 이 VirtualService를 보는 클라이언트가 없습니다. 사이드카 없는 쪽만 이 호스트를 호출합니다. 규칙은 호출하는 쪽의 프록시에서 작동합니다. 호출하는 쪽에 사이드카를 주거나, 게이트웨이로 보내고 gateways에 지정하세요.

## unexposed-port (KIA0701)

unexposed-port = 이 Service의 어떤 워크로드도 { $port }에서 수신하지 않습니다. targetPort나 containerPort를 고치세요.

## unknown-backend (KIA1402)

unknown-backend-none = 네임스페이스 { $namespace }에 Service { $service }{ PARTICLE("이/가") } 없습니다.
unknown-backend-not-granted = 네임스페이스 { $namespace }에는 { $routes }의 HTTPRoute가 { $service }{ PARTICLE("을/를") } 지정하도록 허용하는 ReferenceGrant가 없습니다.

## unknown-delegate (MP0184)

unknown-delegate-none = 규칙이 빠집니다. 위임할 VirtualService { $delegate }{ PARTICLE("이/가") } 없습니다. 이 요청은 다음 규칙으로 가고, 없으면 404 NR을 받습니다.
unknown-delegate-not-exported = 규칙이 빠집니다. VirtualService { $delegate }{ PARTICLE("이/가") } 네임스페이스 { $namespace }에 공개되지 않았습니다. 이 요청은 다음 규칙으로 가고, 없으면 404 NR을 받습니다.
unknown-delegate-with-hosts = 규칙이 빠집니다. VirtualService { $delegate }에 hosts가 있는데, 위임받는 쪽에는 hosts가 없어야 합니다. 이 요청은 다음 규칙으로 가고, 없으면 404 NR을 받습니다.

## unknown-egress-host (KIA1004)

unknown-egress-host = 그 네임스페이스의 호스트를 namespace/name.namespace.svc.cluster.local처럼 전체 이름으로 쓰세요.

## unknown-export-namespace (KIA0005)

unknown-export-namespace = { $namespace }에는 아무것도 없어 거기서 이 { $kind }{ PARTICLE("을/를") } 보는 쪽이 없습니다.

## unknown-match-gateway (KIA1102)

unknown-match-gateway = Gateway { $gateway }{ PARTICLE("이/가") } 없어 이 매치 조건은 맞을 일이 없습니다.

## unknown-mesh-host (MP0125)

unknown-mesh-host-elsewhere = 호스트 { $host }{ PARTICLE("을/를") } 가진 Service도 ServiceEntry도 없습니다. 메시의 어떤 클라이언트도 찾지 못합니다. ServiceEntry를 정의하거나, 규칙을 게이트웨이에 연결하세요.
unknown-mesh-host-in-cluster = 호스트 { $host }{ PARTICLE("을/를") } 가진 Service도 ServiceEntry도 없습니다. 메시의 어떤 클라이언트도 찾지 못합니다. 이름이나 네임스페이스를 고치세요.
unknown-mesh-host-not-completed = { $host }{ PARTICLE("은/는") } 그대로 쓰입니다. 점이 없는 이름만 전체 이름으로 완성됩니다. { $meant }{ PARTICLE("으로/로") } 쓰세요.

## unmatched-rest (MP0124)

unmatched-rest = 어떤 규칙에도 맞지 않는 { $host } 요청은 404 NR을 받습니다. 모든 규칙에 매치 조건이 있습니다. 조건 없는 마지막 규칙을 추가하세요.

## unpropagated-header (MP0109)

unpropagated-header = 이 매치 조건은 { $apps }의 호출에서는 맞을 일이 없습니다. 앱이 { $header }{ PARTICLE("을/를") } 넘기지 않습니다. App의 propagateHeaders에 추가하세요.

## unsent-extras (MP0195)

unsent-extras = { $answer }{ PARTICLE("이/가") } 있으면 아무것도 전달하지 않으므로 다음은 적용되지 않습니다: { $fields }.

## unserved-scheduler (MP0203)

unserved-scheduler = 이름이 { $name }인 스케줄러가 실행되고 있지 않습니다. 이 파드들은 이벤트도 없이 Pending으로 말없이 기다립니다. 스케줄러를 시작하거나 schedulerName을 빼세요.

## unstarted-pods (MP0118)

unstarted-pods-none = 시작되지 않았습니다. 플레이그라운드는 파드를 10,000개까지, 엔드포인트가 50,000개와 Service마다 20개를 넘지 않는 만큼 시작합니다.
unstarted-pods-some = 파드 { $wanted }개 중 { $started }개만 시작됩니다. 플레이그라운드는 워크로드 하나에 1,000개, 모두 10,000개까지, 엔드포인트가 50,000개와 Service마다 20개를 넘지 않는 만큼 시작합니다. replicas를 줄이세요.

## unused-namespace (MP0120)

unused-namespace = { $host }의 규칙을 네임스페이스 { $namespace }에서 찾는 클라이언트가 없습니다. 거기에는 파드가 없고, 서비스는 { $owner }에 있습니다. 규칙을 거기로 옮기세요.

## weighted-destinations (MP0103, MP0105)

weighted-destinations-only = { $place }의 요청은 503 UH를 받습니다. Service { $service }의 셀렉터에 맞는 파드가 없습니다.
weighted-destinations-service = { $place }의 요청 중 { $percent }%{ PARTICLE("이/가") } 503 UH를 받습니다. Service { $service }의 셀렉터에 맞는 파드가 없습니다. 다른 목적지가 그 몫을 대신 받지 않습니다.
weighted-destinations-sticky-destination = 여기서 consistentHash는 사용자를 한 목적지에 묶어 두지 못합니다. { $place }{ PARTICLE("은/는") } 먼저 가중치로 목적지를 추첨합니다. 사용자를 한 버전에 묶으려면 헤더로 라우팅하세요.
weighted-destinations-sticky-subset = 여기서 consistentHash는 사용자를 한 서브셋에 묶어 두지 못합니다. { $place }{ PARTICLE("은/는") } 먼저 가중치로 서브셋을 추첨합니다. 사용자를 한 버전에 묶으려면 헤더로 라우팅하세요.
weighted-destinations-subset = { $place }의 요청 중 { $percent }%{ PARTICLE("이/가") } 503 UH를 받습니다. { $host }의 파드 중 서브셋 { $subset }에 드는 것이 없습니다. 다른 목적지가 그 몫을 대신 받지 않습니다.

## written-by-controllers (MP0152)

written-by-controllers-canary = Flagger는 릴리스할 때만 { $deployment }의 파드를 시작합니다. 릴리스 사이에는 { $deployment }-primary가 Canary { $canary }의 트래픽을 받습니다.
written-by-controllers-rollout = Argo Rollouts가 { $deployment }의 파드를 종료합니다. Rollout { $rollout }{ PARTICLE("이/가") } 그 자리를 대신합니다.
written-by-controllers-weights = 가중치는 Argo Rollouts가 정합니다. Rollout { $rollout }의 릴리스 사이에는 모든 요청이 stable 쪽으로 갑니다.

## unknown_subset: IST0101

unknown-subset-change = 서브셋 { $subset }{ PARTICLE("을/를") } { $near }{ PARTICLE("으로/로") } 바꾸기
