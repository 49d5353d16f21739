"use strict";

// The main process: it alone has nnc; windows reach it through the bridge.

const { join } = require("node:path");

const { app, BrowserWindow, ipcMain } = require("electron");
const nnc = require("nnc");

const { connect } = require("./bridge.cjs");

app.whenReady().then(async () => {
  const opened = await nnc.open({ path: join(app.getPath("userData"), "nnc"), actor: "desktop" });
  connect(ipcMain, opened);
  const window = new BrowserWindow({
    webPreferences: { preload: join(__dirname, "preload.cjs"), contextIsolation: true, sandbox: true },
  });
  await window.loadFile(join(__dirname, "index.html"));
});

app.on("window-all-closed", () => app.quit());
