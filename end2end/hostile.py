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
        for kind in kinds():
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
