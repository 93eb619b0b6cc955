#!/usr/bin/env python3
"""Texts made to be dear, each as a whole process with what the network is granted: seconds, peak memory, what stopped it.

    python3 end2end/hostile.py [target/release/mesh-playground] [WORD ...]

Only the kinds whose names hold one of the words are run, all without one. Nothing is asserted: the figures are for
docs/performance.md. A kind that takes more than 10 s or 2 GiB is ended and told as such.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

LARGEST = 256 * 1024
NETWORK = ["--max-steps", "2000000", "--max-memory", "40MiB"]


def deployment(name, replicas, labels="", containers="{name: c, image: x, ports: [{containerPort: 80}]}", spec=""):
    labels = f"app: {name[:60]}" + (f", {labels}" if labels else "")
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{replicas: {replicas}, {spec}"
        f"selector: {{matchLabels: {{app: {name[:60]}}}}}, template: {{metadata: {{labels: {{{labels}}}}}, "
        f"spec: {{containers: [{containers}]}}}}}}\n---\n"
    )


def service(name, app=None, spec="", ports="{port: 80, name: http}"):
    return (
        f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\n"
        f"spec: {{{spec}selector: {{app: {app or name}}}, ports: [{ports}]}}\n---\n"
    )


def traffic(name, source, url, rate=10, headers=""):
    return (
        f"apiVersion: playground.mesh/v1\nkind: Traffic\nmetadata: {{name: {name}}}\n"
        f"spec: {{from: {source}, request: {{url: \"{url}\"{headers}}}, rate: {rate}}}\n---\n"
    )


def resource_of(kind, name, spec, version="networking.istio.io/v1"):
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n---\n"


def rule(name, host, spec):
    return resource_of("DestinationRule", name, f"{{host: {host}, {spec}}}")


def app(name, spec):
    return resource_of("App", name, f"{{selector: {{app: {name}}}, {spec}}}", "playground.mesh/v1")


def filled(make, most=LARGEST):
    """As many of `make(0)`, `make(1)`, ... as fit."""
    text, number = [], 0
    size = 0
    while True:
        more = make(number)
        if size + len(more) > most:
            return "".join(text)
        text.append(more)
        size += len(more)
        number += 1


def pair(callers, called, rate=10, spec="", of_rule=None):
    text = deployment("a", callers) + deployment("b", called) + service("b") + traffic("t", "a", "http://b/", rate)
    return text + (rule("b", "b", of_rule) if of_rule else "") + spec


HASHED = "trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x, %s}}}"
EJECTING = "outlierDetection: {consecutive5xxErrors: 1, interval: 1s, baseEjectionTime: 1s, maxEjectionPercent: 100}"
ADDRESSES = "".join(f"{{address: 10.{n // 250}.{n % 250}.1, weight: {n % 7 + 1}}}, " for n in range(4000))
NAMESPACES = 700


def kinds():
    yield "view at 8000h", pair(1, 1) + resource_of("Scenario", "s", "{view: {at: 8000h}, duration: 8760h}", "playground.mesh/v1"), ["--for", "8000h"]
    yield "400 x 400", pair(400, 400)
    yield "1000 x 1000", pair(1000, 1000)
    yield "1000 x 1000, 5000/s", pair(1000, 1000, 5000)
    yield "1000 pods x 190 Services", deployment("a", 1000) + "".join(service(f"s{n}", "a") + traffic(f"t{n}", "a", f"http://s{n}/") for n in range(190))
    yield "250 callers x 40", "".join(deployment(f"c{n}", 1) + traffic(f"t{n}", f"c{n}", "http://b/") for n in range(250)) + deployment("b", 40) + service("b")
    yield "250 Deployments of 40", "".join(deployment(f"c{n}", 40) + service(f"c{n}") + traffic(f"t{n}", f"c{n}", f"http://c{(n + 1) % 250}/") for n in range(250))
    yield "5000 x 5000", pair(5000, 5000, 5000)
    yield "an hour", pair(2, 2, 400), ["--for", "3600s"]
    yield "ring of 8 million", pair(2, 3, of_rule=HASHED % "ringHash: {minimumRingSize: 8388608}")
    yield "ring of 1 million, 100 callers", pair(100, 3, 1000, of_rule=HASHED % "ringHash: {minimumRingSize: 1000000}")
    yield "maglev of 5 million", pair(2, 3, of_rule=HASHED % "maglev: {tableSize: 5000009}")
    yield "maglev of 1 million that ejects", pair(50, 50, 1000, app("b", "errors: [{share: 1, status: 503}]"), HASHED.replace("}}}", "}}, " + EJECTING + "}") % "maglev: {tableSize: 1000003}")
    yield "1000 x 1000 that eject", pair(1000, 1000, 5000, app("b", "errors: [{share: 1, status: 503}]"), "trafficPolicy: {" + EJECTING + "}")
    yield "weighted endpoints x 1000 callers", resource_of("ServiceEntry", "e", "{hosts: [e.x], ports: [{number: 80, name: http, protocol: HTTP}], resolution: STATIC, endpoints: [" + ADDRESSES + "]}") + deployment("a", 1000) + traffic("t", "a", "http://e.x/", 5000)
    yield "callers in as many namespaces", "".join(f"apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: n{n}, labels: {{app: p}}}}\nspec: {{containers: [{{name: c, image: x}}]}}\n---\n" + traffic(f"t{n}", f"p.n{n}", "http://s0.default/", 100) for n in range(NAMESPACES)) + filled(lambda n: service(f"s{n}"), LARGEST - NAMESPACES * 230)
    yield "long labels x 10000", deployment("a", 10000, "l: " + "x" * 250000)
    yield "many labels x 10000", deployment("a", 10000, ", ".join(f"l{n}: v" for n in range(20000)))
    yield "long environment x 10000", deployment("a", 10000, containers="{name: c, image: x, env: [{name: E, value: " + "x" * 250000 + "}]}")
    yield "many containers x 10000", deployment("a", 10000, containers=", ".join(f"{{name: c{n}, image: x}}" for n in range(8000)))
    yield "long workload name x 10000", deployment("a" * 120000, 10000) + service("s", "a" * 60)
    yield "long namespace x 10000", deployment("a", 10000).replace("{name: a}", "{name: a, namespace: " + "n" * 200000 + "}")
    yield "long service name", deployment("a", 1000) + service("s" * 120000, "a") + traffic("t", "a", "http://" + "s" * 120000 + "/")
    yield "long subset names", pair(10, 10, of_rule="subsets: [{name: " + "s" * 200000 + ", labels: {app: b}}]")
    yield "long app label x callers", filled(lambda n: deployment(f"c{n}", 20) + traffic(f"t{n}", f"c{n}", "http://b/", 100)) + deployment("b", 20) + service("b")
    yield "apps that call each other", "".join(deployment(f"c{n}", 1) + service(f"c{n}") + app(f"c{n}", f"parallel: true, calls: [{', '.join('{url: http://c%d/}' % ((n + k + 1) % 30) for k in range(20))}]") for n in range(30)) + traffic("t", "c0", "http://c1/", 100)
    yield "an app that calls itself", deployment("a", 1) + service("a") + app("a", "calls: [{url: http://a/}, {url: http://a/}]") + traffic("t", "a", "http://a/", 1000)
    yield "apps that never answer", pair(10, 100, 1000000, app("b", "hang: 1, concurrency: 1"))
    yield "as many Traffics as fit", pair(1, 1) + filled(lambda n: traffic(f"x{n}", "a", "http://b/", 1000000), LARGEST - 2000)
    yield "closed loops of millions", deployment("a", 1) + deployment("b", 1) + service("b") + resource_of("Traffic", "t", "{from: a, request: {url: http://b/}, connections: 4000000000}", "playground.mesh/v1")
    yield "request texts", deployment("a", 10) + service("a") + "".join(traffic(f"t{n}", "a", f"http://a/{n}", 100, ", headers: {x: " + "y" * 100 + "}") for n in range(900)) + app("a", "calls: [{url: http://a/, path: request}], propagate: ['*']")
    yield "ExternalName in a circle", "".join(f"apiVersion: v1\nkind: Service\nmetadata: {{name: s{n}}}\nspec: {{type: ExternalName, externalName: s{(n + 1) % 3}.default.svc.cluster.local, ports: [{{port: 80, name: http}}]}}\n---\n" for n in range(3)) + deployment("a", 1) + traffic("t", "a", "http://s0/")
    yield "delegates in a circle", "".join(resource_of("VirtualService", f"v{n}", f"{{{'hosts: [b], ' if n == 0 else ''}http: [{{delegate: {{name: v{(n + 1) % 3}}}}}]}}") for n in range(3)) + pair(1, 1)
    yield "subsets x pods", pair(10, 1000, of_rule="subsets: [" + ", ".join(f"{{name: s{n}, labels: {{app: b}}}}" for n in range(190)) + "]")
    yield "mirrors of mirrors", pair(10, 10, 10000) + resource_of("VirtualService", "v", "{hosts: [b], http: [{route: [{destination: {host: b}}], mirrors: [" + ", ".join(["{destination: {host: b}}"] * 5000) + "]}]}")
    yield "retries of retries", pair(10, 10, 1000, app("b", "errors: [{share: 1, status: 503}]")) + resource_of("VirtualService", "v", "{hosts: [b], http: [{route: [{destination: {host: b}}], retries: {attempts: 2000000000, perTryTimeout: 1ms, retryOn: 5xx}}]}")
    yield "interval of a millisecond", pair(100, 100, 100, app("b", "errors: [{share: 1, status: 503}]"), "trafficPolicy: {outlierDetection: {consecutive5xxErrors: 1, interval: 1ms, baseEjectionTime: 1ms, maxEjectionPercent: 100}}")
    yield "one-line documents", "a: b\n---\n" * (LARGEST // 9)
    yield "empty documents", "---\n" * (LARGEST // 4)
    yield "as many Services as fit", filled(lambda n: service(f"s{n}"))
    yield "as many Deployments as fit", filled(lambda n: deployment(f"d{n}", 1))
    yield "10000 pods behind 2500 Services", deployment("a", 10000) + filled(lambda n: service(f"s{n}", "a"), LARGEST - 1000)
    yield "10000 pods behind 20 ServiceEntries", deployment("a", 10000) + "".join(resource_of("ServiceEntry", f"e{n}", f"{{hosts: [e{n}.x], ports: [{{number: 80, name: http, protocol: HTTP}}], resolution: STATIC, workloadSelector: {{labels: {{app: a}}}}}}") for n in range(20)) + traffic("t", "a", "http://e0.x/")
    yield "VirtualServices of one host", pair(1, 1) + filled(lambda n: resource_of("VirtualService", f"v{n}", "{hosts: [b], http: [{route: [{destination: {host: b}}]}]}"), LARGEST - 2000)
    yield "a VirtualService of as many routes as fit", pair(100, 1, 1000) + resource_of("VirtualService", "v", "{hosts: [b], http: [" + filled(lambda n: f"{{match: [{{uri: {{regex: '/{n}(a|b)*c'}}}}], route: [{{destination: {{host: b}}}}]}}, ", LARGEST - 3000) + "]}")
    yield "hosts of one VirtualService", pair(10, 1, 1000) + resource_of("VirtualService", "v", "{hosts: [b, " + filled(lambda n: f"h{n}.example.com, ", LARGEST - 3000) + "], http: [{route: [{destination: {host: b}}]}]}")
    yield "alias bomb", "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9))
    yield "700 levels", "".join("  " * n + "a:\n" for n in range(500))
    yield "brackets", "[" * (LARGEST - 10)
    yield "one line", "a: " + "x" * (LARGEST - 10)


def pod(name, labels):
    return f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, labels: {{{labels}}}}}\nspec: {{containers: [{{name: c, image: x}}]}}\n---\n"


def external(name, target):
    return (
        f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\n"
        f"spec: {{type: ExternalName, externalName: {target}, ports: [{{port: 80, name: http}}]}}\n---\n"
    )


def routed(head, routes, more=""):
    """A VirtualService of as many routes as fit beside what uses it."""
    text = pair(1, 1) + more
    return text + resource_of("VirtualService", "v", "{" + head + "http: [" + filled(routes, LARGEST - len(text) - len(head) - 300) + "]}")


def listed(make, most=LARGEST - 2000):
    return filled(lambda n: make(n) + ", ", most)


def gateway(name, hosts, port=80):
    return resource_of("Gateway", name, f"{{selector: {{istio: ingressgateway}}, servers: [{{port: {{number: {port}, name: http, protocol: HTTP}}, hosts: [{hosts}]}}]}}")


def http_route(name, parents="{name: g}", hosts="", rules="{backendRefs: [{name: b, port: 80}]}"):
    return resource_of("HTTPRoute", name, f"{{parentRefs: [{parents}], hostnames: [{hosts}], rules: [{rules}]}}", "gateway.networking.k8s.io/v1")


K8S_GATEWAY = resource_of("Gateway", "g", "{gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}", "gateway.networking.k8s.io/v1")
TO_B = "route: [{destination: {host: b}}]"


def entry(name, hosts, ports="{number: 80, name: http, protocol: HTTP}", more=""):
    return resource_of("ServiceEntry", name, f"{{hosts: [{hosts}], ports: [{ports}], {more}}}")


def lists():
    """Long lists in one resource, or in many."""
    yield "unknown gateways of one VirtualService", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], gateways: [" + listed(lambda n: f"g{n}") + "], http: [{" + TO_B + "}]}")
    yield "unknown gateways without Traffic", deployment("b", 1) + service("b") + resource_of("VirtualService", "v", "{hosts: [b], gateways: [" + listed(lambda n: f"g{n}") + "], http: [{" + TO_B + "}]}")
    yield "unknown gateways x hosts", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [" + listed(lambda n: f"h{n}.io", LARGEST // 2) + "], gateways: [" + listed(lambda n: f"g{n}", LARGEST // 2 - 2000) + "], http: [{" + TO_B + "}]}")
    yield "unknown gateways of many VirtualServices", filled(lambda n: resource_of("VirtualService", f"v{n}", f"{{hosts: [h{n}.io], gateways: [g{n}], http: [{{{TO_B}}}]}}"))
    yield "known gateways x hosts", pair(1, 1) + filled(lambda n: gateway(f"g{n}", "'*'"), LARGEST // 3) + resource_of("VirtualService", "v", "{hosts: [" + listed(lambda n: f"h{n}.io", LARGEST // 3) + "], gateways: [" + listed(lambda n: f"g{n % 500}", LARGEST // 3 - 2000) + "], http: [{" + TO_B + "}]}")
    yield "unknown gateways of matches", routed("hosts: [b], gateways: [mesh], ", lambda n: f"{{match: [{{gateways: [g{n}]}}], {TO_B}}}, ")
    yield "gateways of one match", routed("hosts: [b], gateways: [" + listed(lambda n: f"g{n}", LARGEST // 2) + "], ", lambda n: f"{{match: [{{gateways: [g{n}]}}], {TO_B}}}, ")
    yield "hosts of two VirtualServices of a Gateway", gateway("g", "'*'") + "".join(resource_of("VirtualService", f"v{k}", "{hosts: [" + listed(lambda n: f"h{n}.io", LARGEST // 2 - 600) + "], gateways: [g], http: [{" + TO_B + "}]}") for k in range(2))
    yield "a Gateway of as many hosts as fit", gateway("g", listed(lambda n: f"h{n}.io")) + resource_of("VirtualService", "v", "{hosts: ['*.io'], gateways: [g], http: [{" + TO_B + "}]}")
    yield "a Gateway of as many servers as fit", resource_of("Gateway", "g", "{selector: {istio: ingressgateway}, servers: [" + listed(lambda n: f"{{port: {{number: {n % 60000 + 1}, name: http-{n}, protocol: HTTP}}, hosts: [h{n}.io]}}") + "]}") + resource_of("VirtualService", "v", "{hosts: ['*.io'], gateways: [g], http: [{" + TO_B + "}]}")
    yield "a Gateway of as many servers of a port as fit", resource_of("Gateway", "g", "{selector: {istio: ingressgateway}, servers: [" + listed(lambda n: f"{{port: {{number: 443, name: tls-{n}, protocol: HTTPS}}, hosts: [h{n}.io], tls: {{mode: SIMPLE, credentialName: c}}}}") + "]}") + resource_of("VirtualService", "v", "{hosts: ['*.io'], gateways: [g], http: [{" + TO_B + "}]}")
    yield "20 Gateways of a port with many hosts", "".join(gateway(f"g{k}", listed(lambda n: f"h{n}.io", LARGEST // 20 - 300)) for k in range(20)) + resource_of("VirtualService", "v", "{hosts: ['*.io'], gateways: [" + ", ".join(f"g{k}" for k in range(20)) + "], http: [{" + TO_B + "}]}")
    yield "as many Gateways of a port as fit", filled(lambda n: gateway(f"g{n}", "'*'"))
    yield "as many Gateways of a port as fit, with wildcards", filled(lambda n: gateway(f"g{n}", "'*', a.b.c.d.e.f.io, '*.b.c.d.e.f.io', '*.io'"))
    yield "Gateways x VirtualServices", filled(lambda n: gateway(f"g{n}", f"h{n}.io"), LARGEST // 2) + filled(lambda n: resource_of("VirtualService", f"v{n}", f"{{hosts: ['*'], gateways: [g{n}], http: [{{{TO_B}}}]}}"), LARGEST // 2)
    yield "a VirtualService of as many plain routes as fit", routed("hosts: [b], ", lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], {TO_B}}}, ")
    yield "a VirtualService of as many short routes as fit", routed("hosts: [b], ", lambda n: f"{{match: [{{port: 1}}], redirect: {{}}}}, ")
    yield "a VirtualService of as many empty routes as fit", routed("hosts: [b], ", lambda n: "{}, ")
    yield "a VirtualService of as many routes as fit, without Traffic", deployment("b", 1) + service("b") + resource_of("VirtualService", "v", "{hosts: [b], http: [" + filled(lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], {TO_B}}}, ", LARGEST - 1000) + "]}")
    yield "a VirtualService of as many regexes as fit, without Traffic", deployment("b", 1) + service("b") + resource_of("VirtualService", "v", "{hosts: [b], http: [" + filled(lambda n: f"{{match: [{{uri: {{regex: '/{n}(a|b)*c'}}}}], {TO_B}}}, ", LARGEST - 1000) + "]}")
    yield "a VirtualService of as many matches as fit", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [{match: [" + listed(lambda n: f"{{uri: {{exact: /{n}}}}}") + "], " + TO_B + "}, {match: [{uri: {prefix: /x}}], " + TO_B + "}]}")
    yield "two routes of as many matches as fit", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [" + ", ".join("{match: [" + listed(lambda n: f"{{uri: {{exact: /{k}{n}}}}}", LARGEST // 2 - 1000) + "], " + TO_B + "}" for k in "ab") + "]}")
    yield "a match of as many headers as fit", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [{match: [{headers: {" + listed(lambda n: f"h{n}: {{exact: a}}") + "}}], " + TO_B + "}, {" + TO_B + "}]}")
    yield "routes with a header each", routed("hosts: [b], ", lambda n: f"{{match: [{{headers: {{x-{n}: {{regex: 'a{n}.*'}}}}}}], {TO_B}}}, ")
    yield "hosts x routes", routed("hosts: [b, " + listed(lambda n: f"h{n}.io", LARGEST // 2) + "], ", lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], {TO_B}}}, ")
    yield "unknown hosts x routes", routed("hosts: [" + listed(lambda n: f"h{n}", LARGEST // 2) + "], ", lambda n: f"{{route: [{{destination: {{host: x{n}}}}}]}}, ")
    yield "weighted destinations of one route", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [{route: [" + listed(lambda n: f"{{destination: {{host: b, subset: s{n}}}, weight: 1}}") + "]}]}")
    yield "tcp and tls routes", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], tcp: [" + listed(lambda n: f"{{match: [{{port: {n % 65000 + 1}}}], {TO_B}}}", LARGEST // 2) + "], tls: [" + listed(lambda n: f"{{match: [{{sniHosts: [b], port: {n % 65000 + 1}}}], {TO_B}}}", LARGEST // 2 - 3000) + "]}")
    yield "sniHosts of one match", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: ['*.io'], tls: [{match: [{port: 443, sniHosts: [" + listed(lambda n: f"h{n}.io") + "]}], " + TO_B + "}]}")
    yield "tcp destinationSubnets", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], tcp: [{match: [{destinationSubnets: [" + listed(lambda n: f"10.{n // 250 % 250}.{n % 250}.0/24") + "]}], " + TO_B + "}]}")
    yield "exportTo of one VirtualService", pair(1, 1) + resource_of("VirtualService", "v", "{exportTo: [" + listed(lambda n: f"n{n}") + "], hosts: [b], http: [{" + TO_B + "}]}")
    yield "exportTo of many Services", deployment("a", 1) + filled(lambda n: service(f"s{n}", "a").replace("{name: s", "{annotations: {networking.istio.io/exportTo: '" + ",".join(f"n{k}" for k in range(100)) + "'}, name: s"), LARGEST - 1000)
    yield "exportTo x hosts of a ServiceEntry", pair(1, 1) + entry("e", listed(lambda n: f"h{n}.io", LARGEST // 2), more="exportTo: [" + listed(lambda n: f"n{n}", LARGEST // 2 - 2000) + "]")
    yield "exportTo x subsets of a DestinationRule", pair(1, 1) + rule("b", "b", "exportTo: [" + listed(lambda n: f"n{n}", LARGEST // 2) + "], subsets: [" + listed(lambda n: f"{{name: s{n}}}", LARGEST // 2 - 2000) + "]")
    yield "egress hosts of a Sidecar", pair(1, 1) + resource_of("Sidecar", "s", "{egress: [{hosts: [" + listed(lambda n: f"./h{n}.io") + "]}]}")
    yield "egress hosts of a Sidecar x Services", pair(1, 1) + filled(lambda n: service(f"s{n}", "b"), LARGEST // 2) + resource_of("Sidecar", "s", "{egress: [{hosts: [" + listed(lambda n: f"./h{n}.io", LARGEST // 2 - 2000) + "]}]}")
    yield "egress hosts of a Sidecar x VirtualServices", pair(1, 1) + filled(lambda n: resource_of("VirtualService", f"v{n}", f"{{hosts: [h{n}.io], http: [{{{TO_B}}}]}}"), LARGEST // 2) + resource_of("Sidecar", "s", "{egress: [{hosts: [" + listed(lambda n: f"./h{n}.io", LARGEST // 2 - 2000) + "]}]}")
    yield "egress hosts of a Sidecar x hosts of a VirtualService", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [" + listed(lambda n: f"h{n}.io", LARGEST // 2) + "], http: [{" + TO_B + "}]}") + resource_of("Sidecar", "s", "{egress: [{hosts: [" + listed(lambda n: f"./h{n}.io", LARGEST // 2 - 2000) + "]}]}")
    yield "egress wildcards of a Sidecar x hosts of a VirtualService", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [" + listed(lambda n: f"h{n}.io", LARGEST // 2) + "], http: [{" + TO_B + "}]}") + resource_of("Sidecar", "s", "{egress: [{hosts: [" + listed(lambda n: f"'./*.h{n}.io'", LARGEST // 2 - 2000) + "]}]}")
    yield "egress listeners of a Sidecar", pair(1, 1) + resource_of("Sidecar", "s", "{egress: [" + listed(lambda n: f"{{port: {{number: {n % 60000 + 1}, name: http, protocol: HTTP}}, hosts: ['*/*']}}") + "]}")
    yield "egress listeners of a Sidecar x Services", pair(1, 1) + filled(lambda n: service(f"s{n}", "b"), LARGEST // 2) + resource_of("Sidecar", "s", "{egress: [" + listed(lambda n: f"{{port: {{number: {n % 60000 + 1}, name: http, protocol: HTTP}}, hosts: ['*/*']}}", LARGEST // 2 - 2000) + "]}")
    yield "egress catch-alls of a Sidecar x Services", pair(1, 1) + filled(lambda n: service(f"s{n}", "b"), LARGEST // 2) + resource_of("Sidecar", "s", "{egress: [" + listed(lambda n: "{hosts: ['*/*']}", LARGEST // 2 - 2000) + "]}")
    yield "egress binds of a Sidecar x Services", pair(1, 1) + filled(lambda n: service(f"s{n}", "b"), LARGEST // 2) + resource_of("Sidecar", "s", "{egress: [" + listed(lambda n: f"{{bind: 127.0.{n // 250}.{n % 250}, port: {{number: 80, name: http, protocol: HTTP}}, hosts: ['*/*']}}", LARGEST // 2 - 2000) + "]}")
    yield "as many Sidecars as fit", deployment("a", 1) + filled(lambda n: resource_of("Sidecar", f"s{n}", "{workloadSelector: {labels: {app: a}}, egress: [{hosts: ['*/*']}]}"), LARGEST - 1000)
    yield "as many Sidecars as fit x Deployments", filled(lambda n: deployment(f"d{n}", 1) + traffic(f"t{n}", f"d{n}", "http://b/") + resource_of("Sidecar", f"s{n}", f"{{workloadSelector: {{labels: {{app: d{n}}}}}, egress: [{{hosts: ['*/*']}}]}}"), LARGEST // 2) + filled(lambda n: service(f"b{n or ''}", "d0"), LARGEST // 2)
    yield "delegates", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [" + listed(lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], delegate: {{name: d{n}}}}}", LARGEST // 3) + "]}") + filled(lambda n: resource_of("VirtualService", f"d{n}", f"{{http: [{{{TO_B}}}]}}"), LARGEST * 2 // 3 - 3000)
    yield "delegates without Traffic", deployment("b", 1) + service("b") + resource_of("VirtualService", "v", "{hosts: [b], http: [" + listed(lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], delegate: {{name: d{n}}}}}", LARGEST // 3) + "]}") + filled(lambda n: resource_of("VirtualService", f"d{n}", f"{{http: [{{{TO_B}}}]}}"), LARGEST * 2 // 3 - 3000)
    yield "one delegate of as many routes x matches", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [" + listed(lambda n: "{delegate: {name: d}}", LARGEST // 2) + "]}") + resource_of("VirtualService", "d", "{http: [" + filled(lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], {TO_B}}}, ", LARGEST // 2 - 3000) + "]}")
    yield "a delegate of matches x matches", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [{match: [" + listed(lambda n: f"{{queryParams: {{a{n}: {{exact: a}}}}}}", LARGEST // 2) + "], delegate: {name: d}}]}") + resource_of("VirtualService", "d", "{http: [{match: [" + listed(lambda n: f"{{headers: {{a{n}: {{exact: a}}}}}}", LARGEST // 2 - 3000) + "], " + TO_B + "}]}")
    yield "many roots of one delegate", pair(1, 1) + filled(lambda n: resource_of("VirtualService", f"v{n}", f"{{hosts: [h{n}.io], http: [{{delegate: {{name: d}}}}]}}"), LARGEST // 2) + resource_of("VirtualService", "d", "{http: [" + filled(lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], {TO_B}}}, ", LARGEST // 2 - 3000) + "]}")
    yield "a chain of ExternalNames", deployment("a", 1) + traffic("t", "a", "http://s0/") + filled(lambda n: external(f"s{n}", f"s{n + 1}.default.svc.cluster.local"), LARGEST - 2000)
    yield "a chain of ExternalNames backwards", deployment("a", 1) + traffic("t", "a", "http://s1700/") + filled(lambda n: external(f"s{n}", f"s{n - 1}.default.svc.cluster.local"), LARGEST - 2000)
    yield "ExternalNames of one Service", pair(1, 1) + filled(lambda n: external(f"s{n}", "b.default.svc.cluster.local"), LARGEST - 2000)
    yield "Services of one selector", deployment("a", 50) + traffic("t", "a", "http://s0/") + filled(lambda n: service(f"s{n}", "a"), LARGEST - 1000)
    yield "ports of one Service", deployment("a", 50) + traffic("t", "a", "http://s/") + service("s", "a", ports=listed(lambda n: f"{{port: {n + 1}, name: http-{n}}}"))
    yield "ports of one Service without names", deployment("a", 50) + traffic("t", "a", "http://s/") + service("s", "a", ports=listed(lambda n: f"{{port: {n + 1}}}"))
    yield "named targetPorts", deployment("a", 50, containers="{name: c, image: x, ports: [" + listed(lambda n: f"{{name: p{n}, containerPort: {n % 60000 + 1}}}", LARGEST // 2) + "]}") + traffic("t", "a", "http://s/") + service("s", "a", ports=listed(lambda n: f"{{port: {n + 1}, name: http-{n}, targetPort: p{n}}}", LARGEST // 2 - 2000))
    yield "subsets with 90 labels", pair(1, 50, of_rule="subsets: [" + listed(lambda n: f"{{name: s{n}, labels: {{" + ", ".join(f"l{k}: v{k}" for k in range(90)) + "}}") + "]")
    yield "as many subsets as fit", pair(1, 50, of_rule="subsets: [" + listed(lambda n: f"{{name: s{n}, labels: {{app: b}}}}") + "]")
    yield "subsets of one name", pair(1, 50, of_rule="subsets: [" + listed(lambda n: "{name: s, labels: {app: b}}") + "]")
    yield "subsets of no pod", pair(1, 50, of_rule="subsets: [" + listed(lambda n: f"{{name: s{n}, labels: {{v: v{n}}}}}") + "]")
    yield "portLevelSettings", pair(1, 50, of_rule="trafficPolicy: {portLevelSettings: [" + listed(lambda n: f"{{port: {{number: {n % 60000 + 1}}}, loadBalancer: {{simple: RANDOM}}}}") + "]}")
    yield "portLevelSettings x ports", deployment("a", 1) + traffic("t", "a", "http://b/") + service("b", "a", ports=listed(lambda n: f"{{port: {n + 1}, name: http-{n}}}", LARGEST // 3)) + rule("b", "b", "trafficPolicy: {portLevelSettings: [" + listed(lambda n: f"{{port: {{number: {n + 1}}}, loadBalancer: {{simple: RANDOM}}}}", LARGEST // 3) + "]}, subsets: [" + listed(lambda n: f"{{name: s{n}}}", LARGEST // 3 - 3000) + "]")
    yield "DestinationRules of one host", pair(1, 1) + filled(lambda n: rule(f"r{n}", "b", f"subsets: [{{name: s{n}, labels: {{app: b}}}}]"), LARGEST - 2000)
    yield "DestinationRules of one host, each selecting", pair(1, 1) + filled(lambda n: rule(f"r{n}", "b", f"workloadSelector: {{matchLabels: {{app: a}}}}, subsets: [{{name: s{n}, labels: {{app: b}}}}]"), LARGEST - 2000)
    yield "DestinationRules of wildcards", pair(1, 1) + filled(lambda n: rule(f"r{n}", f"'*.h{n}.io'", "trafficPolicy: {loadBalancer: {simple: RANDOM}}"), LARGEST // 2) + entry("e", listed(lambda n: f"a.h{n}.io", LARGEST // 2 - 3000))
    yield "hosts x ports of a ServiceEntry", deployment("a", 1) + traffic("t", "a", "http://h0.io/") + entry("e", listed(lambda n: f"h{n}.io", LARGEST // 2), listed(lambda n: f"{{number: {n % 60000 + 1}, name: http-{n}, protocol: HTTP}}", LARGEST // 2 - 2000))
    yield "hosts x endpoints of a ServiceEntry", deployment("a", 1) + traffic("t", "a", "http://h0.io/") + entry("e", listed(lambda n: f"h{n}.io", LARGEST // 2), more="resolution: STATIC, endpoints: [" + listed(lambda n: f"{{address: 10.{n // 250}.{n % 250}.1}}", LARGEST // 2 - 2000) + "]")
    yield "hosts x addresses of a ServiceEntry", deployment("a", 1) + traffic("t", "a", "http://h0.io/") + entry("e", listed(lambda n: f"h{n}.io", LARGEST // 2), more="addresses: [" + listed(lambda n: f"10.{n // 250}.{n % 250}.1", LARGEST // 2 - 2000) + "]")
    yield "hosts x ports x endpoints x addresses", deployment("a", 1) + traffic("t", "a", "http://h0.io/") + entry("e", listed(lambda n: f"h{n}.io", LARGEST // 4), listed(lambda n: f"{{number: {n % 60000 + 1}, name: http-{n}, protocol: HTTP}}", LARGEST // 4), "addresses: [" + listed(lambda n: f"10.{n // 250}.{n % 250}.1", LARGEST // 4) + "], resolution: STATIC, endpoints: [" + listed(lambda n: f"{{address: 10.{n // 250}.{n % 250}.1}}", LARGEST // 4 - 3000) + "]")
    yield "tcp hosts x ports x addresses", deployment("a", 1) + traffic("t", "a", "http://h0.io/") + entry("e", listed(lambda n: f"h{n}.io", LARGEST // 3), listed(lambda n: f"{{number: {n % 60000 + 1}, name: tcp-{n}, protocol: TCP}}", LARGEST // 3), "addresses: [" + listed(lambda n: f"10.{n // 250}.{n % 250}.1", LARGEST // 3 - 3000) + "]")
    yield "ServiceEntries of one host", deployment("a", 1) + traffic("t", "a", "http://h.io/") + filled(lambda n: entry(f"e{n}", "h.io", more="resolution: STATIC, endpoints: [{address: 10.0.0.1}]"), LARGEST - 2000)
    yield "endpoints with labels", deployment("a", 1) + traffic("t", "a", "http://h.io/") + entry("e", "h.io", more="resolution: STATIC, endpoints: [" + listed(lambda n: f"{{address: 10.{n // 250}.{n % 250}.1, labels: {{l{n}: v}}, ports: {{http: {n + 1}}}}}") + "]")
    yield "WorkloadEntries", deployment("a", 1) + traffic("t", "a", "http://h.io/") + entry("e", "h.io", more="resolution: STATIC, workloadSelector: {labels: {app: w}}") + filled(lambda n: resource_of("WorkloadEntry", f"w{n}", f"{{address: 10.0.{n // 250}.{n % 250}, labels: {{app: w}}}}"), LARGEST - 2000)
    yield "hostnames of an HTTPRoute", K8S_GATEWAY + pair(1, 1) + http_route("r", hosts=listed(lambda n: f"h{n}.io"))
    yield "parentRefs of an HTTPRoute", K8S_GATEWAY + pair(1, 1) + http_route("r", parents=listed(lambda n: f"{{name: g{n}}}"))
    yield "parentRefs of one Gateway", K8S_GATEWAY + pair(1, 1) + http_route("r", parents=listed(lambda n: "{name: g}"))
    yield "hostnames x parentRefs", K8S_GATEWAY + pair(1, 1) + http_route("r", listed(lambda n: "{name: g}", LARGEST // 2), listed(lambda n: f"h{n}.io", LARGEST // 2 - 3000))
    yield "hostnames x listeners", resource_of("Gateway", "g", "{gatewayClassName: istio, listeners: [" + listed(lambda n: f"{{name: l{n}, hostname: h{n}.io, port: 80, protocol: HTTP}}", LARGEST // 2) + "]}", "gateway.networking.k8s.io/v1") + pair(1, 1) + http_route("r", hosts=listed(lambda n: f"h{n}.io", LARGEST // 2 - 3000))
    yield "listeners of a Gateway x HTTPRoutes", resource_of("Gateway", "g", "{gatewayClassName: istio, listeners: [" + listed(lambda n: f"{{name: l{n}, port: {n + 1}, protocol: HTTP}}", LARGEST // 2) + "]}", "gateway.networking.k8s.io/v1") + pair(1, 1) + filled(lambda n: http_route(f"r{n}"), LARGEST // 2 - 3000)
    yield "rules of an HTTPRoute", K8S_GATEWAY + pair(1, 1) + http_route("r", rules=listed(lambda n: f"{{matches: [{{path: {{value: /{n}}}}}], backendRefs: [{{name: b, port: 80}}]}}"))
    yield "matches of an HTTPRoute", K8S_GATEWAY + pair(1, 1) + http_route("r", rules="{matches: [" + listed(lambda n: f"{{path: {{value: /{n}}}}}") + "], backendRefs: [{name: b, port: 80}]}")
    yield "backendRefs of an HTTPRoute", K8S_GATEWAY + pair(1, 1) + http_route("r", rules="{backendRefs: [" + listed(lambda n: f"{{name: b{n}, port: 80}}") + "]}")
    yield "as many HTTPRoutes as fit", K8S_GATEWAY + pair(1, 1) + filled(lambda n: http_route(f"r{n}", hosts=f"h{n}.io"), LARGEST - 2000)
    yield "as many HTTPRoutes of one host as fit", K8S_GATEWAY + pair(1, 1) + filled(lambda n: http_route(f"r{n}", hosts="h.io"), LARGEST - 2000)
    yield "as many HTTPRoutes of the mesh as fit", pair(1, 1) + filled(lambda n: http_route(f"r{n}", "{group: '', kind: Service, name: b}"), LARGEST - 2000)
    yield "HTTPRoutes of the Services of the mesh", pair(1, 1) + filled(lambda n: service(f"s{n}", "b"), LARGEST // 2) + http_route("r", listed(lambda n: f"{{group: '', kind: Service, name: s{n}}}", LARGEST // 4), rules=listed(lambda n: f"{{matches: [{{path: {{value: /{n}}}}}], backendRefs: [{{name: b, port: 80}}]}}", LARGEST // 4 - 3000))
    yield "as many Kubernetes Gateways as fit", filled(lambda n: K8S_GATEWAY.replace("{name: g}", f"{{name: g{n}}}")) 
    yield "Kubernetes Gateways x HTTPRoutes", filled(lambda n: K8S_GATEWAY.replace("{name: g}", f"{{name: g{n}}}"), LARGEST // 2) + filled(lambda n: http_route(f"r{n}", f"{{name: g{n}}}"), LARGEST // 2)
    yield "ReferenceGrants", pair(1, 1) + K8S_GATEWAY + http_route("r", rules=listed(lambda n: f"{{backendRefs: [{{name: b, namespace: n{n}, port: 80}}]}}", LARGEST // 2)) + filled(lambda n: resource_of("ReferenceGrant", f"r{n}", "{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}], to: [{group: '', kind: Service}]}", "gateway.networking.k8s.io/v1beta1").replace("metadata: {", f"metadata: {{namespace: n{n}, "), LARGEST // 2 - 3000)
    yield "from x to of a ReferenceGrant", pair(1, 1) + K8S_GATEWAY + http_route("r", rules="{backendRefs: [{name: b, namespace: n, port: 80}]}") + resource_of("ReferenceGrant", "r", "{from: [" + listed(lambda n: f"{{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: n{n}}}", LARGEST // 2) + "], to: [" + listed(lambda n: f"{{group: '', kind: Service, name: s{n}}}", LARGEST // 2 - 3000) + "]}", "gateway.networking.k8s.io/v1beta1")


def limits():
    """What multiplies to nearly as much as is taken."""
    numbered = lambda count, make: ", ".join(make(n) for n in range(count))
    asked = deployment("a", 20) + traffic("t", "a", "http://h0.io/")
    yield "limit: hosts of a ServiceEntry", asked + entry("e", listed(lambda n: f"h{n}.io", 34000)) + "#" * 200000
    yield "limit: hosts x addresses", asked + entry("e", numbered(55, lambda n: f"h{n}.io"), more="addresses: [" + numbered(55, lambda n: f"10.0.{n}.1") + "]") + "#" * 150000
    yield "limit: hosts x ports", asked + entry("e", numbered(80, lambda n: f"h{n}.io"), numbered(80, lambda n: f"{{number: {n + 1}, name: http-{n}, protocol: HTTP}}")) + "#" * 150000
    yield "limit: hosts x tcp ports", asked + entry("e", numbered(80, lambda n: f"h{n}.io"), numbered(80, lambda n: f"{{number: {n + 1}, name: tcp-{n}, protocol: TCP}}")) + "#" * 150000
    yield "limit: hosts x endpoints", asked + entry("e", numbered(270, lambda n: f"h{n}.io"), more="resolution: STATIC, endpoints: [" + numbered(270, lambda n: f"{{address: 10.0.{n // 250}.{n % 250}}}") + "]") + "#" * 150000
    yield "limit: exportTo x hosts", asked + entry("e", numbered(300, lambda n: f"h{n}.io"), more="exportTo: [" + numbered(170, lambda n: f"n{n}") + "]") + "#" * 150000
    yield "limit: hosts x routes", pair(20, 1) + resource_of("VirtualService", "v", "{hosts: [b, " + numbered(200, lambda n: f"h{n}.io") + "], http: [" + numbered(200, lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], {TO_B}}}") + "]}") + "#" * 150000
    yield "limit: hosts x gateways x routes", "".join(gateway(f"g{n}", "'*'", 80 + n) for n in range(40)) + pair(20, 1) + resource_of("VirtualService", "v", "{hosts: [b, " + numbered(32, lambda n: f"h{n}.io") + "], gateways: [" + numbered(40, lambda n: f"g{n}") + "], http: [" + numbered(32, lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], {TO_B}}}") + "]}") + "#" * 150000
    yield "limit: delegates", pair(20, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [" + numbered(75, lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], delegate: {{name: d}}}}") + "]}") + resource_of("VirtualService", "d", "{http: [" + numbered(75, lambda n: f"{{match: [{{headers: {{a{n}: {{exact: b}}}}}}], {TO_B}}}") + "]}") + "#" * 150000
    yield "limit: ports of a Service", deployment("a", 50) + traffic("t", "a", "http://s/") + service("s", "a", ports=listed(lambda n: f"{{port: {n + 1}, name: http-{n}}}", 65000)) + "#" * 180000
    yield "limit: ports x subsets", deployment("a", 50) + traffic("t", "a", "http://s/") + service("s", "a", ports=numbered(145, lambda n: f"{{port: {n + 1}, name: http-{n}}}")) + rule("s", "s", "subsets: [" + numbered(145, lambda n: f"{{name: s{n}, labels: {{app: a}}}}") + "]") + "#" * 200000
    yield "limit: Services of 8 ports", deployment("a", 50) + traffic("t", "a", "http://s0/") + filled(lambda n: service(f"s{n}", "a", ports=numbered(8, lambda k: f"{{port: {n * 8 + k + 1}, name: http-{k}}}")), LARGEST - 1000)
    yield "destinations that are not there", resource_of("VirtualService", "v", "{hosts: [b], http: [" + filled(lambda n: f"{{match: [{{uri: {{prefix: /{n}}}}}], route: [{{destination: {{host: h{n}}}}}]}}, ", LARGEST - 1000) + "]}")
    yield "subsets of workloads that are not there", service("b") + rule("b", "b", "subsets: [" + listed(lambda n: f"{{name: s{n}, labels: {{v: v{n}}}}}") + "]")


def texts():
    """What makes the reading itself dear, whatever it says."""
    yield "aliases of a long host", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [&h " + "h" * 100000 + ", " + "*h, " * 1400 + "], http: [{" + TO_B + "}]}")
    yield "aliases of a long list", pair(1, 1) + "a: &a [" + listed(lambda n: f"h{n}.io", 100000) + "]\nb: [" + "*a, " * 30000 + "]\n"
    yield "aliases of a route", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [&r {match: [{uri: {prefix: /x}}], " + TO_B + "}, " + "*r, " * 60000 + "]}")
    yield "anchors", "".join(f"a{n}: &a{n} x\n" for n in range(14000))
    yield "labels of a Deployment", deployment("a", 1, ", ".join(f"l{n}: v" for n in range(20000)))
    yield "90 labels of each Deployment", filled(lambda n: deployment(f"d{n}", 100, ", ".join(f"l{k}: v" for k in range(90))))
    yield "annotations of a Service", pair(1, 1) + service("s").replace("{name: s}", "{name: s, annotations: {" + listed(lambda n: f"a{n}: v") + "}}")
    yield "Istio's annotations of a Service", pair(1, 1) + service("s").replace("{name: s}", "{name: s, annotations: {" + listed(lambda n: f"networking.istio.io/a{n}: v") + "}}")
    yield "JSON of one line", '{"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": {"name": "v"}, "spec": {"hosts": ["b"], "http": [' + filled(lambda n: '{"match": [{"uri": {"prefix": "/%d"}}], "route": [{"destination": {"host": "b"}}]}, ' % n, LARGEST - 1000)[:-2] + "]}}"
    yield "JSON of brackets", '{"a": ' * 40000
    yield "JSON of numbers", "[" + "1, " * 87000 + "1]"
    yield "flow of braces", "{a: " * 60000
    yield "nested flow of 60 levels", ("a: " + "[" * 60 + "]" * 60 + "\n---\n") * 2000
    yield "a very long key", "k" * (LARGEST - 100) + ": v\n"
    yield "a very long key in quotes", '? "' + "k" * (LARGEST - 100) + '"\n: v\n'
    yield "a very long key of a resource", resource_of("VirtualService", "v", "{hosts: [b], " + "k" * (LARGEST - 200) + ": v}")
    yield "unknown keys of a resource", resource_of("VirtualService", "v", "{hosts: [b], " + listed(lambda n: f"k{n}: v") + "}")
    yield "unknown keys near known ones", resource_of("VirtualService", "v", "{hosts: [b], " + listed(lambda n: f"htt{n}: v") + "}")
    yield "20000 keys", "".join(f"k{n}: v\n" for n in range(20000))
    yield "one key again and again", "a: b\n" * (LARGEST // 5)
    yield "one key of a resource again and again", resource_of("VirtualService", "v", "{hosts: [b], " + "http: [], " * 25000 + "}")
    yield "one header again and again", pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [{match: [{headers: {" + "a: {exact: b}, " * 16000 + "}}], " + TO_B + "}]}")
    yield "one resource again and again", filled(lambda n: resource_of("VirtualService", "v", "{hosts: [b]}"))
    yield "one resource again, each otherwise", filled(lambda n: resource_of("VirtualService", "v", f"{{hosts: [b{n}]}}"))
    yield "kinds that nobody knows", filled(lambda n: f"apiVersion: v1\nkind: Servic{n}\nmetadata: {{name: s}}\n---\n")
    yield "comments", "# a: b\n" * (LARGEST // 7)
    yield "suppressions", filled(lambda n: f"apiVersion: v1\nkind: Service\nmetadata: {{name: s{n}, annotations: {{galley.istio.io/analyze-suppress: '*'}}}}\nspec: {{ports: [{{port: 80}}]}}\n---\n")
    yield "block scalars", filled(lambda n: f"a{n}: |\n  b\n  c\n")
    yield "wrong types", resource_of("VirtualService", "v", "{hosts: [" + "{}, " * 60000 + "]}")
    yield "wrong values", resource_of("VirtualService", "v", "{hosts: [b], http: [" + "{timeout: x}, " * 18000 + "]}")
    yield "deep and wide", "a:\n" + "".join(" " * n + f"- a{n}:\n" for n in range(1, 500)) * 2
    yield "directives", "%TAG ! tag:x,2000:\n" * 10000 + "--- a\n"
    yield "tags", "a: [" + "!!str x, " * 25000 + "]\n"
    yield "carriage returns", "a: b\r" * (LARGEST // 5)
    yield "tabs", "\t" * (LARGEST - 10)
    yield "nulls", "\0" * (LARGEST - 10)
    yield "colons", ": " * (LARGEST // 2 - 10)
    yield "question marks", "? " * (LARGEST // 2 - 10)
    yield "dashes", "- " * (LARGEST // 2 - 10)
    yield "quotes", '"' * (LARGEST - 10)
    yield "emoji", "a: " + "\U0001f600" * 60000


def own_kinds():
    """Traffics, Apps, Nodes: what only the playground reads."""
    yield "calls of one App", deployment("a", 1) + service("a") + deployment("b", 1) + service("b") + traffic("t", "a", "http://a/") + app("a", "calls: [" + listed(lambda n: "{url: http://b/}") + "]")
    yield "calls of one App to unknown hosts", deployment("a", 1) + service("a") + traffic("t", "a", "http://a/") + app("a", "calls: [" + listed(lambda n: f"{{url: http://h{n}/}}") + "]")
    yield "as many Apps as fit", filled(lambda n: deployment(f"a{n}", 1) + service(f"a{n}") + app(f"a{n}", f"calls: [{{url: http://a{n + 1}/}}]")) + traffic("t", "a0", "http://a0/")
    yield "Apps of one workload", deployment("a", 1) + service("a") + filled(lambda n: app("a", "calls: [{url: http://a/}]").replace("name: a}", f"name: a{n}}}"), LARGEST - 1000)
    yield "Traffics of unknown clients", filled(lambda n: traffic(f"t{n}", f"c{n}", f"http://h{n}/"))
    yield "Traffics of one client to unknown hosts", deployment("a", 1) + filled(lambda n: traffic(f"t{n}", "a", f"http://h{n}/"), LARGEST - 1000)
    yield "Traffics to as many Services", deployment("a", 1) + filled(lambda n: service(f"s{n}", "a") + traffic(f"t{n}", "a", f"http://s{n}/"), LARGEST - 1000)
    yield "headers of a Traffic", deployment("a", 1) + service("a") + traffic("t", "a", "http://a/", 100, ", headers: {" + listed(lambda n: f"h{n}: v") + "}")
    yield "a Traffic of a long path", deployment("a", 1) + service("a") + traffic("t", "a", "http://a/" + "x" * (LARGEST - 2000), 1000)
    yield "Nodes x DaemonSets", filled(lambda n: f"apiVersion: v1\nkind: Node\nmetadata: {{name: n{n}, labels: {{zone: z}}}}\n---\n", LARGEST // 2) + filled(lambda n: deployment(f"d{n}", 1).replace("Deployment", "DaemonSet").replace("replicas: 1, ", ""), LARGEST // 2)
    yield "Nodes x pods", filled(lambda n: f"apiVersion: v1\nkind: Node\nmetadata: {{name: n{n}, labels: {{zone: z}}}}\n---\n", LARGEST - 2000) + pair(5000, 5000)
    yield "Nodes x Deployments that choose", filled(lambda n: f"apiVersion: v1\nkind: Node\nmetadata: {{name: n{n}, labels: {{zone: z{n}}}}}\n---\n", LARGEST // 2) + filled(lambda n: deployment(f"d{n}", 40, spec="").replace("containers:", f"nodeSelector: {{zone: z{n}}}, containers:", 1), LARGEST // 2)
    yield "Pods with one label each", filled(lambda n: pod(f"p{n}", f"a: a{n}")) 
    yield "Pods x Services", filled(lambda n: pod(f"p{n}", "app: a"), LARGEST // 2) + filled(lambda n: service(f"s{n}", "a"), LARGEST // 2)
    yield "Pods x Services x Sidecars x rules", filled(lambda n: pod(f"p{n}", "app: a") + service(f"s{n}", "a") + rule(f"r{n}", f"s{n}", "subsets: [{name: v, labels: {app: a}}]") + resource_of("VirtualService", f"v{n}", f"{{hosts: [s{n}], http: [{{route: [{{destination: {{host: s{n}, subset: v}}}}]}}]}}") + traffic(f"t{n}", "p0", f"http://s{n}/"))
    yield "namespaces", filled(lambda n: f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: n{n}, labels: {{istio-injection: enabled}}}}\n---\n")
    yield "checks", pair(1, 1) + resource_of("Scenario", "s", "{checks: [" + listed(lambda n: f"{{name: c{n}}}") + "]}", "playground.mesh/v1")
    yield "steps of a Scenario", pair(1, 1) + resource_of("Scenario", "s", "{steps: [" + listed(lambda n: f"{{at: {n}ms, scale: {{workload: b, replicas: {n % 10}}}}}") + "]}", "playground.mesh/v1")
    yield "errors of an App", pair(1, 1) + app("b", "errors: [" + listed(lambda n: "{share: 0.00001, status: 503}") + "]")


def edge():
    """TLS at the edge, and what controllers make of a few lines."""
    door = lambda servers: resource_of("Gateway", "g", "{selector: {istio: ingressgateway}, servers: [" + servers + "]}")
    tls = lambda number, host, mode: f"{{port: {{number: 443, name: h{number}, protocol: HTTPS}}, hosts: [{host}], tls: {{mode: {mode}, credentialName: c}}}}, "
    to_edge = traffic("t", "ingress", "https://h1.x.net/", 100)
    yield "TLS servers of one Gateway", to_edge + resource_of("VirtualService", "v", "{hosts: ['*.x.net'], gateways: [g], http: [{" + TO_B + "}]}") + door(filled(lambda n: tls(n, f"h{n}.x.net", "SIMPLE"), LARGEST - 2000))
    yield "hosts of one TLS server", to_edge + door("{port: {number: 443, name: h, protocol: HTTPS}, tls: {mode: SIMPLE, credentialName: c}, hosts: [" + listed(lambda n: f"h{n}.x.net") + "]}")
    yield "Gateways with the same TLS hosts", to_edge + filled(lambda n: door("".join(tls(m, f"h{m}.x.net", "SIMPLE") for m in range(9))).replace("name: g}", f"name: g{n}}}"), LARGEST - 2000)
    yield "server names of one TLS rule", to_edge + door("{port: {number: 443, name: h, protocol: TLS}, tls: {mode: PASSTHROUGH}, hosts: ['*.x.net']}") + resource_of("VirtualService", "v", "{hosts: ['*.x.net'], gateways: [g], tls: [{match: [{sniHosts: [" + listed(lambda n: f"h{n}.x.net") + "]}], " + TO_B + "}]}")
    yield "TLS rules of one VirtualService", to_edge + door("{port: {number: 443, name: h, protocol: TLS}, tls: {mode: PASSTHROUGH}, hosts: ['*.x.net']}") + resource_of("VirtualService", "v", "{hosts: ['*.x.net'], gateways: [g], tls: [" + filled(lambda n: f"{{match: [{{sniHosts: [h{n}.x.net]}}], {TO_B}}}, ", LARGEST - 2000) + "]}")
    yield "AUTO_PASSTHROUGH x Services x subsets", to_edge + door("{port: {number: 443, name: h, protocol: TLS}, tls: {mode: AUTO_PASSTHROUGH}, hosts: ['*.local']}") + filled(lambda n: service(f"s{n}", "a", ports="{port: 80, name: http}, {port: 81, name: http2}") + rule(f"r{n}", f"s{n}", "subsets: [{name: v, labels: {v: a}}, {name: w, labels: {v: b}}]"), LARGEST - 2000)
    yield "hosts of a TLSRoute", resource_of("Gateway", "g", "{gatewayClassName: istio, listeners: [{name: l, port: 443, protocol: TLS, tls: {mode: Passthrough}}]}", "gateway.networking.k8s.io/v1") + resource_of("TLSRoute", "r", "{parentRefs: [{name: g}], rules: [{backendRefs: [{name: b, port: 80}]}], hostnames: [" + listed(lambda n: f"h{n}.x.net") + "]}", "gateway.networking.k8s.io/v1") + to_edge
    ingress = lambda name, rules: resource_of("Ingress", name, "{ingressClassName: istio, rules: [" + rules + "]}", "networking.k8s.io/v1")
    path = lambda path: f"{{path: {path}, pathType: Prefix, backend: {{service: {{name: b, port: {{number: 80}}}}}}}}, "
    yield "rules of one Ingress", ingress("i", filled(lambda n: f"{{host: h{n}.x.net, http: {{paths: [{path('/')}]}}}}, ", LARGEST - 2000))
    yield "paths of one Ingress", ingress("i", "{host: h.x.net, http: {paths: [" + filled(lambda n: path(f"/p{n}"), LARGEST - 2000) + "]}}")
    yield "as many Ingresses as fit", filled(lambda n: ingress(f"i{n}", f"{{host: h.x.net, http: {{paths: [{path(f'/p{n}')}]}}}}"))
    yield "as many Rollouts as fit", filled(lambda n: service(f"s{n}") + deployment(f"s{n}", 2).replace("apps/v1", "argoproj.io/v1alpha1").replace("Deployment", "Rollout"))
    yield "as many Canaries as fit", filled(lambda n: resource_of("Canary", f"c{n}", f"{{targetRef: {{kind: Deployment, name: c{n}}}, service: {{port: 80}}}}", "flagger.app/v1beta1"))
    yield "as many DestinationRules alone as fit", filled(lambda n: rule(f"r{n}", f"s{n}", "subsets: [{name: v, labels: {v: a}}]"))
    yield "documents of one name", filled(lambda n: rule("r", "s", f"trafficPolicy: {{connectionPool: {{tcp: {{maxConnections: {n + 1}}}}}}}"))
    yield "names of a StatefulSet's pods", deployment("a", 9000).replace("Deployment", "StatefulSet").replace("replicas: 9000, ", "replicas: 9000, serviceName: a, ") + service("a", spec="clusterIP: None, ") + filled(lambda n: traffic(f"t{n}", "client", f"http://a-{n}.a/"), LARGEST - 4000)
    yield "a long x-forwarded-for", deployment("a", 1) + service("a") + traffic("t", "client", "http://a/", 1000, ", headers: {x-forwarded-for: '" + "10.0.0.1, " * 5000 + "10.0.0.2'}")


def regexes():
    """Patterns that are short and whose programs are long."""
    one = lambda regex: pair(1, 1) + resource_of("VirtualService", "v", "{hosts: [b], http: [{match: [{uri: {regex: \"" + regex + "\"}}], " + TO_B + "}, {" + TO_B + "}]}")
    yield "a regex of nested repeats", one("((a{1,1000}){1,1000})")
    yield "a regex of repeats side by side", one("a{1,1000}" * 20000)
    yield "a regex of deep groups", one("(" * 100000 + ")" * 100000)
    yield "a regex of alternatives", one("|".join(f"a{n}" for n in range(35000)))
    yield "a regex of a huge class", one("[" + "".join(chr(0x4e00 + n) for n in range(20000)) + "]{1,900}")
    yield "a regex of stars", one("(a*)*" * 40000)
    yield "a regex of categories", one("\\\\pL{1,1000}" * 15000)
    yield "many regexes of nested repeats", routed("hosts: [b], ", lambda n: f"{{match: [{{uri: {{regex: '(a{{1,30}}){{1,33}}{n}'}}}}], {TO_B}}}, ")
    yield "many regexes of 1000 repeats", routed("hosts: [b], ", lambda n: f"{{match: [{{uri: {{regex: 'a{{1000}}{n}'}}}}], {TO_B}}}, ")
    yield "many regexes of categories", routed("hosts: [b], ", lambda n: f"{{match: [{{uri: {{regex: '[\\pL\\pN]{{1,200}}{n}'}}}}], {TO_B}}}, ")
    yield "many regexes of categories, without Traffic", deployment("b", 1) + service("b") + resource_of("VirtualService", "v", "{hosts: [b], http: [" + filled(lambda n: f"{{match: [{{uri: {{regex: '/[\\pL\\pN]{{1,200}}{n}'}}}}], {TO_B}}}, ", LARGEST - 1000) + "]}")
    yield "a dear regex and long paths", pair(1, 1).replace("http://b/", "http://b/" + "a" * 60000) + resource_of("VirtualService", "v", "{hosts: [b], http: [{match: [{uri: {regex: '/(a|aa|aaa){1,300}b'}}], " + TO_B + "}, {" + TO_B + "}]}")


def run(binary, command, path, more):
    """Seconds, MiB and the last line that a process left on standard error."""
    started = time.monotonic()
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    process = subprocess.Popen([binary, command, path, *more], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=limit)
    try:
        told = process.communicate(timeout=10)[1].decode(errors="replace").strip().splitlines()
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return time.monotonic() - started, None, "ended after 10 s"
    seconds = time.monotonic() - started
    stopped = [line for line in told if "stopped at" in line or "panicked" in line or "memory allocation" in line or "overflow" in line.lower() and "stack" in line]
    if process.returncode not in (0, 1):
        stopped.append(f"exit {process.returncode}: {told[-1][:100] if told else ''}")
    return seconds, peak(binary, command, path, more), " ".join(stopped)[:150]


def peak(binary, command, path, more):
    """Peak memory in MiB, from a second run that a child of its own waits for: it alone counts there."""
    code = (
        "import resource, subprocess, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, binary, command, path, *more], capture_output=True, text=True)
    return float(told.stdout) if told.returncode == 0 else None


def main():
    binary = next((word for word in sys.argv[1:2] if os.path.exists(word)), "target/release/mesh-playground")
    words = [word for word in sys.argv[1:] if word != binary]
    print("| text | bytes | `lint` | `simulate` | stopped |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for kind in (*kinds(), *lists(), *limits(), *texts(), *own_kinds(), *edge(), *regexes()):
            name, text, more = kind[0], kind[1], kind[2] if len(kind) > 2 else ["--for", "60s"]
            if words and not any(word in name for word in words):
                continue
            path = os.path.join(folder, "hostile.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            cells = []
            for command, flags in (("lint", []), ("simulate", [*NETWORK, *more])):
                seconds, mebibytes, stopped = run(binary, command, path, flags)
                cells.append(f"{seconds:.2f} s, {mebibytes:.0f} MiB" if mebibytes else f"{seconds:.2f} s")
            print(f"| {name} | {len(text):,} | {cells[0]} | {cells[1]} | {stopped} |", flush=True)


main()
