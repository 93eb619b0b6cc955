## What Istio drops or overrides on the way to the proxies without a word

# $name is a field of connectionPool
zero-of-pool = `{ $name }: 0` has no effect: Istio reads 0 as if the field were absent, so there is no limit. The least is 1.
zero-of-pool-retries =
    `maxRetries: 0` has no effect: Istio reads 0 as if the field were absent, so the retries under way at once are not limited.
    To switch retries off, set retries.attempts: 0 in the rules of the VirtualService.
zero-of-ejection-percent =
    `maxEjectionPercent: 0` has no effect: Istio reads 0 as if the field were absent, so the default of 10 % holds. To eject none, leave
    outlierDetection out.
zero-of-ejection-percent-fix = Write the 10 that counts
# $balancer is RANDOM, PASSTHROUGH or consistentHash
unheeded-warmup =
    This does not count: { $balancer } does not warm up hosts, a new one gets its full share at once. ROUND_ROBIN and
    LEAST_REQUEST do.
unheeded-max-retries =
    maxRetries { $limit } does not count: where there is a retryBudget, it alone says how many retries may be under way at
    once. Remove one of them.
# $number is what is written, $port the number that counts
settings-of-no-port-target =
    These settings never count: { $number } is where the pods of { $service } listen; clients call its port { $port }.
settings-of-no-port =
    These settings never count: Service { $service } has no port { $number }. It has { AND($ports) }.
passthrough-subset =
    With PASSTHROUGH each request goes to the address that its client asked for: the labels of subset { $subset } of
    { $host } do not choose its pods, and weights between subsets do nothing.
# $protocol is what this server speaks, $taken what is spoken on the port already
server-of-taken-port =
    This server is left out: port { $port } speaks { $taken } already, for Gateway { $owner }, and { $protocol } does not go
    with it. Give one of them a port of its own.
