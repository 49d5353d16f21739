// A router of your own: any object that keeps rows as RouterOS does. This one keeps them in memory, and says what it is asked.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as nnc from "nnc";

class Memory {
  #menus = new Map([["/interface", [{ ".id": "*1", name: "ether1", type: "ether", running: "true" }]]]);
  #before = undefined;
  #last = 1;

  version() {
    return "7.22.3";
  }

  async identity() {
    return "in memory"; // each method may take its time
  }

  read(menu) {
    return this.#menus.get(menu) ?? [];
  }

  write(menu, verb, { ".id": id, "place-before": before, ...values }) {
    console.log(`${menu} ${verb} ${values.name ?? id ?? ""}`);
    const rows = this.#menus.get(menu) ?? [];
    this.#menus.set(menu, rows);
    const place = (wanted) => {
      const at = rows.findIndex((row) => row[".id"] === wanted);
      // What has a code is told with it; whatever else is thrown is a refusal too.
      if (at < 0) throw Object.assign(new Error(`there is no row ${wanted}`), { code: "router-refused" });
      return at;
    };
    if (verb === "add") {
      const row = { ...values, ".id": `*${(++this.#last).toString(16)}` };
      rows.splice(before === undefined ? rows.length : place(before), 0, row);
      return row[".id"];
    }
    if (verb === "set") Object.assign(rows[place(id)], values);
    else if (verb === "remove") rows.splice(place(id), 1);
    else throw new Error(`${verb} is not done here`);
  }

  begin() {
    if (this.#before !== undefined) throw new Error("another change is under way");
    this.#before = structuredClone(this.#menus);
  }

  commit() {
    this.#before = undefined;
  }

  rollBack() {
    this.#menus = this.#before;
    this.#before = undefined;
  }
}

const data = mkdtempSync(join(tmpdir(), "nnc-example-"));
try {
  const opened = await nnc.open({ path: data, actor: "example" });
  const added = await opened.attachRouter({ name: "mine" }, new Memory());
  console.log(`attached: ${added.identity}, RouterOS ${added.version}`);

  const mine = await opened.router({ name: "mine" });
  await mine.virtualInterfaces.create({ interfaces: [{ name: "tor-usa", service: "tor" }] });
  const { differences } = await mine.drift();
  console.log(`differences: ${differences.length}`);
} finally {
  rmSync(data, { recursive: true, force: true });
}
