"use strict";

/* global document, window */

const line = (list, text) => {
  const item = document.createElement("li");
  item.textContent = text;
  document.getElementById(list).append(item);
};

window.nnc.onEvent((event) => line("events", `${event.at.toISOString()} ${event.kind}`));
window.nnc.routers().then(
  (routers) => routers.forEach((router) => line("routers", `${router.name}: ${router.url}`)),
  (error) => line("routers", error.message),
);
