// Each example runs, and says what it should.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const home = join(dirname(fileURLToPath(import.meta.url)), "..");

const expected = {
  "provision.mjs": [/^nnc-tor-usa: VLAN 1\d\d, 10\.99\.\d+\.1\/24/m, /judged .*: nothing leaks/],
  "watch.mjs": [/apply\.validated\n(.*\n)*.*apply\.merged/, /progress: \d+ of \d+/, /\d+ rows were written/],
  "plan.mjs": [/^\/interface vlan add /m, /0 interfaces are there/, /refused: invalid-argument: .*pattern-mismatch \/interfaces\/0\/name/],
  "repair.mjs": [/^differences: 0$/m, /mended by: \/ip route add/, /differences after the repair: 0/],
  "own-router.mjs": [/^attached: in memory, RouterOS 7\.22\.3$/m, /^\/interface\/vlan add nnc-tor-usa$/m, /^differences: 0$/m],
};

for (const [name, texts] of Object.entries(expected)) {
  test(name, async () => {
    const env = { ...process.env, NNC_ROUTER_URL: "" };
    const { stdout } = await promisify(execFile)(process.execPath, [join(home, name)], { env, timeout: 60_000 });
    for (const text of texts) assert.match(stdout, text);
  });
}
