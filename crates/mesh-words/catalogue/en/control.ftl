# What the control plane says of configuration: who asks, what is missing, what is implied.

## Who asks: a client by its name

client-unknown = { $asked }: { $reason }; there are: { $known }
client-unknown-nobody = { $asked }: { $reason }; there are no workloads
client-no-gateway = no gateway workload has that name
client-no-gateway-selected = no Gateway selects a workload
client-no-pods = it has no pods that could send anything
client-no-workload = no workload has that name
client-several-gateways = several workloads are gateways: name one as ingress/<workload>

## Parts of a resource that nobody wrote, and why they are there

implied-and-more = { $reason }; { $count } more like it are not implied: write out what is needed of them
implied-by-canary = Flagger makes it for Canary { $canary }
implied-deployment = there is no workload behind Service { $service }
implied-deployment-of-subset = there is no workload, and a DestinationRule names subset { $subset } of { $host }
implied-gateway = there is no Gateway, and VirtualService { $rule } names { $gateway }
# $labels: as `istio: ingressgateway`
implied-gateway-workload = Gateway { $gateway } selects `{ $labels }`, and no workload has that label
implied-gateway-workload-of-ingress = an Ingress needs a gateway with `{ $labels }`, and no workload has that label
implied-ingress-class = Ingress { $ingress } names the class `{ $class }`, and there is none
implied-managed-gateway = Istio makes it for Gateway { $gateway }
implied-service-of-destination-rule = there is no Service, and DestinationRule { $rule } is for { $host }
implied-service-of-ingress = there is no Service, and Ingress { $ingress } routes to { $host }
implied-service-of-virtual-service = there is no Service, and VirtualService { $rule } routes to { $host }
implied-traffic = there is no Traffic; VirtualService { $rule } gets { $rate } requests/s, shared evenly by its routes
implied-traffic-of-connections = there is no Traffic; VirtualService { $rule } gets { $rate } connections/s, shared evenly
    by its rules
implied-traffic-of-ingress = there is no Traffic; Ingress { $ingress } gets { $rate } requests/s, shared evenly by its paths
implied-traffic-unrouted = there is no Traffic, and nothing routes to the host of DestinationRule { $rule }; it gets
    { $rate } requests/s
# $paths: as `spec.http[0], spec.http[3]`
implied-traffic-without = there is no Traffic; VirtualService { $rule } gets { $rate } requests/s, shared evenly by its
    routes, without { $paths }: no request could be made that its match takes

## Why there is no cluster that a route names

no-cluster-host = no Service and no ServiceEntry has the host { $host }
no-cluster-not-exported = { $host } is not exported to namespace { $namespace }
no-cluster-port = { $host } has no port { $port }, only { $ports }
no-cluster-service = the route names no Service that there is
no-cluster-sidecar = a Sidecar leaves { $host } out for this client
no-cluster-wildcard = no ServiceEntry has the host { $host } itself, and that for { $wildcard } makes a cluster for the
    wildcard alone
no-cluster-subset = no DestinationRule for { $host } defines subset { $subset }
no-cluster-subset-elsewhere = DestinationRule { $rule } defines it, but nobody looks in namespace { $elsewhere }: a client of
    { $namespace } looks in its own, in that of the service ({ $owner }) and in { $root }
no-cluster-subset-not-exported = DestinationRule { $rule } defines it, but is not exported to namespace { $namespace }
# $rules: the DestinationRules that count
no-cluster-subset-of-another = DestinationRule { $rule } defines it, but for clients of { $namespace } { $rules } counts alone
no-cluster-subset-only = DestinationRule { $rules } has no subset { $subset }, only { $subsets }

## The end of a list of names

names-none = none
names-others = others

## Where a server is written

written-server = { $path } of Gateway { $gateway }

## Why a cluster has no host

# $labels: as `app=shop`
no-hosts-pods = no pod has the labels that Service { $service } selects: { $labels }
no-hosts-subset = of the pods of { $service } none has the labels of subset { $subset }: { $labels }
no-hosts-ready = no pod of { $service } is ready
no-hosts-selector = Service { $service } selects no pods: it has no selector
no-hosts-endpoints = { $host } has no endpoints
