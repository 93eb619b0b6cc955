// Of a module that notes which of its functions are called (`bundler marks`): their indices, a line each.

/** Writes those that were called in any of its instances. */
export function say(instances) {
  const called = new Set();
  for (const [name, mark] of instances.flatMap((exports) => Object.entries(exports))) {
    if (name.startsWith("mark") && mark.value) called.add(Number(name.slice("mark".length)));
  }
  const lines = [...called].sort((one, other) => one - other).join("\n");
  return new Promise((resolve) => process.stdout.write(`${lines}\n`, resolve));
}
