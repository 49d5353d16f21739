"use strict";

// Runs in each window, in a sandbox beside the page, and gives the page `window.nnc`: these functions and no more.

const { contextBridge, ipcRenderer } = require("electron");

async function call(name, ...args) {
  const { value, error } = await ipcRenderer.invoke("nnc:call", name, ...args);
  // A page gets plain objects only, so what it catches is one, with `code` and `message`.
  if (error) throw error;
  return value;
}

const listeners = new Set();

ipcRenderer.on("nnc:event", (_, event) => {
  for (const listener of listeners) listener(event);
});

contextBridge.exposeInMainWorld("nnc", {
  routers: () => call("routers"),
  interfaces: (router) => call("interfaces", router),
  create: (router, interfaces) => call("create", router, interfaces),
  remove: (router, instances) => call("remove", router, instances),
  drift: (router) => call("drift", router),
  repair: (router) => call("repair", router),
  /** Calls back for each event, until what it gives is called. */
  onEvent(listener) {
    // Each its own, so that one function may listen twice.
    const own = (event) => listener(event);
    if (listeners.size === 0) ipcRenderer.send("nnc:listen");
    listeners.add(own);
    return () => {
      listeners.delete(own);
      if (listeners.size === 0) ipcRenderer.send("nnc:silence");
    };
  },
});
