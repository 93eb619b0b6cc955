# The Korean of en/control.ftl; what the arguments are is said there.

## Who asks

client-unknown = { $asked }: { $reason }. 있는 것: { $known }
client-unknown-nobody = { $asked }: { $reason }. 워크로드가 하나도 없습니다
client-no-gateway = 그런 이름의 게이트웨이 워크로드가 없습니다
client-no-gateway-selected = 워크로드를 선택하는 Gateway가 없습니다
client-no-pods = 요청을 보낼 파드가 없습니다
client-no-workload = 그런 이름의 워크로드가 없습니다
client-several-gateways = 게이트웨이인 워크로드가 여럿입니다. ingress/<workload>로 하나를 지정하세요

## Parts of a resource that nobody wrote, and why they are there

implied-and-more = { $reason }. 이런 것 { $count }개는 자동으로 추가하지 않습니다. 필요한 것을 직접 쓰세요
implied-by-canary = Canary { $canary } 때문에 Flagger가 만듭니다
implied-deployment = Service { $service } 뒤에 워크로드가 없습니다
implied-deployment-of-subset = 워크로드가 없는데, DestinationRule이 { $host }의 서브셋 { $subset }{ PARTICLE("을/를") } 정의합니다
implied-gateway = Gateway가 없는데, VirtualService { $rule }{ PARTICLE("이/가") } { $gateway }{ PARTICLE("을/를") } 지정합니다
implied-gateway-workload = Gateway { $gateway }{ PARTICLE("이/가") } `{ $labels }`{ PARTICLE("을/를") } 선택하는데, 그 레이블이 있는 워크로드가 없습니다
implied-gateway-workload-of-ingress = Ingress에는 `{ $labels }`{ PARTICLE("이/가") } 있는 게이트웨이가 필요한데, 그 레이블이 있는 워크로드가 없습니다
implied-ingress-class = Ingress { $ingress }{ PARTICLE("이/가") } 클래스 `{ $class }`{ PARTICLE("을/를") } 지정하는데, 그런 클래스가 없습니다
implied-managed-gateway = Gateway { $gateway } 때문에 Istio가 만듭니다
implied-service-of-destination-rule = Service가 없는데, DestinationRule { $rule }{ PARTICLE("이/가") } { $host }{ PARTICLE("을/를") } 대상으로 합니다
implied-service-of-ingress = Service가 없는데, Ingress { $ingress }{ PARTICLE("이/가") } { $host }{ PARTICLE("으로/로") } 라우팅합니다
implied-service-of-virtual-service = Service가 없는데, VirtualService { $rule }{ PARTICLE("이/가") } { $host }{ PARTICLE("으로/로") } 라우팅합니다
implied-traffic = Traffic이 없습니다. VirtualService { $rule }{ PARTICLE("이/가") } 초당 요청 { $rate }건을 받고, 라우트들이 고르게 나눕니다
implied-traffic-of-connections = Traffic이 없습니다. VirtualService { $rule }{ PARTICLE("이/가") } 초당 연결 { $rate }개를 받고, 규칙들이 고르게 나눕니다
implied-traffic-of-ingress = Traffic이 없습니다. Ingress { $ingress }{ PARTICLE("이/가") } 초당 요청 { $rate }건을 받고, 경로들이 고르게 나눕니다
implied-traffic-unrouted = Traffic이 없고, DestinationRule { $rule }의 호스트로 라우팅하는 것도 없습니다. 초당 요청 { $rate }건을 받습니다
implied-traffic-without = Traffic이 없습니다. VirtualService { $rule }{ PARTICLE("이/가") } 초당 요청 { $rate }건을 받고, 라우트들이 고르게 나눕니다. { $paths }{ PARTICLE("은/는") } 빠집니다. 그 매치 조건에 맞는 요청을 만들 수 없기 때문입니다

## Why there is no cluster that a route names

no-cluster-host = 호스트가 { $host }인 Service도 ServiceEntry도 없습니다
no-cluster-not-exported = { $host }{ PARTICLE("은/는") } 네임스페이스 { $namespace }에 공개되지 않습니다
no-cluster-port = { $host }에는 포트 { $port }{ PARTICLE("이/가") } 없고 { $ports }만 있습니다
no-cluster-service = 라우트가 존재하지 않는 Service를 지정합니다
no-cluster-sidecar = Sidecar가 이 클라이언트에서 { $host }{ PARTICLE("을/를") } 뺍니다
no-cluster-wildcard = 호스트가 { $host } 자체인 ServiceEntry가 없고, { $wildcard }의 ServiceEntry는 와일드카드용 클러스터만 만듭니다
no-cluster-subset = { $host }의 서브셋 { $subset }{ PARTICLE("을/를") } 정의하는 DestinationRule이 없습니다
no-cluster-subset-elsewhere = DestinationRule { $rule }{ PARTICLE("이/가") } 정의하지만, 네임스페이스 { $elsewhere }에서는 아무도 찾지 않습니다. { $namespace }의 클라이언트는 자기 네임스페이스와 서비스의 네임스페이스({ $owner }), { $root }에서 찾습니다
no-cluster-subset-not-exported = DestinationRule { $rule }{ PARTICLE("이/가") } 정의하지만, 네임스페이스 { $namespace }에 공개되지 않습니다
no-cluster-subset-of-another = DestinationRule { $rule }{ PARTICLE("이/가") } 정의하지만, { $namespace }의 클라이언트에는 { $rules }만 적용됩니다
no-cluster-subset-only = DestinationRule { $rules }에는 서브셋 { $subset }{ PARTICLE("이/가") } 없고 { $subsets }만 있습니다

## The end of a list of names

names-none = 없음
names-others = 기타

## Where a server is written

written-server = Gateway { $gateway }의 { $path }

## Why a cluster has no host

no-hosts-pods = Service { $service }{ PARTICLE("이/가") } 선택하는 레이블({ $labels })을 가진 파드가 없습니다
no-hosts-subset = { $service }의 파드 중에 서브셋 { $subset }의 레이블({ $labels })을 가진 것이 없습니다
no-hosts-ready = { $service }의 파드 중에 준비된 것이 없습니다
no-hosts-selector = Service { $service }{ PARTICLE("은/는") } 파드를 선택하지 않습니다. 셀렉터가 없습니다
no-hosts-endpoints = { $host }에 엔드포인트가 없습니다
