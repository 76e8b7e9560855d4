// The personal tab: asks Teams who is looking, and shows what the desk answers. Nothing is loaded from elsewhere.
// Speaks with the window that holds it as Teams' own client library does: {id, func, args} there, {id, args} back.
"use strict";

const HOSTS = /^https:\/\/([a-z0-9-]+\.)*(teams\.microsoft\.com|teams\.microsoft\.us|teams\.cloud\.microsoft|cloud\.microsoft|microsoft365\.com|office\.com)$/;
const VERSION = "2.24.0";
const waiting = new Map();
let next = 0;
let host = null; // the origin of the window that holds us, once it has answered

function ask(func, args) {
  return new Promise((resolve) => {
    const id = next++;
    waiting.set(id, resolve);
    // Before it has answered nothing but a greeting is said, so it may be said to anybody.
    window.parent.postMessage({ id, func, args, timestamp: Date.now() }, host ?? "*");
  });
}

window.addEventListener("message", (event) => {
  if (event.source !== window.parent || !HOSTS.test(event.origin) || typeof event.data !== "object") return;
  const resolve = waiting.get(event.data.id);
  if (!resolve) return;
  host = event.origin;
  waiting.delete(event.data.id);
  resolve(event.data.args ?? []);
});

async function shown(token) {
  const answer = await fetch("/teams/tab/requests", { headers: { Authorization: `Bearer ${token}` } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.documentElement.lang = page.documentElement.lang;
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
}

async function start() {
  await ask("initialize", [VERSION, 1, []]);
  const [went, token] = await ask("authentication.getAuthToken", [null, null, false]);
  if (went) await shown(token);
  else document.querySelector("#sign-in").hidden = false;
  window.parent.postMessage({ id: next++, func: "appInitialization.success", args: [VERSION] }, host);
}

if (window.parent !== window) start();
