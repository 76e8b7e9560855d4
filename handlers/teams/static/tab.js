// The personal tab: asks Teams who is looking, and shows the desk's own pages to them. Nothing is loaded from elsewhere.
// Speaks with the window that holds it as Teams' own client library does: {id, func, args} there, {id, args} back.
"use strict";

const HOSTS = /^https:\/\/([a-z0-9-]+\.)*(teams\.microsoft\.com|teams\.microsoft\.us|teams\.cloud\.microsoft|cloud\.microsoft|microsoft365\.com|office\.com)$/;
const VERSION = "2.24.0";
const SIGNED = "/teams/signed"; // below it the desk's own addresses are answered for whom the token names
const FRESH_MS = 10 * 60 * 1000;
const $ = (selector, root = document) => root.querySelector(selector);
const waiting = new Map();
let next = 0;
let host = null; // the origin of the window that holds us, once it has answered
let token = "";

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

async function signOn() {
  const [went, given] = await ask("authentication.getAuthToken", [null, null, false]);
  if (went) token = given;
  return went;
}

const get = (path) => fetch(SIGNED + path, { headers: { Authorization: `Bearer ${token}` } });

// Every request of the desk's pages goes where the token is asked for, and takes it along.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.path.startsWith("/desk/")) event.detail.path = SIGNED + event.detail.path;
  event.detail.headers.Authorization = `Bearer ${token}`;
});

async function home() {
  const answer = await get("/pages");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = $("main", page);
  if (!main) { $("#wait").textContent = document.body.dataset.unavailable; return; }
  document.documentElement.lang = main.lang;
  $("#tab").replaceChildren(main);
  if ($("#queue-form")) await script("/static/desk.js");
  htmx.process(document.body);
}

function script(address) {
  return new Promise((resolve) => {
    const made = Object.assign(document.createElement("script"), { src: address, onload: resolve });
    document.head.append(made);
  });
}

// --- figures -------------------------------------------------------------------------------------------------------

async function figures(query) {
  const page = new DOMParser().parseFromString(await (await get(`/stats${query}`)).text(), "text/html");
  for (const part of page.querySelectorAll("picture source")) part.remove();
  const charts = [...page.querySelectorAll("img[src^='/stats/']")];
  const addresses = charts.map((chart) => chart.getAttribute("src"));
  for (const chart of charts) chart.removeAttribute("src"); // by itself it would be asked for without the token
  $("#figures-page").replaceChildren(...page.body.childNodes);
  await Promise.all(charts.map(async (chart, n) => {
    chart.src = URL.createObjectURL(await (await get(addresses[n])).blob());
  }));
  look(true);
}

function look(atFigures) {
  $("#tab").hidden = atFigures;
  $("#figures").hidden = !atFigures;
  $("#style-desk").disabled = atFigures;
  $("#style-stats").disabled = !atFigures;
  window.scrollTo(0, 0);
}

async function download(address) {
  const file = await (await get(address)).blob();
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(file),
    download: `ventanilla.${address.includes(".csv") ? "csv" : "json"}`,
  });
  link.click();
}

document.addEventListener("click", (event) => {
  const way = event.target.closest?.("[data-stats]");
  if (way) figures(way.dataset.stats);
  if (event.target.closest?.("#back")) look(false);
  const link = event.target.closest?.("#figures-page a[href^='/stats']");
  if (!link) return;
  event.preventDefault();
  const to = link.getAttribute("href");
  if (to.startsWith("/stats/figures.")) download(to);
  else figures(to.slice("/stats".length));
});
document.addEventListener("submit", (event) => {
  if (!event.target.closest?.("#figures-page")) return;
  event.preventDefault();
  figures(`?${new URLSearchParams(new FormData(event.target))}`);
});

async function start() {
  await ask("initialize", [VERSION, 1, []]);
  if (await signOn()) {
    await home();
    setInterval(signOn, FRESH_MS);
  } else {
    $("#wait").hidden = true;
    $("#sign-in").hidden = false;
  }
  window.parent.postMessage({ id: next++, func: "appInitialization.success", args: [VERSION] }, host);
}

if (window.parent !== window) start();
