"use strict";

// What windows may ask for. Nothing else of nnc is reachable from a page, whatever is loaded into it.

const { NncError } = require("nnc");

/** The calls of a window, by name. */
const calls = (opened) => {
  const home = (name) => opened.router({ name });
  return {
    routers: () => opened.routers(),
    interfaces: async (router) => (await home(router)).virtualInterfaces.list(),
    create: async (router, interfaces) => (await home(router)).virtualInterfaces.create({ interfaces }),
    remove: async (router, instances) => (await home(router)).virtualInterfaces.delete({ instances }),
    drift: async (router) => (await home(router)).drift(),
    repair: async (router) => (await home(router)).repair(),
  };
};

/** Answers windows, and tells them of events while they listen. Gives what ends that. */
function connect(ipcMain, opened) {
  const table = calls(opened);
  ipcMain.handle("nnc:call", async (_, name, ...args) => {
    if (!Object.hasOwn(table, name)) return { error: { code: "unsupported", message: `${name} cannot be called from a window` } };
    try {
      return { value: await table[name](...args) };
    } catch (error) {
      // Of an error that is thrown here a window would see the message only.
      if (!(error instanceof NncError)) throw error;
      const { kind, code, message, retryable, context } = error;
      return { error: { kind, code, message, retryable, context } };
    }
  });
  const listeners = new Map();
  const forget = (sender) => {
    listeners.get(sender)?.();
    listeners.delete(sender);
  };
  ipcMain.on("nnc:listen", ({ sender }) => {
    if (listeners.has(sender)) return;
    listeners.set(sender, opened.events().unref().listen((event) => sender.send("nnc:event", event)));
    sender.once("destroyed", () => forget(sender));
  });
  ipcMain.on("nnc:silence", ({ sender }) => forget(sender));
  return () => [...listeners.keys()].forEach(forget);
}

module.exports = { connect };
