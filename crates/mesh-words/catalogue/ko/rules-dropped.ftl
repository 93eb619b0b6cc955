## The Korean of en/rules-dropped.ftl; what the arguments are is said there.

zero-of-pool = `{ $name }: 0`은 효과가 없습니다. Istio는 0을 필드가 없는 것으로 읽으므로 제한이 없습니다. 최소값은 1입니다.
zero-of-pool-retries = `maxRetries: 0`은 효과가 없습니다. Istio는 0을 필드가 없는 것으로 읽으므로, 동시에 진행되는 재시도에 제한이 없습니다. 재시도를 끄려면 VirtualService의 규칙에 retries.attempts: 0을 설정하세요.
zero-of-ejection-percent = `maxEjectionPercent: 0`은 효과가 없습니다. Istio는 0을 필드가 없는 것으로 읽으므로 기본값 10%가 적용됩니다. 아무것도 제외하지 않으려면 outlierDetection을 빼세요.
zero-of-ejection-percent-fix = 적용되는 값 10을 쓰기
unheeded-warmup = 이것은 적용되지 않습니다. { $balancer }{ PARTICLE("은/는") } 호스트를 워밍업하지 않아 새 호스트가 곧바로 제 몫을 다 받습니다. ROUND_ROBIN과 LEAST_REQUEST는 워밍업합니다.
unheeded-max-retries = maxRetries { $limit }{ PARTICLE("은/는") } 적용되지 않습니다. retryBudget이 있으면 동시에 진행되는 재시도 수는 그것만으로 정해집니다. 하나를 지우세요.
settings-of-no-port-target = 이 설정은 적용될 일이 없습니다. { $number }{ PARTICLE("은/는") } { $service }의 파드가 수신하는 포트이고, 클라이언트는 서비스의 포트 { $port }{ PARTICLE("을/를") } 호출합니다.
settings-of-no-port = 이 설정은 적용될 일이 없습니다. Service { $service }에는 포트 { $number }{ PARTICLE("이/가") } 없고 { AND($ports) }{ PARTICLE("이/가") } 있습니다.
passthrough-subset = PASSTHROUGH에서는 각 요청이 클라이언트가 요청한 주소로 갑니다. { $host }의 서브셋 { $subset }의 레이블로 파드를 고르지 않고, 서브셋 사이의 가중치도 아무 일을 하지 않습니다.
server-of-taken-port = 이 서버는 빠집니다. 포트 { $port }에는 이미 Gateway { $owner }의 { $taken }{ PARTICLE("이/가") } 있고, { $protocol }{ PARTICLE("은/는") } 함께 쓸 수 없습니다. 둘 중 하나에 별도의 포트를 주세요.
